extension Exercise {
    /// Part 4: columns with mean 0 and standard deviation 1.
    public static func standardize(_ answer: @escaping ([[Float]]) -> [[Float]]) -> Exercise {
        enum Group { case column, row, table }
        /// Replaces each number by a fraction that depends on its group; by 0 if the denominator is 0.
        func by(
            _ group: Group = .column, isGuarded: Bool = true,
            _ change: @escaping (_ x: Float, _ of: Spread) -> (over: Float, under: Float) = {
                ($0 - $1.mean, $1.deviation)
            }
        ) -> ([[Float]]) -> [[Float]] {
            { x in
                x.map { row in
                    row.indices.map { j in
                        let numbers =
                            group == .row ? row : x.flatMap { group == .table ? $0 : [$0[j]] }
                        let (over, under) = change(row[j], Spread(numbers))
                        // A comparison with nan is also false.
                        return isGuarded && !(abs(under) >= 1e-9) ? 0 : over / under
                    }
                }
            }
        }
        return Exercise(
            "standardize",
            hints: [
                "One column after the other: x.map { $0[j] } is column j, x.count its length.",
                "Its mean m; then s, the root of the mean of (x − m)²; then (x − m) / s for each number.",
                "s = mean(…).squareRoot(). Rounding can leave it near 0: write 0 where all numbers are the same.",
            ],
            learned: "One learning rate suits all columns if they are of one size.",
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
                guard let columns = rows.first?.count, rows.allSatisfy({ $0.count == columns })
                else { return ["standardized": Figure(rows.flatMap { $0 })] }
                return ["standardized": Figure(rows.flatMap { $0 }, shape: [rows.count, columns])]
            },
            answer: answer, nothing: { $0 }, right: by(),
            mistakes: [
                "Equal numbers should become zeros, but 0/0 is nan.": by(isGuarded: false),
                "The columns are only centred: nothing divides by s.": by { ($0 - $1.mean, 1) },
                "The sum is divided by n − 1, not by n.":
                    by { ($0 - $1.mean, $1.deviation * ($1.n / ($1.n - 1)).squareRoot()) },
                "It divides by s squared.": by { ($0 - $1.mean, $1.deviation * $1.deviation) },
                "The mean is not taken away: x is only divided by s.": by { ($0, $1.deviation) },
                "Mean and s are those of the whole table, not of each column.": by(.table),
                "It standardizes the rows, not the columns.": by(.row),
            ])
    }
}

/// The mean and the standard deviation of some numbers.
private struct Spread {
    let n, mean, deviation: Float

    init(_ numbers: [Float]) {
        n = Float(numbers.count)
        let mean = total(numbers) / n
        let errors = numbers.map { $0 - mean }
        (self.mean, deviation) = (mean, (dot(errors, errors) / n).squareRoot())
    }
}
