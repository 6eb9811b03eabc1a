/// Arithmetic, element by element. Shapes broadcast as in NumPy and PyTorch: seen from the last axis,
/// two lengths must be equal, or one of them 1, or missing; anything else traps.
///
/// Each function says what it computes and, in the closure, what its derivative is: given the
/// gradient of the loss with respect to the result, the gradient with respect to each operand.
extension Tensor {
    public static func + (a: Tensor, b: Tensor) -> Tensor {
        .record("add", a.array + b.array, a, b) { gradient, node in
            node.first?.receive { gradient.summed(to: $0) }
            node.second?.receive { gradient.summed(to: $0) }
        }
    }

    public static func - (a: Tensor, b: Tensor) -> Tensor {
        .record("sub", a.array - b.array, a, b) { gradient, node in
            node.first?.receive { gradient.summed(to: $0) }
            node.second?.receive { (-gradient).summed(to: $0) }
        }
    }

    public static func * (a: Tensor, b: Tensor) -> Tensor {
        // An operand's value is kept only if the other one needs it.
        let x = b.requiresGrad ? a.array : nil
        let y = a.requiresGrad ? b.array : nil
        return .record("mul", a.array * b.array, a, b) { gradient, node in
            node.first?.receive { (gradient * y!).summed(to: $0) }
            node.second?.receive { (gradient * x!).summed(to: $0) }
        }
    }

    /// The quotient; dividing by zero gives an infinity or NaN, as the standard for floats says.
    public static func / (a: Tensor, b: Tensor) -> Tensor {
        let y = b.array
        let quotient = a.array / y
        let kept = b.requiresGrad ? quotient : nil
        return .record("div", quotient, a, b) { gradient, node in
            node.first?.receive { (gradient / y).summed(to: $0) }
            // d(x/y)/dy = −(x/y)/y
            node.second?.receive { (-gradient * (kept! / y)).summed(to: $0) }
        }
    }

    public static prefix func - (a: Tensor) -> Tensor {
        .record("neg", -a.array, a) { gradient, node in
            node.first?.receive { _ in -gradient }
        }
    }
}

// MARK: - With plain numbers

extension Tensor {
    public static func + (a: Tensor, b: Float) -> Tensor { a + Tensor(b) }
    public static func + (a: Float, b: Tensor) -> Tensor { Tensor(a) + b }
    public static func - (a: Tensor, b: Float) -> Tensor { a - Tensor(b) }
    public static func - (a: Float, b: Tensor) -> Tensor { Tensor(a) - b }
    public static func * (a: Tensor, b: Float) -> Tensor { a * Tensor(b) }
    public static func * (a: Float, b: Tensor) -> Tensor { Tensor(a) * b }
    public static func / (a: Tensor, b: Float) -> Tensor { a / Tensor(b) }
    public static func / (a: Float, b: Tensor) -> Tensor { Tensor(a) / b }
}
