/// Whether operations are recorded, for the current task.
enum GradMode {
    @TaskLocal static var isEnabled = true
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
    try GradMode.$isEnabled.withValue(false, operation: body)
}

extension Tensor {
    /// The result of an operation, with a node in the graph if an operand requires a gradient.
    ///
    /// - Parameters:
    ///   - result: what it computed.
    ///   - first: the node of the first operand.
    ///   - second: the node of the second operand, if there is one.
    ///   - derivative: how gradients pass back through the operation.
    @inline(__always)
    static func record(
        _ result: NDArray, _ first: Node?, _ second: Node? = nil, derivative: () -> Derivative
    ) -> Tensor {
        // Most operations on plain numbers need not even ask whether to record.
        guard first != nil || second != nil, GradMode.isEnabled else { return Tensor(result) }
        return Tensor(result, node: Node(derivative(), shape: result.shape, first, second))
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
        node.backward()
    }
}
