import Descent

extension Exercise {
    /// Part 3: weight decay.
    public static func weightDecay(_ make: @escaping OptimizerAnswer) -> Exercise {
        typealias Rule = (_ p: Tensor, _ g: Tensor, _ rate: Float, _ decay: Float) -> Tensor
        func each(
            absence: RuleOptimizer.Absence = .skip, _ rule: @escaping Rule
        ) -> OptimizerAnswer {
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
            learned: "Weight decay adds the slope of ½ · weightDecay · Σ p² to the loss's.",
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
                "The sign is reversed: this walks uphill.":
                    each { p, g, rate, decay in p + rate * (g + decay * p) },
                "The learning rate is missing.": each { p, g, _, decay in p - (g + decay * p) },
                "A parameter without a gradient is pulled, too.": each(absence: .zero, right),
                "It ends at the first parameter without a gradient.": each(absence: .stop, right),
            ])
    }
}
