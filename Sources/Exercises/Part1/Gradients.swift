import Descent

extension Exercise {
    /// Part 1: dL/dw of L = 1/n · Σ (w·x² − y)².
    public static func gradient(_ answer: @escaping GradientAnswer) -> Exercise {
        /// The mean of 2·e, times a factor for each sample, where e = w·x² − y.
        func times(_ factor: @escaping (_ x: Float, _ e: Float) -> Float) -> GradientAnswer {
            { x, y, w in
                let e = zip(x, y).map { w * $0 * $0 - $1 }
                return mean(x.count) { 2 * e[$0] * factor(x[$0], e[$0]) }
            }
        }
        let right = times { x, _ in x * x }
        func scaled(_ scale: @escaping (_ n: Float) -> Float) -> GradientAnswer {
            { x, y, w in scale(Float(x.count)) * right(x, y, w) }
        }
        return Exercise(
            "gradient",
            hints: [
                "The derivative of a square is (e²)′ = 2·e·e′. Here e = w·x² − y. How fast does it change with w?",
                "Each sample contributes 2·(w·x² − y)·x². The loss is a mean, so the gradient is the mean of these.",
                "mean(x.count) { i in 2 * (… - y[i]) * x[i] * x[i] }",
            ],
            learned: "The chain rule works for any model. Only the factor dŷ/dw is different.",
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
                "It is n = {n} times too large: the sum, not the mean.": scaled { $0 },
                "The sign is reversed: this walks uphill. The error is ŷ − y.": scaled { _ in -1 },
                "Half as large as it should be: a factor 2 is missing.": scaled { _ in 0.5 },
                "The factor x² is missing: that is dŷ/dw.": times { _, _ in 1 },
                "This is the loss, not its derivative.": times { _, e in e / 2 },
                "This is the gradient of the lesson's model, w·x. Here the model is w·x².":
                    { x, y, w in mean(x.count) { 2 * (w * x[$0] - y[$0]) * x[$0] } },
                "The factor is x, as in the lesson. Here dŷ/dw is x².": times { x, _ in x },
                "The factor is 2·x, but w changes, not x.": times { x, _ in 2 * x },
            ])
    }

    /// Part 1: dL/dw and dL/db of L = 1/n · Σ (w·x + b − y)².
    public static func bias(_ answer: @escaping BiasAnswer) -> Exercise {
        /// From dL/dw, dL/db and n.
        func of(
            _ slopes: @escaping (_ w: Float, _ b: Float, _ n: Float) -> (w: Float, b: Float)
        ) -> BiasAnswer {
            { x, y, w, b in
                let (e, n) = (zip(x, y).map { w * $0 + b - $1 }, Float(x.count))
                return slopes(2 * dot(e, x) / n, 2 * total(e) / n, n)
            }
        }
        let right = of { w, b, _ in (w, b) }
        return Exercise(
            "bias",
            hints: [
                "The errors are now w·x + b − y, and both gradients use them.",
                "dL/dw is the same as in the lesson, with these errors. For dL/db: how much does ŷ change if b grows by 1?",
                "If b grows by 1, so does ŷ. So dL/db is the mean of 2·(w·x + b − y), without x.",
            ],
            learned: "A bias is a weight whose input is always 1.",
            cases: { draw in
                draw.samples(rows: ["x", "y"], numbers: ["w", "b"]) + [
                    ["x": [0, -1, 2], "y": [1, 0, -2], "w": 0, "b": 0.5],
                    ["x": [2, -1], "y": [5, -1], "w": 2, "b": 1],
                    ["x": [-1.5], "y": [2], "w": 0.5, "b": -1],
                ]
            },
            gives: { answer, put in
                let slopes = answer(
                    put.floats("x"), put.floats("y"), put.float("w"), put.float("b"))
                return ["dL/dw": Figure(slopes.w), "dL/db": Figure(slopes.b)]
            },
            answer: answer, nothing: { _, _, _, _ in (0, 0) }, right: right,
            mistakes: [
                "The prediction lacks the bias: w·x + b.": { x, y, w, _ in right(x, y, w, 0) },
                "Both are sums: n = {n} times too large.": of { w, b, n in (n * w, n * b) },
                "dL/db is a sum: n = {n} times too large.": of { w, b, n in (w, n * b) },
                "Both signs are reversed: this walks uphill.": of { w, b, _ in (-w, -b) },
                "dL/db has a factor x, but dŷ/db is 1.": of { w, _, _ in (w, w) },
                "dL/dw lacks the factor x.": of { _, b, _ in (b, b) },
                "The two are swapped: dL/dw comes first.": of { w, b, _ in (b, w) },
            ])
    }
}

public typealias GradientAnswer = (_ x: [Float], _ y: [Float], _ w: Float) -> Float
public typealias BiasAnswer = ([Float], [Float], Float, Float) -> (w: Float, b: Float)
