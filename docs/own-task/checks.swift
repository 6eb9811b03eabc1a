import Workbook

extension Exercise {
    /// The largest absolute difference.
    static var largestErrorTask: Exercise {
        /// From the absolute differences.
        func of(_ loss: @escaping ([Float]) -> Float) -> ([Float], [Float]) -> Float {
            { prediction, target in loss(zip(prediction, target).map { abs($0 - $1) }) }
        }
        return Exercise(
            "largest-error",
            hints: [
                "For each sample, take the absolute value of the difference: abs(…).",
                "Then take the largest. An array has max(), which is nil for an empty array.",
            ],
            learned: "One loss measures the typical error, another the worst.",
            cases: { draw in
                draw.samples(rows: ["ŷ", "y"]) + [["ŷ": [0, -2, 3], "y": [0, -2, 3]]]
            },
            gives: { answer, put in ["L": Figure(answer(put.floats("ŷ"), put.floats("y")))] },
            answer: largestError, nothing: { _, _ in 0 }, right: of { $0.max()! },
            mistakes: [
                "The signs are kept, but an error of −5 is larger than one of 3.":
                    { prediction, target in zip(prediction, target).map { $0 - $1 }.max()! },
                "The mean of the absolute errors, not the largest.":
                    of { errors in errors.reduce(0, +) / Float(errors.count) },
                "The smallest of the errors, not the largest.": of { $0.min()! },
            ])
    }
}
