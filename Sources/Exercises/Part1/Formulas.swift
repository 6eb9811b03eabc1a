import Descent

extension Exercise {
    /// Part 1: ŷ = w·x².
    public static func prediction(_ answer: @escaping ([Float], Float) -> [Float]) -> Exercise {
        func each(_ model: @escaping (Float, Float) -> Float) -> ([Float], Float) -> [Float] {
            { x, w in x.map { model($0, w) } }
        }
        return Exercise(
            "prediction",
            hints: [
                "The result has one number for each x: write a loop over x, or use x.map { … }.",
                "For each x, the prediction is w times x times x.",
                "Inside x.map { … }, the current number is called $0.",
            ],
            learned: "A model is just a function of its inputs and its parameters.",
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
                "It adds the weight instead of multiplying by it.": each { x, w in w + x * x },
                "It is x², without the weight.": each { x, _ in x * x },
                "It is (w·x)²: only x is squared, not the weight.": each { x, w in w * x * w * x },
                "All samples get the first prediction.": { x, w in x.map { _ in w * x[0] * x[0] } },
                "Only the first sample has a prediction.": { x, w in [w * x[0] * x[0]] },
            ])
    }

    /// Part 1: L = 1/n · Σ |ŷ − y|.
    public static func meanAbsoluteError(_ answer: @escaping ErrorAnswer) -> Exercise {
        /// From the errors ŷ − y.
        func of(_ loss: @escaping (_ e: [Float]) -> Float) -> ErrorAnswer {
            { prediction, target in loss(zip(prediction, target).map { $0 - $1 }) }
        }
        return Exercise(
            "mean-absolute-error",
            hints: [
                "For each sample, take the difference of prediction and target without its sign: abs(…).",
                "Then take the mean: add up all of them, and divide by their number.",
                "return mean(target.count) { i in abs(…) }",
            ],
            learned: "An error of 4 counts as much as four errors of 1. Squared, it counts as 16.",
            cases: { draw in
                draw.samples(rows: ["ŷ", "y"]) + [
                    ["ŷ": [0, -2, 3], "y": [0, -2, 3]],
                    ["ŷ": [0, 0, 0, 0, 0], "y": draw.row(5, -3 ... -0.5)],
                    ["ŷ": [3, -1], "y": [1, 1]], ["ŷ": [-1.5], "y": [2]],
                ]
            },
            gives: { answer, put in ["L": Figure(answer(put.floats("ŷ"), put.floats("y")))] },
            answer: answer, nothing: { _, _ in 0 }, right: of { average($0.map(abs)) },
            mistakes: [
                "The sum, not the mean: it is n = {n} times too large.": of { total($0.map(abs)) },
                "The errors keep their signs, and cancel out.": of { average($0) },
                "This is the lesson's loss, with squares.": of { average($0.map { $0 * $0 }) },
                "The order is wrong: |e| comes first.": of { abs(average($0)) },
                "This is the largest error, not the mean.": of { $0.map(abs).max()! },
                "Only the first sample counts: return after the loop.": of { abs($0[0]) },
            ])
    }

    /// Part 1: w − learning rate · gradient.
    public static func update(_ answer: @escaping UpdateAnswer) -> Exercise {
        func each(
            _ step: @escaping (_ w: Float, _ g: Float, _ rate: Float) -> Float
        ) -> UpdateAnswer {
            { weights, gradient, rate in zip(weights, gradient).map { step($0, $1, rate) } }
        }
        return Exercise(
            "update",
            hints: [
                "The gradient points to where the loss grows, so step the other way.",
                "Each new weight is the old one, minus the learning rate times its gradient.",
                "weights.indices.map { i in weights[i] - … }",
            ],
            learned: "Each step goes against the gradient: that is what the minus sign is for.",
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
                "The rate multiplies the weight, too.": each { w, g, rate in rate * (w - g) },
                "Only the first weight is updated.":
                    { weights, g, rate in [weights[0] - rate * g[0]] + weights.dropFirst() },
            ])
    }
}

public typealias ErrorAnswer = (_ prediction: [Float], _ target: [Float]) -> Float
public typealias UpdateAnswer = (_ weights: [Float], _ gradient: [Float], _ rate: Float) -> [Float]

/// Σ aᵢ
package func total(_ a: [Float]) -> Float { sum(a.count) { a[$0] } }

/// Σ aᵢ·bᵢ
package func dot(_ a: [Float], _ b: [Float]) -> Float { sum(a.count) { a[$0] * b[$0] } }

/// 1/n · Σ aᵢ
package func average(_ a: [Float]) -> Float { total(a) / Float(a.count) }
