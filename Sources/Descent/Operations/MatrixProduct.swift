import Arrays

extension Tensor {
    /// The matrix product, like PyTorch's `matmul` for up to two axes:
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
        let (left, right) = (lengths, other.lengths)
        let (axes, otherAxes) = (left.count, right.count)
        require(
            1...2 ~= axes && 1...2 ~= otherAxes,
            "A matrix product needs tensors with one or two axes, but the shapes are \(left) "
                + "and \(right).")
        let (isRow, isColumn) = (axes == 1, otherAxes == 1)
        let (m, k, n) = (isRow ? 1 : left[0], left[axes - 1], isColumn ? 1 : right[1])
        require(
            right[0] == k,
            "A matrix product of shapes \(left) and \(right) does not exist: the last length of "
                + "the left, \(k), and the first of the right, \(right[0]), must be equal.")
        let (a, b) = (array.matrix(m, k), other.array.matrix(k, n))
        var product = NDArray.matmul(a, b)
        if isRow || isColumn {
            product = product.reshaped(Shape(Array(left.dropLast()) + right.dropFirst()))
        }
        // g · bᵀ to a, and aᵀ · g to b
        return .recorded(
            .matmul, product,
            self,
            { g, shape in NDArray.matmul(g.matrix(m, n), b.transposed).reshaped(shape) }, other,
            { g, shape in NDArray.matmul(a.transposed, g.matrix(m, n)).reshaped(shape) })
    }
}
