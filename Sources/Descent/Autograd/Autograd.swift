import Foundation

/// Whether operations are recorded, on the current thread.
enum GradMode: Int {
    case enabled
    /// Inside ``withNoGrad(_:)``.
    case disabled
    /// Recorded, and also kept on ``Tape/current``.
    case watched

    // Every operation asks for it. A task-local value would take longer to find than a small operation
    // takes, and is not needed: no operation is asynchronous.
    private static let key: pthread_key_t = {
        var key = pthread_key_t()
        pthread_key_create(&key, nil)
        return key
    }()

    /// ``enabled`` on a thread where nothing else has been said.
    static var current: GradMode {
        GradMode(rawValue: Int(bitPattern: pthread_getspecific(key)))!
    }

    static var isEnabled: Bool { current != .disabled }

    static func with<Result>(_ mode: GradMode, _ body: () throws -> Result) rethrows -> Result {
        let outer = current
        set(mode)
        defer { set(outer) }
        return try body()
    }

    private static func set(_ mode: GradMode) {
        pthread_setspecific(key, UnsafeRawPointer(bitPattern: mode.rawValue))
    }
}

/// Runs `body` without recording operations: results require no gradient, and leaves that do may be
/// updated in place.
///
/// ```swift
/// withNoGrad {
///     w -= learningRate * w.grad!
/// }
/// ```
///
/// - Returns: what `body` returns.
public func withNoGrad<Result>(_ body: () throws -> Result) rethrows -> Result {
    try GradMode.with(.disabled, body)
}

extension Tensor {
    /// The result of an operation, with a node in the graph if an operand requires a gradient.
    ///
    /// - Parameters:
    ///   - result: what it computed.
    ///   - derivative: how gradients pass back through the operation.
    ///   - first: the node of the first operand.
    ///   - second: the node of the second operand, if there is one.
    ///   - a: a value that the derivative needs.
    ///   - b: another one.
    ///   - operands: the operands' values, for a tape.
    @inline(__always)
    static func record(
        _ result: NDArray, _ derivative: Derivative,
        _ first: @autoclosure () -> Node?, _ second: @autoclosure () -> Node? = nil,
        keeping a: @autoclosure () -> NDArray? = nil, _ b: @autoclosure () -> NDArray? = nil,
        operands: @autoclosure () -> [NDArray]
    ) -> Tensor {
        // Most operations on plain numbers need not even ask whether to record.
        guard first() != nil || second() != nil else { return Tensor(result) }
        let mode = GradMode.current
        guard mode != .disabled else { return Tensor(result) }
        let node = Node(derivative, result, first(), second(), keeping: a(), b())
        if mode == .watched {
            Tape.current?.record(node, result, Array(zip(operands(), [first(), second()])))
        }
        return node.tensor(result)
    }

    /// Computes the gradient of this scalar with respect to every leaf that it was computed from, and
    /// adds it to the leaf's ``grad``.
    ///
    /// The graph is freed on the way. Traps if this tensor has more than one element, if it requires
    /// no gradient, and if its graph has already been freed by an earlier call.
    public func backward() {
        guard let node else {
            fatalError(
                "backward() on a tensor that requires no gradient: nothing it was computed from was "
                    + "made with requiresGrad: true, or it was computed inside withNoGrad.")
        }
        guard count == 1 else {
            fatalError(
                "backward() starts from a single number, such as a loss, and this tensor has shape "
                    + "\(shape). Take its sum() or mean() first.")
        }
        node.passBack()
    }
}
