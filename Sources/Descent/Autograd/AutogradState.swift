/// What holds on a thread: whether autograd records, and who watches.
struct AutogradState {
    var isRecording = true
    var tape: Tape?
    /// Is told of each optimizer that is made; see ``withOptimizers(_:_:)``.
    var noteOptimizer: ((any Optimizer) -> Void)?

    /// The state of the current thread.
    ///
    /// Every operation asks for it. A task-local value would take longer to find than a small operation
    /// takes, and is not needed: no operation is asynchronous.
    static var current: UnsafeMutablePointer<AutogradState> {
        if let state = Platform.state { return state }
        let state = UnsafeMutablePointer<AutogradState>.allocate(capacity: 1)
        state.initialize(to: AutogradState())
        Platform.state = state
        return state
    }

    /// Runs `body` with another state, then puts back the one of before.
    static func with<Result>(
        _ change: (inout AutogradState) -> Void, _ body: () throws -> Result
    ) rethrows -> Result {
        let outer = current.pointee
        change(&current.pointee)
        defer { current.pointee = outer }
        return try body()
    }
}
