/// An operation on a large array that has not been computed yet.
///
/// Computing a chain such as `(w * x - y).pow(2).mean()` operation by operation writes every
/// intermediate result to memory and reads it back, and memory is far slower than arithmetic. So
/// operations on arrays of more than one block (see ``Summation``) are only noted down. When a number is
/// asked for, a ``Pass`` computes the whole chain block by block: the intermediate results of a
/// block stay in the processor's cache, and what is not asked for is never stored.
///
/// Nothing of this can be seen from outside: an operation uses the values that its operands had, every
/// operation rounds, and the order of summation is that of the blocks.
final class Expression {
    enum Operand {
        case scalar(Float)
        case memory(Memory)
        case expression(Expression)

        /// The expression, if it has not been computed since.
        var expression: Expression? {
            if case .expression(let expression) = self, expression.computed == nil {
                return expression
            }
            return nil
        }

        var isScalar: Bool { if case .scalar = self { true } else { false } }

        /// The numbers, as long as somebody keeps the operand; not for an open ``expression``.
        var numbers: Numbers {
            switch self {
            case .scalar(let number): .scalar(number)
            case .memory(let memory): .pointer(memory.start)
            case .expression(let expression): .pointer(expression.computed!.start)
            }
        }
    }

    let operation: Elementwise
    /// What it is computed from; nothing, once it has been.
    private(set) var operands: [Operand]
    let count: Int
    /// The results, once they are known.
    private(set) var computed: Memory?
    /// How many threads may compute it.
    let threads: Int
    /// How long the chain is that ends here.
    private let depth: Int
    /// True if it keeps a single array alive; see ``NDArray/compact``.
    let mayStayDeferred: Bool

    /// How many passes have computed it without keeping the results.
    var passes = 0
    // The state of the pass that computes it now: whether the results are to be kept, how many of its
    // steps are still going to use them, and the piece of memory in which they are.
    var isWanted = false
    var uses = 0
    var piece: Int?

    /// Longer chains are computed in pieces: everything that follows one is recursive.
    private static let maximalDepth = 64

    init(_ operation: Elementwise, _ a: Operand, _ b: Operand, count: Int) {
        self.operation = operation
        operands = [a, b]
        self.count = count
        let (x, y) = (a.expression, b.expression)
        depth = max(x?.depth ?? 0, y?.depth ?? 0) + 1
        mayStayDeferred =
            a.isScalar && y?.mayStayDeferred != false
            || b.isScalar && x?.mayStayDeferred != false
        threads = min(Threads.limit, x?.threads ?? .max, y?.threads ?? .max)
        if depth > Self.maximalDepth { _ = memory }
    }

    /// The results, computed if they have not been.
    var memory: Memory {
        if computed == nil { Pass.compute([], [self]) }
        return computed!
    }

    func keep(_ memory: Memory) {
        computed = memory
        operands = []
    }
}

/// Sums over a large array that have not been computed yet: one, or one for each row of a column.
final class OpenSums {
    private(set) var operands: [Expression.Operand]
    let count: Int
    /// How many threads may compute it.
    let threads = Threads.limit
    /// What to divide the sums by, for a mean.
    private let divisor: Float?
    private(set) var computed: InlineNumbers?

    init(_ operands: [Expression.Operand], count: Int, divisor: Float? = nil) {
        self.operands = operands
        self.count = count
        self.divisor = divisor
    }

    /// The sums, or the mean, computed if they have not been.
    var value: InlineNumbers {
        if computed == nil { Pass.compute([self], []) }
        return computed!
    }

    func keep(_ totals: ArraySlice<Float>) {
        let sums = InlineNumbers(count: totals.count) { memory in
            for (index, total) in totals.enumerated() { memory[index] = total }
        }
        computed = divisor.map { sums / InlineNumbers($0) } ?? sums
        operands = []
    }
}
