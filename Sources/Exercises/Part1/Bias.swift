import Descent

extension Exercise {
    /// Part 1: dL/dw and dL/db of L = 1/n · Σ (w·x + b − y)².
    public static func bias(
        _ answer:
            @escaping (_ x: [Float], _ y: [Float], _ w: Float, _ b: Float) -> (w: Float, b: Float)
    ) -> Exercise {
        /// From x, the errors w·x + b − y, and n.
        func of(
            usingBias: Bool = true,
            _ slopes: @escaping (_ x: [Float], _ e: [Float], _ n: Float) -> (Float, Float)
        ) -> ([Float], [Float], Float, Float) -> (w: Float, b: Float) {
            { x, y, w, b in
                slopes(x, zip(x, y).map { w * $0 + (usingBias ? b : 0) - $1 }, Float(x.count))
            }
        }
        return Exercise(
            "bias",
            hints: [
                "The errors are w·x + b − y now; both gradients use them.",
                "dL/dw is as in the lesson, with these errors. For dL/db: how much does ŷ change if b grows by 1?",
                "dL/db is the mean of 2·(w·x + b − y), without x, as ŷ changes by 1 where b does.",
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
            answer: answer, nothing: { _, _, _, _ in (0, 0) },
            right: of { x, e, n in (2 * dot(e, x) / n, 2 * total(e) / n) },
            mistakes: [
                "The bias is missing in the prediction: the errors are w·x + b − y.":
                    of(usingBias: false) { x, e, n in (2 * dot(e, x) / n, 2 * total(e) / n) },
                "Both are exactly n = {n} times too large: sums where means belong.":
                    of { x, e, _ in (2 * dot(e, x), 2 * total(e)) },
                "dL/db is n = {n} times too large: the sum, not the mean.":
                    of { x, e, n in (2 * dot(e, x) / n, 2 * total(e)) },
                "Both signs are reversed: this walks uphill.":
                    of { x, e, n in (-2 * dot(e, x) / n, -2 * total(e) / n) },
                "dL/db is multiplied by x, but ŷ changes by 1 where b does.":
                    of { x, e, n in (2 * dot(e, x) / n, 2 * dot(e, x) / n) },
                "dL/dw lacks the factor x.": of { _, e, n in (2 * total(e) / n, 2 * total(e) / n) },
                "The two are the wrong way round: dL/dw comes first.":
                    of { x, e, n in (2 * total(e) / n, 2 * dot(e, x) / n) },
                "Half of both: the 2 from the derivative of the square is missing.":
                    of { x, e, n in (dot(e, x) / n, total(e) / n) },
                "Right for one sample only: it takes the first.":
                    of { x, e, _ in (2 * e[0] * x[0], 2 * e[0]) },
            ])
    }
}
