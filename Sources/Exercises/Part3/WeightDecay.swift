import Descent

extension Exercise {
    /// Part 3: weight decay.
    public static func weightDecay(
        _ make:
            @escaping (_ parameters: [Tensor], _ learningRate: Float, _ weightDecay: Float) ->
            any Optimizer
    ) -> Exercise {
        typealias Rule = (_ p: Float, _ g: Float, _ rate: Float, _ decay: Float) -> Float
        func each(
            absence: RuleOptimizer.Absence = .skip, _ rule: @escaping Rule
        ) -> Steps.Answer {
            RuleOptimizer.by(absence: absence) { $0.p = rule($0.p, $0.g, $0.rate, $0.setting) }
        }
        let right: Rule = { p, g, rate, decay in p - rate * (g + decay * p) }
        return Exercise(
            "weight-decay",
            hints: [
                "for parameter in parameters, and guard let gradient = parameter.grad.",
                "Inside withNoGrad: the pull is weightDecay * parameter, added to the gradient.",
                "parameter -= learningRate * (gradient + …)",
            ],
            learned:
                "Weight decay is the slope of ½ · weightDecay · Σ p², added to the loss's own.",
            cases: { Steps.cases($0, "weightDecay") }, gives: Steps.gives("weightDecay"),
            answer: make, nothing: each { p, _, _, _ in p }, right: each(right),
            mistakes: [
                "The decay is subtracted from the gradient: this pulls away from 0.":
                    each { p, g, rate, decay in p - rate * (g - decay * p) },
                "These are plain steps: the decay is missing.":
                    each { p, g, rate, _ in p - rate * g },
                "The pull does not get the learning rate: it belongs to the gradient.":
                    each { p, g, rate, decay in p - rate * g - decay * p },
                "The decay multiplies the gradient where it has to multiply the parameter.":
                    each { p, g, rate, decay in p - rate * (g + decay * g) },
                "The decay is added as it is: it has to be multiplied with the parameter.":
                    each { p, g, rate, decay in p - rate * (g + decay) },
                "The sign is reversed: this walks uphill.":
                    each { p, g, rate, decay in p + rate * (g + decay * p) },
                "The learning rate is missing.": each { p, g, _, decay in p - (g + decay * p) },
                "The pull does not depend on how large the parameter is, only on its sign.":
                    each { p, g, rate, decay in p - rate * (g + decay * sign(p)) },
                "The pull uses the parameter after the step, not before it.":
                    each { p, g, rate, decay in (p - rate * g) * (1 - rate * decay) },
                "The pull is twice as strong: the slope of weightDecay · p² is not asked for.":
                    each { p, g, rate, decay in p - rate * (g + 2 * decay * p) },
                "Only the pull is left: the gradient is missing.":
                    each { p, _, rate, decay in p - rate * decay * p },
                "The parameter is multiplied with the decay, not pulled by it.":
                    each { p, g, rate, decay in decay * p - rate * g },
                "A parameter without a gradient is pulled, too: it is to be left alone.":
                    each(absence: .zero, right),
                "It ends at the first parameter without a gradient: those behind it are left out.":
                    each(absence: .stop, right),
            ])
    }
}
