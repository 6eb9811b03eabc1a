/// The thread-local settings of autograd: whether it records, the tape in use, and the observer of new optimizers.
struct AutogradState {
    var isRecording = true
    var tape: Tape?
    /// Called with each optimizer that is created; see ``withOptimizers(_:_:)``.
    var noteOptimizer: ((any Optimizer) -> Void)?

    /// The state of the current thread.
    ///
    /// Every operation reads it. Looking up a task-local value would take longer than a small operation does, and
    /// none is needed, because no operation is asynchronous.
    static var current: UnsafeMutablePointer<AutogradState> {
        if let state = Platform.state { return state }
        let state = UnsafeMutablePointer<AutogradState>.allocate(capacity: 1)
        state.initialize(to: AutogradState())
        Platform.state = state
        return state
    }

    /// Runs `body` with a changed state, then restores the previous one.
    static func with<Result>(
        _ change: (inout AutogradState) -> Void, _ body: () throws -> Result
    ) rethrows -> Result {
        let outer = current.pointee
        change(&current.pointee)
        defer { current.pointee = outer }
        return try body()
    }
}
