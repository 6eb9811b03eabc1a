import Descent
import Workbook

/// A number that knows which numbers it was computed from: an autograd on a
/// single page.
///
/// It can go back correctly, or with two classic mistakes.
final class Value {
    /// The way to pass gradients back.
    enum Way {
        /// In topological order, adding the gradients that arrive.
        case right
        /// In topological order, but each gradient that arrives replaces the
        /// one before.
        case assigning
        /// As soon as a gradient arrives, passing on everything that has
        /// arrived so far.
        case recursive
    }

    var data: Float
    var grad: Float = 0
    /// The numbers it was computed from, and its slope with respect to each.
    private let operands: [(value: Value, slope: Float)]

    init(_ data: Float, from operands: [(value: Value, slope: Float)] = []) {
        self.data = data
        self.operands = operands
    }

    static func + (a: Value, b: Value) -> Value {
        Value(a.data + b.data, from: [(a, 1), (b, 1)])
    }

    static func - (a: Value, b: Float) -> Value {
        Value(a.data - b, from: [(a, 1)])
    }

    static func * (a: Value, b: Float) -> Value {
        Value(a.data * b, from: [(a, b)])
    }

    static func * (a: Value, b: Value) -> Value {
        Value(a.data * b.data, from: [(a, b.data), (b, a.data)])
    }

    static func mean(_ values: [Value]) -> Value {
        let n = values.count
        return Value(
            Descent.mean(n) { values[$0].data }, from: values.map { ($0, 1 / Float(n)) })
    }

    // MARK: - Backward

    /// Computes the derivative of this value with respect to each value that
    /// it was computed from: that value's `grad`.
    func backward(_ way: Way = .right) {
        grad = 1
        switch way {
        case .right, .assigning:
            for value in topologicalOrder() { value.passOn(way) }
        case .recursive:
            passOnRecursively()
        }
    }

    /// The chain rule: passes the gradient that has arrived here, times the
    /// slope, to each operand.
    private func passOn(_ way: Way) {
        for (operand, slope) in operands {
            if way == .assigning {
                // The mistake of assign-gradient: if a value is used several
                // times, only the last use counts.
                operand.grad = slope * grad
            } else {
                operand.grad += slope * grad
            }
        }
    }

    /// The mistake of recursive-order: an operand passes its gradient on before
    /// all of it has arrived, and passes it on again with the rest.
    private func passOnRecursively() {
        for (operand, slope) in operands {
            operand.grad += slope * grad
            operand.passOnRecursively()
        }
    }

    /// All values from this one back, each before the values it was computed
    /// from.
    private func topologicalOrder() -> [Value] {
        var order: [Value] = []
        var found: Set<ObjectIdentifier> = []
        func visit(_ value: Value) {
            guard found.insert(ObjectIdentifier(value)).inserted else { return }
            // The last one first, so that the first sample ends up being added
            // first.
            for (operand, _) in value.operands.reversed() { visit(operand) }
            order.append(value)
        }
        visit(self)
        return order.reversed()
    }
}

extension Value: Scalars {
    var scalars: [Float] { [data] }
}

/// The measured slope of a result along a value: (f(a + h) − f(a − h)) / 2h.
func centralDifference(_ a: Value, _ f: () -> Value) -> Float {
    let start = a.data
    defer { a.data = start }
    // Far enough that rounding doesn't matter; for a parabola, any distance is
    // exact.
    let h = max(1, abs(start)) / 8
    a.data = start + h
    let above = f().data
    a.data = start - h
    let below = f().data
    return (above - below) / (2 * h)
}
