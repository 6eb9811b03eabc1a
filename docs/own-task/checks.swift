import Workbook

extension Exercise {
    /// The largest absolute difference.
    static var largestErrorTask: Exercise {
        Exercise(
            "largest-error", title: "The largest error",
            hints: [
                "For each sample: the absolute value of the difference, abs(…).",
                "Then the largest of them: an array has max(), which is nil for an empty one.",
            ],
            learned: "One loss says how wrong we are in general, another how wrong at worst.",
            cases: { draw in
                [1, 2, 3, 5].map { n in ["ŷ": draw.row(n), "y": draw.row(n)] }
                    + [["ŷ": Figure([0, -2, 3]), "y": Figure([0, -2, 3])]]
            },
            nothing: { _ in ["L": Figure(0.0)] },
            expected: { put in
                let differences = zip(put.doubles("ŷ"), put.doubles("y")).map { abs($0 - $1) }
                return ["L": Figure(differences.max()!)]
            },
            mistakes: [
                KnownMistake("The signs are kept: an error of −5 is larger than one of 3.") { put in
                    ["L": Figure(zip(put.doubles("ŷ"), put.doubles("y")).map { $0 - $1 }.max()!)]
                },
                KnownMistake("The mean of the absolute errors, not the largest.") { put in
                    let differences = zip(put.doubles("ŷ"), put.doubles("y")).map { abs($0 - $1) }
                    return ["L": Figure(differences.reduce(0, +) / Double(put.count))]
                },
                KnownMistake("The smallest of the errors, not the largest.") { put in
                    [
                        "L": Figure(
                            zip(put.doubles("ŷ"), put.doubles("y")).map { abs($0 - $1) }.min()!)
                    ]
                },
            ],
            found: { put in
                ["L": Figure(largestError(put.floats("ŷ"), put.floats("y")))]
            })
    }
}
