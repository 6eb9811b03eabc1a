import Arrays

/// Which numbers of another tensor a tensor shows: some neighbours in row-major order, perhaps
/// transposed.
///
/// As in PyTorch, rows, reshapes, transposes and `detached()` share the numbers, so an update in place of
/// one is seen in the other. The result of an operation that autograd records is a tensor of its own.
final class View {
    private let base: Tensor
    private let start: Int
    /// Before it is transposed.
    private let shape: Shape
    private let isTransposed: Bool

    init(_ base: Tensor, from start: Int, _ shape: Shape, isTransposed: Bool) {
        self.base = base
        self.start = start
        self.shape = shape
        self.isTransposed = isTransposed
    }

    func read() -> NDArray {
        let part = base.array.part(from: start, shape)
        return isTransposed ? part.transposed() : part
    }

    func write(_ array: NDArray) {
        base.array = base.array.replacing(
            from: start, with: isTransposed ? array.transposed() : array)
    }

    /// A part of this view's numbers as a part of the base's; nil where it does not lie together there.
    func part(from offset: Int) -> (base: Tensor, start: Int)? {
        isTransposed ? nil : (base, start + offset)
    }
}

extension Tensor {
    /// A tensor that shows numbers of this one, from one on, and takes no part in autograd.
    func viewed(from offset: Int = 0, _ shape: Shape, isTransposed: Bool = false) -> Tensor {
        if !isLeaf && view == nil {
            // The numbers move out of the graph, so that the view does not keep it.
            move(to: View(Tensor(array.computed), from: 0, lengths, isTransposed: false))
        }
        let (base, start) = view?.part(from: offset) ?? (self, offset)
        let view = View(base, from: start, shape, isTransposed: isTransposed)
        return Tensor(view, shape: isTransposed ? .matrix(shape[1], shape[0]) : shape)
    }

    /// A tensor with the same numbers that takes no part in autograd.
    ///
    /// It shares the numbers, as in PyTorch: an update in place of one is seen in the other.
    public func detached() -> Tensor {
        viewed(lengths)
    }
}
