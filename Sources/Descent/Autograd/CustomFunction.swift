import Arrays

/// An operation with a derivative of your own, as PyTorch's `torch.autograd.Function`.
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
    /// What it is called in a graph; the name of the type, unless it says otherwise.
    static var name: String { get }

    /// Computes the result. Nothing that it does is recorded.
    ///
    /// - Parameters:
    ///   - context: saves what the backward pass will need.
    ///   - inputs: what ``apply(_:)`` was given.
    static func forward(context: FunctionContext, _ inputs: [Tensor]) -> Tensor

    /// Computes the gradients of the loss with respect to the inputs.
    ///
    /// - Parameters:
    ///   - context: what the forward pass has saved.
    ///   - gradient: the gradient of the loss with respect to the result, in the result's shape.
    /// - Returns: a gradient for each input, in its shape; nil for one that needs none.
    static func backward(context: FunctionContext, _ gradient: Tensor) -> [Tensor?]
}

/// What the forward pass of a ``CustomFunction`` keeps for the backward pass.
public final class FunctionContext {
    /// The saved tensors, in the order in which they were saved. They take no part in autograd.
    public private(set) var saved: [Tensor] = []
    /// What the backward pass has returned.
    fileprivate var gradients: [Tensor?]?

    /// Keeps the values that tensors have now.
    public func save(_ tensors: Tensor...) {
        saved += tensors.map { Tensor($0.array.computed) }
    }
}

extension CustomFunction {
    /// The name of the type, unless a function says otherwise; `custom` in Embedded Swift.
    public static var name: String {
        #if hasFeature(Embedded)
            "custom"
        #else
            "\(self)"
        #endif
    }

    /// Applies the function, as one operation of the graph.
    ///
    /// The backward pass traps if `backward` returns another number of gradients than there are
    /// inputs, or one in another shape.
    public static func apply(_ inputs: Tensor...) -> Tensor {
        let context = FunctionContext()
        let result = withNoGrad { forward(context: context, inputs).array }
        guard inputs.contains(where: { $0.isRecorded }) else { return .unrecorded(result) }
        let node = Node(.custom, result.shape, customName: name)
        // These must not keep the inputs' nodes: a long chain is released one by one (see Node).
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

    /// The gradients of all inputs; the first one that needs one computes them.
    private static func gradients(
        _ context: FunctionContext, _ g: NDArray, _ shapes: [Shape]
    ) -> [Tensor?] {
        if let gradients = context.gradients { return gradients }
        let gradients = withNoGrad { backward(context: context, Tensor(g.computed)) }
        require(
            gradients.count == shapes.count,
            "\(name) has \(shapes.count) inputs, and its backward pass returned "
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
