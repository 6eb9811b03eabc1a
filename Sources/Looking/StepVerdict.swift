import Classroom
import Words

/// Whether an update uses the gradient, with the right sign and the learning rate.
struct StepVerdict {
    package let verdict: GradientCheck.Verdict

    /// - Parameters:
    ///   - twice: the first update with twice the learning rate.
    ///   - epochs: the first update of each epoch that was looked at.
    package init(
        _ insight: Insight, _ moment: Moment, twice: Moment?, epochs: [Moment], _ training: Training
    ) {
        let learningRate = training.learningRate
        let set = Numbers.short(learningRate)
        if !insight.isMisplaced, let verdict = Self.standstill(epochs, learningRate) {
            self.verdict = verdict
            return
        }
        guard let step = insight.step else {
            verdict = .init(
                kind: .unknown, text: "The lesson does not report the parameters after it.")
            return
        }
        switch step.kind {
        case .unknown where moment.gradients?.allSatisfy({ $0 == 0 }) ?? false:
            verdict = .init(kind: .unknown, text: "The gradient is 0, so no step is to be seen.")
        case .unknown:
            verdict = .init(
                kind: .unknown, text: "The step is too small to be told from rounding.")
        case .still where learningRate == 0:
            verdict = .init(kind: .right, text: "With the learning rate 0 nothing moves.")
        case .still where Self.isTooSmall(moment, learningRate):
            verdict = .init(
                kind: .unknown, text: "The step is too small to be told from rounding.")
        case .still where insight.isMisplaced:
            verdict = .init(
                kind: .wrong,
                text: "Nothing changes between lesson.look(…) and lesson.report(…), and yet the "
                    + "parameters change: the update belongs between the two.",
                clause: "the update does not stand between lesson.look(…) and lesson.report(…)")
        case .still:
            verdict = .init(
                kind: .wrong, text: "Nothing changes: no step is taken.",
                clause: "no step is taken")
        case .uniform(let rate, _) where rate < 0:
            verdict = .init(
                kind: .wrong,
                text:
                    "It goes uphill: \(Numbers.short(-rate)) · gradient is added, and it should be "
                    + "subtracted.",
                clause: "the update goes uphill")
        case .uniform where step.isAsSet:
            verdict =
                insight.hasPlainSteps
                ? .init(kind: .right, text: "It is p ← p − \(set) · gradient.")
                : .init(
                    kind: .changed,
                    text:
                        "The first step is \(set) · gradient, and later ones are not: momentum, "
                        + "weight decay, or a learning rate that changes on the way.")
        case .uniform(let rate, _):
            verdict =
                insight.hasPlainSteps
                ? Self.otherRate(step, rate, twice, training)
                : .init(
                    kind: .changed,
                    text:
                        "The first step is \(Numbers.short(rate)) · gradient, and later ones are other "
                        + "multiples of it: a learning rate that changes on the way, momentum, or a "
                        + "gradient divided by its usual size, as RMSprop does.")
        case .other(let isDownhill):
            verdict = Self.other(
                step, isDownhill: isDownhill, learningRate,
                isFixed: twice != nil && twice!.after == insight.moments.first?.after)
        }
    }

    /// Epochs without a step beside others with one; nil if there are none.
    private static func standstill(
        _ epochs: [Moment], _ learningRate: Double
    ) -> GradientCheck.Verdict? {
        func isStill(_ moment: Moment) -> Bool {
            guard let step = StepFinding(moment, learningRate: learningRate) else { return false }
            return step.kind == .still && !isTooSmall(moment, learningRate)
        }
        let still = epochs.filter(isStill).map { $0.epoch }
        guard learningRate != 0, let first = still.first, still.count < epochs.count else {
            return nil
        }
        let lasts = first + still.count - 1 == epochs.last?.epoch && still.count > 1
        let text =
            lasts
            ? "From epoch \(first) on no step is taken."
            : still.count == 1
                ? "In epoch \(first) no step is taken."
                : "In some epochs no step is taken; epoch \(first) is the first of them."
        let start = epochs[0]
        let isPlain =
            start.epoch != first
            && StepFinding(start, learningRate: learningRate)?.isAsSet ?? false
        return .init(
            kind: .changed,
            text: (isPlain ? "The first step is \(Numbers.short(learningRate)) · gradient. " : "")
                + text)
    }

    private static func isTooSmall(_ moment: Moment, _ learningRate: Double) -> Bool {
        zip(moment.before, moment.gradients ?? []).allSatisfy { value, gradient in
            value - Float(learningRate) * gradient == value
        }
    }

    private static func isOne(_ kind: StepFinding.Kind, _ learningRate: Double) -> Bool {
        learningRate != 1 && StepFinding.isStep(kind, 1)
    }

    private static func otherRate(
        _ step: StepFinding, _ rate: Double, _ twice: Moment?, _ training: Training
    ) -> GradientCheck.Verdict {
        let number = Numbers.short(rate)
        let set = Numbers.short(training.learningRate)
        let next = twice.flatMap { StepFinding($0, learningRate: 2 * training.learningRate) }
        if let next, training.learningRate != 0, StepFinding.isStep(next.kind, 2 * rate) {
            return .init(
                kind: .changed,
                text: "Each step is \(number) · gradient: "
                    + "\(Numbers.short(rate / training.learningRate)) times the learning rate \(set)."
            )
        }
        if isOne(step.kind, training.learningRate) {
            return .init(
                kind: .wrong,
                text: "The step is the whole gradient: the learning rate \(set) is forgotten.",
                clause: "the update forgets the learning rate")
        }
        return .init(
            kind: .changed,
            text:
                "The first step is \(number) · gradient, whatever the learning rate is; "
                + "here that is \(set).")
    }

    private static func other(
        _ step: StepFinding, isDownhill: Bool, _ learningRate: Double, isFixed: Bool
    ) -> GradientCheck.Verdict {
        func names(_ isMeant: (StepFinding.Kind) -> Bool) -> String? {
            let names = step.parameters.filter { isMeant($0.kind) }.map { $0.name }
            return names.isEmpty ? nil : list(names, "and")
        }
        if let names = names({ if case .uniform(let rate, _) = $0 { rate < 0 } else { false } }) {
            return .init(
                kind: .wrong, text: "The step of \(names) goes uphill: its sign is wrong.",
                clause: "the update goes uphill")
        }
        if let names = names({ $0 == .still }), learningRate != 0 {
            return .init(
                kind: .wrong, text: "\(names) never moves, although there is a gradient.",
                clause: "a parameter is not updated")
        }
        let someAreSet = names { StepFinding.isStep($0, learningRate) } != nil
        if someAreSet, let names = names({ isOne($0, learningRate) }) {
            return .init(
                kind: .wrong,
                text: "The step of \(names) is the whole gradient: the learning rate is forgotten.",
                clause: "the update forgets the learning rate")
        }
        if !isDownhill {
            return .init(
                kind: .wrong, text: "It goes uphill, and is no multiple of the gradient.",
                clause: "the update goes uphill")
        }
        return .init(
            kind: .changed,
            text:
                "It goes downhill, but is not learning rate · gradient. RMSprop's and Adam's steps "
                + "are such ones."
                + (isFixed ? " It is the same whatever the learning rate is." : ""))
    }
}
