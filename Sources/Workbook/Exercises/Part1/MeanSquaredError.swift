extension Exercise {
    /// Part 1: L = 1/n · Σ (ŷ − y)².
    public static func meanSquaredError(
        _ loss: @escaping (_ prediction: [Float], _ target: [Float]) -> Float
    ) -> Exercise {
        func of(_ loss: @escaping (_ errors: [Double], _ n: Double) -> Double) -> (Figures) ->
            Figures
        {
            { put in
                let errors = zip(put.doubles("ŷ"), put.doubles("y")).map { $0 - $1 }
                return ["L": Figure(loss(errors, Double(errors.count)))]
            }
        }
        func squares(_ errors: [Double]) -> Double { errors.reduce(0) { $0 + $1 * $1 } }
        func total(_ errors: [Double]) -> Double { errors.reduce(0, +) }
        return Exercise(
            "mean-squared-error", title: "The mean squared error",
            hints: [
                "For each sample: the difference of prediction and target, squared.",
                "Then the mean: add all of them up and divide by how many there are.",
                "mean(target.count) { i in … } is the mean of what stands in the braces, for i from 0 on.",
            ],
            learned:
                "Squares make large errors count more, and the mean makes the loss independent of n.",
            cases: { draw in
                [1, 2, 3, 4, 6].map { n in
                    ["ŷ": draw.row(n), "y": draw.row(n)]
                } + [
                    ["ŷ": Figure([0, -2, 3]), "y": Figure([0, -2, 3])],
                    ["ŷ": Figure([0, 0, 0, 0, 0]), "y": draw.row(5, -3 ... -0.5)],
                    ["ŷ": Figure([3, -1]), "y": Figure([1, 1])],
                    ["ŷ": Figure([-1.5]), "y": Figure([2.0])],
                ]
            },
            nothing: { _ in ["L": Figure(0.0)] },
            expected: of { e, n in squares(e) / n },
            mistakes: [
                KnownMistake(
                    "The sum, not the mean: it is n = {n} times too large.",
                    of { e, _ in squares(e) }),
                KnownMistake(
                    "The errors are not squared: those of different sign cancel out.",
                    of { e, n in total(e) / n }),
                KnownMistake(
                    "The sum of the errors, neither squared nor a mean.", of { e, _ in total(e) }),
                KnownMistake(
                    "The mean of the absolute errors: they are not squared.",
                    of { e, n in e.reduce(0) { $0 + abs($1) } / n }),
                KnownMistake(
                    "The square of the mean error: first square, then take the mean.",
                    of { e, n in total(e) * total(e) / (n * n) }),
                KnownMistake(
                    "The square of the summed errors: first square, then add.",
                    of { e, _ in total(e) * total(e) }),
                KnownMistake(
                    "The square of the summed errors, divided by n: first square, then add.",
                    of { e, n in total(e) * total(e) / n }),
                KnownMistake(
                    "Half of it: there is no factor ½ in this loss.",
                    of { e, n in squares(e) / n / 2 }),
                KnownMistake(
                    "The root of it: the mean squared error has no root.",
                    of { e, n in (squares(e) / n).squareRoot() }),
                KnownMistake(
                    "Right for one sample only: of several it takes the first.",
                    of { e, _ in e[0] * e[0] }),
                KnownMistake(
                    "Right for one sample only: of several it takes the last.",
                    of { e, _ in e[e.count - 1] * e[e.count - 1] }),
                KnownMistake("It divides by n − 1, not by n.", of { e, n in squares(e) / (n - 1) }),
                KnownMistake(
                    "It divides by n − 1, not by n.", of { e, n in squares(e) / max(1, n - 1) }),
                KnownMistake(
                    "It divides by 4, however many samples there are.",
                    of { e, _ in squares(e) / 4 }),
                KnownMistake(
                    "It divides by 2, as in the example, and not by n.",
                    of { e, _ in squares(e) / 2 }),
                KnownMistake(
                    "The sign is reversed: a square is never negative.",
                    of { e, n in -squares(e) / n }),
                KnownMistake("The difference of the squares, not the square of the difference.") {
                    put in
                    let pairs = zip(put.doubles("ŷ"), put.doubles("y"))
                    return [
                        "L": Figure(
                            pairs.reduce(0) { $0 + $1.0 * $1.0 - $1.1 * $1.1 } / Double(put.count))
                    ]
                },
                KnownMistake("It adds prediction and target: an error is their difference.") {
                    put in
                    let pairs = zip(put.doubles("ŷ"), put.doubles("y"))
                    let sum = pairs.reduce(0) { $0 + ($1.0 + $1.1) * ($1.0 + $1.1) }
                    return ["L": Figure(sum / Double(put.count))]
                },
            ],
            found: { ["L": Figure(loss($0.floats("ŷ"), $0.floats("y")))] })
    }
}
