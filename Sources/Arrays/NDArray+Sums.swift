/// Sums and means, which add in the fixed order of ``Summation``.
extension NDArray {
    /// The sum of all elements, without axes; 0 if there are none.
    package func sum() -> NDArray { sum(dividedBy: nil) }

    /// The sum of all elements divided by their count, without axes.
    package func mean() -> NDArray { sum(dividedBy: Float(count)) }

    @inline(__always)
    private func sum(dividedBy divisor: Float?) -> NDArray {
        if NDArray.isLarge(count), !isConstant, let operand = operand(count) {
            let sums = OpenSums([operand], count: count, divisor: divisor)
            return NDArray(.sums(sums), shape: .scalar)
        }
        return NDArray(divisor.map { total / $0 } ?? total)
    }

    var total: Float {
        let count = count
        if case .inline = content, count <= 4 { return inline.total(count) }
        return withElements { Summation.sum($0, count: count) }
    }

    /// Reverses broadcasting in a gradient: if a value was used several times, adds the gradients of its uses.
    @inline(__always)
    package consuming func summed(to target: Shape) -> NDArray {
        hasShape(target) ? self : sumOverUses(target)
    }

    private func sumOverUses(_ target: Shape) -> NDArray {
        let shape = shape
        if target.elementCount == 1 { return sum().reshaped(target) }
        let offset = shape.count - target.count
        let axes = shape.indices.filter { axis in
            axis < offset || (target[axis - offset] == 1 && shape[axis] != 1)
        }
        return sum(axes: axes).reshaped(target)
    }

    /// The sums over some axes, which remain with length 1.
    package func sum(axes: [Int]) -> NDArray {
        let shape = shape
        let kept = shape.indices.filter { !axes.contains($0) }
        let strides = shape.strides(broadcastTo: shape)
        let summedShape = Shape(axes.map { shape[$0] })
        let terms = summedShape.elementCount
        let resultShape = Shape(shape.indices.map { axes.contains($0) ? 1 : shape[$0] })
        let count = resultShape.elementCount
        return NDArray(shape: resultShape, count: count) { result in
            withElements { values in
                var starts = Offsets(Shape(kept.map { shape[$0] }), kept.map { strides[$0] })
                for i in 0..<count {
                    let start = values + starts.next()
                    // The terms of one sum in row-major order, wherever they are in memory.
                    var offsets = Offsets(summedShape, axes.map { strides[$0] })
                    let step = axes.count == 1 ? strides[axes[0]] : nil
                    result[i] = Summation.sum(count: terms) { first, count, block in
                        var k = 0
                        while k < count {
                            if let step {
                                block[k] = start[(first &+ k) &* step]
                            } else {
                                block[k] = start[offsets.next()]
                            }
                            k &+= 1
                        }
                    }
                }
            }
        }
    }

    /// Repeats this array to a larger shape that it broadcasts to.
    package func expanded(to target: Shape) -> NDArray {
        if hasShape(target) { return self }
        if count == 1 { return NDArray(repeating: first, shape: target) }
        return self * NDArray(repeating: 1, shape: target)
    }
}
