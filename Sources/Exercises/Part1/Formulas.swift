extension Exercise {
    /// Part 1: ŷ = w·x².
    public static func prediction(_ answer: @escaping ([Float], Float) -> [Float]) -> Exercise {
        func each(_ model: @escaping (Float, Float) -> Float) -> ([Float], Float) -> [Float] {
            { x, w in x.map { model($0, w) } }
        }
        return Exercise(
            "prediction",
            hints: [
                "One number comes out for each that goes in: a loop over x, or x.map { … }.",
                "For each x the prediction is w times x times x.",
                "In x.map { … } the number at hand is called $0.",
            ],
            learned: "A model is a function of its inputs and its parameters, and nothing more.",
            cases: { draw in
                draw.samples(rows: ["x"], numbers: ["w"]) + [
                    ["x": [0, -1.5, 2], "w": -0.5], ["x": draw.row(4), "w": 0],
                    ["x": [-1.5], "w": 2.5],
                ]
            },
            gives: { answer, put in ["ŷ": Figure(answer(put.floats("x"), put.float("w")))] },
            answer: answer, nothing: { _, _ in [] }, right: each { x, w in w * x * x },
            mistakes: [
                "This is the lesson's model, w·x: x is not squared.": each { x, w in w * x },
                "It adds the weight where it has to multiply.": each { x, w in w + x * x },
                "It is x², without the weight.": each { x, _ in x * x },
                "It is always 0.5·x²: w is not used.": each { x, _ in 0.5 * x * x },
                "It is (w·x)²: only x is squared, not the weight.": each { x, w in w * x * w * x },
                "All get the first sample's prediction.":
                    { x, w in x.map { _ in w * x[0] * x[0] } },
                "Only the first sample has a prediction.": { x, w in [w * x[0] * x[0]] },
            ])
    }

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
