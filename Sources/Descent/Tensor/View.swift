import Arrays

/// The part of another tensor's numbers that a tensor shows: consecutive numbers in row-major order, optionally
/// transposed.
///
/// As in PyTorch, rows, reshapes, transposes and `detached()` share their numbers, so an in-place update of one shows
/// in the other.
final class View {
    let base: Tensor
    let start: Int
    /// The shape before transposing.
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
    /// A tensor that shows this tensor's numbers from `offset` on in another shape, optionally transposed.
    ///
    /// - Parameter derivative: passes a gradient back, if the operation is recorded.
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
        // The numbers of a result move out of the graph, so that the view doesn't keep the graph alive.
        if !isLeaf && view == nil {
            share(View(Tensor(numbers), from: 0, lengths, isTransposed: false))
        }
        if let view, !view.isTransposed {
            return View(view.base, from: view.start + offset, shape, isTransposed: isTransposed)
        }
        // Parts of a transpose are not consecutive in its base.
        let base = isLeaf ? self : Tensor(NDArray(repeating: 0, shape: lengths))
        if let view, base !== self { base.share(view) }
        return View(base, from: offset, shape, isTransposed: isTransposed)
    }

    /// A tensor with the same numbers that takes no part in autograd.
    ///
    /// As in PyTorch, it shares the numbers: an in-place update of one shows in the other.
    public func detached() -> Tensor {
        viewed(lengths)
    }
}
