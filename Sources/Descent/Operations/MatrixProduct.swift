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
        require(
            1...2 ~= rank && 1...2 ~= other.rank,
            "A matrix product needs tensors with one or two axes, and the shapes are \(shape) "
                + "and \(other.shape).")
        let k = other.lengths[0]
        require(
            lengths[rank - 1] == k,
            "A matrix product of shapes \(shape) and \(other.shape) does not exist: the last "
                + "length of the left, \(lengths[rank - 1]), and the first of the right, \(k), "
                + "must be equal.")
        let m = rank == 1 ? 1 : lengths[0]
        let n = other.rank == 1 ? 1 : other.lengths[1]
        let (a, b) = (array, other.array)
        var product = NDArray.matmul(a.matrix(m, k), b.matrix(k, n))
        if rank == 1 || other.rank == 1 {
            product = product.reshaped(Shape(Array(lengths.dropLast()) + other.lengths.dropFirst()))
        }
        // g · bᵀ to a, and aᵀ · g to b
        return .recorded(
            .matmul, product,
            self,
            { g, shape in
                NDArray.matmul(g.matrix(m, n), b.matrix(k, n).transposed).reshaped(shape)
            }, other,
            { g, shape in
                NDArray.matmul(a.matrix(m, k).transposed, g.matrix(m, n)).reshaped(shape)
            })
    }
}
