extension Exercise {
    /// Part 4: columns with mean 0 and standard deviation 1.
    public static func standardize(_ answer: @escaping ([[Float]]) -> [[Float]]) -> Exercise {
        enum Group { case column, row, table }
        /// Replaces each number by a fraction that depends on its group; by 0 if the denominator is 0.
        func by(
            _ group: Group = .column,
            _ change: @escaping (_ x: Float, _ of: Spread) -> (over: Float, under: Float) = {
                ($0 - $1.mean, $1.deviation)
            }, zeroIf: @escaping (Float) -> Bool = { !(abs($0) >= 1e-9) }
        ) -> ([[Float]]) -> [[Float]] {
            { x in
                x.map { row in
                    row.indices.map { j in
                        let numbers =
                            group == .row ? row : x.flatMap { group == .table ? $0 : [$0[j]] }
                        let (over, under) = change(row[j], Spread(numbers))
                        // A comparison with nan is false, so nan counts as 0 by default.
                        return zeroIf(under) ? 0 : over / under
                    }
                }
            }
        }
        return Exercise(
            "standardize",
            hints: [
                "Take one column after another: x.map { $0[j] } is column j, and x.count is its length.",
                "Compute its mean m, then s, the root of the mean of (x − m)². Each number becomes (x − m) / s.",
                "s = mean(…).squareRoot(). Because of rounding, it may not be exactly 0: check whether all numbers are equal.",
            ],
            learned: "If all columns have the same scale, one learning rate suits them all.",
            cases: { draw in
                [(2, 1), (3, 1), (4, 2), (3, 3), (5, 2)].map { rows, columns in
                    ["x": draw.table(rows, columns)]
                } + [
                    ["x": [[1, 7], [3, 7], [8, 7]]], ["x": [[0, -50], [2, 50], [-2, 100]]],
                    ["x": [[3, -1]]],
                    ["x": [[73, 67, 43], [91, 88, 64], [87, 134, 58], [102, 43, 37]]],
                ]
            },
            gives: { answer, put in
                let rows = answer(put["x"].rows)
                let isTable = !rows.isEmpty && rows.allSatisfy { $0.count == rows[0].count }
                let shape = isTable ? [rows.count, rows[0].count] : nil
                return ["standardized": Figure(rows.flatMap { $0 }, shape: shape)]
            },
            answer: answer, nothing: { $0 }, right: by(),
            mistakes: [
                "Equal numbers should become zeros, not nan.": by(zeroIf: { _ in false }),
                "The mean is subtracted, but nothing divides by s.": by { ($0 - $1.mean, 1) },
                "The sum is divided by n − 1, not by n.": by { ($0 - $1.mean, $1.sample) },
                "The sum is divided by n − 1, which is 0 for a single row: divide by n.":
                    by(.column, { ($0 - $1.mean, $1.sample) }, zeroIf: { $0 == 0 }),
                "It divides by s squared.": by { ($0 - $1.mean, $1.deviation * $1.deviation) },
                "The mean is not subtracted: x is only divided by s.": by { ($0, $1.deviation) },
                "Mean and s are those of the whole table, not of each column.": by(.table),
                "It standardizes the rows, not the columns.": by(.row),
            ])
    }
}

/// The mean and the standard deviation of some numbers.
private struct Spread {
    let n, mean, deviation: Float
    /// The deviation with n − 1 in place of n.
    var sample: Float { deviation * (n / (n - 1)).squareRoot() }

    init(_ numbers: [Float]) {
        n = Float(numbers.count)
        let mean = total(numbers) / n
        let errors = numbers.map { $0 - mean }
        (self.mean, deviation) = (mean, (dot(errors, errors) / n).squareRoot())
    }
}
