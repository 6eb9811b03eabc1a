import Descent

extension Exercise {
    /// Part 1: dL/dw of L = 1/n · Σ (w·x² − y)².
    public static func gradient(
        _ answer: @escaping (_ x: [Float], _ y: [Float], _ w: Float) -> Float
    ) -> Exercise {
        /// From z = x², the errors w·x² − y, and n.
        func of(
            _ slope: @escaping (_ z: [Float], _ e: [Float], _ n: Float) -> Float
        ) -> ([Float], [Float], Float) -> Float {
            { x, y, w in
                let z = x.map { $0 * $0 }
                return slope(z, zip(z, y).map { w * $0 - $1 }, Float(x.count))
            }
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
            answer: answer, nothing: { _, _, _ in 0 }, right: of { z, e, n in 2 * dot(e, z) / n },
            mistakes: [
                "Exactly n = {n} times too large: it is a sum.": of { z, e, _ in 2 * dot(e, z) },
                "The sign is reversed: this walks uphill. The error is ŷ − y.":
                    of { z, e, n in -2 * dot(e, z) / n },
                "The sign is reversed, and it is the sum, not the mean: n times too large.":
                    of { z, e, _ in -2 * dot(e, z) },
                "Half of it: the 2 from the derivative of the square is missing, or divided away.":
                    of { z, e, n in dot(e, z) / n },
                "The factor x² is missing: that is dŷ/dw.": of { _, e, n in 2 * total(e) / n },
                "Right for one sample only: it takes the first.": of { z, e, _ in 2 * e[0] * z[0] },
                "The product of two means is not the mean of the products.":
                    of { z, e, n in 2 * total(e) * total(z) / (n * n) },
                "It divides by n − 1, not by n.": of { z, e, n in 2 * dot(e, z) / max(1, n - 1) },
                "Divided by n twice.": of { z, e, n in 2 * dot(e, z) / (n * n) },
                "This is the loss, not its derivative.": of { _, e, n in dot(e, e) / n },
                "This is the gradient of the lesson's model, w·x: here ŷ = w·x².":
                    { x, y, w in mean(x.count) { 2 * (w * x[$0] - y[$0]) * x[$0] } },
                "The factor is x, as in the lesson: how does ŷ = w·x² change with w?":
                    { x, y, w in mean(x.count) { 2 * (w * x[$0] * x[$0] - y[$0]) * x[$0] } },
                "The factor is 2·x, which is how x² changes with x: it is w that changes.":
                    { x, y, w in mean(x.count) { 4 * (w * x[$0] * x[$0] - y[$0]) * x[$0] } },
            ])
    }
}
