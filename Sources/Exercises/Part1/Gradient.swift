import Descent

extension Exercise {
    /// Part 1: dL/dw of L = 1/n · Σ (w·x² − y)².
    public static func gradient(
        _ answer: @escaping (_ x: [Float], _ y: [Float], _ w: Float) -> Float
    ) -> Exercise {
        typealias Answer = ([Float], [Float], Float) -> Float
        /// The mean of 2·(w·x² − y), times a factor for each sample.
        func times(_ factor: @escaping (_ x: Float) -> Float) -> Answer {
            { x, y, w in mean(x.count) { 2 * (w * x[$0] * x[$0] - y[$0]) * factor(x[$0]) } }
        }
        let right = times { $0 * $0 }
        func scaled(_ scale: @escaping (_ n: Float) -> Float) -> Answer {
            { x, y, w in scale(Float(x.count)) * right(x, y, w) }
        }
        return Exercise(
            "gradient",
            hints: [
                "The derivative of a square: (e²)′ = 2·e·e′. Here e = w·x² − y. How much does it change with w?",
                "Each sample gives 2·(w·x² − y)·x². The loss is a mean, so its gradient is the mean of these.",
                "mean(x.count) { i in 2 * (… - y[i]) * x[i] * x[i] }",
            ],
            learned: "The chain rule holds for any model: what changes is how ŷ changes with w.",
            cases: { draw in
                draw.samples(rows: ["x", "y"], numbers: ["w"]) + [
                    ["x": draw.row(3), "y": draw.row(3), "w": 0],
                    ["x": [0, -1, 2, 0.5], "y": [1, 3, -2, 0], "w": -1.5],
                    ["x": [1, 2, -3], "y": [2, 8, 18], "w": 2],
                    ["x": [-1.5], "y": [2], "w": 0.5],
                ]
            },
            gives: { answer, put in
                ["dL/dw": Figure(answer(put.floats("x"), put.floats("y"), put.float("w")))]
            },
            answer: answer, nothing: { _, _, _ in 0 }, right: right,
            mistakes: [
                "Exactly n = {n} times too large: it is a sum.": scaled { $0 },
                "The sign is reversed: this walks uphill. The error is ŷ − y.": scaled { _ in -1 },
                "The sign is reversed, and it is the sum, not the mean: n times too large.":
                    scaled { -$0 },
                "Half of it: the 2 of the square's derivative is missing.": scaled { _ in 0.5 },
                "The factor x² is missing: that is dŷ/dw.": times { _ in 1 },
                "Right for one sample only: it takes the first.":
                    { x, y, w in right([x[0]], [y[0]], w) },
                "The product of two means is not the mean of the products.":
                    { x, y, w in times { _ in 1 }(x, y, w) * dot(x, x) / Float(x.count) },
                "It divides by n − 1, not by n.": scaled { $0 / max(1, $0 - 1) },
                "Divided by n twice.": scaled { 1 / $0 },
                "This is the loss, not its derivative.":
                    { x, y, w in
                        let e = zip(x, y).map { w * $0 * $0 - $1 }
                        return dot(e, e) / Float(x.count)
                    },
                "This is the gradient of the lesson's model, w·x: here ŷ = w·x².":
                    { x, y, w in mean(x.count) { 2 * (w * x[$0] - y[$0]) * x[$0] } },
                "The factor is x, as in the lesson: how does ŷ = w·x² change with w?": times { $0 },
                "The factor is 2·x, as if x changed: it is w that changes.": times { 2 * $0 },
            ])
    }
}
