// Functions that the language itself lacks. Every other file of this module imports only `Arrays` and `Random`.
#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif os(Windows)
    import WinSDK
#endif

enum Platform {
    /// The state of the current thread; nil before it is set.
    static var state: UnsafeMutablePointer<AutogradState>? {
        get { pointer?.assumingMemoryBound(to: AutogradState.self) }
        set { pointer = UnsafeMutableRawPointer(newValue) }
    }

    #if hasFeature(Embedded)
        // There is only one thread.
        nonisolated(unsafe) private static var pointer: UnsafeMutableRawPointer?
    #elseif os(Windows)
        private static let key = TlsAlloc()
        private static var pointer: UnsafeMutableRawPointer? {
            get { TlsGetValue(key) }
            set { TlsSetValue(key, newValue) }
        }
    #else
        private static let key: pthread_key_t = {
            var key = pthread_key_t()
            pthread_key_create(&key) { pointer in
                // It is optional in some C libraries only.
                let pointer: UnsafeMutableRawPointer? = pointer
                let state = pointer?.assumingMemoryBound(to: AutogradState.self)
                state?.deinitialize(count: 1)
                state?.deallocate()
            }
            return key
        }()
        private static var pointer: UnsafeMutableRawPointer? {
            get { pthread_getspecific(key) }
            set { pthread_setspecific(key, newValue) }
        }
    #endif
}
