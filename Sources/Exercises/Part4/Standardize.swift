extension Exercise {
    /// Part 4: columns with mean 0 and standard deviation 1.
    public static func standardize(_ answer: @escaping ([[Float]]) -> [[Float]]) -> Exercise {
        enum Group { case column, row, table }
        /// Changes each number by a rule, which gets the mean and the standard deviation of its group, and their number.
        func by(
            _ group: Group = .column,
            _ rule: @escaping (_ x: Float, _ m: Float, _ s: Float, _ n: Float) -> Float = {
                x, m, s, _ in s < 1e-9 ? 0 : (x - m) / s
            }
        ) -> ([[Float]]) -> [[Float]] {
            { x in
                x.map { row in
                    row.indices.map { j in
                        let numbers =
                            group == .row ? row : x.flatMap { group == .table ? $0 : [$0[j]] }
                        let m = average(numbers)
                        let s = average(numbers.map { ($0 - m) * ($0 - m) }).squareRoot()
                        return rule(row[j], m, s, Float(numbers.count))
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
                "Equal numbers should become zeros, not nan.": by { x, m, s, _ in (x - m) / s },
                "The mean is subtracted, but nothing divides by s.": by { x, m, _, _ in x - m },
                "The sum is divided by n − 1, not by n.":
                    by { x, m, s, n in s < 1e-9 ? 0 : (x - m) / s * ((n - 1) / n).squareRoot() },
                "It divides by s squared.": by { x, m, s, _ in s < 1e-9 ? 0 : (x - m) / (s * s) },
                "Mean and s are those of the whole table, not of each column.": by(.table),
                "It standardizes the rows, not the columns.": by(.row),
            ])
    }
}
