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

    /// Keeps the values that tensors have now.
    public func save(_ tensors: Tensor...) {
        saved += tensors.map { Tensor($0.array.computed) }
    }
}

extension CustomFunction {
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
        guard inputs.contains(where: { $0.isRecorded }) else { return Tensor(result.computed) }
        let node = Node(.custom(name), result.shape)
        let pass = CustomBackward(Self.name, inputs.map { $0.lengths }) { gradient in
            withNoGrad { backward(context: context, Tensor(gradient.computed)) }
        }
        let edges = inputs.enumerated().map { place, input -> Node.Edge? in
            input.node.map { Node.Edge(node: $0) { g in pass.gradient(g, place) } }
        }
        node.first = edges[0]
        if edges.count > 1 { node.second = edges[1] }
        node.others = Array(edges.dropFirst(2))
        ThreadState.tape?.record(node, result, inputs)
        return Tensor(result, node: node)
    }
}

/// The backward pass of a ``CustomFunction``, which finds the gradients of all inputs at once.
private final class CustomBackward {
    private let name: String
    private let shapes: [Shape]
    // This must not keep the inputs' nodes: a long chain is released one by one (see Node).
    private let backward: (NDArray) -> [Tensor?]
    private var gradients: [Tensor?]?

    init(_ name: String, _ shapes: [Shape], _ backward: @escaping (NDArray) -> [Tensor?]) {
        self.name = name
        self.shapes = shapes
        self.backward = backward
    }

    func gradient(_ g: NDArray, _ place: Int) -> NDArray? {
        let gradients = self.gradients ?? backward(g)
        self.gradients = gradients
        guard gradients.count == shapes.count else {
            fatalError(
                "\(name) has \(shapes.count) inputs, and its backward pass returned "
                    + "\(gradients.count) gradients. Return one for each, nil where none is needed."
            )
        }
        if let gradient = gradients[place], gradient.lengths != shapes[place] {
            fatalError(
                "The backward pass of \(name) returned a gradient of shape \(gradient.shape) for "
                    + "an input of shape \(shapes[place]).")
        }
        return gradients[place]?.array
    }
}
