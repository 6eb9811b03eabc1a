import Descent

extension Exercise {
    /// Part 1: dL/dw and dL/db of L = 1/n · Σ (w·x + b − y)².
    public static func bias(
        _ answer: @escaping ([Float], [Float], Float, Float) -> (w: Float, b: Float)
    ) -> Exercise {
        /// From dL/dw, dL/db and n.
        func of(
            _ slopes: @escaping (_ w: Float, _ b: Float, _ n: Float) -> (w: Float, b: Float)
        ) -> ([Float], [Float], Float, Float) -> (w: Float, b: Float) {
            { x, y, w, b in
                let (e, n) = (zip(x, y).map { w * $0 + b - $1 }, Float(x.count))
                return slopes(2 * dot(e, x) / n, 2 * total(e) / n, n)
            }
        }
        let right = of { w, b, _ in (w, b) }
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
            answer: answer, nothing: { _, _, _, _ in (0, 0) }, right: right,
            mistakes: [
                "The bias is missing in the prediction: the errors are w·x + b − y.":
                    { x, y, w, _ in right(x, y, w, 0) },
                "Both are exactly n = {n} times too large: sums where means belong.":
                    of { w, b, n in (n * w, n * b) },
                "dL/db is n = {n} times too large: the sum, not the mean.":
                    of { w, b, n in (w, n * b) },
                "Both signs are reversed: this walks uphill.": of { w, b, _ in (-w, -b) },
                "dL/db is multiplied by x, but ŷ changes by 1 where b does.":
                    of { w, _, _ in (w, w) },
                "dL/dw lacks the factor x.": of { _, b, _ in (b, b) },
                "The two are the wrong way round: dL/dw comes first.": of { w, b, _ in (b, w) },
                "Half of both: the 2 of the square's derivative is missing.":
                    of { w, b, _ in (w / 2, b / 2) },
                "Right for one sample only: it takes the first.":
                    { x, y, w, b in right([x[0]], [y[0]], w, b) },
            ])
    }
}
