import Arrays

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
        let (left, right) = (lengths, other.lengths)
        let (isRow, isColumn) = (left.count == 1, right.count == 1)
        require(
            (isRow || left.count == 2) && (isColumn || right.count == 2),
            "A matrix product needs tensors with one or two axes, and the shapes are \(left) "
                + "and \(right).")
        let (m, k, n) = (isRow ? 1 : left[0], right[0], isColumn ? 1 : right[1])
        require(
            left[left.count - 1] == k,
            "A matrix product of shapes \(left) and \(right) does not exist: the last "
                + "length of the left, \(left[left.count - 1]), and the first of the right, \(k), "
                + "must be equal.")
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
