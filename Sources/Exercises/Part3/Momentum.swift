import Descent

extension Exercise {
    /// Part 3: an optimizer with momentum.
    public static func momentum(_ make: @escaping OptimizerAnswer) -> Exercise {
        Exercise(
            "momentum",
            hints: [
                "A velocity for each parameter: private var velocities: [Tensor?], nil before the first step.",
                "for (index, parameter) in parameters.enumerated(), and guard let g = parameter.grad.",
                "velocities[index] = velocities[index].map { momentum * $0 + g } ?? g; then move by it, "
                    + "inside withNoGrad.",
            ],
            learned: "An optimizer may remember: with momentum the steps of many epochs add up.",
            cases: { Steps.cases($0, "momentum") }, gives: Steps.gives("momentum"), answer: make,
            nothing: optimizer { 0 * $0.g }, right: optimizer(),
            mistakes: [
                "It uses the old velocity: first the velocity, then the parameter.":
                    optimizer { $0.rate * $0.old },
                "These are plain steps: nothing is left of the velocity.": optimizer(keeps: { $0.g }
                ),
                "The velocity is an average: the gradient enters with 1 − momentum.":
                    optimizer(keeps: { $0.setting * $0.old + (1 - $0.setting) * $0.g }),
                "The sign is reversed: this walks uphill.": optimizer { -$0.rate * $0.new },
                "The learning rate is missing.": optimizer { $0.new },
                "The old velocity is kept whole, without momentum.":
                    optimizer(keeps: { $0.old + $0.g }),
                "A parameter without a gradient still moves.": optimizer(absence: .zero),
                "It ends at the first parameter without a gradient.": optimizer(absence: .stop),
                "The velocity is lost where a gradient is missing.": optimizer(absence: .forget),
                "This is Nesterov's variant: here p moves by v alone.":
                    optimizer { $0.rate * ($0.g + $0.setting * $0.new) },
            ])
    }
}
