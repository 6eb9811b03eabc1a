import Descent
import Workbook

/// A number that knows from which numbers it was computed: an autograd on one
/// page.
///
/// It can go back in the right way, and with two classic mistakes.
final class Value {
    /// How gradients are passed back.
    enum Way {
        /// In topological order, and what arrives is added up.
        case right
        /// In topological order, but what arrives takes the place of what was
        /// there.
        case assigning
        /// As soon as something arrives, with everything that has arrived so
        /// far.
        case recursive
    }

    var data: Float
    var grad: Float = 0
    /// What it was computed from, and how it changes with each of them.
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

    /// Computes how this value changes with each value that it was computed
    /// from, its `grad`.
    func backward(_ way: Way = .right) {
        grad = 1
        switch way {
        case .right, .assigning:
            for value in topologicalOrder() { value.passOn(way) }
        case .recursive:
            passOnRecursively()
        }
    }

    /// The chain rule: what has arrived here times the slope goes to each
    /// operand.
    private func passOn(_ way: Way) {
        for (operand, slope) in operands {
            if way == .assigning {
                // The mistake of assign-gradient: of several uses of a value
                // only the last counts.
                operand.grad = slope * grad
            } else {
                operand.grad += slope * grad
            }
        }
    }

    /// The mistake of recursive-order: an operand passes on what has arrived
    /// before all has arrived,
    /// and passes it on again with the rest.
    private func passOnRecursively() {
        for (operand, slope) in operands {
            operand.grad += slope * grad
            operand.passOnRecursively()
        }
    }

    /// All values from this one back, each before those from which it was
    /// computed.
    private func topologicalOrder() -> [Value] {
        var order: [Value] = []
        var found: Set<ObjectIdentifier> = []
        func visit(_ value: Value) {
            guard found.insert(ObjectIdentifier(value)).inserted else { return }
            // The last one first, so that in the end the first sample is the
            // first to be added.
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

/// How a result changes with a value, measured: (f(a + h) − f(a − h)) / 2h.
func centralDifference(_ a: Value, _ f: () -> Value) -> Float {
    let start = a.data
    defer { a.data = start }
    // Far enough that rounding does not matter; for a parabola any distance is
    // right.
    let h = max(1, abs(start)) / 8
    a.data = start + h
    let above = f().data
    a.data = start - h
    let below = f().data
    return (above - below) / (2 * h)
}
