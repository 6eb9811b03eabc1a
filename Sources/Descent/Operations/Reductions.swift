import Arrays

/// Sums and means, which add in the fixed order of ``Summation``. The mean of all elements is in Arithmetic.swift.
extension Tensor {
    /// The sum of all elements, a tensor of shape `[]`; 0 if there are none.
    public func sum() -> Tensor {
        .recorded(.sum, array.sum(), self, { g, shape in g.expanded(to: shape) })
    }

    /// The sums along an axis.
    ///
    /// - Parameters:
    ///   - axis: the axis to add along; negative numbers count from the last. Traps if it doesn't exist.
    ///   - keepingAxis: whether the result keeps that axis, with length 1; false by default.
    public func sum(axis: Int, keepingAxis: Bool = false) -> Tensor {
        summed(.sum, axis, keepingAxis, divisor: nil)
    }

    /// The means along an axis: the sums divided by its length, or NaN if that is 0.
    ///
    /// - Parameters:
    ///   - axis: the axis to average over; negative numbers count from the last. Traps if it doesn't exist.
    ///   - keepingAxis: whether the result keeps that axis, with length 1; false by default.
    public func mean(axis: Int, keepingAxis: Bool = false) -> Tensor {
        let length = lengths[lengths.axis(axis)]
        return summed(.mean, axis, keepingAxis, divisor: NDArray(Float(length)))
    }

    private func summed(
        _ operation: Operation, _ axis: Int, _ keepingAxis: Bool, divisor: NDArray?
    ) -> Tensor {
        let shape = lengths
        let axis = shape.axis(axis)
        let sums = array.sum(axes: [axis])
        let results = divisor.map { sums / $0 } ?? sums
        let dropped = Shape(Array(shape[..<axis]) + shape[(axis + 1)...])
        return .recorded(
            operation, keepingAxis ? results : results.reshaped(dropped), self,
            { g, shape in
                let share = divisor.map { g / $0 } ?? g
                return share.reshaped(shape.replacing(axis, by: 1)).expanded(to: shape)
            })
    }
}
