/// An operation on a large array that has not been computed yet.
///
/// Computing a chain such as `(w * x - y).pow(2).mean()` one operation at a time writes every intermediate result to
/// memory and reads it back, and memory is far slower than arithmetic. So operations on arrays of more than one block
/// (see ``Summation``) are only noted at first. When a number is needed, a ``Pass`` computes the whole chain block by
/// block: the intermediate results of a block stay in the processor's cache, and results that nothing needs are never
/// stored.
///
/// None of this is visible from outside. An operation uses the values that its operands had at the time, every
/// operation rounds, and the order of summation is that of the blocks.
final class Expression {
    enum Operand {
        case scalar(Float)
        case memory(Memory)
        case expression(Expression)

        /// The expression, if it hasn't been computed yet.
        var expression: Expression? {
            if case .expression(let expression) = self, expression.computed == nil {
                return expression
            }
            return nil
        }

        var isScalar: Bool { if case .scalar = self { true } else { false } }

        /// The numbers, valid as long as the operand is kept alive. Not available for an open ``expression``.
        var numbers: Numbers {
            switch self {
            case .scalar(let number): .scalar(number)
            case .memory(let memory): .pointer(memory.start)
            case .expression(let expression): .pointer(expression.computed!.start)
            }
        }
    }

    let operation: Elementwise
    /// The operands; empty once the expression has been computed.
    private(set) var operands: [Operand]
    let count: Int
    /// The results, once they are known.
    private(set) var computed: Memory?
    /// The maximum number of threads that may compute it.
    let threads: Int
    /// The length of the chain that ends here.
    private let depth: Int
    /// True if it keeps a single array alive; see ``NDArray/compact``.
    let mayStayDeferred: Bool

    /// The number of passes that have computed it without keeping the results.
    var passes = 0
    // The state of the pass that is computing it: whether to keep the results, how many of its steps have yet to use
    // them, and the piece of memory that holds them.
    var isWanted = false
    var uses = 0
    var piece: Int?

    /// Longer chains are computed in pieces, because everything that traverses a chain is recursive.
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

    /// The results, computed now if necessary.
    var memory: Memory {
        if computed == nil { Pass.compute([], [self]) }
        return computed!
    }

    func keep(_ memory: Memory) {
        computed = memory
        operands = []
    }
}

/// Sums over a large array that have not been computed yet: a single one, or one for each row of a column.
final class OpenSums {
    private(set) var operands: [Expression.Operand]
    let count: Int
    /// The maximum number of threads that may compute them.
    let threads = Threads.limit
    /// The divisor of the sums, for a mean.
    private let divisor: Float?
    private(set) var computed: InlineNumbers?

    init(_ operands: [Expression.Operand], count: Int, divisor: Float? = nil) {
        self.operands = operands
        self.count = count
        self.divisor = divisor
    }

    /// The sums, or the mean, computed now if necessary.
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
