import Arrays

/// Arithmetic, element by element. Shapes broadcast as in NumPy and PyTorch: seen from the last axis,
/// two lengths must be equal, or one of them 1, or missing; anything else traps.
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
