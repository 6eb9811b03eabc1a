import Arrays

extension Tensor {
    /// The result of an operation on one or two tensors, with a node in the graph if either of them requires a
    /// gradient.
    ///
    /// A single call describes the operation: its result, its operands, and a derivative for each, which says how a
    /// gradient g of the result passes back to that operand. (A derivative also receives the operand's shape. If an
    /// operand was broadcast, the gradients of its uses are summed afterwards.)
    ///
    /// ```swift
    /// .recorded(.multiply, x * y, a, { g, _ in g * y }, b, { g, _ in g * x })
    /// ```
    ///
    /// - Parameters:
    ///   - operation: the operation's name.
    ///   - result: the computed result.
    ///   - a: the first operand.
    ///   - toA: the derivative with respect to the first operand.
    ///   - b: the second operand, if there is one.
    ///   - toB: the derivative with respect to the second operand.
    ///   - constants: other values the operation used, for a tape.
    @inline(__always)
    static func recorded(
        _ operation: @autoclosure () -> Operation, _ result: NDArray,
        _ a: Tensor, _ toA: @autoclosure () -> Derivative,
        _ b: Tensor? = nil, _ toB: @autoclosure () -> Derivative = noDerivative,
        constants: @autoclosure () -> [Tensor] = []
    ) -> Tensor {
        guard a.node != nil || b?.node != nil, case let state = AutogradState.current,
            state.pointee.isRecording
        else { return unrecorded(result) }
        let node = Node(operation(), result.shape)
        if let operand = a.node { node.first = Node.Edge(operand: operand, derivative: toA()) }
        if let operand = b?.node { node.second = Node.Edge(operand: operand, derivative: toB()) }
        state.pointee.tape?.record(node, result, [a] + (b.map { [$0] } ?? constants()))
        return Tensor(result, node: node)
    }

    private static func noDerivative(_ gradient: NDArray, _ shape: Shape) -> NDArray? { nil }

    /// Whether operations that use this tensor are currently recorded.
    var isRecorded: Bool { node != nil && AutogradState.current.pointee.isRecording }
}

/// Runs `body` without recording operations: its results require no gradient, and leaves that do can be updated in
/// place.
///
/// ```swift
/// withNoGrad {
///     w -= learningRate * w.grad!
/// }
/// ```
///
/// - Returns: the result of `body`.
public func withNoGrad<Result>(_ body: () throws -> Result) rethrows -> Result {
    try AutogradState.with({ $0.isRecording = false }, body)
}
