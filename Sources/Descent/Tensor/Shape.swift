/// The rules for shapes (see ``Lengths``), as NumPy and PyTorch have them.
enum Shape {
    /// How many elements an array of this shape has.
    static func count(_ shape: some Collection<Int>) -> Int {
        var count = 1
        for length in shape {
            if length < 0 { fatalError("A shape cannot have a negative length: \(shape).") }
            let (product, overflow) = count.multipliedReportingOverflow(by: length)
            if overflow { fatalError("The shape \(shape) has more elements than can be counted.") }
            count = product
        }
        return count
    }

    /// The shape of an element-wise result, or nil where the two shapes do not broadcast.
    ///
    /// Seen from the last axis, two lengths must be equal, or one of them 1, or missing.
    static func broadcast(_ a: Lengths, _ b: Lengths) -> Lengths? {
        if a == b { return a }
        var result = Array(a.count >= b.count ? a : b)
        let shorter = a.count >= b.count ? b : a
        let offset = result.count - shorter.count
        for (axis, length) in shorter.enumerated() {
            let other = result[offset + axis]
            if other == 1 {
                result[offset + axis] = length
            } else if length != 1 && length != other {
                return nil
            }
        }
        return Lengths(result)
    }

    /// How far apart, in elements, neighbours along each axis of `shape` are, after broadcasting
    /// it to `target`: 0 along an axis that is repeated.
    static func strides(_ shape: Lengths, broadcastTo target: Lengths) -> [Int] {
        var strides = [Int](repeating: 0, count: target.count)
        let offset = target.count - shape.count
        var step = 1
        for axis in shape.indices.reversed() {
            if shape[axis] != 1 { strides[offset + axis] = step }
            step *= shape[axis]
        }
        return strides
    }

    /// The axis that a number stands for: negative numbers count from the end, as in Python.
    ///
    /// - Parameter extra: 1 where the axis may also stand behind the last one.
    static func axis(_ axis: Int, of shape: Lengths, extra: Int = 0) -> Int {
        let rank = shape.count + extra
        let index = axis < 0 ? axis + rank : axis
        if index < 0 || index >= rank {
            fatalError(
                "There is no axis \(axis) in a tensor of shape \(shape): "
                    + (rank == 0
                        ? "a single number has no axes."
                        : "it must be from \(-rank) to \(rank - 1)."))
        }
        return index
    }
}
