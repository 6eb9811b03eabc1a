import Arrays

/// Float32 numbers in a shape of any rank, which can remember how they were computed.
///
/// A tensor is a shared reference, as in PyTorch: two names can stand for the same tensor, and an
/// update in place is seen under both. A tensor that requires a gradient records each operation
/// that uses it; ``backward()`` then finds the derivative of the result with respect to it:
///
/// ```swift
/// let w = Tensor(0, requiresGrad: true)
/// let x = Tensor([1, 2, 3, 4])
/// let loss = (w * x - 2 * x).pow(2).mean()
/// loss.backward()
/// w.grad!.item()  // -30
/// ```
///
/// Each addition, subtraction, product and quotient rounds once, to Float32; sums are added in one fixed
/// order. Tensors are not `Sendable`: several tasks can compute at the same time, each with its own.
public final class Tensor {
    // (The attribute: otherwise every access is checked for overlapping ones, which takes longer.)
    @exclusivity(unchecked) private var own: NDArray
    /// This tensor's node in the graph, if it has ever required a gradient.
    @exclusivity(unchecked) private var ownNode: Node?
    /// The same; nil if it requires none now.
    var node: Node? { ownNode?.isResting == false ? ownNode : nil }
    /// Where the numbers are, if another tensor has them.
    @exclusivity(unchecked) private(set) var view: View?

    init(_ array: NDArray, node: Node? = nil) {
        own = array
        ownNode = node
    }

    /// The numbers, without a history. To set them is to update in place.
    var array: NDArray {
        get { view == nil ? own : view!.read() }
        set {
            if let view { view.write(newValue.computed) } else { own = newValue.computed }
        }
    }

    /// From now on the numbers are those of a view.
    func share(_ view: View) {
        self.view = view
        own = NDArray(repeating: 0, shape: own.shape)
    }

    /// The lengths of the axes, outermost first; empty for a single number.
    public var shape: [Int] { Array(lengths) }

    /// The same, without making an array of it.
    var lengths: Shape { own.shape }

    /// The number of axes.
    public var rank: Int { lengths.count }

    /// The number of elements.
    public var count: Int { own.count }

    /// All elements in row-major order: the last axis runs fastest.
    public var scalars: [Float] { array.elements }

    /// The value of a tensor that has exactly one element, whatever its rank; traps for others.
    public func item() -> Float {
        require(
            count == 1,
            "item() needs a tensor with exactly one element, and this one has \(count) "
                + "(shape \(shape)). Use scalars for all of them.")
        return array.first
    }

    // MARK: - Autograd

    /// Whether ``backward()`` computes a gradient for this tensor.
    ///
    /// True for a tensor made with `requiresGrad: true` and for every result of an operation that used
    /// one. To set it for such a result traps; while a leaf's is switched off, it keeps its gradient.
    public var requiresGrad: Bool {
        get { node != nil }
        set {
            require(
                isLeaf,
                "requiresGrad can only be set on a leaf, and this tensor is the result of "
                    + "'\(node!.name)'. Use detached() for its value without the history.")
            if newValue == requiresGrad { return }
            ownNode = ownNode ?? Node(.leaf, lengths)
            ownNode!.isResting = !newValue
        }
    }

    /// Whether this tensor was given, not computed by an operation that takes part in autograd.
    public var isLeaf: Bool { node?.isLeaf ?? true }

    /// The gradient that ``backward()`` has added up in this leaf, in the shape of the tensor; nil
    /// before the first `backward()` and after ``zeroGrad()``.
    ///
    /// Traps for a tensor that was computed: `backward()` keeps the gradients of leaves only. Setting a
    /// gradient of another shape traps, and so does setting one on a tensor that requires none.
    public var grad: Tensor? {
        get {
            require(
                isLeaf,
                "backward() keeps the gradients of leaves, and this tensor is the result of "
                    + "'\(node!.name)'. (w = w - … makes a new tensor, which is no leaf: update with "
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

    /// Forgets the gradient: ``grad`` is nil until the next ``backward()``.
    ///
    /// Without it the next `backward()` adds to what is there.
    public func zeroGrad() {
        grad = nil
    }
}
