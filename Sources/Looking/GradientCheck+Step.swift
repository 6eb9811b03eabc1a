import Classroom
import Words

/// The verdict on whether an update uses the gradient, with the right sign and the learning rate.
extension GradientCheck {
    /// - Parameters:
    ///   - updates: the first update of each epoch that was looked at.
    ///   - isSteady: whether the first update is the same in another run.
    static func stepVerdict(
        _ findings: Findings, _ updates: [Update], _ training: Training, isSteady: Bool
    ) -> Verdict {
        guard let step = findings.step else {
            return Verdict(
                .unknown,
                "In epoch \(updates[0].epoch), lesson.report(…) is not called or has other parameters."
            )
        }
        let learningRate = training.learningRate
        let set = Numbers.short(learningRate)
        let still =
            step.difference != nil
            ? [] : updates.filter { StepFinding($0, learningRate: learningRate)?.kind == .still }
        if let first = still.first, still.count < updates.count, !findings.isMisplaced, isSteady {
            return Verdict(.changed, "Not every epoch takes a step: epoch \(first.epoch) doesn't.")
        }
        switch step.kind {
        case .unknown where learningRate == 0:
            return Verdict(.right, "With a learning rate of 0, nothing moves.")
        case .still where findings.isMisplaced:
            return Verdict(
                .wrong,
                "Nothing changes between lesson.look(…) and lesson.report(…), yet the "
                    + "parameters change: the update belongs between the two.",
                clause: "the update is not between lesson.look(…) and lesson.report(…)")
        case .unknown:
            return Verdict(
                .unknown,
                "There is no step to compare: the gradient is 0, or the step is lost to rounding or "
                    + "isn't finite.")
        case _ where !isSteady:
            return Verdict(
                .changed,
                "The same gradient leads to a different step each time: the step is random.")
        case .still:
            return Verdict(.wrong, "No parameter changes.", clause: "no parameter changes")
        case _ where findings.followsRule:
            return Verdict(.right, "It follows the rule that --explain shows.")
        case _ where findings.hidesRule:
            return Verdict(.unknown, "It depends on updates that the check doesn't see.")
        case _ where findings.mismatch != nil:
            return Verdict(.changed, findings.mismatch!.sentence)
        case .uniform where step.isAsSet && findings.hasPlainSteps:
            return Verdict(.right, "It is p ← p − \(set) · gradient.")
        case .uniform(let rate, _) where rate > 0 && !findings.hasPlainSteps:
            return Verdict(
                .changed,
                "The first step is \(Numbers.short(rate)) · gradient, but later ones are not, as with "
                    + "momentum, weight decay, clipping, noise, or a changing learning rate.")
        case .uniform(let rate, _) where rate > 0 && StepFinding.isStep(step.kind, 1):
            return Verdict(
                .wrong, "The step is the whole gradient: the learning rate \(set) is missing.",
                clause: "the update forgets the learning rate")
        case .uniform(let rate, _) where rate > 0:
            return Verdict(
                .changed,
                "Each step is \(Numbers.short(rate)) · gradient, but the learning rate is \(set).")
        case .uniform, .other:
            if let fault = fault(step, findings.laterSteps) { return fault }
            return Verdict(
                .changed,
                step.difference.map { "In epoch \(updates[0].epoch) \($0)." }
                    ?? "It is not learning rate · gradient, as with RMSprop, Adam, clipping, or noise."
            )
        }
    }

    /// The fault in a step that is not a multiple of the gradient; nil if it goes downhill.
    private static func fault(_ step: StepFinding, _ later: [StepFinding]) -> Verdict? {
        func having(_ isMeant: (StepFinding.Kind) -> Bool) -> [String]? {
            let names = step.parameters.filter { isMeant($0.kind) }.map { $0.name }
            return names.isEmpty ? nil : names
        }
        let uphill = "the update goes uphill"
        if let names = having({ if case .uniform(let rate, _) = $0 { rate < 0 } else { false } }) {
            let sign = having { StepFinding.isStep($0, -step.learningRate) } == names
            let cause = sign ? ": its sign is wrong" : ""
            return Verdict(
                .wrong, "The step of \(list(names, "and")) goes uphill\(cause).", clause: uphill)
        }
        let movesLater = later.contains { later in
            zip(step.parameters, later.parameters).contains { first, later in
                if case .uniform = later.kind { return first.kind == .still }
                return false
            }
        }
        if let names = having({ $0 == .still }), !movesLater {
            let verb = names.count == 1 ? "does" : "do"
            return Verdict(
                .wrong, "\(list(names, "and")) \(verb) not move, although there is a gradient.",
                clause: "a parameter is not updated")
        }
        guard case .other(isDownhill: false) = step.kind else { return nil }
        return Verdict(
            .wrong, "It goes uphill, and isn't a multiple of the gradient.", clause: uphill)
    }
}
