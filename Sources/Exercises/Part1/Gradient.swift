import Descent

extension Exercise {
    /// Part 1: dL/dw of L = 1/n · Σ (w·x − y)².
    public static func gradient(
        _ answer: @escaping (_ x: [Float], _ y: [Float], _ w: Float) -> Float
    ) -> Exercise {
        /// From x, the errors w·x − y, and n.
        func of(
            _ slope: @escaping (_ x: [Float], _ e: [Float], _ n: Float) -> Float
        ) -> ([Float], [Float], Float) -> Float {
            { x, y, w in slope(x, zip(x, y).map { w * $0 - $1 }, Float(x.count)) }
        }
        return Exercise(
            "gradient",
            hints: [
                "The derivative of a square: (e²)′ = 2·e·e′. Here e = w·x − y, and e′ = x.",
                "Each sample gives 2·(w·x − y)·x. The loss is a mean, so its gradient is the mean of these.",
                "mean(x.count) { i in 2 * (… - y[i]) * x[i] }",
            ],
            learned: "The chain rule, once for each sample, and the mean of the loss stays a mean.",
            cases: { draw in
                draw.cases(
                    of: [1, 2, 3, 5],
                    { n in ["x": draw.row(n), "y": draw.row(n), "w": draw.number()] },
                    and: [
                        ["x": draw.row(3), "y": draw.row(3), "w": 0],
                        ["x": [0, -1, 2, 0.5], "y": [1, 3, -2, 0], "w": -1.5],
                        ["x": [1, 2, -3], "y": [2, 4, -6], "w": 2],
                        ["x": [-1.5], "y": [2], "w": 0.5],
                    ])
            },
            gives: { answer, put in
                ["dL/dw": Figure(answer(put.floats("x"), put.floats("y"), put.float("w")))]
            },
            answer: answer, nothing: { _, _, _ in 0 }, right: of { x, e, n in 2 * dot(e, x) / n },
            mistakes: [
                "Exactly n = {n} times too large: a sum where a mean belongs. (A dot product is a sum already.)":
                    of { x, e, _ in 2 * dot(e, x) },
                "The sign is reversed: this walks uphill. The error is ŷ − y.":
                    of { x, e, n in -2 * dot(e, x) / n },
                "The sign is reversed, and it is the sum, not the mean: n times too large.":
                    of { x, e, _ in -2 * dot(e, x) },
                "Half of it: the 2 from the derivative of the square is missing, or divided away.":
                    of { x, e, n in dot(e, x) / n },
                "The 2 from the square is missing, and it is the sum, not the mean.":
                    of { x, e, _ in dot(e, x) },
                "The factor x is missing: how ŷ = w·x changes with w.":
                    of { _, e, n in 2 * total(e) / n },
                "The factor x is missing, and it is the sum, not the mean.":
                    of { _, e, _ in 2 * total(e) },
                "Right for one sample only: of several it takes the first.":
                    of { x, e, _ in 2 * e[0] * x[0] },
                "Right for one sample only: of several it takes the last.":
                    of { x, e, n in 2 * e[Int(n) - 1] * x[Int(n) - 1] },
                "The product of two means is not the mean of the products.":
                    of { x, e, n in 2 * total(e) * total(x) / (n * n) },
                "It divides by n − 1, not by n.": of { x, e, n in 2 * dot(e, x) / max(1, n - 1) },
                "Divided by n twice.": of { x, e, n in 2 * dot(e, x) / (n * n) },
                "It divides by 4, however many samples there are.": of { x, e, _ in dot(e, x) / 2 },
                "This is the loss, not its derivative.": of { _, e, n in dot(e, e) / n },
                "The factor is x² where it is to be x.":
                    of { x, e, n in 2 * dot(e, x.map { $0 * $0 }) / n },
                "The prediction is used where the error belongs: y is missing.":
                    { x, _, w in mean(x.count) { 2 * w * x[$0] * x[$0] } },
                "The error is x − y here: the weight is missing.":
                    { x, y, _ in mean(x.count) { 2 * (x[$0] - y[$0]) * x[$0] } },
                "It is multiplied with the weight, too: the last factor is x alone.":
                    { x, y, w in mean(x.count) { 2 * (w * x[$0] - y[$0]) * x[$0] * w } },
            ])
    }
}
