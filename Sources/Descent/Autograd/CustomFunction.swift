import Arrays

/// An operation with a hand-written derivative, like PyTorch's `torch.autograd.Function`.
///
/// ```swift
/// enum Square: CustomFunction {
///     static func forward(context: FunctionContext, _ inputs: [Tensor]) -> Tensor {
///         context.save(inputs[0])
///         return inputs[0] * inputs[0]
///     }
///
///     static func backward(context: FunctionContext, _ gradient: Tensor) -> [Tensor?] {
///         [gradient * 2 * context.saved[0]]
///     }
/// }
///
/// let y = Square.apply(x)
/// ```
public protocol CustomFunction {
    /// The name in a graph; by default the name of the type.
    static var name: String { get }

    /// Computes the result. Nothing inside is recorded.
    ///
    /// - Parameters:
    ///   - context: saves the values that the backward pass will need.
    ///   - inputs: the tensors that ``apply(_:)`` was called with.
    static func forward(context: FunctionContext, _ inputs: [Tensor]) -> Tensor

    /// Computes the gradients of the loss with respect to the inputs.
    ///
    /// - Parameters:
    ///   - context: holds the values that the forward pass saved.
    ///   - gradient: the gradient of the loss with respect to the result, in the result's shape.
    /// - Returns: a gradient for each input, in the input's shape; nil for an input that needs none.
    static func backward(context: FunctionContext, _ gradient: Tensor) -> [Tensor?]
}

/// The values that the forward pass of a ``CustomFunction`` saves for the backward pass.
public final class FunctionContext {
    /// The saved tensors, in the order in which they were saved. They take no part in autograd.
    public private(set) var saved: [Tensor] = []
    /// The gradients that the backward pass returned.
    fileprivate var gradients: [Tensor?]?

    /// Saves the current values of tensors.
    public func save(_ tensors: Tensor...) {
        saved += tensors.map { Tensor($0.array.computed) }
    }
}

extension CustomFunction {
    /// The name of the type by default; `custom` in Embedded Swift.
    public static var name: String {
        #if hasFeature(Embedded)
            "custom"
        #else
            "\(self)"
        #endif
    }

    /// Applies the function as a single operation of the graph.
    ///
    /// The backward pass traps if `backward` doesn't return exactly one gradient per input, or if one has a different
    /// shape than its input.
    public static func apply(_ inputs: Tensor...) -> Tensor {
        let context = FunctionContext()
        let result = withNoGrad { forward(context: context, inputs).array }
        guard inputs.contains(where: { $0.isRecorded }) else { return .unrecorded(result) }
        let node = Node(.custom, result.shape, customName: name)
        // The closures must not hold the inputs' nodes, so that a long chain is released one node at a time (see
        // Node).
        let shapes = inputs.map { $0.lengths }
        let edges = inputs.enumerated().map { index, input in
            input.node.map {
                Node.Edge(operand: $0) { g, _ in gradients(context, g, shapes)[index]?.array }
            } ?? Node.Edge()
        }
        (node.first, node.second) = (edges[0], edges.count > 1 ? edges[1] : Node.Edge())
        node.others = Array(edges.dropFirst(2))
        AutogradState.current.pointee.tape?.record(node, result, inputs)
        return Tensor(result, node: node)
    }

    /// The gradients of all inputs, computed when the first one is needed.
    private static func gradients(
        _ context: FunctionContext, _ g: NDArray, _ shapes: [Shape]
    ) -> [Tensor?] {
        if let gradients = context.gradients { return gradients }
        let gradients = withNoGrad { backward(context: context, Tensor(g.computed)) }
        require(
            gradients.count == shapes.count,
            "\(name) has \(shapes.count) inputs, but its backward pass returned "
                + "\(gradients.count) gradients. Return one for each, nil where none is needed.")
        for (index, gradient) in gradients.enumerated() {
            require(
                gradient == nil || gradient!.lengths == shapes[index],
                "The backward pass of \(name) returned a gradient of shape \(gradient!.shape) for "
                    + "an input of shape \(shapes[index]).")
        }
        context.gradients = gradients
        return gradients
    }
}
