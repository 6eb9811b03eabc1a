import Descent
import Words

/// A line through the origin: y = 2·x at x = 1, 2, … n. To be found: w in ŷ = w·x, which is 2.
public struct LineProblem: Problem {
    public typealias Options = LineOptions

    public static let name = "line"
    public static let defaults: Training = {
        var training = Training()
        training.showsFirstEpoch = true
        return training
    }()

    private let training: Training
    package let own: LineOptions
    /// 1, 2, … n.
    package let x: [Float]
    /// 2·x.
    package let y: [Float]

    public init(_ setup: Setup<LineProblem>) {
        training = setup.training
        own = setup.options
        if let table = setup.training.table {
            x = table.x
            y = table.y
            return
        }
        x = (1...own.samples).map { Float($0) }
        y = x.map { 2 * $0 }
    }

    public func introduction(_ training: String) -> [String] {
        if let table = self.training.table { return table.introduction(training) }
        let samples =
            switch own.samples {
            case 1: "x = 1"
            case 2: "x = 1, 2"
            case 3: "x = 1, 2, 3"
            default: "x = 1 … \(own.samples)"
            }
        return Text.wrap("y = 2·x for \(samples). \(training)")
    }

    public func line(_ record: EpochRecord, of total: Int?) -> String {
        let epoch = total.map { "\(record.epoch)/\($0)" } ?? "\(record.epoch)"
        // In a table numbers are of any size.
        let parameters =
            record.few {
                training.table?.source == nil ? Numbers.fixed($0, 3) : Numbers.short($0, 6)
            }
            .map { "\($0), " } ?? ""
        if training.table?.source != nil {
            return "Epoch \(epoch): \(parameters)loss = \(Numbers.short(record.loss, 8))"
        }
        return "Epoch \(epoch): \(parameters)loss = \(Numbers.fixed(record.loss, 8))"
    }

    public func summary(_ insight: Insight, first: EpochRecord, last: EpochRecord) -> [String] {
        guard !last.parameters.isEmpty else { return [] }
        let found = last.few { "\($0)" } ?? Text.count(last.values.count, "number")
        guard !insight.changesSamples, let best = insight.known?.model.best?.parameters else {
            return Text.wrap("Found \(found). \(insight.noLeastSquares)")
        }
        let isProportional = insight.known?.namedLimit != nil
        if isProportional, insight.samples?.x.values.allSatisfy({ $0 == 0 }) ?? false {
            return Text.wrap("Found \(found). Every w is as good, as all inputs are 0.")
        }
        let names = insight.known!.notation.parameters
        // Without the sign of a zero.
        let numbers = best.map { Numbers.short($0 + 0, 8) }
        let right =
            isProportional
            ? "\(names[0]) = Σxy/Σx² = \(numbers[0])"
            : zip(names, numbers).map { "\($0) = \($1)" }.joined(separator: ", ")
        let isOther = insight.loss == .other && training.mistake == nil
        let name = isOther ? "least squares, which is another loss," : "least squares"
        let own =
            insight.hasProblemsSamples
            ? training.table?.equations(
                insight.known, found: last.values.map(Double.init), best: best)
            : nil
        return Text.wrap("Found \(found); \(name) gives \(right).") + (own ?? [])
    }

    public func recognizes(_ samples: Samples) -> Bool {
        let (x, y) = (samples.x.values, samples.y.values)
        if x == self.x && y == self.y { return true }
        // In any order.
        return x.count == self.x.count && y.count == x.count
            && RowSum(x, y) == RowSum(self.x, self.y)
    }

    public static func ask(_ inputs: [Float], _ setup: inout Setup<LineProblem>) -> Bool {
        setup.training.table =
            setup.training.table?.asking(inputs) ?? Table(x: inputs, y: inputs.map { 2 * $0 })
        return true
    }

    public var knowledge: Knowledge {
        Knowledge(
            forms: [false, true].map { biasFirst in
                { samples, names, isMean in
                    guard samples.x.columns == 1, samples.y.columns == 1 else { return nil }
                    var known = KnownModel.affine(biasFirst: biasFirst)(samples, names, isMean)
                    known?.isProblems = true
                    return known
                }
            }, isMean: true, limit: { ownLimit })
    }

    private var ownLimit: LearningRateLimit? {
        let samples = Samples(x: Quantity(x), y: Quantity(y))
        if !own.bias { return KnownModel.limitOfLine(samples) }
        return KnownModel.affine(biasFirst: false)(samples, ["w", "b"], true)?.model
            .learningRateLimit
    }

    public func limit(_ insight: Insight) -> LimitFinding {
        if training.isMystery { return .none("a mistake is at work that is not named") }
        if training.mistake == Mistake.stepBeforeBackward.name {
            return .none("no step is ever taken")
        }
        guard let special = mistakesLimit(insight) else { return insight.limit }
        return LimitFinding(limit: special)
    }

    /// A gradient that is wrong by a factor has another limit, and so have gradients that add up.
    private func mistakesLimit(_ insight: Insight) -> LearningRateLimit? {
        guard let samples = insight.samples, insight.known != nil else { return nil }
        let x = samples.x.values
        let n = Double(samples.count)
        let squares = x.reduce(0) { $0 + Double($1) * Double($1) }
        func limit(_ letters: String, _ over: Double, _ under: Double) -> LearningRateLimit {
            let numbers = "\(Numbers.short(over, 12))/\(Numbers.short(under, 12))"
            return LearningRateLimit(value: over / under, formula: "\(letters) = \(numbers)")
        }
        switch training.mistake {
        case Mistake.dotMean.name: return limit("1/Σx²", 1, squares)
        case Mistake.recursiveOrder.name: return limit("n/(2Σx²)", n, 2 * squares)
        case Mistake.assignGradient.name:
            let last = Double(x[x.count - 1])
            return limit("2n/xₙ²", 2 * n, last * last)
        case Mistake.noZeroGrad.name: return limit("2n/Σx²", 2 * n, squares)
        default: return nil
        }
    }
}

extension Insight {
    /// Why there are no best parameters to compare with.
    var noLeastSquares: String {
        if moments.isEmpty {
            return "Whether it is the best is not known: the lesson hands nothing over, as "
                + "lesson.look(…) is missing."
        }
        if isHurried { return "Least squares is left out, as the run was interrupted." }
        if changesSamples {
            return "Least squares is not computed, as each epoch has other samples."
        }
        if known?.model.isLarge ?? false {
            return
                "Least squares is left out: with more than \(LinearAlgebra.mostColumns - 1) inputs it "
                + "takes long."
        }
        if known != nil, loss == .other, training.mistake == nil {
            return "Least squares is left out, as this lesson's loss is another one."
        }
        // Where all parameters are 0 many models predict alike.
        if known == nil, moments.allSatisfy({ $0.before.allSatisfy { $0 == 0 } }) {
            let names = moments[0].elementNames
            let zeros = names.count == 1 ? "\(names[0]) = 0" : "all parameters 0"
            return "Least squares is left out: a prediction with \(zeros) does not show the model."
        }
        return "Least squares is not computed, as the model is not one that the workbook knows."
    }
}
