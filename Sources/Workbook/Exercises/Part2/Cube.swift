import Descent

extension Exercise {
    /// Part 2: the backward pass of u³.
    public static func cube(_ cube: @escaping (Tensor) -> Tensor) -> Exercise {
        func slope(
            _ derivative: @escaping (_ u: Double, _ g: Double) -> Double
        ) -> (Figures) -> Figures {
            { put in
                let u = put["u"]
                let slopes = zip(u.numbers, put.doubles("gradient")).map(derivative)
                return ["u³": u.map { $0 * $0 * $0 }, "dL/du": Figure(slopes, shape: u.shape)]
            }
        }
        return Exercise(
            "cube", title: "The backward pass of the cube",
            hints: [
                "The slope of u³ is 3·u². That is not all that the chain rule asks for.",
                "What arrives in `gradient` is multiplied with the slope.",
                "return [gradient * …]: one gradient, as there is one input.",
            ],
            learned: "A backward pass is the slope, times the gradient that arrives.",
            cases: { draw in
                [1, 2, 3, 5].map { n in ["u": draw.row(n, -3...3), "gradient": draw.row(n, -3...3)]
                }
                    + [
                        ["u": draw.table(2, 2, -3...3), "gradient": draw.table(2, 2, -3...3)],
                        ["u": Figure([0, -1, 1, 2]), "gradient": Figure([2, 0.5, 0, -1])],
                        ["u": Figure([-1.5]), "gradient": Figure([2.5])],
                    ]
            },
            nothing: slope { _, _ in 0 },
            expected: slope { u, g in 3 * u * u * g },
            mistakes: [
                KnownMistake(
                    "The gradient that arrives is missing: this is the slope alone.",
                    slope { u, _ in 3 * u * u }),
                KnownMistake("The 3 is missing.", slope { u, g in u * u * g }),
                KnownMistake("The slope is 3·u² and not 3·u.", slope { u, g in 3 * u * g }),
                KnownMistake("This is the slope of the square: 2·u.", slope { u, g in 2 * u * g }),
                KnownMistake(
                    "The slope has the power 2: u³ stays no u³.",
                    slope { u, g in 3 * u * u * u * g }),
                KnownMistake("This is u³ and not its slope.", slope { u, g in u * u * u * g }),
                KnownMistake(
                    "The gradient that arrives is added where it has to be multiplied.",
                    slope { u, g in 3 * u * u + g }),
                KnownMistake(
                    "The gradient passes through unchanged: the slope is missing.",
                    slope { _, g in g }),
                KnownMistake(
                    "The gradient is cubed: the slope belongs to u.", slope { _, g in 3 * g * g }),
                KnownMistake("The sign is reversed.", slope { u, g in -3 * u * u * g }),
                KnownMistake(
                    "u gets no gradient: a backward pass that returns nil says that it needs none."
                ) {
                    put in
                    ["u³": put["u"].map { $0 * $0 * $0 }, "dL/du": .absent("no gradient")]
                },
            ],
            found: { put in
                let u = put.tensor("u", requiresGrad: true)
                let result = cube(u)
                let loss = (result * put.tensor("gradient")).sum()
                if loss.requiresGrad { loss.backward() }
                return ["u³": Figure(result), "dL/du": Figure(gradientOf: u)]
            })
    }
}
