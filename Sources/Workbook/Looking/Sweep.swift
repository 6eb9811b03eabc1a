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
        lines.append(
            "The default, \(Numbers.short(settings.learningRate)), is \(share) % of the limit.")
        if let size = settings.batchSize, size < settings.rows {
            lines.append(
                "That is for updates on all rows. A batch has a curvature of its own, and with it "
                    + "another limit.")
        }
        return lines
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
