import Arrays

/// Which numbers of another tensor a tensor shows: some neighbours in row-major order, perhaps
/// transposed.
///
/// As in PyTorch, rows, reshapes, transposes and `detached()` share the numbers, so an update in place of
/// one is seen in the other.
final class View {
    let base: Tensor
    let start: Int
    /// Before it is transposed.
    let shape: Shape
    let isTransposed: Bool

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
}

extension Tensor {
    /// Numbers of this tensor, from one on, in another shape, and perhaps transposed.
    ///
    /// - Parameter derivative: how a gradient passes back, where it is recorded.
    func rearranged(
        _ operation: Operation, from offset: Int = 0, _ shape: Shape, isTransposed: Bool = false,
        _ derivative: @escaping Derivative
    ) -> Tensor {
        guard isRecorded else { return viewed(from: offset, shape, isTransposed: isTransposed) }
        let part = array.part(from: offset, shape)
        let result = Tensor.recorded(
            operation, isTransposed ? part.transposed() : part, self, derivative)
        result.share(view(of: array, from: offset, shape, isTransposed))
        return result
    }

    private func viewed(from offset: Int = 0, _ shape: Shape, isTransposed: Bool = false) -> Tensor
    {
        let result = Tensor(
            NDArray(repeating: 0, shape: isTransposed ? .matrix(shape[1], shape[0]) : shape))
        result.share(view(of: array.computed, from: offset, shape, isTransposed))
        return result
    }

    private func view(
        of numbers: NDArray, from offset: Int, _ shape: Shape, _ isTransposed: Bool
    ) -> View {
        // The numbers of a result move out of the graph, so that the view does not keep it.
        if !isLeaf && view == nil {
            share(View(Tensor(numbers), from: 0, lengths, isTransposed: false))
        }
        if let view, !view.isTransposed {
            return View(view.base, from: view.start + offset, shape, isTransposed: isTransposed)
        }
        // Parts of a transpose do not lie together in its base.
        let base = isLeaf ? self : Tensor(NDArray(repeating: 0, shape: lengths))
        if let view, base !== self { base.share(view) }
        return View(base, from: offset, shape, isTransposed: isTransposed)
    }

    /// A tensor with the same numbers that takes no part in autograd.
    ///
    /// It shares the numbers, as in PyTorch: an update in place of one is seen in the other.
    public func detached() -> Tensor {
        viewed(lengths)
    }
}
