import Descent

extension Exercise {
    /// Part 1: L = 1/n · Σ |ŷ − y|.
    public static func meanAbsoluteError(
        _ answer: @escaping (_ prediction: [Float], _ target: [Float]) -> Float
    ) -> Exercise {
        /// From the errors ŷ − y, their absolute values, and n.
        func of(
            _ loss: @escaping (_ e: [Float], _ a: [Float], _ n: Float) -> Float
        ) -> ([Float], [Float]) -> Float {
            { prediction, target in
                let errors = zip(prediction, target).map { $0 - $1 }
                return loss(errors, errors.map { abs($0) }, Float(target.count))
            }
        }
        return Exercise(
            "mean-absolute-error",
            hints: [
                "For each sample: the difference of prediction and target, without its sign: abs(…).",
                "Then the mean: add all of them up and divide by how many there are.",
                "mean(target.count) { i in … } is the mean of what stands in the braces, for i from 0 on.",
            ],
            learned:
                "Many losses are possible: this one counts an error of 4 as four errors of 1, a square as 16.",
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
            answer: answer, nothing: { _, _ in 0 }, right: of { _, a, n in total(a) / n },
            mistakes: [
                "The sum, not the mean: it is n = {n} times too large.": of { _, a, _ in total(a) },
                "The errors keep their signs: those of different sign cancel out.":
                    of { e, _, n in total(e) / n },
                "The sum of the errors, with their signs, and not a mean.":
                    of { e, _, _ in total(e) },
                "This is the lesson's loss, the mean of the squares: here nothing is squared.":
                    of { e, _, n in dot(e, e) / n },
                "The sum of the squares: here nothing is squared, and it is a mean.":
                    of { e, _, _ in dot(e, e) },
                "The root of the mean of the squares: first |e|, then the mean.":
                    of { e, _, n in (dot(e, e) / n).squareRoot() },
                "The absolute value of the mean error: first |e|, then the mean.":
                    of { e, _, n in abs(total(e)) / n },
                "The absolute value of the summed errors: first |e|, then the mean.":
                    of { e, _, _ in abs(total(e)) },
                "The largest of the errors, not their mean.": of { _, a, _ in a.max()! },
                "Half of it: there is no factor ½ in this loss.": of { _, a, n in total(a) / n / 2
                },
                "Right for one sample only: of several it takes the first.": of { _, a, _ in a[0] },
                "Right for one sample only: of several it takes the last.":
                    of { _, a, n in a[Int(n) - 1] },
                "It divides by n − 1, not by n.": of { _, a, n in total(a) / (n - 1) },
                "It divides by n − 1, not by n.": of { _, a, n in total(a) / max(1, n - 1) },
                "It divides by 4, however many samples there are.": of { _, a, _ in total(a) / 4 },
                "It divides by 2, as in the example, and not by n.": of { _, a, _ in total(a) / 2 },
                "The sign is reversed: an absolute value is never negative.":
                    of { _, a, n in -total(a) / n },
                "The difference of the absolute values, not the absolute value of the difference.":
                    { p, y in mean(y.count) { abs(p[$0]) - abs(y[$0]) } },
                "It adds prediction and target: an error is their difference.":
                    { p, y in mean(y.count) { abs(p[$0] + y[$0]) } },
            ])
    }
}

/// Σ aᵢ
package func total(_ a: [Float]) -> Float { sum(a.count) { a[$0] } }

/// Σ aᵢ·bᵢ
package func dot(_ a: [Float], _ b: [Float]) -> Float { sum(a.count) { a[$0] * b[$0] } }
