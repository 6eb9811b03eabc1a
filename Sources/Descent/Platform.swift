// What the language itself does not have. Every other file of this module imports only `Arrays` and
// `Random`.
#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif os(Windows)
    import WinSDK
#endif

/// What holds on the current thread: whether autograd records, and who watches.
///
/// Every operation asks for it. A task-local value would take longer to find than a small operation
/// takes, and is not needed: no operation is asynchronous.
final class AutogradState {
    enum Mode { case recording, watched, off }

    struct Settings {
        var isRecording = true
        var tape: Tape?
        /// Is told of each optimizer that is made; see ``withOptimizers(_:_:)``.
        var noteOptimizer: ((any Optimizer) -> Void)?
    }

    @exclusivity(unchecked) private(set) var settings = Settings()

    private var mode: Mode {
        !settings.isRecording ? .off : settings.tape == nil ? .recording : .watched
    }

    /// Where nothing has been changed, operations are recorded.
    static var mode: Mode { ask { $0.mode } ?? .recording }

    static var tape: Tape? { ask { $0.settings.tape } ?? nil }

    /// Runs `body` with other settings, then puts back those of before.
    static func with<Result>(
        _ change: (inout Settings) -> Void, _ body: () throws -> Result
    ) rethrows -> Result {
        let state = current
        let outer = state.settings
        change(&state.settings)
        defer { state.settings = outer }
        return try body()
    }

    @inline(__always)
    private static func ask<Answer>(_ question: (AutogradState) -> Answer) -> Answer? {
        guard let pointer = get() else { return nil }
        return Unmanaged<AutogradState>.fromOpaque(pointer)._withUnsafeGuaranteedRef(question)
    }

    /// The state of the current thread.
    static var current: AutogradState {
        if let state = ask({ $0 }) { return state }
        let state = AutogradState()
        set(Unmanaged.passRetained(state).toOpaque())
        return state
    }

    #if hasFeature(Embedded)
        // One thread.
        nonisolated(unsafe) private static var pointer: UnsafeMutableRawPointer?
        private static func get() -> UnsafeMutableRawPointer? { pointer }
        private static func set(_ state: UnsafeMutableRawPointer) { pointer = state }
    #elseif os(Windows)
        private static let key = TlsAlloc()
        private static func get() -> UnsafeMutableRawPointer? { TlsGetValue(key) }
        private static func set(_ state: UnsafeMutableRawPointer) { TlsSetValue(key, state) }
    #else
        private static let key: pthread_key_t = {
            var key = pthread_key_t()
            pthread_key_create(&key) { state in
                // Optional in some C libraries only.
                let state: UnsafeMutableRawPointer? = state
                if let state { Unmanaged<AutogradState>.fromOpaque(state).release() }
            }
            return key
        }()
        private static func get() -> UnsafeMutableRawPointer? { pthread_getspecific(key) }
        private static func set(_ state: UnsafeMutableRawPointer) {
            pthread_setspecific(key, state)
        }
    #endif
}
