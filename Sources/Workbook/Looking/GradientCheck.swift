import Descent

/// The first gradient of a lesson beside the measured slope of the lesson's own loss; what its update
/// does with it; and what its loss is.
struct GradientCheck {
    /// The table and the verdicts.
    private var report: [String] = []
    /// What is wrong, as a clause; nil if nothing is.
    private(set) var wrong: String?

    private let style = Terminal.current.style

    /// More parameters than this are not measured one by one.
    private static let most = 48

    init<P: Problem>(_ session: Session<P>, _ rehearsal: Rehearsal) {
        guard var moment = rehearsal.moments.first else {
            report = Text.wrap(
                "There is no gradient to check: no epoch comes to lesson.look(…).")
            return
        }
        guard var gradients = moment.gradients, !gradients.isEmpty else {
            let names = moment.parameters.filter { $0.gradient?.count != $0.values.count }
            report = Text.wrap(
                "There is no gradient to check: \(list(names.map(\.name), "and")) "
                    + "\(names.count == 1 ? "has" : "have") none of the same shape.")
            return
        }
        guard moment.loss.isFinite, gradients.allSatisfy(\.isFinite) else {
            let numbers = [moment.loss] + gradients
            let name = moment.loss.isFinite ? "gradient" : "loss"
            let number = numbers.first { !$0.isFinite }!
            report = Text.wrap(
                "There is no gradient to check: at the start the \(name) is \(Numbers.short(number)).")
            return
        }
        let later = rehearsal.epochs.dropFirst().compactMap(\.first)
        let prober = Prober(session, rehearsal)
        let seen = prober.map { Self.elsewhere($0) } ?? []
        let slopes = prober.map { Self.slopes($0) } ?? [:]
        if let base = prober?.base, let own = base.gradients { (moment, gradients) = (base, own) }
        let insight = Insight(
            P(session.settings, session.stage), session.settings, first: rehearsal.moments,
            others: later.prefix(2) + seen + later.dropFirst(2))

        report += table(session.stage, moment, gradients, insight, slopes)
        say(
            "Gradient",
            Self.gradientVerdict(
                moment, gradients, slopes, names: Self.names(moment, insight),
                addedUp: prober?.addedUp ?? [],
                isSteady: prober?.isSteady ?? true, isMisplaced: insight.isMisplaced))
        let unmeasured = Self.unmeasured(session.stage, moment, prober)
        report += unmeasured
        let twice = session.rehearse(learningRate: 2 * session.settings.learningRate)
        say(
            "Update",
            StepVerdict(insight, moment, twice: twice.moments.first, session.settings).verdict)
        say(
            "Loss",
            Self.lossVerdict(insight, moment, isMean: P(session.settings, session.stage).isMean))
    }

    func lines(_ insight: Insight) -> [String] { report + [""] }

    /// A verdict, and whether it is good or bad.
    struct Verdict {
        enum Kind { case right, wrong, changed, unknown }

        var kind: Kind
        var text: String
        /// For the end of a run: a clause.
        var clause = ""
    }

    private mutating func say(_ name: String, _ verdict: Verdict) {
        let (word, colour): (String, Style.Colour) =
            switch verdict.kind {
            case .right: ("right", .green)
            case .wrong: ("WRONG", .red)
            case .changed: ("CHANGED", .yellow)
            case .unknown: ("not known", .yellow)
            }
        report += Text.wrap("\(name): \(word). \(verdict.text)").map { style($0, colour) }
        if verdict.kind == .wrong && wrong == nil { wrong = verdict.clause }
    }

    // MARK: - Measuring

    /// What the lesson does at two other places, to recognise its model and its loss.
    private static func elsewhere<P: Problem>(_ prober: Prober<P>) -> [Moment] {
        let start = prober.base.before
        let points = [Float(0.5), -0.3, 4].map { factor in
            start.indices.map { index in
                guard prober.isMovable[index] else { return start[index] }
                let share = Float(index % 7 + 1) / 7
                return start[index] + factor * share * max(1, abs(start[index]))
            }
        }
        return prober.look(points).compactMap(\.self)
    }

    /// The slope along each number that can be moved.
    private static func slopes<P: Problem>(_ prober: Prober<P>) -> [Int: Slope] {
        guard prober.isSteady else { return [:] }
        let start = prober.base.before
        let indices = chosen(
            start.indices.filter { prober.isMovable[$0] }, of: prober.base)
        // The start comes first: a lesson may make its samples anew in each run.
        var points = [start]
        for index in indices {
            for divisor in Slope.divisors {
                for sign in [Float(1), -1] {
                    var point = start
                    point[index] += sign * Prober<P>.step(start[index], divisor)
                    points.append(point)
                }
            }
        }
        var looks = prober.look(points, isBrief: true)
        if let base = looks.removeFirst() { prober.rebase(base) }
        let terms = prober.base.y?.values.count ?? 1
        var slopes: [Int: Slope] = [:]
        for (place, index) in indices.enumerated() {
            let count = 2 * Slope.divisors.count
            let own = looks[place * count..<(place + 1) * count].map { look -> Slope.Point? in
                look.map { (Double($0.before[index]), Double($0.loss)) }
            }
            let sides = stride(from: 0, to: count, by: 2).compactMap { side in
                own[side].flatMap { above in own[side + 1].map { (above: above, below: $0) } }
            }
            slopes[index] = Slope(
                base: (Double(start[index]), Double(prober.base.loss)), sides: sides, terms: terms)
        }
        return slopes
    }

    /// At most so many of some numbers, from the first to the last.
    private static func chosen(_ indices: [Int], of moment: Moment) -> [Int] {
        // A large model on many samples is measured at fewer of its numbers.
        let work = max(1, moment.before.count * (moment.x?.rows ?? 1))
        let most = min(most, max(4, 40_000_000 / (2 * Slope.divisors.count * work)))
        guard indices.count > most else { return indices }
        return (0..<most).map { indices[$0 * (indices.count - 1) / (most - 1)] }
    }

    // MARK: - The table

    /// A name for each number: the problem's own, where it is its data.
    private static func names(_ moment: Moment, _ insight: Insight) -> [String] {
        insight.hasProblemsSamples
            ? insight.known?.notation.parameters ?? moment.elementNames : moment.elementNames
    }

    private func table(
        _ stage: Stage, _ moment: Moment, _ gradients: [Float], _ insight: Insight,
        _ slopes: [Int: Slope]
    ) -> [String] {
        let own = gradients.map(Double.init)
        let isSame =
            insight.hasProblemsSamples && insight.known?.isProblems ?? false
            && insight.loss == .same && moment.x?.rows == insight.samples?.count
        let names = Self.names(moment, insight)
        let other = isSame ? otherGradient(stage, moment, insight.known!.model) : nil
        let measured = own.indices.map { slopes[$0]?.value }
        let all = own + (other ?? []) + measured.compactMap(\.self)
        let scale = all.map(abs).max() ?? 0
        func difference(_ a: Double, _ b: Double?) -> String {
            guard let b else { return "–" }
            let distance = a == b ? 0 : abs(a - b) / max(abs(a), abs(b), scale * 1e-3)
            return Numbers.scientific(distance, 0)
        }
        let isByHand = stage == .part1
        let (first, second) = isByHand ? ("by hand*", "autograd") : ("autograd*", "by hand")
        // By hand stands before autograd, whichever the lesson does.
        let columns = [(first, own as [Double]?), (second, other)]
            .compactMap { name, values in values.map { (name: name, values: $0) } }
        let ordered = isByHand ? columns : columns.reversed()
        var rows = [
            [""] + ordered.map(\.name) + ["differences"] + ordered.map { "\($0.name) off" }
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
        return ["The gradient at the start, found in \(ways):"]
            + Text.table(rows, names: 1)
            + (left > 0 ? ["  and \(Text.count(left, "number")) more"] : [])
            + Text.wrap(
                "* what this part does. Differences: (L(p+h) − L(p−h)) / 2h of this lesson's own loss, "
                    + "in Float32; \"off\" is the relative distance from them.")
    }

    /// The gradient in another way than the lesson's, of the same model.
    private func otherGradient(
        _ stage: Stage, _ moment: Moment, _ model: SquaredErrorModel
    ) -> [Double]? {
        stage == .part1
            ? model.recordedGradient(moment.before) : model.gradient(moment.before.map(Double.init))
    }

    // MARK: - Verdicts

    private static func gradientVerdict(
        _ moment: Moment, _ gradients: [Float], _ slopes: [Int: Slope], names: [String],
        addedUp: [String], isSteady: Bool, isMisplaced: Bool
    ) -> Verdict {
        let own = gradients.map(Double.init)
        guard isSteady else {
            return Verdict(
                kind: .unknown,
                text: "The loss is another one each time that it is computed at the same place, by "
                    + "random numbers or other samples, so its slope cannot be measured.")
        }
        guard !slopes.isEmpty else {
            return Verdict(
                kind: .unknown, text: "The loss does not answer when the start is moved.")
        }
        let scale = (own + slopes.values.map(\.value)).map(abs).max() ?? 0
        let off = slopes.filter { !$1.agrees(own[$0], scale: scale) }
        if !off.isEmpty && isMisplaced {
            return Verdict(
                kind: .unknown,
                text:
                    "It is not the slope where the parameters are handed over; but they are not updated "
                    + "between lesson.look(…) and lesson.report(…), so the two may not belong together."
            )
        }
        if !off.isEmpty {
            let text = fault(moment, own, slopes, scale, names)
            return Verdict(kind: .wrong, text: text, clause: "the gradient is wrong")
        }
        if !addedUp.isEmpty {
            let all = addedUp.count == moment.parameters.count
            let name = all ? "it" : "that of \(list(addedUp, "and"))"
            return Verdict(
                kind: .wrong,
                text: "At the start it is the slope of this loss, but \(name) is not reset: in the "
                    + "next epoch the new one is added to it. zeroGrad() "
                    + (all ? "is missing." : "does not reach it."),
                clause: "the gradient is not reset")
        }
        let clear = slopes.filter { $1.isClear(scale: scale) }
        if clear.isEmpty {
            return Verdict(
                kind: .unknown,
                text: "The loss changes too little for a Float32 to measure its slope well.")
        }
        return Verdict(
            kind: .right,
            text: slopes.count == own.count
                ? "It is the slope of this loss."
                : "It is the slope of this loss, wherever that was measured.")
    }

    /// What is wrong with a gradient.
    private static func fault(
        _ moment: Moment, _ own: [Double], _ slopes: [Int: Slope], _ scale: Double,
        _ names: [String]
    ) -> String {
        guard let factor = commonFactor(own, slopes, scale) else {
            let off = slopes.keys.sorted().filter { !slopes[$0]!.agrees(own[$0], scale: scale) }
            let isAll = off.count == slopes.count
            return isAll
                ? "It is another one than the loss has."
                : "That of \(list(off.prefix(6).map { names[$0] }, "and")) is another one than the "
                    + "loss has."
        }
        let n = Double(moment.y?.rows ?? 0)
        func times(_ factor: Double, _ word: String) -> String {
            let number = Numbers.short(factor)
            let name = n > 1 && abs(factor - n) < 4e-3 * n ? "n = \(number)" : number
            return "It is \(name) times too \(word)."
        }
        if factor == 0 { return "It is 0." }
        if factor < 0 {
            let size =
                abs(factor + 1) < 4e-3 ? "" : ", and \(Numbers.short(-factor)) times as large"
            return "It has the wrong sign and points downhill\(size)."
        }
        return factor > 1 ? times(factor, "large") : times(1 / factor, "small")
    }

    /// By what all numbers of a gradient are wrong, if it is the same for all.
    private static func commonFactor(
        _ own: [Double], _ slopes: [Int: Slope], _ scale: Double
    ) -> Double? {
        guard let largest = slopes.max(by: { abs($0.value.value) < abs($1.value.value) }),
            largest.value.value != 0
        else { return nil }
        let factor = own[largest.key] / largest.value.value
        let isCommon = slopes.allSatisfy { index, slope in
            abs(own[index] - factor * slope.value)
                <= 4e-3 * max(abs(own[index]), abs(factor) * scale * 1e-2)
                + 3 * abs(factor) * slope.uncertainty
        }
        return isCommon ? factor : nil
    }

    /// Which parameters were not moved, and how to change that.
    private static func unmeasured<P: Problem>(
        _ stage: Stage, _ moment: Moment, _ prober: Prober<P>?
    ) -> [String] {
        guard let prober, prober.isSteady else { return [] }
        var start = 0
        var names: [String] = []
        for parameter in moment.parameters {
            let end = start + parameter.values.count
            if !prober.isMovable[start..<end].contains(true) { names.append(parameter.name) }
            start = end
        }
        guard let first = names.first else { return [] }
        let call = "lesson.start(\"\(first)\", …)"
        let code =
            stage == .part1 ? "var \(first) = \(call)" : "Tensor(\(call), requiresGrad: true)"
        return Text.wrap(
            "Not measured: \(list(names, "and")). The start is written into the code, where it cannot "
                + "be moved; with \(code) it can.")
    }

    private static func lossVerdict(
        _ insight: Insight, _ moment: Moment, isMean: Bool
    ) -> Verdict {
        let name = isMean ? "the mean of the squared errors" : "the sum of the squared errors"
        switch insight.loss {
        case .same: return Verdict(kind: .right, text: "It is \(name).")
        case .other:
            return Verdict(kind: .changed, text: "It is not \(name), nor a multiple of it.")
        case .unknown:
            return Verdict(kind: .unknown, text: "There is nothing to compare it with.")
        case .multiple(let factor):
            let n = Double(moment.y?.values.count ?? 0)
            let isUp = factor > 1
            let size = isUp ? factor : 1 / factor
            let number = Numbers.short(size)
            let text = n > 1 && abs(size - n) < 4e-3 * n ? "n = \(number)" : number
            let hint =
                text == number
                ? ""
                : isUp ? " It is a sum in place of a mean." : " It is a mean in place of a sum."
            return Verdict(
                kind: .changed,
                text: "It is \(isUp ? "\(text) times" : "one of \(text) parts of") \(name).\(hint)")
        }
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
