import Descent

extension Exercise {
    /// Part 2: the backward pass of u³.
    public static func cube(_ cube: @escaping (Tensor) -> Tensor) -> Exercise {
        /// The cube of u and its slope, from u and the gradient that arrives.
        typealias Answer = (_ u: Tensor, _ g: Tensor) -> Figures
        func slope(_ derivative: @escaping (_ u: Tensor, _ g: Tensor) -> Tensor) -> Answer {
            { u, g in ["u³": Figure(u.pow(3)), "dL/du": Figure(derivative(u.detached(), g))] }
        }
        let answer: Answer = { u, g in
            let result = cube(u)
            let loss = (result * g).sum()
            if loss.requiresGrad { loss.backward() }
            return ["u³": Figure(result), "dL/du": Figure(gradientOf: u)]
        }
        return Exercise(
            "cube",
            hints: [
                "The slope of u³ is 3·u², but the chain rule needs one more factor.",
                "Multiply `gradient` by the slope.",
                "return [gradient * …]: one gradient, because there is one input.",
            ],
            learned: "A backward pass multiplies the gradient that arrives by its own slope.",
            cases: { draw in
                draw.samples(rows: ["u", "gradient"]) + [
                    ["u": draw.table(2, 2), "gradient": draw.table(2, 2)],
                    ["u": [0, -1, 1, 2], "gradient": [2, 0.5, 0, -1]],
                    ["u": [-1.5], "gradient": [2.5]],
                ]
            },
            gives: { answer, put in
                answer(put.tensor("u", requiresGrad: true), put.tensor("gradient"))
            },
            answer: answer, nothing: slope { u, _ in 0 * u },
            right: slope { u, g in 3 * u * u * g },
            mistakes: [
                "The gradient that arrives is missing.": slope { u, _ in 3 * u * u },
                "The 3 is missing.": slope { u, g in u * u * g },
                "The slope is 3·u², not 3·u.": slope { u, g in 3 * u * g },
                "This is the slope of the square: 2·u.": slope { u, g in 2 * u * g },
                "The gradient passes through unchanged: the slope is missing.": slope { _, g in g },
                "u gets no gradient.":
                    { u, _ in ["u³": Figure(u.pow(3)), "dL/du": .absent("no gradient")] },
            ])
    }
}
