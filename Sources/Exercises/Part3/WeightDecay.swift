import Descent

extension Exercise {
    /// Part 3: weight decay.
    public static func weightDecay(_ make: @escaping OptimizerAnswer) -> Exercise {
        let right: (RuleOptimizer.Step) -> Tensor = { $0.rate * ($0.g + $0.setting * $0.p) }
        return Exercise(
            "weight-decay",
            hints: [
                "for parameter in parameters, and guard let gradient = parameter.grad.",
                "Inside withNoGrad: the pull is weightDecay * parameter, added to the gradient.",
                "parameter -= learningRate * (gradient + …)",
            ],
            learned: "Weight decay adds the slope of ½ · weightDecay · Σ p² to the loss's.",
            cases: { Steps.cases($0, "weightDecay") }, gives: Steps.gives("weightDecay"),
            answer: make, nothing: optimizer { 0 * $0.g }, right: optimizer(right),
            mistakes: [
                "The decay is subtracted from the gradient: this pulls away from 0.":
                    optimizer { $0.rate * ($0.g - $0.setting * $0.p) },
                "These are plain steps: the decay is missing.": optimizer { $0.rate * $0.g },
                "The pull does not get the learning rate: it belongs to the gradient.":
                    optimizer { $0.rate * $0.g + $0.setting * $0.p },
                "The decay multiplies the gradient where it has to multiply the parameter.":
                    optimizer { $0.rate * ($0.g + $0.setting * $0.g) },
                "The sign is reversed: this walks uphill.": optimizer { -right($0) },
                "The learning rate is missing.": optimizer { $0.g + $0.setting * $0.p },
                "A parameter without a gradient is pulled, too.": optimizer(right, absence: .zero),
                "It ends at the first parameter without a gradient.":
                    optimizer(right, absence: .stop),
            ])
    }
}
