import Arrays

/// Float32 numbers in a shape of any rank, which can remember how they were computed.
///
/// As in PyTorch, a tensor is a reference: two names can stand for the same tensor, and an in-place update shows
/// under both. A tensor that requires a gradient records each operation that uses it. Then ``backward()`` finds the
/// derivative of the result with respect to it:
///
/// ```swift
/// let w = Tensor(0, requiresGrad: true)
/// let x = Tensor([1, 2, 3, 4])
/// let loss = (w * x - 2 * x).pow(2).mean()
/// loss.backward()
/// w.grad!.item()  // -30
/// ```
///
/// Each addition, subtraction, multiplication and division rounds once, to Float32; sums are added in one fixed
/// order. Tensors are not `Sendable`: several tasks can compute at the same time, each with its own tensors.
public final class Tensor {
    // (The attribute saves checking every access for overlaps, which takes time.)
    @exclusivity(unchecked) private var own: NDArray
    /// This tensor's node in the graph, if it has ever required a gradient.
    @exclusivity(unchecked) private var ownNode: Node?
    /// The same node; nil while the tensor requires no gradient.
    var node: Node? { ownNode?.isResting == false ? ownNode : nil }
    /// The numbers of another tensor that this one shows; nil if it has its own.
    @exclusivity(unchecked) private(set) var view: View?

    init(_ array: NDArray, node: Node? = nil) {
        own = array
        ownNode = node
    }

    /// The numbers, without a history. Setting them is an in-place update.
    var array: NDArray {
        get { view == nil ? own : view!.read() }
        set {
            if let view { view.write(newValue.computed) } else { own = newValue.computed }
        }
    }

    /// Makes this tensor show the numbers of a view from now on.
    func share(_ view: View) {
        self.view = view
        own = NDArray(repeating: 0, shape: own.shape)
    }

    /// The lengths of the axes, outermost first; empty for a single number.
    public var shape: [Int] { Array(lengths) }

    /// The lengths of the axes, without creating an array.
    var lengths: Shape { own.shape }

    /// The number of axes.
    public var rank: Int { lengths.count }

    /// The number of elements.
    public var count: Int { own.count }

    /// All elements in row-major order: the last axis varies fastest.
    public var scalars: [Float] { array.elements }

    /// The value of a tensor with exactly one element, whatever its rank; traps for any other tensor.
    public func item() -> Float {
        require(
            count == 1,
            "item() needs a tensor with exactly one element, but this one has \(count) "
                + "(shape \(shape)). Use scalars for all of them.")
        return array.first
    }

    // MARK: - Autograd

    /// Whether ``backward()`` computes a gradient for this tensor.
    ///
    /// True for a tensor created with `requiresGrad: true` and for every result of an operation that used one.
    /// Setting it on such a result traps. A leaf keeps its gradient while this is switched off.
    public var requiresGrad: Bool {
        get { node != nil }
        set {
            require(
                isLeaf,
                "requiresGrad can only be set on a leaf, but this tensor is the result of "
                    + "'\(node!.name)'. Use detached() for its value without the history.")
            if newValue == requiresGrad { return }
            ownNode = ownNode ?? Node(.leaf, lengths)
            ownNode!.isResting = !newValue
        }
    }

    /// False for the result of an operation that takes part in autograd, and true for any other tensor.
    public var isLeaf: Bool { node?.isLeaf ?? true }

    /// The gradient that ``backward()`` has accumulated in this leaf, in the tensor's shape; nil before the first
    /// `backward()` and after ``zeroGrad()``.
    ///
    /// Reading it on a result traps, because `backward()` keeps only the gradients of leaves. Setting a gradient of
    /// another shape traps, and so does setting one on a tensor that requires none.
    public var grad: Tensor? {
        get {
            require(
                isLeaf,
                "backward() keeps the gradients of leaves, but this tensor is the result of "
                    + "'\(node!.name)'. (w = w - … makes a new tensor, which isn't a leaf: update with "
                    + "withNoGrad { w -= … }.)")
            return ownNode?.gradient
        }
        set {
            require(
                newValue == nil || isLeaf && requiresGrad,
                "Only a leaf that requires a gradient has a grad that can be set.")
            require(
                newValue == nil || newValue!.lengths == lengths,
                "A gradient has the shape of its tensor: \(shape), not \(newValue!.shape).")
            ownNode?.gradient = newValue
        }
    }

    /// Clears the gradient: ``grad`` is nil until the next ``backward()``.
    ///
    /// Unless you call it, the next `backward()` adds to the existing gradient.
    public func zeroGrad() {
        grad = nil
    }
}
