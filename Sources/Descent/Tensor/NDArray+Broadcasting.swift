/// Sums over some axes, and the way back.
extension NDArray {
    /// The sums over some axes, which keep the length 1.
    func sum(axes: Set<Int>) -> NDArray {
        let kept = shape.indices.filter { !axes.contains($0) }
        let summed = shape.indices.filter { axes.contains($0) }
        let terms = summed.reduce(1) { $0 * shape[$1] }
        let strides = Shape.strides(shape, broadcastTo: shape)
        let resultShape = Lengths(shape.indices.map { axes.contains($0) ? 1 : shape[$0] })
        let count = resultShape.product
        if terms == 0 || count == 0 { return NDArray(repeating: 0, shape: resultShape) }
        return NDArray(shape: resultShape, count: count) { result in
            withElements { values in
                var starts = Offsets(
                    shape: Lengths(kept.map { shape[$0] }), strides: kept.map { strides[$0] })
                for i in 0..<count {
                    let start = values + starts.next()
                    // The terms of one sum in row-major order, wherever they lie.
                    var offsets = Offsets(
                        shape: Lengths(summed.map { shape[$0] }),
                        strides: summed.map { strides[$0] })
                    result[i] = Summation.sum(count: terms) { _, count, block in
                        for k in 0..<count { block[k] = start[offsets.next()] }
                    }
                }
            }
        }
    }

    /// Undoes broadcasting in a gradient: where a value was used several times, the gradients of
    /// its uses are added.
    func summed(to target: Lengths) -> NDArray {
        if shape == target { return self }
        if target.product == 1 { return sum().reshaped(target) }
        let offset = shape.count - target.count
        let axes = shape.indices.filter { axis in
            axis < offset || (target[axis - offset] == 1 && shape[axis] != 1)
        }
        return sum(axes: Set(axes)).reshaped(target)
    }

    /// Repeats this array to a larger shape that it broadcasts to.
    func expanded(to target: Lengths) -> NDArray {
        if shape == target { return self }
        if count == 1 { return NDArray(repeating: first, shape: target) }
        let count = target.product
        var offsets = Offsets(shape: target, strides: Shape.strides(shape, broadcastTo: target))
        return NDArray(shape: target, count: count) { result in
            withElements { values in
                for i in 0..<count { result[i] = values[offsets.next()] }
            }
        }
    }
}
