import Descent

extension Exercise {
    /// Part 1: L = 1/n · Σ (ŷ − y)².
    public static func meanSquaredError(
        _ answer: @escaping (_ prediction: [Float], _ target: [Float]) -> Float
    ) -> Exercise {
        /// From the errors ŷ − y, and n.
        func of(
            _ loss: @escaping (_ e: [Float], _ n: Float) -> Float
        ) -> ([Float], [Float]) -> Float {
            { prediction, target in
                loss(zip(prediction, target).map { $0 - $1 }, Float(target.count))
            }
        }
        return Exercise(
            "mean-squared-error",
            hints: [
                "For each sample: the difference of prediction and target, squared.",
                "Then the mean: add all of them up and divide by how many there are.",
                "mean(target.count) { i in … } is the mean of what stands in the braces, for i from 0 on.",
            ],
            learned:
                "Squares make large errors count more, and the mean makes the loss independent of n.",
            cases: { draw in
                draw.cases(
                    of: [1, 2, 3, 4, 6], { n in ["ŷ": draw.row(n), "y": draw.row(n)] },
                    and: [
                        ["ŷ": [0, -2, 3], "y": [0, -2, 3]],
                        ["ŷ": [0, 0, 0, 0, 0], "y": draw.row(5, -3 ... -0.5)],
                        ["ŷ": [3, -1], "y": [1, 1]], ["ŷ": [-1.5], "y": [2]],
                    ])
            },
            gives: { answer, put in ["L": Figure(answer(put.floats("ŷ"), put.floats("y")))] },
            answer: answer, nothing: { _, _ in 0 }, right: of { e, n in dot(e, e) / n },
            mistakes: [
                "The sum, not the mean: it is n = {n} times too large.": of { e, _ in dot(e, e) },
                "The errors are not squared: those of different sign cancel out.":
                    of { e, n in total(e) / n },
                "The sum of the errors, neither squared nor a mean.": of { e, _ in total(e) },
                "The mean of the absolute errors: they are not squared.":
                    of { e, n in total(e.map { abs($0) }) / n },
                "The square of the mean error: first square, then take the mean.":
                    of { e, n in total(e) * total(e) / (n * n) },
                "The square of the summed errors: first square, then add.":
                    of { e, _ in total(e) * total(e) },
                "The square of the summed errors, divided by n: first square, then add.":
                    of { e, n in total(e) * total(e) / n },
                "Half of it: there is no factor ½ in this loss.": of { e, n in dot(e, e) / n / 2 },
                "The root of it: the mean squared error has no root.":
                    of { e, n in (dot(e, e) / n).squareRoot() },
                "Right for one sample only: of several it takes the first.":
                    of { e, _ in e[0] * e[0] },
                "Right for one sample only: of several it takes the last.":
                    of { e, n in e[Int(n) - 1] * e[Int(n) - 1] },
                "It divides by n − 1, not by n.": of { e, n in dot(e, e) / (n - 1) },
                "It divides by n − 1, not by n.": of { e, n in dot(e, e) / max(1, n - 1) },
                "It divides by 4, however many samples there are.": of { e, _ in dot(e, e) / 4 },
                "It divides by 2, as in the example, and not by n.": of { e, _ in dot(e, e) / 2 },
                "The sign is reversed: a square is never negative.": of { e, n in -dot(e, e) / n },
                "The difference of the squares, not the square of the difference.":
                    { p, y in mean(y.count) { p[$0] * p[$0] - y[$0] * y[$0] } },
                "It adds prediction and target: an error is their difference.":
                    { p, y in mean(y.count) { (p[$0] + y[$0]) * (p[$0] + y[$0]) } },
            ])
    }
}

/// Σ aᵢ
package func total(_ a: [Float]) -> Float { sum(a.count) { a[$0] } }

/// Σ aᵢ·bᵢ
package func dot(_ a: [Float], _ b: [Float]) -> Float { sum(a.count) { a[$0] * b[$0] } }
