extension Exercise {
    /// Part 1: dL/dw and dL/db of L = 1/n · Σ (w·x + b − y)².
    public static func bias(
        _ gradients:
            @escaping (_ x: [Float], _ y: [Float], _ w: Float, _ b: Float) -> (w: Float, b: Float)
    ) -> Exercise {
        /// From x, the errors, and n.
        func of(
            usingBias: Bool = true,
            _ slopes: @escaping (_ x: [Double], _ e: [Double], _ n: Double) -> (Double, Double)
        ) -> (Figures) -> Figures {
            { put in
                let x = put.doubles("x")
                let (w, b) = (put.double("w"), usingBias ? put.double("b") : 0)
                let errors = zip(x, put.doubles("y")).map { $0 * w + b - $1 }
                let (dw, db) = slopes(x, errors, Double(x.count))
                return ["dL/dw": Figure(dw), "dL/db": Figure(db)]
            }
        }
        func sum(_ a: [Double], _ b: [Double]) -> Double {
            zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
        }
        func total(_ a: [Double]) -> Double { a.reduce(0, +) }
        return Exercise(
            "bias", title: "A bias, and two gradients",
            hints: [
                "The errors are w·x + b − y now; both gradients use them.",
                "dL/dw is as before, with these errors. For dL/db: how much does ŷ change if b grows by 1?",
                "dL/db is the mean of 2·(w·x + b − y), without x, as ŷ changes by 1 where b does.",
            ],
            learned: "A bias is a weight whose input is always 1.",
            cases: { draw in
                [1, 2, 3, 5].map { n in
                    [
                        "x": draw.row(n), "y": draw.row(n), "w": Figure(draw.number()),
                        "b": Figure(draw.number()),
                    ]
                } + [
                    [
                        "x": Figure([0, -1, 2]), "y": Figure([1, 0, -2]), "w": Figure(0.0),
                        "b": Figure(0.5),
                    ],
                    [
                        "x": Figure([2, -1]), "y": Figure([5, -1]), "w": Figure(2.0),
                        "b": Figure(1.0),
                    ],
                    [
                        "x": Figure([-1.5]), "y": Figure([2.0]), "w": Figure(0.5),
                        "b": Figure(-1.0),
                    ],
                    ["x": draw.row(4), "y": draw.row(4), "w": Figure(1.0), "b": Figure(0.0)],
                ]
            },
            nothing: { _ in ["dL/dw": Figure(0.0), "dL/db": Figure(0.0)] },
            expected: of { x, e, n in (2 * sum(e, x) / n, 2 * total(e) / n) },
            mistakes: [
                KnownMistake(
                    "The bias is missing in the prediction: the errors are w·x + b − y.",
                    of(usingBias: false) { x, e, n in (2 * sum(e, x) / n, 2 * total(e) / n) }),
                KnownMistake(
                    "Both are exactly n = {n} times too large: sums where means belong.",
                    of { x, e, _ in (2 * sum(e, x), 2 * total(e)) }),
                KnownMistake(
                    "dL/db is n = {n} times too large: the sum, not the mean.",
                    of { x, e, n in (2 * sum(e, x) / n, 2 * total(e)) }),
                KnownMistake(
                    "dL/dw is n = {n} times too large: the sum, not the mean.",
                    of { x, e, n in (2 * sum(e, x), 2 * total(e) / n) }),
                KnownMistake(
                    "Both signs are reversed: this walks uphill.",
                    of { x, e, n in (-2 * sum(e, x) / n, -2 * total(e) / n) }),
                KnownMistake(
                    "dL/db is multiplied with x: but ŷ changes by 1 where b does.",
                    of { x, e, n in (2 * sum(e, x) / n, 2 * sum(e, x) / n) }),
                KnownMistake(
                    "dL/dw lacks the factor x.",
                    of { _, e, n in (2 * total(e) / n, 2 * total(e) / n) }),
                KnownMistake(
                    "The two are the wrong way round: dL/dw comes first.",
                    of { x, e, n in (2 * total(e) / n, 2 * sum(e, x) / n) }),
                KnownMistake(
                    "Half of both: the 2 from the derivative of the square is missing.",
                    of { x, e, n in (sum(e, x) / n, total(e) / n) }),
                KnownMistake(
                    "dL/db lacks the 2 from the derivative of the square.",
                    of { x, e, n in (2 * sum(e, x) / n, total(e) / n) }),
                KnownMistake(
                    "Right for one sample only: of several it takes the first.",
                    of { x, e, _ in (2 * e[0] * x[0], 2 * e[0]) }),
                KnownMistake(
                    "dL/dw is right, dL/db is still 0.", of { x, e, n in (2 * sum(e, x) / n, 0) }),
                KnownMistake(
                    "dL/db is right, dL/dw is still 0.", of { _, e, n in (0, 2 * total(e) / n) }),
                KnownMistake("dL/db is multiplied with b: but ŷ changes by 1 where b does.") {
                    put in
                    let (x, b) = (put.doubles("x"), put.double("b"))
                    let e = zip(x, put.doubles("y")).map { $0 * put.double("w") + b - $1 }
                    let n = Double(x.count)
                    return [
                        "dL/dw": Figure(2 * sum(e, x) / n), "dL/db": Figure(2 * b * total(e) / n),
                    ]
                },
            ],
            found: {
                let (w, b) = gradients($0.floats("x"), $0.floats("y"), $0.float("w"), $0.float("b"))
                return ["dL/dw": Figure(w), "dL/db": Figure(b)]
            })
    }
}
