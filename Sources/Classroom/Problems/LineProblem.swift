import Descent
import Words

/// A line through the origin: y = 2·x at x = 1, 2, … n. The task is to find w in ŷ = w·x, which is 2.
public struct LineProblem: Problem {
    public typealias Options = LineOptions

    public static let name = "line"
    public static let defaults = Training(showsFirstEpoch: true)

    private let training: Training
    package let own: LineOptions
    /// 1, 2, … n.
    package let x: [Float]
    /// 2·x.
    package let y: [Float]

    public init(_ setup: Setup<LineProblem>) {
        training = setup.training
        own = setup.options
        x = training.table?.x ?? (1...own.samples).map { Float($0) }
        y = training.table?.y ?? x.map { 2 * $0 }
    }

    public func introduction(_ training: String) -> [String] {
        if let table = self.training.table { return table.introduction(training) }
        let samples =
            x.count > 3
            ? "1 … \(x.count)" : x.map { Numbers.short($0) }.joined(separator: ", ")
        return Text.wrap("y = 2·x for x = \(samples). \(training)")
    }

    public func line(_ record: EpochRecord, of total: Int?) -> String {
        // The numbers of a table may be of any size.
        training.table?.source == nil
            ? record.line(of: total, loss: Numbers.fixed(record.loss, 8)) { Numbers.fixed($0, 3) }
            : record.line(of: total, loss: Numbers.short(record.loss, 8)) { Numbers.short($0, 6) }
    }

    public func summary(_ findings: Findings, first: EpochRecord, last: EpochRecord) -> [String] {
        findings.found(last) + (training.table?.equations(findings, last) ?? [])
    }

    public static func ask(_ inputs: [Float], _ setup: inout Setup<LineProblem>) -> Bool {
        setup.training.table =
            setup.training.table?.asking(inputs) ?? Table(x: inputs, y: inputs.map { 2 * $0 })
        return true
    }

    public var knowledge: Knowledge {
        Knowledge(
            samples: Samples(x: Quantity(x), y: Quantity(y)), names: own.bias ? ["w", "b"] : ["w"],
            model: KnownModel.affine)
    }

    /// A gradient that is wrong by a factor has a different limit, and so do gradients that add up.
    public func limit(_ findings: Findings) -> LimitFinding {
        if training.isMystery { return .none("the lesson makes a mistake that is kept secret") }
        if training.mistake == Mistake.stepBeforeBackward.name {
            return .none("no step is ever taken")
        }
        guard findings.known != nil, let x = findings.samples?.x.values.map(Double.init) else {
            return findings.limit
        }
        let (n, last) = (Double(x.count), x[x.count - 1])
        let squares = x.reduce(0) { $0 + $1 * $1 }
        let (letters, over, under): (String, Double, Double)
        switch training.mistake {
        case Mistake.dotMean.name: (letters, over, under) = ("1/Σx²", 1, squares)
        case Mistake.recursiveOrder.name: (letters, over, under) = ("n/(2Σx²)", n, 2 * squares)
        case Mistake.assignGradient.name: (letters, over, under) = ("2n/xₙ²", 2 * n, last * last)
        case Mistake.noZeroGrad.name: (letters, over, under) = ("2n/Σx²", 2 * n, squares)
        default: return findings.limit
        }
        let numbers = "\(Numbers.short(over, 12))/\(Numbers.short(under, 12))"
        return LimitFinding(
            limit: LearningRateLimit(value: over / under, formula: "\(letters) = \(numbers)"))
    }
}
