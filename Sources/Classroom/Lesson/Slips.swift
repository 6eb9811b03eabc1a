import Descent

// What beginners write: it has the obvious meaning, or a message that says what to write instead.

/// Whole numbers and Doubles, as Float32 numbers.
extension Tensor {
    /// A row of whole numbers: a tensor of shape `[elements.count]`.
    @_disfavoredOverload
    public convenience init(_ elements: [Int], requiresGrad: Bool = false) {
        self.init(elements.map { Float($0) }, requiresGrad: requiresGrad)
    }

    /// A row of numbers, each rounded to Float32: a tensor of shape `[elements.count]`.
    @_disfavoredOverload
    public convenience init(_ elements: [Double], requiresGrad: Bool = false) {
        self.init(elements.map { Float($0) }, requiresGrad: requiresGrad)
    }

    /// A matrix of whole numbers, given row by row. Traps if the rows have different lengths.
    @_disfavoredOverload
    public convenience init(_ rows: [[Int]], requiresGrad: Bool = false) {
        self.init(rows.map { $0.map { Float($0) } }, requiresGrad: requiresGrad)
    }

    /// A matrix of numbers, each rounded to Float32, given row by row. Traps if the rows have different
    /// lengths.
    @_disfavoredOverload
    public convenience init(_ rows: [[Double]], requiresGrad: Bool = false) {
        self.init(rows.map { $0.map { Float($0) } }, requiresGrad: requiresGrad)
    }
}

extension Tensor {
    @available(*, unavailable, message: "Write x.pow(0.5), which takes a Float")
    public func sqrt() -> Tensor { fatalError() }
}
