import Arrays

/// Arithmetic, element by element, and the mean. Shapes broadcast as in NumPy and PyTorch: counted from
/// the last axis, two lengths must be equal, or one of them 1, or missing; anything else traps.
extension Tensor {
    /// The sum of two tensors, broadcast.
    public static func + (a: Tensor, b: Tensor) -> Tensor {
        .recorded(.add, a.array + b.array, a, { g, _ in g }, b, { g, _ in g })
    }

    /// The difference, broadcast.
    public static func - (a: Tensor, b: Tensor) -> Tensor {
        .recorded(.subtract, a.array - b.array, a, { g, _ in g }, b, { g, _ in -g })
    }

    /// The product of elements, broadcast; for that of matrices see ``matmul(_:)``.
    public static func * (a: Tensor, b: Tensor) -> Tensor {
        let (x, y) = (a.array, b.array)
        return .recorded(.multiply, x * y, a, { g, _ in g * y }, b, { g, _ in g * x })
    }

    /// The quotient; dividing by zero gives an infinity or NaN, as the standard for floats says.
    public static func / (a: Tensor, b: Tensor) -> Tensor {
        let y = b.array
        let quotient = a.array / y
        return .recorded(
            .divide, quotient, a, { g, _ in g / y }, b, { g, _ in -g * (quotient / y) })
    }

    /// Every element with the other sign.
    public static prefix func - (a: Tensor) -> Tensor {
        .recorded(.negate, -a.array, a, { g, _ in -g })
    }

    // MARK: - What every loss uses

    /// Every element to the power of `exponent`.
    ///
    /// Powers 2 and 3 are products, x·x and (x·x)·x, −2 is 1/(x·x) and −0.5 is 1/√x; others are computed in
    /// Float64 and rounded once. The derivative is exponent · x^(exponent − 1), and 0 for the exponent 0.
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

    /// The mean of all elements, their sum divided by their number; NaN if there are none.
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
        // Where nothing is recorded, as in an update, the number needs no tensor of its own.
        b.node == nil ? unrecorded(NDArray(a) * b.array) : Tensor(a) * b
    }
    /// The quotient; dividing by zero gives an infinity or NaN, as the standard for floats says.
    public static func / (a: Tensor, b: Float) -> Tensor { a / Tensor(b) }
    /// The quotient; dividing by zero gives an infinity or NaN, as the standard for floats says.
    public static func / (a: Float, b: Tensor) -> Tensor { Tensor(a) / b }
}
