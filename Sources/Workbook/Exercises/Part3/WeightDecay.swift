import Descent

extension Exercise {
    /// Part 3: weight decay.
    public static func weightDecay(
        _ make:
            @escaping (_ parameters: [Tensor], _ learningRate: Float, _ weightDecay: Float) ->
            any Optimizer
    ) -> Exercise {
        func each(
            absence: Steps.Absence = .skip,
            _ rule: @escaping (_ p: Double, _ g: Double, _ rate: Double, _ decay: Double) -> Double
        ) -> (Figures) -> Figures {
            Steps.by("weightDecay", absence: absence) { rate, decay in
                { p, g, _ in rule(p, g, rate, decay) }
            }
        }
        let right = { (p: Double, g: Double, rate: Double, decay: Double) in
            p - rate * (g + decay * p)
        }
        return Exercise(
            "weight-decay", title: "Weight decay",
            hints: [
                "for parameter in parameters, and guard let gradient = parameter.grad.",
                "Inside withNoGrad: the pull is weightDecay * parameter, added to the gradient.",
                "parameter -= learningRate * (gradient + …)",
            ],
            learned:
                "Weight decay is the slope of ½ · weightDecay · Σ p², added to the loss's own.",
            cases: { Steps.cases($0, "weightDecay") },
            nothing: each { p, _, _, _ in p },
            expected: each(right),
            mistakes: [
                KnownMistake(
                    "The decay is subtracted from the gradient: this pulls away from 0.",
                    each { p, g, rate, decay in p - rate * (g - decay * p) }),
                KnownMistake(
                    "These are plain steps: the decay is missing.",
                    each { p, g, rate, _ in p - rate * g }),
                KnownMistake(
                    "The pull does not get the learning rate: it belongs to the gradient.",
                    each { p, g, rate, decay in p - rate * g - decay * p }),
                KnownMistake(
                    "The decay multiplies the gradient where it has to multiply the parameter.",
                    each { p, g, rate, decay in p - rate * (g + decay * g) }),
                KnownMistake(
                    "The decay is added as it is: it has to be multiplied with the parameter.",
                    each { p, g, rate, decay in p - rate * (g + decay) }),
                KnownMistake(
                    "The sign is reversed: this walks uphill.",
                    each { p, g, rate, decay in p + rate * (g + decay * p) }),
                KnownMistake(
                    "The learning rate is missing.", each { p, g, _, decay in p - (g + decay * p) }),
                KnownMistake(
                    "The pull does not depend on how large the parameter is, only on its sign.",
                    each { p, g, rate, decay in
                        p - rate * (g + decay * (p == 0 ? 0 : p < 0 ? -1 : 1))
                    }),
                KnownMistake(
                    "The pull uses the parameter after the step, not before it.",
                    each { p, g, rate, decay in (p - rate * g) * (1 - rate * decay) }),
                KnownMistake(
                    "The pull is twice as strong: the slope of weightDecay · p² is not asked for.",
                    each { p, g, rate, decay in p - rate * (g + 2 * decay * p) }),
                KnownMistake(
                    "Only the pull is left: the gradient is missing.",
                    each { p, _, rate, decay in p - rate * decay * p }),
                KnownMistake(
                    "The parameter is multiplied with the decay, not pulled by it.",
                    each { p, g, rate, decay in decay * p - rate * g }),
                KnownMistake(
                    "A parameter without a gradient is pulled, too: it is to be left alone.",
                    each(absence: .zero, right)),
                KnownMistake(
                    "It ends at the first parameter without a gradient: those behind it are left out.",
                    each(absence: .stop, right)),
            ],
            found: Steps.found("weightDecay", make))
    }
}
