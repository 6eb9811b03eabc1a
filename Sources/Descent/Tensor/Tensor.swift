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
/// Every operation rounds once, to Float32; sums are added in one fixed order. Tensors are not
/// `Sendable`: several tasks can compute at the same time, each with its own tensors.
public class Tensor {
    /// The numbers of a tensor that is not a view of another.
    @exclusivity(unchecked) private final var own: NDArray
    /// The node of a tensor that is none.
    @exclusivity(unchecked) private final var separateNode: Node?
    private final let kind: Kind

    /// Which subclass this is. (To call a method of a subclass takes longer than to ask, because then
    /// nothing of it can become part of the caller.)
    enum Kind {
        case plain
        /// A ``Node``; a small result is its own.
        case node
        case view
    }

    /// A tensor with the numbers of another.
    private final class View: Tensor {
        let original: Tensor

        init(of original: Tensor) {
            self.original = original
            super.init(original.own, .view)
        }
    }

    init(_ array: NDArray, node: Node? = nil, _ kind: Kind = .plain) {
        own = array
        separateNode = node
        self.kind = kind
    }

    /// The tensor whose numbers these are: this one, unless it is a view.
    private final var owner: Tensor {
        if case .view = kind { (self as! View).original } else { self }
    }

    /// This tensor's place in the graph; nil if it requires no gradient.
    final var node: Node? {
        if case .node = kind { (self as! Node) } else { separateNode }
    }

    /// Whether this tensor holds a few numbers and takes no part in anything else.
    final var isPlainAndFew: Bool {
        if case .plain = kind { separateNode == nil && own.isFew } else { false }
    }

    /// The numbers.
    final var array: NDArray {
        get { if case .view = kind { owner.own } else { own } }
        set { owner.own = newValue }
    }

    /// The lengths of the axes, outermost first; empty for a single number.
    public final var shape: [Int] { Array(lengths) }

    /// The same, without making an array of it.
    final var lengths: Lengths { own.shape }

    /// The number of axes.
    public final var rank: Int { lengths.count }

    /// The number of elements.
    public final var count: Int { own.count }

    /// All elements in row-major order: the last axis runs fastest.
    public final var scalars: [Float] { array.elements }

    /// The value of a tensor that has exactly one element, whatever its rank.
    ///
    /// Traps if there are more elements, or none.
    public final func item() -> Float {
        guard count == 1 else {
            fatalError(
                "item() needs a tensor with exactly one element, and this one has \(count) "
                    + "(shape \(shape)). Use scalars for all of them.")
        }
        return array.first
    }

    // MARK: - Autograd

    /// Whether ``backward()`` computes a gradient for this tensor.
    ///
    /// True for a tensor made with `requiresGrad: true` and for every result of an operation that
    /// used one. Can be set on a leaf, that is a tensor which is not the result of such an operation;
    /// setting it elsewhere traps.
    public final var requiresGrad: Bool {
        get { node != nil }
        set {
            guard isLeaf else {
                fatalError(
                    "requiresGrad can only be set on a leaf, and this tensor is the result of "
                        + "'\(node!.name)'. Use detached() for its value without the history."
                )
            }
            if newValue != requiresGrad { separateNode = newValue ? Node(leaf: lengths) : nil }
        }
    }

    /// Whether this tensor was given, not computed by an operation that takes part in autograd.
    public final var isLeaf: Bool { node?.belongsToLeaf ?? true }

    /// The gradient that ``backward()`` has added up in this leaf, in the shape of the tensor; nil
    /// before the first `backward()` and after ``zeroGrad()``.
    ///
    /// A tensor computed by an operation keeps none. Setting a gradient of another shape traps, and
    /// so does setting one on a tensor that requires none.
    public final var grad: Tensor? {
        get { node?.gradient }
        set {
            guard let newValue else {
                node?.gradient = nil
                return
            }
            guard let node, node.belongsToLeaf else {
                fatalError("Only a leaf that requires a gradient has a grad that can be set.")
            }
            guard newValue.lengths == lengths else {
                fatalError(
                    "A gradient has the shape of its tensor: \(shape), not \(newValue.shape).")
            }
            node.gradient = newValue
        }
    }

    /// Forgets the gradient: ``grad`` is nil until the next ``backward()``.
    ///
    /// Without it the next `backward()` adds to what is there.
    public final func zeroGrad() {
        node?.clearGradient()
    }

    /// A tensor with the same numbers that takes no part in autograd.
    ///
    /// It shares the numbers, as in PyTorch: an update in place of one is seen in the other.
    public final func detached() -> Tensor {
        View(of: owner)
    }
}
