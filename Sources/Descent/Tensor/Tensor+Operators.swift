/// Arithmetic, element by element. Shapes broadcast as in NumPy and PyTorch: seen from the last axis,
/// two lengths must be equal, or one of them 1, or missing; anything else traps.
///
/// Each operation computes its result and notes down, in ``Derivative``, how gradients pass back.
extension Tensor {
    public static func + (a: Tensor, b: Tensor) -> Tensor { add(a.array, a.node, b.array, b.node) }
    public static func + (a: Tensor, b: Float) -> Tensor { add(a.array, a.node, NDArray(b), nil) }
    public static func + (a: Float, b: Tensor) -> Tensor { add(NDArray(a), nil, b.array, b.node) }

    public static func - (a: Tensor, b: Tensor) -> Tensor {
        subtract(a.array, a.node, b.array, b.node)
    }
    public static func - (a: Tensor, b: Float) -> Tensor {
        subtract(a.array, a.node, NDArray(b), nil)
    }
    public static func - (a: Float, b: Tensor) -> Tensor {
        subtract(NDArray(a), nil, b.array, b.node)
    }

    public static func * (a: Tensor, b: Tensor) -> Tensor {
        multiply(a.array, a.node, b.array, b.node)
    }
    public static func * (a: Tensor, b: Float) -> Tensor {
        multiply(a.array, a.node, NDArray(b), nil)
    }
    public static func * (a: Float, b: Tensor) -> Tensor {
        multiply(NDArray(a), nil, b.array, b.node)
    }

    /// The quotient; dividing by zero gives an infinity or NaN, as the standard for floats says.
    public static func / (a: Tensor, b: Tensor) -> Tensor {
        divide(a.array, a.node, b.array, b.node)
    }
    /// The quotient; dividing by zero gives an infinity or NaN, as the standard for floats says.
    public static func / (a: Tensor, b: Float) -> Tensor {
        divide(a.array, a.node, NDArray(b), nil)
    }
    /// The quotient; dividing by zero gives an infinity or NaN, as the standard for floats says.
    public static func / (a: Float, b: Tensor) -> Tensor {
        divide(NDArray(a), nil, b.array, b.node)
    }

    public static prefix func - (a: Tensor) -> Tensor {
        .record(-a.array, .negate, a.node, operands: [a.array])
    }

    // MARK: - With or without a node for each operand

    @inline(__always)
    private static func add(
        _ a: NDArray, _ first: @autoclosure () -> Node?, _ b: NDArray,
        _ second: @autoclosure () -> Node?
    ) -> Tensor {
        .record(a + b, .add, first(), second(), operands: [a, b])
    }

    @inline(__always)
    private static func subtract(
        _ a: NDArray, _ first: @autoclosure () -> Node?, _ b: NDArray,
        _ second: @autoclosure () -> Node?
    ) -> Tensor {
        .record(a - b, .subtract, first(), second(), operands: [a, b])
    }

    @inline(__always)
    private static func multiply(
        _ a: NDArray, _ first: @autoclosure () -> Node?, _ b: NDArray,
        _ second: @autoclosure () -> Node?
    ) -> Tensor {
        .record(
            a * b, .multiply, first(), second(),
            keeping: second() == nil ? nil : a, first() == nil ? nil : b, operands: [a, b])
    }

    @inline(__always)
    private static func divide(
        _ a: NDArray, _ first: @autoclosure () -> Node?, _ b: NDArray,
        _ second: @autoclosure () -> Node?
    ) -> Tensor {
        let quotient = a / b
        return .record(
            quotient, .divide, first(), second(), keeping: second() == nil ? nil : quotient, b,
            operands: [a, b])
    }
}
