import Arrays

/// Sums and means. They add in the fixed order of ``Summation``.
extension Tensor {
    /// The sum of all elements, a tensor of shape `[]`; 0 if there are none.
    public func sum() -> Tensor {
        .recorded(.sum, array.sum(), self, { g, shape in g.expanded(to: shape) })
    }

    /// The sums along one axis.
    ///
    /// - Parameters:
    ///   - axis: the axis to add along; negative numbers count from the last. Traps if there is none.
    ///   - keepingAxis: whether the result keeps that axis, with length 1.
    public func sum(axis: Int, keepingAxis: Bool = false) -> Tensor {
        let shape = lengths
        let axis = shape.axis(axis)
        let sums = array.sum(axes: [axis])
        let dropped = Shape(Array(shape[..<axis]) + shape[(axis + 1)...])
        return .recorded(
            .sum, keepingAxis ? sums : sums.reshaped(dropped),
            self, { g, shape in g.reshaped(shape.replacing(axis, by: 1)).expanded(to: shape) })
    }

    /// The mean of all elements, their sum divided by their number; NaN if there are none.
    ///
    /// Its derivative is 1/n for every element.
    public func mean() -> Tensor {
        .recorded(
            .mean, array.mean(),
            self, { g, shape in (g / NDArray(Float(shape.elementCount))).expanded(to: shape) })
    }
}
