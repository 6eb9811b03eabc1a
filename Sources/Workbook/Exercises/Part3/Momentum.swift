import Descent

extension Exercise {
    /// Part 3: an optimizer with momentum.
    public static func momentum(
        _ make:
            @escaping (_ parameters: [Tensor], _ learningRate: Float, _ momentum: Float) ->
            any Optimizer
    ) -> Exercise {
        func by(
            isShared: Bool = false, absence: Steps.Absence = .skip,
            _ rule: @escaping (_ rate: Double, _ m: Double) -> Steps.Rule
        ) -> (Figures) -> Figures {
            Steps.by("momentum", isShared: isShared, absence: absence, rule)
        }
        let right = { (rate: Double, m: Double) -> Steps.Rule in
            { p, g, v in
                v = m * v + g
                return p - rate * v
            }
        }
        return Exercise(
            "momentum", title: "An optimizer with momentum",
            hints: [
                "A velocity for each parameter: private var velocities: [Tensor?], nil before the first step.",
                "for (index, parameter) in parameters.enumerated(), and guard let g = parameter.grad.",
                "velocities[index] = velocities[index].map { momentum * $0 + g } ?? g; then move by it, "
                    + "inside withNoGrad.",
            ],
            learned: "An optimizer may remember: with momentum the steps of many epochs add up.",
            cases: { Steps.cases($0, "momentum") },
            nothing: by { _, _ in { p, _, _ in p } },
            expected: by(right),
            mistakes: [
                KnownMistake(
                    "It uses the old velocity: first the velocity, then the parameter.",
                    by { rate, m in
                        { p, g, v in
                            defer { v = m * v + g }
                            return p - rate * v
                        }
                    }),
                KnownMistake(
                    "These are plain steps: nothing is left of the velocity of the step before.",
                    by { rate, _ in { p, g, _ in p - rate * g } }),
                KnownMistake(
                    "The velocity is an average here: the gradient enters with 1 − momentum.",
                    by { rate, m in
                        { p, g, v in
                            v = m * v + (1 - m) * g
                            return p - rate * v
                        }
                    }),
                KnownMistake(
                    "The sign is reversed: this walks uphill.",
                    by { rate, m in
                        { p, g, v in
                            v = m * v + g
                            return p + rate * v
                        }
                    }),
                KnownMistake(
                    "The learning rate is missing.",
                    by { _, m in
                        { p, g, v in
                            v = m * v + g
                            return p - v
                        }
                    }),
                KnownMistake(
                    "The learning rate is used twice.",
                    by { rate, m in
                        { p, g, v in
                            v = m * v + rate * g
                            return p - rate * v
                        }
                    }),
                KnownMistake(
                    "The old velocity is kept whole: momentum is not used.",
                    by { rate, _ in
                        { p, g, v in
                            v += g
                            return p - rate * v
                        }
                    }),
                KnownMistake(
                    "The momentum multiplies the gradient, too.",
                    by { rate, m in
                        { p, g, v in
                            v = m * (v + g)
                            return p - rate * v
                        }
                    }),
                KnownMistake(
                    "The momentum multiplies the gradient, and not the velocity.",
                    by { rate, m in
                        { p, g, v in
                            v += m * g
                            return p - rate * v
                        }
                    }),
                KnownMistake(
                    "All parameters share one velocity: each needs its own.",
                    by(isShared: true, right)),
                KnownMistake(
                    "A parameter without a gradient still moves, by what is left of its velocity: it is "
                        + "to be left alone.", by(absence: .zero, right)),
                KnownMistake(
                    "It ends at the first parameter without a gradient: those behind it are left out.",
                    by(absence: .stop, right)),
                KnownMistake(
                    "The velocity is lost where a gradient is missing once: it is kept for the next one.",
                    by(absence: .forget, right)),
                KnownMistake(
                    "This is Nesterov's variant: here p moves by v alone.",
                    by { rate, m in
                        { p, g, v in
                            v = m * v + g
                            return p - rate * (g + m * v)
                        }
                    }),
            ],
            found: Steps.found("momentum", make))
    }
}
