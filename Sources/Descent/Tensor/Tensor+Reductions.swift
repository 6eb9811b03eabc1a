/// Sums and means. They add in the fixed order of ``Summation``.
extension Tensor {
    /// The sum of all elements, a tensor of shape `[]`; 0 if there are none.
    public func sum() -> Tensor {
        .record(array.sum(), .sum, node, operands: [array])
    }

    /// The sums along one axis.
    ///
    /// - Parameters:
    ///   - axis: the axis to add along; negative numbers count from the last. Traps if there is none.
    ///   - keepingAxis: whether the result keeps that axis, with length 1.
    public func sum(axis: Int, keepingAxis: Bool = false) -> Tensor {
        let axis = Shape.axis(axis, of: lengths)
        let kept = array.sum(axes: [axis])
        var dropped = shape
        dropped.remove(at: axis)
        return .record(
            keepingAxis ? kept : kept.reshaped(Lengths(dropped)), .sumAlong(axis: axis), node,
            operands: [array])
    }

    /// The mean of all elements, their sum divided by their number; NaN if there are none.
    ///
    /// Its derivative is 1/n for every element.
    public func mean() -> Tensor {
        .record(array.mean(), .mean(n: Float(count)), node, operands: [array])
    }
}
