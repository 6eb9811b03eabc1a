import Descent

extension Exercise {
    /// Part 3: an optimizer with momentum.
    public static func momentum(_ make: @escaping OptimizerAnswer) -> Exercise {
        typealias Step = RuleOptimizer.Step
        /// The new velocity, of which the setting is the momentum; p moves by it.
        func velocity(_ next: @escaping (Step) -> Tensor) -> OptimizerAnswer {
            RuleOptimizer.by { step in
                step.kept = next(step)
                step.p = step.p - step.rate * step.kept
            }
        }
        /// How far p moves down, with the right velocity.
        func move(
            absence: RuleOptimizer.Absence = .skip,
            _ distance: @escaping (_ step: Step, _ v: Tensor) -> Tensor = { $0.rate * $1 }
        ) -> OptimizerAnswer {
            RuleOptimizer.by(absence: absence) { step in
                let v = step.setting * step.kept + step.g
                step.p = step.p - distance(step, v)
                step.kept = v
            }
        }
        return Exercise(
            "momentum",
            hints: [
                "A velocity for each parameter: private var velocities: [Tensor?], nil before the first step.",
                "for (index, parameter) in parameters.enumerated(), and guard let g = parameter.grad.",
                "velocities[index] = velocities[index].map { momentum * $0 + g } ?? g; then move by it, "
                    + "inside withNoGrad.",
            ],
            learned: "An optimizer may remember: with momentum the steps of many epochs add up.",
            cases: { Steps.cases($0, "momentum") }, gives: Steps.gives("momentum"), answer: make,
            nothing: move { _, v in 0 * v }, right: move(),
            mistakes: [
                "It uses the old velocity: first the velocity, then the parameter.":
                    move { step, _ in step.rate * step.kept },
                "These are plain steps: nothing is left of the velocity.": velocity { $0.g },
                "The velocity is an average here: the gradient enters with 1 − momentum.":
                    velocity { $0.setting * $0.kept + (1 - $0.setting) * $0.g },
                "The sign is reversed: this walks uphill.": move { step, v in -step.rate * v },
                "The learning rate is missing.": move { _, v in v },
                "The old velocity is kept whole, without momentum.": velocity { $0.kept + $0.g },
                "A parameter without a gradient still moves.": move(absence: .zero),
                "It ends at the first parameter without a gradient.": move(absence: .stop),
                "The velocity is lost where a gradient is missing.": move(absence: .forget),
                "This is Nesterov's variant: here p moves by v alone.":
                    move { step, v in step.rate * (step.g + step.setting * v) },
            ])
    }
}
