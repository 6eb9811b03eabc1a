import Classroom
import Words

/// The verdict on whether an update uses the gradient, with the right sign and the learning rate.
extension GradientCheck {
    /// - Parameters:
    ///   - moments: the first update of each epoch that was looked at.
    ///   - isSteady: whether the first update is the same in another run.
    static func stepVerdict(
        _ insight: Insight, _ moments: [Moment], _ training: Training, isSteady: Bool
    ) -> Verdict {
        guard let step = insight.step else {
            return Verdict(.unknown, "The lesson doesn't report the parameters after the update.")
        }
        let learningRate = training.learningRate
        let set = Numbers.short(learningRate)
        let still = moments.filter { isStill($0, learningRate) }
        if let first = still.first, still.count < moments.count, !insight.isMisplaced {
            return Verdict(
                .changed,
                "Some epochs take no step; epoch \(first.epoch) is the first of them.")
        }
        switch step.kind {
        case .still where learningRate == 0:
            return Verdict(.right, "With a learning rate of 0, nothing moves.")
        case .still where insight.isMisplaced:
            return Verdict(
                .wrong,
                "Nothing changes between lesson.look(…) and lesson.report(…), yet the "
                    + "parameters change: the update belongs between the two.",
                clause: "the update is not between lesson.look(…) and lesson.report(…)")
        case .still where !still.isEmpty:
            return Verdict(
                .wrong, "Nothing changes: no step is taken.", clause: "no step is taken")
        case .unknown, .still:
            return Verdict(
                .unknown,
                "There is no step to compare: the gradient is 0, or the step is lost to rounding or "
                    + "isn't finite.")
        case _ where !isSteady:
            return Verdict(
                .changed,
                "The same gradient leads to a different step each time: the step is random.")
        case _ where insight.mismatch != nil:
            return Verdict(.changed, insight.mismatch!.sentence)
        case .uniform where step.isAsSet && insight.hasPlainSteps:
            return Verdict(.right, "It is p ← p − \(set) · gradient.")
        case .uniform(let rate, _) where rate > 0 && !insight.hasPlainSteps:
            return Verdict(
                .changed,
                "The first step is \(Numbers.short(rate)) · gradient, but later ones are not: "
                    + "momentum, weight decay, RMSprop, or a changing learning rate.")
        case .uniform(let rate, _) where rate > 0 && StepFinding.isStep(step.kind, 1):
            return Verdict(
                .wrong, "The step is the whole gradient: the learning rate \(set) is missing.",
                clause: "the update forgets the learning rate")
        case .uniform(let rate, _) where rate > 0:
            return Verdict(
                .changed,
                "Each step is \(Numbers.short(rate)) · gradient, but the learning rate is \(set).")
        case .uniform, .other:
            if let fault = fault(step) { return fault }
            if let rates = step.rates {
                return Verdict(.changed, "The first step is \(rates): each has its own rate.")
            }
            return Verdict(
                .changed,
                "It goes downhill, but is not learning rate · gradient. The steps of RMSprop and Adam "
                    + "are like that.")
        }
    }

    /// The fault in a step that is not a multiple of the gradient; nil if it goes downhill.
    private static func fault(_ step: StepFinding) -> Verdict? {
        func names(_ isMeant: (StepFinding.Kind) -> Bool) -> String? {
            let names = step.parameters.filter { isMeant($0.kind) }.map { $0.name }
            return names.isEmpty ? nil : list(names, "and")
        }
        let uphill = "the update goes uphill"
        if let names = names({ if case .uniform(let rate, _) = $0 { rate < 0 } else { false } }) {
            return Verdict(
                .wrong, "The step of \(names) goes uphill: its sign is wrong.", clause: uphill)
        }
        if let names = names({ $0 == .still }) {
            return Verdict(
                .wrong, "\(names) never moves, although there is a gradient.",
                clause: "a parameter is not updated")
        }
        guard case .other(isDownhill: false) = step.kind else { return nil }
        return Verdict(
            .wrong, "It goes uphill, and isn't a multiple of the gradient.", clause: uphill)
    }

    /// True if no step is taken, although a step would be noticeable.
    private static func isStill(_ moment: Moment, _ learningRate: Double) -> Bool {
        StepFinding(moment, learningRate: learningRate)?.kind == .still
            && zip(moment.before, moment.gradients ?? []).contains { value, gradient in
                value - Float(learningRate) * gradient != value
            }
    }
}
