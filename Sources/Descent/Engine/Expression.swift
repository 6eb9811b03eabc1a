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
    enum Kind {
        case binary(BinaryOperation, Operand, Operand)
        case unary(UnaryOperation, Operand)
        /// The product of each row of a matrix with a column of a few weights.
        case rows(of: [Float], weights: [Float])
        /// A column of a matrix with so many columns, times an array.
        case column(of: [Float], index: Int, columns: Int, times: Operand)

        var operands: [Operand] {
            switch self {
            case .binary(_, let a, let b): [a, b]
            case .unary(_, let a): [a]
            case .rows: []
            case .column(_, _, _, let a): [a]
            }
        }
    }

    enum Operand {
        case scalar(Float)
        case values([Float])
        case expression(Expression)
    }

    let count: Int
    /// What is to be computed; once it has been, the values.
    private(set) var kind: Kind?
    private(set) var computed: [Float]?
    /// How long the chain is that ends here.
    private let depth: Int
    let group: Group

    /// Longer chains are computed in pieces, so that they are not kept for ever.
    private static let maximalDepth = 64

    init(_ kind: Kind, count: Int) {
        var depth = 0
        var group: Group?
        for operand in kind.operands {
            guard case .expression(let expression) = operand else { continue }
            depth = max(depth, expression.depth)
            group = group.map { $0.merged(with: expression.group) } ?? expression.group.root
        }
        self.count = count
        self.group = group ?? Group()
        self.depth = depth + 1
        self.kind = kind
        if depth >= Self.maximalDepth { _ = values }
    }

    /// What it is computed from; nothing, once it has been.
    var operands: [Operand] { kind?.operands ?? [] }

    /// The operand that stands for this expression in another: its values, if they are known.
    var operand: Operand {
        computed.map { .values($0) } ?? .expression(self)
    }

    /// The numbers, computed if they have not been.
    var values: [Float] {
        if let computed { return computed }
        let values = Pass.values(of: self)
        computed = values
        kind = nil
        return values
    }
}

/// A sum over a large array that has not been computed yet.
final class DeferredSum {
    private var operand: Expression.Operand?
    fileprivate let count: Int
    private let divisor: Float?
    private var result: Float?
    private let group: Group

    /// - Parameter divisor: what to divide the sum by, for a mean.
    init(_ operand: Expression.Operand, count: Int, divisor: Float? = nil) {
        self.operand = operand
        self.count = count
        self.divisor = divisor
        group =
            if case .expression(let expression) = operand { expression.group.root } else { Group() }
        group.add(self)
    }

    /// The sum, or the mean. Sums that use the same arrays are computed in the same pass: the loss and
    /// all gradients of an epoch.
    var value: Float {
        if let result { return result }
        let sums = group.root.takePending(count: count)
        let operands = sums.map { $0.operand! }
        for (sum, total) in zip(sums, Pass.sums(of: operands, count: count)) {
            sum.result = sum.divisor.map { total / $0 } ?? total
            sum.operand = nil
        }
        return result!
    }
}

/// The expressions and sums that belong together, because they share operands.
final class Group {
    private var parent: Group?
    private var pending: [Weak] = []

    private struct Weak {
        weak var sum: DeferredSum?
    }

    /// The group that this one has become a part of.
    var root: Group {
        var group = self
        while let parent = group.parent { group = parent }
        return group
    }

    func merged(with other: Group) -> Group {
        let (a, b) = (root, other.root)
        if a !== b {
            b.parent = a
            a.pending += b.pending
            b.pending = []
        }
        return a
    }

    func add(_ sum: DeferredSum) {
        // Sums that nobody wants any more leave their entries behind.
        if pending.count >= 64 { pending.removeAll { $0.sum == nil } }
        pending.append(Weak(sum: sum))
    }

    /// The sums over so many numbers that are still wanted; they are computed now.
    func takePending(count: Int) -> [DeferredSum] {
        let sums = pending.compactMap(\.sum)
        pending = sums.filter { $0.count != count }.map { Weak(sum: $0) }
        return sums.filter { $0.count == count }
    }
}
