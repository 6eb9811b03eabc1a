import Arrays

/// The same elements in another shape or order, or a part of them. The results share their numbers with the tensor
/// they come from (see ``View``).
extension Tensor {
    /// The transpose: rows become columns. A tensor with fewer than two axes is its own transpose.
    ///
    /// Traps for more than two axes.
    public func transposed() -> Tensor {
        require(rank <= 2, "transposed() needs at most two axes, but the shape is \(shape).")
        let isMatrix = rank == 2
        return rearranged(.transpose, lengths, isTransposed: isMatrix) { g, _ in
            isMatrix ? g.transposed() : g
        }
    }

    /// The same elements, in row-major order, in another shape.
    ///
    /// One length may be −1; it is computed from the others. Traps if the number of elements differs.
    public func reshaped(_ newShape: [Int]) -> Tensor {
        var lengths = newShape
        if let open = newShape.firstIndex(of: -1) {
            lengths.remove(at: open)
            require(
                !lengths.contains(-1),
                "Only one length of a shape can be −1, not several: \(newShape).")
            let others = Shape(lengths).elementCount
            lengths.insert(others == 0 ? 0 : count / others, at: open)
        }
        let result = Shape(lengths)
        require(
            result.elementCount == count,
            "A tensor of shape \(shape) has \(count) elements and cannot take the shape "
                + "\(newShape).")
        return rearranged(.reshape, result) { g, shape in g.reshaped(shape) }
    }

    /// The same elements with an additional axis of length 1 at position `axis` of the new shape.
    ///
    /// −1 puts it last: shape `[n]` becomes `[n, 1]`. Traps if there is no such position.
    public func unsqueezed(_ axis: Int) -> Tensor {
        var newShape = shape
        newShape.insert(1, at: lengths.axis(axis, extra: 1))
        return reshaped(newShape)
    }

    /// The same elements with the axes from `startDim` through `endDim` merged into one.
    ///
    /// Negative numbers count from the last axis; the default flattens everything. A single number becomes a tensor
    /// of shape `[1]`. Traps if an axis doesn't exist or `startDim` comes after `endDim`.
    public func flattened(startDim: Int = 0, endDim: Int = -1) -> Tensor {
        // As in PyTorch, a single number counts as if it had one axis.
        let axes = rank == 0 ? Shape([1]) : lengths
        let start = axes.axis(startDim)
        let end = axes.axis(endDim)
        require(
            start <= end,
            "flattened() needs startDim (\(startDim)) to be at or before endDim (\(endDim)).")
        let length = axes[start...end].reduce(1, *)
        return reshaped(Array(axes[..<start]) + [length] + axes[(end + 1)...])
    }

    /// Consecutive rows, as in `x[0..<3]`: elements of a tensor with one axis, or rows of a matrix.
    ///
    /// The result keeps the axis. Traps for a tensor without axes, and if a row doesn't exist.
    public subscript(rows: Range<Int>) -> Tensor {
        let old = lengths
        guard let length = old.first, rows.lowerBound >= 0, rows.upperBound <= length else {
            fatalError(
                rank == 0
                    ? "A single number has no rows."
                    : "There are no rows \(rows.lowerBound)..<\(rows.upperBound) in a tensor of "
                        + "shape \(shape): it has the rows 0..<\(old[0]).")
        }
        let start = rows.lowerBound * (count / max(1, length))
        let part = old.replacing(0, by: rows.count)
        return rearranged(.slice, from: start, part) { g, shape in
            NDArray(repeating: 0, shape: shape).replacing(from: start, with: g)
        }
    }

    /// The rows with the given numbers, in that order; all of them must exist.
    func rows(_ numbers: [Int]) -> Tensor {
        .recorded(.slice, array.rows(numbers), self, { g, shape in g.spread(numbers, to: shape) })
    }
}
