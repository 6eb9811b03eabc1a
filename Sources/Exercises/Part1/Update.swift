extension Exercise {
    /// Part 1: w − learning rate · gradient.
    public static func update(
        _ answer: @escaping (_ weights: [Float], _ gradient: [Float], _ rate: Float) -> [Float]
    ) -> Exercise {
        func each(
            _ step: @escaping (_ w: Float, _ g: Float, _ rate: Float) -> Float
        ) -> ([Float], [Float], Float) -> [Float] {
            { weights, gradient, rate in zip(weights, gradient).map { step($0, $1, rate) } }
        }
        return Exercise(
            "update",
            hints: [
                "The gradient says where the loss grows, so the step goes the other way.",
                "Each new weight is the old one minus the learning rate times its gradient.",
                "weights.indices.map { i in weights[i] - … }",
            ],
            learned: "Against the gradient: that minus sign is all of gradient descent.",
            cases: { draw in
                draw.samples(
                    rows: ["weights", "gradient"], numbers: ["learningRate"], in: 0.25...1)
                    + [
                        ["weights": [0, -1, 2], "gradient": [1, 0, -2], "learningRate": 0.1],
                        ["weights": draw.row(2), "gradient": draw.row(2), "learningRate": 0],
                    ]
            },
            gives: { answer, put in
                let weights = answer(
                    put.floats("weights"), put.floats("gradient"), put.float("learningRate"))
                return ["new weights": Figure(weights)]
            },
            answer: answer, nothing: { weights, _, _ in weights },
            right: each { w, g, rate in w - rate * g },
            mistakes: [
                "The sign is reversed: this walks uphill.": each { w, g, rate in w + rate * g },
                "The learning rate is missing.": each { w, g, _ in w - g },
                "This is the step, not the new weight.": each { _, g, rate in rate * g },
                "This is the change, not the new weight.": each { _, g, rate in -rate * g },
                "It is always 0.5: the rate is not used.": each { w, g, _ in w - 0.5 * g },
                "The learning rate multiplies all of it.": each { w, g, rate in rate * (w - g) },
                "Only the first weight is updated.":
                    { weights, g, rate in [weights[0] - rate * g[0]] + weights.dropFirst() },
            ])
    }
}

/// The sign of a number: 1, −1, or 0.
package func sign(_ number: Float) -> Float { number == 0 ? 0 : number < 0 ? -1 : 1 }
