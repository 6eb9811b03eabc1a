import Arrays

/// Arithmetic, element by element, and the mean. Shapes broadcast as in NumPy and PyTorch: aligned at the last axis,
/// two lengths must be equal, or one of them must be 1 or missing. Anything else traps.
extension Tensor {
    /// The sum of two tensors, broadcast.
    public static func + (a: Tensor, b: Tensor) -> Tensor {
        .recorded(.add, a.array + b.array, a, { g, _ in g }, b, { g, _ in g })
    }

    /// The difference, broadcast.
    public static func - (a: Tensor, b: Tensor) -> Tensor {
        .recorded(.subtract, a.array - b.array, a, { g, _ in g }, b, { g, _ in -g })
    }

    /// The element-wise product, broadcast; for the matrix product see ``matmul(_:)``.
    public static func * (a: Tensor, b: Tensor) -> Tensor {
        let (x, y) = (a.array, b.array)
        return .recorded(.multiply, x * y, a, { g, _ in g * y }, b, { g, _ in g * x })
    }

    /// The quotient, broadcast. Division by zero gives an infinity or NaN, as IEEE 754 requires.
    public static func / (a: Tensor, b: Tensor) -> Tensor {
        let y = b.array
        let quotient = a.array / y
        return .recorded(
            .divide, quotient, a, { g, _ in g / y }, b, { g, _ in -g * (quotient / y) })
    }

    /// Every element with its sign changed.
    public static prefix func - (a: Tensor) -> Tensor {
        .recorded(.negate, -a.array, a, { g, _ in -g })
    }

    // MARK: - For losses

    /// Every element raised to the power `exponent`.
    ///
    /// The powers 2 and 3 are computed as x·x and (x·x)·x, −2 as 1/(x·x) and −0.5 as 1/√x; others are computed in
    /// Float64 and rounded once. The derivative is exponent · x^(exponent − 1), or 0 if the exponent is 0.
    public func pow(_ exponent: Float) -> Tensor {
        let x = array
        return .recorded(
            .power, x.pow(exponent),
            self,
            { g, _ in
                exponent == 0
                    ? NDArray(repeating: 0, shape: g.shape)
                    : g.timesOne(NDArray(exponent) * x.pow(exponent - 1))
            }, constants: [Tensor(exponent)])
    }

    /// The mean of all elements: their sum divided by their count, or NaN if there are none.
    ///
    /// Its derivative is 1/n for every element.
    public func mean() -> Tensor {
        .recorded(
            .mean, array.mean(),
            self, { g, shape in (g / NDArray(Float(shape.elementCount))).expanded(to: shape) })
    }

    // MARK: - With numbers

    /// The sum with a number.
    public static func + (a: Tensor, b: Float) -> Tensor { a + Tensor(b) }
    /// The sum with a number.
    public static func + (a: Float, b: Tensor) -> Tensor { Tensor(a) + b }
    /// Every element minus a number.
    public static func - (a: Tensor, b: Float) -> Tensor { a - Tensor(b) }
    /// A number minus every element.
    public static func - (a: Float, b: Tensor) -> Tensor { Tensor(a) - b }
    /// The product with a number.
    public static func * (a: Tensor, b: Float) -> Tensor { a * Tensor(b) }
    /// The product with a number.
    public static func * (a: Float, b: Tensor) -> Tensor {
        // When nothing is recorded, as in an update, the number doesn't need to become a tensor.
        b.node == nil ? unrecorded(NDArray(a) * b.array) : Tensor(a) * b
    }
    /// The quotient. Division by zero gives an infinity or NaN, as IEEE 754 requires.
    public static func / (a: Tensor, b: Float) -> Tensor { a / Tensor(b) }
    /// The quotient. Division by zero gives an infinity or NaN, as IEEE 754 requires.
    public static func / (a: Float, b: Tensor) -> Tensor { Tensor(a) / b }
}
