import Classroom
import Words

/// Compares a lesson's first gradient with the measured slope of its own loss, and checks its update and its loss.
package struct GradientCheck {
    /// The table and the verdicts, followed by an empty line.
    package private(set) var lines: [String] = []
    /// A clause that says what is wrong; nil if nothing is.
    package private(set) var wrong: String?

    /// The largest number of parameters to measure; only a few if the loss is heavy.
    private static let maxMeasured = (numbers: 48, heavy: 4)

    package init<P: Problem>(
        _ experiments: Experiments<P>, _ firstEpochs: Experiments<P>.Result, _ style: Style = .plain
    ) {
        guard let update = firstEpochs.updates.first, Self.obstacle(update) == nil,
            let experiment = LossExperiment(experiments, firstEpochs)
        else {
            let obstacle = firstEpochs.updates.first.flatMap(Self.obstacle)
            lines = Text.wrap(
                "There is no gradient to check: \(obstacle ?? "lesson.look(…) is not called in the first epoch.")"
            )
            lines.append("")
            return
        }
        let setup = experiments.setup
        let findings = experiments.findings(firstEpochs)
        let later = firstEpochs.epochs.dropFirst().compactMap { $0.first }
        // A name for each number: the problem's own if the data are the problem's.
        let own = findings.hasProblemsSamples ? findings.known?.notation.parameters : nil
        let names = own ?? update.elementNames
        let slopes = Self.slopes(experiment, at: update)
        lines = Self.table(update, slopes, names)

        var gradient = Self.gradientVerdict(
            update, slopes, names, isSteady: experiment.isSteady && !findings.changesSamples,
            isMisplaced: findings.isMisplaced
        ) {
            guard let next = later.first, update.hasSamples(of: next), let own = next.gradients,
                case let slopes = Self.slopes(experiment, at: next), !slopes.isEmpty
            else { return nil }
            return Self.commonFactor(own.map(Double.init), slopes) ?? .nan
        }
        // The second epoch, and the last one that was looked at.
        for next in later.prefix(1) + later.dropFirst().suffix(1)
        where gradient.kind == .right && update.hasSamples(of: next) {
            let slopes = Self.slopes(experiment, at: next)
            if slopes.isEmpty, experiment.isMovable.contains(false) { break }
            gradient = Self.laterVerdict(update, next, slopes, names) ?? gradient
        }
        let step = Self.stepVerdict(
            findings, [update] + (findings.hasBatches ? [] : later), setup.training,
            isSteady: experiment.hasSteadyStep)
        let loss = Self.lossVerdict(findings, update)
        say("Gradient", gradient, style)
        lines += Self.unmeasured(update, experiment)
        say("Update", step, style)
        say("Loss", loss, style)
        let batches =
            experiments.leavesOutBatches
            ? "The check uses all samples at once, so it can't see whether the gradient is reset between batches. "
            : ""
        let last = firstEpochs.epochs.last { !$0.isEmpty }?[0].epoch ?? 0
        let (count, epochs) = (last + 1 - setup.training.firstEpoch, setup.training.epochs)
        let scope =
            count < epochs
            ? "The check looked at the first \(count == 1 ? "" : "\(count) ")of \(epochs) epochs. "
            : count > epochs ? "The check looked at \(count) epochs. " : ""
        lines += Text.wrap(scope + batches + Experiments<P>.sentence(experiments.runs)) + [""]
    }

    /// A clause that says why there is nothing to check; nil if there is.
    private static func obstacle(_ update: Update) -> String? {
        if update.parameters.isEmpty { return "the lesson hands over no parameters." }
        guard let gradients = update.gradients else {
            let names = update.parameters.filter { $0.gradient?.count != $0.values.count }
            return "\(list(names.map { $0.name }, "and")) \(names.count == 1 ? "has" : "have") "
                + "no gradient of the same shape."
        }
        let name = update.loss.isFinite ? "gradient" : "loss"
        return ([update.loss] + gradients).first { !$0.isFinite }
            .map { "at the start the \(name) is \(Numbers.short($0))." }
    }

    /// A verdict, and its kind.
    package struct Verdict {
        package enum Kind: String {
            case right
            case wrong = "WRONG"
            case changed = "CHANGED"
            case unknown = "not known"
        }

        package var kind: Kind
        package var text: String
        /// The clause for the end of a run.
        var clause: String

        package init(_ kind: Kind, _ text: String, clause: String = "") {
            (self.kind, self.text, self.clause) = (kind, text, clause)
        }
    }

    private mutating func say(_ name: String, _ verdict: Verdict, _ style: Style) {
        let colours: [Verdict.Kind: Style.Colour] = [.right: .green, .wrong: .red]
        lines += Text.wrap("\(name): \(verdict.kind.rawValue). \(verdict.text)")
            .map { style($0, colours[verdict.kind] ?? .yellow) }
        if verdict.kind == .wrong && wrong == nil { wrong = verdict.clause }
    }

    /// The lesson's gradient and the measured slopes, one row per number.
    private static func table(
        _ update: Update, _ slopes: [Int: Slope], _ names: [String]
    ) -> [String] {
        let own = update.gradients!.map(Double.init)
        let scale = Self.scale(own, slopes)
        let isSelected = own.count > maxMeasured.numbers && !slopes.isEmpty
        let shown =
            isSelected ? slopes.keys.sorted() : Array(own.indices.prefix(maxMeasured.numbers))
        let rows = shown.map { index -> [String] in
            let cells = [names[index], Numbers.short(own[index], 6)]
            guard let slope = slopes[index] else { return cells + ["–", "–"] }
            let distance = abs(own[index] - slope.value)
            let size = max(abs(own[index]), abs(slope.value), scale * 1e-3)
            let off = distance == 0 ? 0 : distance / size
            return cells + [Numbers.short(slope.value, 6), Numbers.short(off, 1)]
        }
        let rest = own.count - shown.count
        return ["The gradient at the start:"]
            + Text.table([["", "lesson", "measured", "off"]] + rows, names: 1)
            + (rest > 0 ? ["  and \(Text.count(rest, "more number"))"] : [])
            + Text.wrap(
                "measured: (L(p+h) − L(p−h)) / 2h of the lesson's own loss, in Float32; off: the "
                    + "difference relative to the larger one, or to 1/1000 of the largest slope.")
    }

    /// The largest slope, measured or not.
    static func scale(_ own: [Double], _ slopes: [Int: Slope]) -> Double {
        (own + slopes.values.map { $0.value }).map(abs).max() ?? 0
    }

    // MARK: - Measuring

    /// The slopes at the beginning of an update, for each number that can be moved and measured; if there are many,
    /// only for some. Empty if the loss differs from the update's own loss.
    private static func slopes<P: Problem>(
        _ experiment: LossExperiment<P>, at update: Update
    ) -> [Int: Slope] {
        guard experiment.isSteady else { return [:] }
        let start = update.before
        let movable = start.indices.filter { experiment.isMovable[safe: $0] ?? false }
        let indices = spread(
            movable.count, experiment.base.isHeavy ? maxMeasured.heavy : maxMeasured.numbers
        )
        .map { movable[$0] }
        var points = [start]
        for index in indices {
            for divisor in Slope.divisors {
                for sign in [Float(1), -1] {
                    var point = start
                    point[index] += sign * LossExperiment<P>.step(start[index], divisor)
                    points.append(point)
                }
            }
        }
        let looks = experiment.look(points)
        guard let base = looks[0], abs(base.loss - update.loss) <= 1e-5 * abs(update.loss) else {
            return [:]
        }
        let terms = experiment.base.y?.values.count ?? 1
        var slopes: [Int: Slope] = [:]
        for (position, index) in indices.enumerated() {
            func point(_ look: Update) -> Slope.Point {
                (Double(look.before[index]), Double(look.loss))
            }
            let sides = looks[(1 + 4 * position)..<(5 + 4 * position)].compactMap { $0.map(point) }
            slopes[index] = Slope(base: point(base), points: sides, terms: terms)
        }
        return slopes
    }

    /// The parameters that were not moved, and how to change that.
    private static func unmeasured<P: Problem>(
        _ update: Update, _ experiment: LossExperiment<P>
    ) -> [String] {
        let names = zip(update.parameters, update.parameters.cut(experiment.isMovable))
            .filter { !$1.contains(true) }.map { $0.0.name }
        guard experiment.isSteady, let first = names.first else { return [] }
        return Text.wrap(
            "Not measured: \(list(names, "and")), which could not be moved. That takes "
                + "lesson.start(\"\(first)\", …) as the start, and all parameters in lesson.report(…)."
        )
    }
}
