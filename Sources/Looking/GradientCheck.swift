import Classroom
import Descent
import Words

/// The first gradient of a lesson beside the measured slope of the lesson's own loss; what its update
/// does with it; and what its loss is.
package struct GradientCheck {
    /// The table and the verdicts.
    private var report: [String] = []
    /// What is wrong, as a clause; nil if nothing is.
    package private(set) var wrong: String?

    private let style: Style

    /// More parameters than this are not measured one by one.
    package static let most = 48

    package init<P: Problem>(
        _ experiments: Experiments<P>, _ rehearsal: Experiments<P>.Result, _ style: Style = .plain
    ) {
        self.style = style
        guard var moment = rehearsal.moments.first else {
            report = Text.wrap(
                "There is no gradient to check: no epoch comes to lesson.look(…).")
            return
        }
        guard var gradients = moment.gradients, !gradients.isEmpty else {
            let names = moment.parameters.filter { $0.gradient?.count != $0.values.count }
            report = Text.wrap(
                "There is no gradient to check: \(list(names.map { $0.name }, "and")) "
                    + "\(names.count == 1 ? "has" : "have") none of the same shape.")
            return
        }
        guard moment.loss.isFinite, gradients.allSatisfy({ $0.isFinite }) else {
            let numbers = [moment.loss] + gradients
            let name = moment.loss.isFinite ? "gradient" : "loss"
            let number = numbers.first { !$0.isFinite }!
            report = Text.wrap(
                "There is no gradient to check: at the start the \(name) is \(Numbers.short(number))."
            )
            return
        }
        let later = rehearsal.epochs.dropFirst().compactMap { $0.first }
        let prober = Prober(experiments, rehearsal)
        let seen = prober.map { Self.elsewhere($0) } ?? []
        let slopes = prober.map { Self.slopes($0, at: $0.base) } ?? [:]
        if let base = prober?.base, let own = base.gradients { (moment, gradients) = (base, own) }
        let (setup, problem) = (experiments.setup, experiments.setup.problem)
        let insight = Insight(
            problem, setup.training, first: rehearsal.moments,
            others: later.prefix(2) + seen + later.dropFirst(2))

        makeTable(setup.stage, moment, gradients, insight, slopes)
        let names = Self.names(moment, insight)
        var verdict = Self.gradientVerdict(
            moment, gradients, slopes, names: names, isSteady: prober?.isSteady ?? true,
            isMisplaced: insight.isMisplaced)
        // The second epoch, and the last that was looked at.
        for next in later.prefix(1) + later.dropFirst().suffix(1) {
            guard verdict.kind == .right, moment.hasSamples(of: next), let prober else { break }
            verdict =
                Self.laterVerdict(moment, next, Self.slopes(prober, at: next), names: names)
                ?? verdict
        }
        say("Gradient", verdict)
        report += Self.unmeasured(setup.stage, moment, prober)
        let twice = experiments.run(.init(learningRate: 2 * setup.training.learningRate))
        say(
            "Update",
            StepVerdict(
                insight, moment, twice: twice.moments.first,
                epochs: rehearsal.epochs.compactMap { $0.first }, setup.training
            ).verdict)
        say(
            "Loss",
            Self.lossVerdict(insight, moment, isMean: problem.knowledge.isMean))
        report += Text.wrap(Experiments<P>.sentence(experiments.runs))
    }

    package var lines: [String] { report + [""] }

    /// A verdict, and whether it is good or bad.
    package struct Verdict {
        package enum Kind { case right, wrong, changed, unknown }

        package var kind: Kind
        package var text: String
        /// For the end of a run: a clause.
        var clause = ""

        package var word: String {
            switch kind {
            case .right: "right"
            case .wrong: "WRONG"
            case .changed: "CHANGED"
            case .unknown: "not known"
            }
        }
    }

    private mutating func say(_ name: String, _ verdict: Verdict) {
        let colour: Style.Colour =
            switch verdict.kind {
            case .right: .green
            case .wrong: .red
            case .changed, .unknown: .yellow
            }
        report += Text.wrap("\(name): \(verdict.word). \(verdict.text)").map { style($0, colour) }
        if verdict.kind == .wrong && wrong == nil { wrong = verdict.clause }
    }

    // MARK: - The table

    /// A name for each number: the problem's own, where it is its data.
    private static func names(_ moment: Moment, _ insight: Insight) -> [String] {
        insight.hasProblemsSamples
            ? insight.known?.notation.parameters ?? moment.elementNames : moment.elementNames
    }

    private mutating func makeTable(
        _ stage: Stage, _ moment: Moment, _ gradients: [Float], _ insight: Insight,
        _ slopes: [Int: Slope]
    ) {
        let own = gradients.map(Double.init)
        let isSame =
            insight.hasProblemsSamples && insight.known != nil
            && insight.loss == .same && moment.x?.rows == insight.samples?.count
        let names = Self.names(moment, insight)
        let other = isSame ? otherGradient(stage, moment, insight.known!.model) : nil
        let measured = own.indices.map { slopes[$0]?.value }
        let all = own + (other ?? []) + measured.compactMap { $0 }
        let scale = all.map(abs).max() ?? 0
        func difference(_ a: Double, _ b: Double?) -> String {
            guard let b else { return "–" }
            let distance = a == b ? 0 : abs(a - b) / max(abs(a), abs(b), scale * 1e-3)
            return Numbers.short(distance, 1)
        }
        let isByHand = stage == .part1
        let columns = [("lesson*", own as [Double]?), (isByHand ? "autograd" : "formula", other)]
        let ordered = columns.compactMap { name, values in values.map { (name: name, values: $0) } }
        var rows = [
            [""] + ordered.map { $0.name } + ["differences"] + ordered.map { "\($0.name) off" }
        ]
        let shown =
            own.count > Self.most && !slopes.isEmpty
            ? slopes.keys.sorted() : Array(own.indices.prefix(Self.most))
        for index in shown {
            rows.append(
                [names[index]] + ordered.map { Numbers.short($0.values[index], 6) }
                    + [measured[index].map { Numbers.short($0, 6) } ?? "–"]
                    + ordered.map { difference($0.values[index], measured[index]) })
        }
        let count = ordered.count + (measured.contains { $0 != nil } ? 1 : 0)
        let ways = ["one way", "two ways", "three ways"][count - 1]
        let left = own.count - shown.count
        report += ["The gradient at the start, found in \(ways):"] + Text.table(rows, names: 1)
        if left > 0 {
            report.append(
                "  and \(Text.count(left, "number")) more"
                    + (slopes.isEmpty ? "" : ", which are not measured"))
        }
        report += Text.wrap(
            "* what the lesson hands over. Differences: (L(p+h) − L(p−h)) / 2h of its own loss, "
                + "in Float32; \"off\" is the relative distance from them.")
    }

    /// The gradient in another way than the lesson's, of the same model.
    private func otherGradient(
        _ stage: Stage, _ moment: Moment, _ model: SquaredErrorModel
    ) -> [Double]? {
        stage == .part1
            ? model.recordedGradient(moment.before) : model.gradient(moment.before.map(Double.init))
    }
}

extension SquaredErrorModel {
    /// The gradient by autograd, of the same model written with tensors; nil if it is not linear.
    func recordedGradient(_ start: [Float]) -> [Double]? {
        guard let rows else { return nil }
        var matrix: [Float] = []
        matrix.reserveCapacity(rows.count * rows.columns)
        var row = [Double](repeating: 0, count: rows.columns)
        for sample in 0..<rows.count {
            rows.write(sample, &row)
            for number in row { matrix.append(Float(number)) }
        }
        let x = Tensor(matrix, shape: [rows.count, rows.columns])
        var result = [Double](repeating: 0, count: start.count)
        for (output, parameters) in outputs.enumerated() {
            let p = Tensor(parameters.map { start[$0] }, requiresGrad: true)
            let y = Tensor((0..<rows.count).map { Float(target($0, output)) })
            (Float(factor) * (x.matmul(p) - y).pow(2).sum()).backward()
            for (parameter, slope) in zip(parameters, p.grad!.scalars) {
                result[parameter] = Double(slope)
            }
        }
        return result
    }
}
