/// The table of `--sweep`: what comes of a lesson with each of several learning rates.
struct Sweep {
    /// What came of one learning rate.
    struct Row {
        var learningRate: Double
        /// The loss of the last epoch.
        var loss: Float
        /// The first epoch whose loss was near enough to the smallest possible one.
        var goalEpoch: Int?
        var verdict: Verdict
    }

    enum Verdict: String {
        /// The parameters no longer change, but the smallest possible loss is not reached.
        case standsStill = "stands still"
        case converged
        /// Near the minimum in the end, but from both sides.
        case convergedOscillating = "converged, oscillating"
        case tooSlow = "too slow"
        case oscillates
        case diverges
        /// A signal ended it.
        case interrupted
        /// There was no epoch.
        case none = "–"

        var colour: Style.Colour {
            switch self {
            case .converged, .convergedOscillating: .green
            case .tooSlow, .oscillates, .standsStill, .interrupted: .yellow
            case .diverges: .red
            case .none: .dim
            }
        }
    }

    let settings: Settings
    /// The smallest possible loss.
    let best: Double
    let limit: LearningRateLimit?
    let style: Style
    var rows: [Row] = []

    /// How much larger than the smallest possible loss a loss may be that counts as found.
    static let tolerance = 0.001

    /// What a run is to come below, in words.
    private var goal: String {
        best < Self.tolerance / 1000 ? "loss < 0.001" : "best + 0.001"
    }

    // MARK: - For people

    var lines: [String] {
        let header = ["learning rate", "last loss", "epochs to \(goal)"]
        let cells = rows.map { row in
            [
                Numbers.short(row.learningRate),
                row.verdict == .none ? "–" : Numbers.short(row.loss, 6),
                row.goalEpoch.map(String.init) ?? "–",
            ]
        }
        let verdicts = [""] + rows.map { "   " + style($0.verdict.rawValue, $0.verdict.colour) }
        let table = zip(Text.table([header] + cells, names: 0), verdicts).map { $0 + $1 }
        return table + [""] + conclusion.flatMap { Text.wrap($0) }
    }

    private var conclusion: [String] {
        var lines: [String] = []
        if best >= Self.tolerance / 1000 {
            lines.append("The smallest possible loss is \(Numbers.short(best, 8)).")
        }
        guard let limit else {
            return lines + ["There is no fixed limit: \(reason)."]
        }
        let value = Numbers.short(limit.value)
        guard let curvature = limit.curvature else {
            return lines + ["The limit is \(limit.formula) = \(value)."]
        }
        lines.append(
            "The limit is 2/λ = 2/\(Numbers.short(curvature, 6)) = \(value): λ is the largest "
                + "eigenvalue of the Hessian, the second derivatives of the loss. Each step multiplies "
                + "the distance from the minimum, along that direction, by 1 − lr·λ: from 1/λ on it "
                + "overshoots, from 2/λ on it diverges.")
        let share = Numbers.short(settings.learningRate / limit.value * 100, 2)
        return lines + [
            "The default, \(Numbers.short(settings.learningRate)), is \(share) % of the limit."
        ]
    }

    /// Why there is no limit.
    private var reason: String {
        if settings.bug == Mistake.stepBeforeBackward.name { return "no step is ever taken" }
        return settings.optimizer == "rmsprop"
            ? "RMSprop divides each step by the usual size of the gradient"
            : "the model is not linear, so the curvature changes on the way"
    }

    // MARK: - For programs

    static let csvHeader = "learning_rate,loss,loss_bits,goal_epoch,verdict"

    static func csv(_ row: Row) -> String {
        let loss = Numbers.shortest(row.loss)
        let epoch = row.goalEpoch.map(String.init) ?? ""
        return
            "\(row.learningRate),\(loss),\(Numbers.bits(row.loss)),\(epoch),\"\(row.verdict.rawValue)\""
    }

    static func json(_ row: Row) -> String {
        "{\"learning_rate\":\(row.learningRate),\"loss\":\(RecordTranscript.jsonNumber(row.loss)),"
            + "\"loss_bits\":\"\(Numbers.bits(row.loss))\","
            + "\"goal_epoch\":\(row.goalEpoch.map(String.init) ?? "null"),"
            + "\"verdict\":\"\(row.verdict.rawValue)\"}"
    }
}

/// Follows a run, to say in the end how it went.
final class SweepTranscript: Transcript {
    let leavesProgressBar = false

    private let goal: Float
    private var first: Float?
    private var last: EpochRecord?
    private var step: [Float] = []
    /// For each of the last epochs before the goal, whether its step went back on the one before.
    private var overshoots: [Bool] = []
    private var goalEpoch: Int?

    init(best: Double) {
        goal = Float(best + Sweep.tolerance)
    }

    /// Every epoch is followed, and none is printed.
    func shows(_ epoch: Int, isLast: Bool) -> Bool { true }

    func note(_ lines: @autoclosure () -> [String]) {}

    func print(_ record: EpochRecord, line: @autoclosure () -> String) {
        if first == nil { first = record.loss }
        let now = record.parameters.flatMap(\.values)
        if let before = last?.parameters.flatMap(\.values) {
            let step = zip(now, before).map { $0 - $1 }
            // Near the goal rounding decides on the direction.
            if !self.step.isEmpty && goalEpoch == nil {
                // Steps in opposite directions: between them lies the minimum.
                overshoots.append(zip(step, self.step).reduce(0) { $0 + $1.0 * $1.1 } < 0)
                if overshoots.count > 10 { overshoots.removeFirst() }
            }
            self.step = step
        }
        if goalEpoch == nil && record.loss < goal { goalEpoch = record.epoch }
        last = record
    }

    func row(_ learningRate: Double) -> Sweep.Row {
        Sweep.Row(
            learningRate: learningRate, loss: last?.loss ?? .nan, goalEpoch: goalEpoch,
            verdict: verdict)
    }

    private var verdict: Sweep.Verdict {
        guard let first, let last else { return .none }
        if !last.isFinite || last.loss > first { return .diverges }
        let isOscillating = overshoots.count(where: { $0 }) * 2 > overshoots.count
        if last.loss < goal { return isOscillating ? .convergedOscillating : .converged }
        // It was there and has left again.
        if isOscillating || goalEpoch != nil { return .oscillates }
        let values = last.parameters.flatMap(\.values)
        let isStill = zip(step, values).allSatisfy { abs($0) <= abs($1) * .ulpOfOne }
        return isStill && !step.isEmpty ? .standsStill : .tooSlow
    }
}
