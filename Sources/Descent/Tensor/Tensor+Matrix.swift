/// Matrix products and changes of shape.
extension Tensor {
    /// The matrix product, as PyTorch's `matmul` up to two axes:
    ///
    /// | left | right | result |
    /// |---|---|---|
    /// | `[k]` | `[k]` | `[]`, the dot product |
    /// | `[m, k]` | `[k]` | `[m]` |
    /// | `[k]` | `[k, n]` | `[n]` |
    /// | `[m, k]` | `[k, n]` | `[m, n]` |
    ///
    /// Traps for other ranks, and if the two lengths k differ.
    public func matmul(_ other: Tensor) -> Tensor {
        guard 1...2 ~= rank, 1...2 ~= other.rank else {
            fatalError(
                "A matrix product needs tensors with one or two axes, and the shapes are \(shape) "
                    + "and \(other.shape).")
        }
        guard lengths[rank - 1] == other.lengths[0] else {
            fatalError(
                "A matrix product of shapes \(shape) and \(other.shape) does not exist: the last "
                    + "length of the left, \(shape[rank - 1]), and the first of the right, "
                    + "\(other.shape[0]), must be equal.")
        }
        let a = rank == 1 ? array.reshaped(.matrix(1, count)) : array
        let b = other.rank == 1 ? other.array.reshaped(.matrix(other.count, 1)) : other.array
        var product = NDArray.matmul(a, b)
        if rank == 1 || other.rank == 1 {
            product = product.reshaped(
                Lengths(Array(lengths.dropLast() + other.lengths.dropFirst())))
        }
        return .record(
            product, .matmul(rows: a.shape[0], columns: b.shape[1]), node, other.node,
            keeping: other.requiresGrad ? a : nil, requiresGrad ? b : nil,
            operands: [array, other.array])
    }

    /// The transpose: rows become columns. A tensor with fewer than two axes is its own transpose.
    ///
    /// Traps for more than two axes.
    public func transposed() -> Tensor {
        guard rank <= 2 else {
            fatalError("transposed() needs at most two axes, and the shape is \(shape).")
        }
        return .record(
            rank < 2 ? array : array.transposed(), .transpose, node, operands: [array])
    }

    /// The same elements, in row-major order, in another shape.
    ///
    /// One length may be −1: it is found from the others. Traps if the number of elements differs.
    public func reshaped(_ newShape: [Int]) -> Tensor {
        var result = newShape
        if let open = newShape.firstIndex(of: -1) {
            result[open] = 1
            let others = Shape.count(result)
            result[open] = others == 0 ? 0 : count / others
        }
        guard Shape.count(result) == count else {
            fatalError(
                "A tensor of shape \(shape) has \(count) elements and cannot take the shape "
                    + "\(newShape).")
        }
        return .record(array.reshaped(Lengths(result)), .reshape, node, operands: [array])
    }

    /// The same elements with one more axis of length 1, at position `axis` of the new shape.
    ///
    /// −1 puts it last: shape `[n]` becomes `[n, 1]`. Traps if there is no such position.
    public func unsqueezed(_ axis: Int) -> Tensor {
        var newShape = shape
        newShape.insert(1, at: Shape.axis(axis, of: lengths, extra: 1))
        return reshaped(newShape)
    }

    /// The same elements with the axes from `startDim` to `endDim`, both included, made into one.
    ///
    /// Negative numbers count from the last axis; the default flattens everything. A single number
    /// becomes a tensor of shape `[1]`. Traps if an axis does not exist or `startDim` is behind
    /// `endDim`.
    public func flattened(startDim: Int = 0, endDim: Int = -1) -> Tensor {
        if rank == 0 { return reshaped([1]) }
        let start = Shape.axis(startDim, of: lengths)
        let end = Shape.axis(endDim, of: lengths)
        guard start <= end else {
            fatalError("flattened() needs startDim (\(startDim)) not behind endDim (\(endDim)).")
        }
        let length = shape[start...end].reduce(1, *)
        return reshaped(Array(shape[..<start]) + [length] + shape[(end + 1)...])
    }
}
