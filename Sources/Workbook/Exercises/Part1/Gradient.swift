extension Exercise {
    /// Part 1: dL/dw of L = 1/n · Σ (w·x − y)².
    public static func gradient(
        _ gradient: @escaping (_ x: [Float], _ y: [Float], _ w: Float) -> Float
    ) -> Exercise {
        /// From x, the errors w·x − y, and n.
        func of(
            _ slope: @escaping (_ x: [Double], _ e: [Double], _ n: Double) -> Double
        ) -> (Figures) -> Figures {
            { put in
                let x = put.doubles("x")
                let errors = zip(x, put.doubles("y")).map { $0 * put.double("w") - $1 }
                return ["dL/dw": Figure(slope(x, errors, Double(x.count)))]
            }
        }
        func sum(_ a: [Double], _ b: [Double]) -> Double {
            zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
        }
        func total(_ a: [Double]) -> Double { a.reduce(0, +) }
        return Exercise(
            "gradient", title: "The gradient",
            hints: [
                "The derivative of a square: (e²)′ = 2·e·e′. Here e = w·x − y, and e′ = x.",
                "Each sample gives 2·(w·x − y)·x. The loss is a mean, so its gradient is the mean of these.",
                "mean(x.count) { i in 2 * (… - y[i]) * x[i] }",
            ],
            learned: "The chain rule, once for each sample, and the mean of the loss stays a mean.",
            cases: { draw in
                [1, 2, 3, 5].map { n in
                    ["x": draw.row(n), "y": draw.row(n), "w": Figure(draw.number())]
                } + [
                    ["x": draw.row(3), "y": draw.row(3), "w": Figure(0.0)],
                    [
                        "x": Figure([0, -1, 2, 0.5]), "y": Figure([1, 3, -2, 0]), "w": Figure(-1.5),
                    ],
                    ["x": Figure([1, 2, -3]), "y": Figure([2, 4, -6]), "w": Figure(2.0)],
                    ["x": Figure([-1.5]), "y": Figure([2.0]), "w": Figure(0.5)],
                ]
            },
            nothing: { _ in ["dL/dw": Figure(0.0)] },
            expected: of { x, e, n in 2 * sum(e, x) / n },
            mistakes: [
                KnownMistake(
                    "Exactly n = {n} times too large: a sum where a mean belongs. (A dot product is a sum already.)",
                    of { x, e, _ in 2 * sum(e, x) }),
                KnownMistake(
                    "The sign is reversed: this walks uphill. The error is ŷ − y.",
                    of { x, e, n in -2 * sum(e, x) / n }),
                KnownMistake(
                    "The sign is reversed, and it is the sum, not the mean: n times too large.",
                    of { x, e, _ in -2 * sum(e, x) }),
                KnownMistake(
                    "Half of it: the 2 from the derivative of the square is missing, or divided away.",
                    of { x, e, n in sum(e, x) / n }),
                KnownMistake(
                    "The 2 from the square is missing, and it is the sum, not the mean.",
                    of { x, e, _ in sum(e, x) }),
                KnownMistake(
                    "The factor x is missing: how ŷ = w·x changes with w.",
                    of { _, e, n in 2 * total(e) / n }),
                KnownMistake(
                    "The factor x is missing, and it is the sum, not the mean.",
                    of { _, e, _ in 2 * total(e) }),
                KnownMistake(
                    "Right for one sample only: of several it takes the first.",
                    of { x, e, _ in 2 * e[0] * x[0] }),
                KnownMistake(
                    "Right for one sample only: of several it takes the last.",
                    of { x, e, _ in 2 * e[e.count - 1] * x[x.count - 1] }),
                KnownMistake(
                    "The product of two means is not the mean of the products.",
                    of { x, e, n in 2 * total(e) * total(x) / (n * n) }),
                KnownMistake(
                    "It divides by n − 1, not by n.",
                    of { x, e, n in 2 * sum(e, x) / max(1, n - 1) }),
                KnownMistake("Divided by n twice.", of { x, e, n in 2 * sum(e, x) / (n * n) }),
                KnownMistake(
                    "It divides by 4, however many samples there are.",
                    of { x, e, _ in sum(e, x) / 2 }),
                KnownMistake(
                    "This is the loss, not its derivative.", of { _, e, n in sum(e, e) / n }),
                KnownMistake(
                    "The factor is x² where it is to be x.",
                    of { x, e, n in 2 * sum(e, zip(x, x).map { $0 * $1 }) / n }),
                KnownMistake("The prediction is used where the error belongs: y is missing.") {
                    put in
                    let x = put.doubles("x")
                    return ["dL/dw": Figure(2 * put.double("w") * sum(x, x) / Double(x.count))]
                },
                KnownMistake("The error is x − y here: the weight is missing.") { put in
                    let x = put.doubles("x")
                    let e = zip(x, put.doubles("y")).map { $0 - $1 }
                    return ["dL/dw": Figure(2 * sum(e, x) / Double(x.count))]
                },
                KnownMistake("It is multiplied with the weight, too: the last factor is x alone.") {
                    put in
                    let (x, w) = (put.doubles("x"), put.double("w"))
                    let e = zip(x, put.doubles("y")).map { $0 * w - $1 }
                    return ["dL/dw": Figure(2 * w * sum(e, x) / Double(x.count))]
                },
            ],
            found: { ["dL/dw": Figure(gradient($0.floats("x"), $0.floats("y"), $0.float("w")))] })
    }
}
