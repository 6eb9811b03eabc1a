import Arrays

extension Tensor {
    /// Creates a single number: a tensor of shape `[]`.
    public convenience init(_ scalar: Float, requiresGrad: Bool = false) {
        self.init(NDArray(scalar), requiresGrad: requiresGrad)
    }

    /// Creates a row of numbers: a tensor of shape `[elements.count]`.
    public convenience init(_ elements: [Float], requiresGrad: Bool = false) {
        self.init(NDArray(elements, shape: Shape([elements.count])), requiresGrad: requiresGrad)
    }

    /// Creates a matrix from its rows: a tensor of shape `[rows, columns]`.
    ///
    /// Traps if the rows have different lengths.
    public convenience init(_ rows: [[Float]], requiresGrad: Bool = false) {
        let columns = rows.first?.count ?? 0
        for (index, row) in rows.enumerated() {
            require(
                row.count == columns,
                "The rows of a matrix need the same length: row 0 has \(columns) elements, "
                    + "but row \(index) has \(row.count).")
        }
        let shape = Shape.matrix(rows.count, columns)
        self.init(NDArray(rows.flatMap { $0 }, shape: shape), requiresGrad: requiresGrad)
    }

    /// Creates a tensor of any shape from its elements in row-major order.
    ///
    /// Traps if the number of elements is not the product of the lengths.
    public convenience init(_ elements: [Float], shape: [Int], requiresGrad: Bool = false) {
        let lengths = Shape(shape)
        require(
            lengths.elementCount == elements.count,
            "A tensor of shape \(shape) has \(lengths.elementCount) elements, "
                + "but \(elements.count) are given.")
        self.init(NDArray(elements, shape: lengths), requiresGrad: requiresGrad)
    }

    private convenience init(_ array: NDArray, requiresGrad: Bool) {
        self.init(array, node: requiresGrad ? Node(.leaf, array.shape) : nil)
    }

    /// The result of an operation that is not recorded.
    static func unrecorded(_ result: NDArray) -> Tensor { Tensor(result.compact) }

    /// A tensor whose elements all have the same value.
    public static func full(
        _ shape: [Int], _ value: Float, requiresGrad: Bool = false
    ) -> Tensor {
        Tensor(NDArray(repeating: value, shape: Shape(shape)), requiresGrad: requiresGrad)
    }

    /// A tensor of zeros.
    public static func zeros(_ shape: [Int], requiresGrad: Bool = false) -> Tensor {
        full(shape, 0, requiresGrad: requiresGrad)
    }

    /// A tensor of ones.
    public static func ones(_ shape: [Int], requiresGrad: Bool = false) -> Tensor {
        full(shape, 1, requiresGrad: requiresGrad)
    }

    /// `count` evenly spaced numbers from `start` through `end`: a tensor of shape `[count]`.
    ///
    /// The step is s = (end − start) / (count − 1) in Float32. The first half is start + s·i, the second half is end
    /// − s·(count − 1 − i), each rounded once (PyTorch 2.13, measured). Traps if `count` is negative.
    public static func linspace(_ start: Float, _ end: Float, _ count: Int) -> Tensor {
        require(count >= 0, "linspace cannot make \(count) numbers.")
        if count == 1 { return Tensor([start]) }
        let step = (end - start) / Float(count - 1)
        let array = NDArray(shape: Shape([count]), count: count) { result in
            for i in 0..<count / 2 { result[i] = start.addingProduct(step, Float(i)) }
            for i in count / 2..<count {
                result[i] = end.addingProduct(-step, Float(count - 1 - i))
            }
        }
        return Tensor(array)
    }
}
