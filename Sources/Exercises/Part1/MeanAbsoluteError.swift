import Descent

extension Exercise {
    /// Part 1: L = 1/n · Σ |ŷ − y|.
    public static func meanAbsoluteError(
        _ answer: @escaping ([Float], [Float]) -> Float
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
            learned: "Here an error of 4 counts as four errors of 1; a square counts it as 16.",
            cases: { draw in
                draw.samples(rows: ["ŷ", "y"]) + [
                    ["ŷ": [0, -2, 3], "y": [0, -2, 3]],
                    ["ŷ": [0, 0, 0, 0, 0], "y": draw.row(5, -3 ... -0.5)],
                    ["ŷ": [3, -1], "y": [1, 1]], ["ŷ": [-1.5], "y": [2]],
                ]
            },
            gives: { answer, put in ["L": Figure(answer(put.floats("ŷ"), put.floats("y")))] },
            answer: answer, nothing: { _, _ in 0 }, right: of { _, a, n in total(a) / n },
            mistakes: [
                "The sum, not the mean: it is n = {n} times too large.": of { _, a, _ in total(a) },
                "The errors keep their signs, and cancel out.": of { e, _, n in total(e) / n },
                "This is the lesson's loss, with squares.": of { e, _, n in dot(e, e) / n },
                "The wrong order: first |e|, then the mean.": of { e, _, n in abs(total(e)) / n },
                "The largest of the errors, not their mean.": of { _, a, _ in a.max()! },
                "Right for one sample only: of several it takes the first.": of { _, a, _ in a[0] },
                "The difference of the absolute values, not the absolute value of the difference.":
                    { p, y in mean(y.count) { abs(p[$0]) - abs(y[$0]) } },
            ])
    }
}

/// Σ aᵢ
package func total(_ a: [Float]) -> Float { sum(a.count) { a[$0] } }

/// Σ aᵢ·bᵢ
package func dot(_ a: [Float], _ b: [Float]) -> Float { sum(a.count) { a[$0] * b[$0] } }
