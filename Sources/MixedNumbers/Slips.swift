import Descent

// Code that beginners often write. It has the obvious meaning, or a message that says what to write instead.

/// Conversions of whole numbers and Doubles to Float32.
extension Tensor {
    /// Creates a row of whole numbers: a tensor of shape `[elements.count]`.
    @_disfavoredOverload
    public convenience init(_ elements: [Int], requiresGrad: Bool = false) {
        self.init(elements.map { Float($0) }, requiresGrad: requiresGrad)
    }

    /// Creates a row of numbers, each rounded to Float32: a tensor of shape `[elements.count]`.
    @_disfavoredOverload
    public convenience init(_ elements: [Double], requiresGrad: Bool = false) {
        self.init(elements.map { Float($0) }, requiresGrad: requiresGrad)
    }

    /// Creates a matrix of whole numbers from its rows. Traps if the rows have different lengths.
    @_disfavoredOverload
    public convenience init(_ rows: [[Int]], requiresGrad: Bool = false) {
        self.init(rows.map { $0.map { Float($0) } }, requiresGrad: requiresGrad)
    }

    /// Creates a matrix of numbers, each rounded to Float32, from its rows. Traps if the rows have different lengths.
    @_disfavoredOverload
    public convenience init(_ rows: [[Double]], requiresGrad: Bool = false) {
        self.init(rows.map { $0.map { Float($0) } }, requiresGrad: requiresGrad)
    }
}

extension Tensor {
    @available(*, unavailable, message: "Write x.pow(0.5), which takes a Float")
    public func sqrt() -> Tensor { fatalError() }
}
