import Classroom
import Words

/// The table of `--sweep`: the results of a lesson with several learning rates.
package struct Sweep {
    /// The result for a learning rate.
    package struct Row {
        package var learningRate: Double
        /// The loss of the last epoch.
        package var loss: Float
        /// The first epoch whose loss was close enough to the smallest possible one.
        package var goalEpoch: Int?
        package var verdict: Verdict
    }

    package enum Verdict: String {
        /// The final loss is close to the smallest possible one.
        case converged
        /// The same, but most steps up to then reversed the one before.
        case convergedOscillating = "converged, oscillating"
        /// The loss grows without bound.
        case diverges
        /// The last epoch changes no parameter, and those before it hardly did.
        case atRest = "at rest"
        /// Most steps reverse the one before, or the loss has risen again.
        case oscillates
        /// The loss is not smaller than at the start, or rises throughout the last quarter of the run.
        case doesNotFall = "does not fall"
        /// The loss is smaller than at the start, but not close to the smallest possible one.
        case tooSlow = "too slow"
        /// The loss is smaller than at the start. The smallest possible one is unknown, or the steps may end elsewhere.
        case falls
        /// The lesson does not report its last epoch.
        case incomplete = "last epoch not reported"
        /// A signal ended the run.
        case interrupted
        /// There is no second loss to compare.
        case none = "–"

        package var colour: Style.Colour {
            switch self {
            case .converged, .convergedOscillating, .falls: .green
            case .diverges: .red
            case .none: .dim
            case .atRest, .oscillates, .doesNotFall, .tooSlow, .incomplete,
                .interrupted:
                .yellow
            }
        }
    }

    package let training: Training
    /// The smallest possible loss; nil if unknown.
    package let best: Double?
    /// The loss that counts as found: close to the smallest possible one, or close to 0, below which no squared error
    /// can fall; nil if unknown.
    let goal: Double?
    package let limit: LimitFinding
    package let style: Style
    private var rows: [Row] = []
    private var histories: [History] = []
    /// True if an epoch has several updates.
    package let hasBatches: Bool
    /// True if the steps follow a rule that leads to the smallest loss: a parameter that doesn't move or a step that
    /// is clipped may end elsewhere.
    let takesAllSteps: Bool

    package init<P: Problem>(
        _ setup: Setup<P>, _ findings: Findings, hasBatches: Bool, isSteady: Bool,
        reported: Float?, _ style: Style
    ) {
        training = setup.training
        self.hasBatches = hasBatches
        takesAllSteps = training.mistake != nil || findings.followsRule || findings.hasPlainSteps
        self.style = style
        let isSame = !findings.isOther(reported)
        best = isSteady && isSame ? findings.fit?.best?.loss : nil
        let isSquare = isSame && findings.loss != .other && findings.loss != .unknown
        goal = (best ?? (isSquare ? 0 : nil)).map { $0 + 0.001 }
        let usesRate = training.mistake != nil || findings.step?.isAsSet ?? true
        let reason =
            !isSteady
            ? "each run uses different data"
            : hasBatches
                ? "each batch has its own curvature"
                : usesRate ? nil : "the steps of this lesson are not learning rate · gradient"
        let limit = setup.problem.limit(findings)
        self.limit = limit.limit == nil ? limit : reason.map { .none($0) } ?? limit
    }

    /// Adds the result for a learning rate.
    ///
    /// - Returns: its row.
    package mutating func add(_ run: SweptRun) -> Row {
        let row = run.row
        rows.append(row)
        histories.append(run.history)
        return row
    }

    // MARK: - For people

    /// The header and the rows, without the verdicts.
    private var table: [[String]] {
        let goal = goal.map { $0 < 0.001 + 1e-6 ? "loss < 0.001" : "best + 0.001" }
        let header = ["learning rate", "last loss"] + (goal.map { ["epochs to \($0)"] } ?? [])
        return [header]
            + rows.map { row in
                let isEmpty = row.verdict == .none && row.loss.isNaN
                let loss = isEmpty ? "–" : Numbers.short(row.loss, 6)
                let epoch = row.goalEpoch.map(String.init) ?? "–"
                return [Numbers.short(row.learningRate, 6), loss] + (goal == nil ? [] : [epoch])
            }
    }

    package var lines: [String] {
        let verdicts = [""] + rows.map { "   " + style($0.verdict.rawValue, $0.verdict.colour) }
        let table = zip(Text.table(table, names: 0), verdicts).map { $0 + $1 }
        return table + [""] + conclusion.flatMap { Text.wrap($0) }
    }

    /// The conclusions from the table.
    private var conclusion: [String] {
        var lines: [String] = []
        // A smallest loss of 0 goes without saying.
        if let best, best >= 1e-6 {
            lines.append("The smallest possible loss is \(Numbers.short(best, 8)).")
        } else if best == nil {
            lines.append("The smallest possible loss is not known.")
        }
        let losses = histories.map { $0.losses.map { $0.y } }
        let rates = Set(rows.map { Float($0.learningRate) })
        if rates.count > 1, Set(losses[0]).count > 1, losses.allSatisfy({ $0 == losses[0] }) {
            return lines + ["All runs are the same: here the learning rate makes no difference."]
        }
        guard let limit = limit.limit else {
            return lines + ["The limit is not known: \(self.limit.reason)."]
        }
        let value = Numbers.short(limit.value)
        let ends: [Verdict] = [
            .converged, .convergedOscillating, .tooSlow, .falls, .atRest, .oscillates,
        ]
        let isContradicted = zip(rows, losses).contains { row, losses in
            // A run that starts at the goal, or with an infinite loss, shows nothing.
            guard let first = losses.first, first.isFinite, first > goal ?? 0 else { return false }
            return row.learningRate > limit.value
                ? ends.contains(row.verdict) : row.verdict == .diverges
        }
        if isContradicted {
            return lines + [
                "The limit is not known: the first epochs suggest \(limit.formula) = \(value), but these runs "
                    + "contradict it."
            ]
        }
        guard let curvature = limit.curvature else {
            return lines + ["The limit is \(limit.formula) = \(value)."]
        }
        lines.append(
            "The limit is 2/λ = 2/\(Numbers.short(curvature, 6)) = \(value): λ is the greatest curvature "
                + "of the loss. Each step multiplies the distance from the minimum, in that direction, "
                + "by 1 − lr·λ. Above 1/λ it overshoots, and above 2/λ it diverges.")
        let share = training.learningRate / limit.value
        // Percentages in the thousands are hard to read.
        let size =
            share < 10
            ? "\(Numbers.short(share * 100, 2)) % of" : "\(Numbers.short(share, 3)) times"
        lines.append("The default, \(Numbers.short(training.learningRate)), is \(size) the limit.")
        return lines
    }

    /// The losses of all runs in one plot.
    package var plot: Plot {
        // A diverging run would flatten all others.
        let starts = histories.compactMap { $0.losses.first?.y }.filter { $0.isFinite }
        let top = 10 * (starts.max() ?? .infinity)
        let series = zip(rows, histories).map { row, history in
            (
                name: Numbers.short(row.learningRate, 6),
                points: history.losses.map { (x: $0.x, y: min($0.y, top)) }
            )
        }
        var plot = Plot.losses("loss for \(Text.count(rows.count, "learning rate"))", series)
        if histories.contains(where: { $0.losses.contains { !($0.y <= top) } }) {
            plot.remark = "losses above \(Numbers.short(top)) are drawn at the upper edge"
        }
        return plot
    }
}
