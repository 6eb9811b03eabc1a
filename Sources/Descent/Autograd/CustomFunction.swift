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

    /// Keeps the values that tensors have now.
    public func save(_ tensors: Tensor...) {
        saved += tensors.map { Tensor($0.array) }
    }
}

extension CustomFunction {
    /// Applies the function, as one operation of the graph.
    ///
    /// The backward pass traps if `backward` returns another number of gradients than there are
    /// inputs, or one in another shape.
    public static func apply(_ inputs: Tensor...) -> Tensor {
        let context = FunctionContext()
        let result = withNoGrad { forward(context: context, inputs).array }
        let nodes = inputs.map(\.node)
        let mode = GradMode.current
        guard nodes.contains(where: { $0 != nil }), mode != .disabled else {
            return Tensor(result)
        }
        let custom = CustomNode(name: "\(self)", count: nodes.count, others: nodes.dropFirst(2)) {
            gradient in withNoGrad { backward(context: context, Tensor(gradient)) }
        }
        let node = Node(
            .custom, result, nodes[0], nodes.count > 1 ? nodes[1] : nil,
            custom: custom)
        if mode == .watched {
            Tape.current?.record(node, result, inputs.map { ($0.array, $0.node) })
        }
        return node.tensor(result)
    }
}

/// What the node of a ``CustomFunction`` has besides the first two operands.
final class CustomNode {
    let name: String
    /// The nodes of all operands but the first two.
    var others: [Node?]
    /// The number of operands.
    private let count: Int
    // This must not keep the nodes: a long chain is released one by one (see Node).
    private let backward: (NDArray) -> [Tensor?]

    init(
        name: String, count: Int, others: ArraySlice<Node?>,
        backward: @escaping (NDArray) -> [Tensor?]
    ) {
        self.name = name
        self.count = count
        self.others = Array(others)
        self.backward = backward
    }

    func pass(_ gradient: NDArray, to first: Node?, _ second: Node?) {
        let gradients = backward(gradient)
        guard gradients.count == count else {
            fatalError(
                "\(name) has \(count) inputs, and its backward pass returned "
                    + "\(gradients.count) gradients. Return one for each, nil where none is needed."
            )
        }
        let operands = [first, second].prefix(count) + others
        for case (let operand?, let gradient?) in zip(operands, gradients) {
            guard gradient.lengths == operand.lengths else {
                fatalError(
                    "The backward pass of \(name) returned a gradient of shape "
                        + "\(gradient.shape) for an input of shape \(operand.lengths).")
            }
            operand.receive(gradient.array)
        }
    }
}
