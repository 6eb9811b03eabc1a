import Classroom
import Words

/// The table of `--sweep`: what comes of a lesson with each of several learning rates.
package struct Sweep {
    /// What came of one learning rate.
    package struct Row {
        package var learningRate: Double
        /// The loss of the last epoch.
        package var loss: Float
        /// The bits of the first losses and parameters, to see whether the learning rate changes anything.
        package var trace: [UInt32] = []
        /// The first epoch whose loss was near enough to the smallest possible one.
        package var goalEpoch: Int?
        package var verdict: Verdict
    }

    package enum Verdict: String {
        /// No step was ever taken.
        case standsStill = "stands still"
        /// The parameters no longer change, and the smallest possible loss is not reached or not known.
        case rests = "comes to rest"
        case converged
        /// Near the minimum in the end, but from both sides.
        case convergedOscillating = "converged, oscillating"
        case tooSlow = "too slow"
        /// Not there in these epochs, but above half the limit, where a larger learning rate is no cure.
        case notYet = "not yet"
        case oscillates
        case diverges
        /// Something in it is no number, and did not grow.
        case notANumber = "nan"
        /// Smaller than at the start, where nobody knows the smallest possible loss.
        case falls
        /// Larger than at the start, but not beyond bounds.
        case rises
        /// As large as at the start, though the parameters change.
        case staysTheSame = "stays the same"
        /// A signal ended it.
        case interrupted
        /// There was no epoch.
        case none = "–"

        package var colour: Style.Colour {
            switch self {
            case .converged, .convergedOscillating, .falls: .green
            case .tooSlow, .notYet, .oscillates, .standsStill, .rests, .rises, .staysTheSame,
                .interrupted:
                .yellow
            case .diverges, .notANumber: .red
            case .none: .dim
            }
        }
    }

    package let training: Training
    /// The smallest possible loss; nil if nobody knows.
    package let best: Double?
    package let limit: LimitFinding
    package let style: Style
    package private(set) var rows: [Row] = []
    private var histories: [History] = []
    /// Whether an epoch has several updates.
    package let hasBatches: Bool
    /// The greatest curvature at the start, where it was measured.
    package var curvature: Double?
    /// Why the learning rates may have no effect, from the first steps.
    private var ignored = 0

    package init<P: Problem>(_ setup: Setup<P>, _ insight: Insight, hasBatches: Bool, _ style: Style) {
        training = setup.training
        self.hasBatches = hasBatches
        self.style = style
        best = insight.fit?.best?.loss
        limit = setup.problem.limit(insight)
    }

    /// Adds what came of a learning rate.
    ///
    /// - Returns: its row.
    package mutating func add(_ run: SweptRun) -> Row {
        let row = run.row
        rows.append(row)
        histories.append(run.history)
        let step = run.recorder.run.start.first.flatMap { StepFinding($0, learningRate: row.learningRate) }
        if let step, case .uniform(let rate, _) = step.kind, !step.isAsSet, rate > 0 {
            ignored += 1
        }
        return row
    }

    /// How much larger than the smallest possible loss a loss may be that counts as found.
    package static let tolerance = 0.001

    /// What a run is to come below, in words.
    private var goal: String {
        (best ?? 0) < Self.tolerance / 1000 ? "loss < 0.001" : "best + 0.001"
    }

    // MARK: - For people

    /// The header and the rows, without the verdicts.
    package var table: [[String]] {
        let hasGoal = best != nil
        let header = ["learning rate", "last loss"] + (hasGoal ? ["epochs to \(goal)"] : [])
        return [header]
            + rows.map { row in
                [
                    Numbers.short(row.learningRate),
                    row.verdict == .none ? "–" : Numbers.short(row.loss, 6),
                ] + (hasGoal ? [row.goalEpoch.map(String.init) ?? "–"] : [])
            }
    }

    package var lines: [String] {
        let verdicts = [""] + rows.map { "   " + style($0.verdict.rawValue, $0.verdict.colour) }
        let table = zip(Text.table(table, names: 0), verdicts).map { $0 + $1 }
        return table + [""] + conclusion.flatMap { Text.wrap($0) }
    }

    /// Whether all runs were the same, though their learning rates were not.
    private var hasNoEffect: Bool {
        guard let first = rows.first, !first.trace.isEmpty, first.verdict != .notANumber,
            rows.contains(where: { $0.learningRate != first.learningRate })
        else { return false }
        return rows.allSatisfy { $0.trace == first.trace }
    }

    /// What follows from the table.
    var conclusion: [String] {
        var lines: [String] = []
        if hasNoEffect && training.mistake == nil {
            return [
                "The learning rate has no effect: all runs are the same. The code has a rate of its own, "
                    + "or takes no step; lesson.learningRate is what --sweep changes."
            ]
        }
        if let best {
            if best >= Self.tolerance / 1000 {
                lines.append("The smallest possible loss is \(Numbers.short(best, 8)).")
            }
        } else {
            lines.append(
                "The smallest possible loss is not known for this model and loss, so the table says only "
                    + "whether the loss falls.")
        }
        guard let limit = limit.limit else {
            let none = "There is no fixed limit: \(self.limit.reason)."
            guard let curvature else { return lines + [none] }
            return lines + [
                "\(none) At the start the greatest curvature of the loss is λ = "
                    + "\(Numbers.short(curvature)), measured: with a learning rate above 2/λ = "
                    + "\(Numbers.short(2 / curvature)) a step there overshoots by more than it was away."
            ]
        }
        let value = Numbers.short(limit.value)
        guard let curvature = limit.curvature else {
            return lines + ["The limit is \(limit.formula) = \(value)."]
        }
        let quotient = "2/λ = 2/\(Numbers.short(curvature, 6)) = \(value)"
        let meaning =
            "λ is the largest eigenvalue of the Hessian, the matrix of second derivatives of the loss."
        if ignored > 0 && training.mistake == nil {
            return lines + [
                "The limit for a step of learning rate · gradient is \(quotient), where \(meaning) But "
                    + "the steps of this lesson are other multiples of the gradient than the learning "
                    + "rates in the table."
            ]
        }
        lines.append(
            "The limit is \(quotient): \(meaning) Each step multiplies the distance from the minimum, "
                + "along that direction, by 1 − lr·λ. Above 1/λ it overshoots, and above 2/λ it "
                + "diverges.")
        let share = training.learningRate / limit.value
        // Percentages of thousands are hard to read.
        let size =
            share < 10
            ? "\(Numbers.short(share * 100, 2)) % of" : "\(Numbers.short(share, 3)) times"
        lines.append("The default, \(Numbers.short(training.learningRate)), is \(size) the limit.")
        if hasBatches {
            lines.append(
                "That is for updates on all rows. A batch has a curvature of its own, and with it "
                    + "another limit.")
        }
        return lines
    }

    /// The losses of all runs, one over the other.
    package var plot: Plot {
        // What diverges would press all others to the ground.
        let starts = histories.compactMap { $0.losses.first?.y }.filter { $0.isFinite }
        let top = 10 * (starts.max() ?? .infinity)
        let series = zip(rows, histories).map { row, history in
            (
                name: Numbers.short(row.learningRate),
                points: history.losses.map { (x: $0.x, y: min($0.y, top)) }
            )
        }
        var plot = Plot.losses(
            "loss for \(Text.count(rows.count, "learning rate"))", series)
        if histories.contains(where: { $0.losses.contains { !($0.y <= top) } }) {
            plot.remark = "what is above \(Numbers.short(top)) is drawn at the upper edge"
        }
        return plot
    }

}
