/// Sums and means. They add in the fixed order of ``Summation``.
extension Tensor {
    /// The sum of all elements, a tensor of shape `[]`; 0 if there are none.
    public func sum() -> Tensor {
        .record("sum", array.sum(), self) { gradient, node in
            node.first?.receive { gradient.expanded(to: $0) }
        }
    }

    /// The sums along one axis.
    ///
    /// - Parameters:
    ///   - axis: the axis to add along; negative numbers count from the last. Traps if there is none.
    ///   - keepingAxis: whether the result keeps that axis, with length 1.
    public func sum(axis: Int, keepingAxis: Bool = false) -> Tensor {
        let axis = Shape.axis(axis, of: shape)
        let kept = array.sum(axes: [axis])
        var dropped = shape
        dropped.remove(at: axis)
        let result = keepingAxis ? kept : kept.reshaped(dropped)
        return .record("sum", result, self) { gradient, node in
            node.first?.receive { gradient.reshaped(kept.shape).expanded(to: $0) }
        }
    }

    /// The mean of all elements, their sum divided by their number; NaN if there are none.
    ///
    /// Its derivative is 1/n for every element.
    public func mean() -> Tensor {
        let n = NDArray(Float(count))
        return .record("mean", array.sum() / n, self) { gradient, node in
            node.first?.receive { (gradient / n).expanded(to: $0) }
        }
    }
}
