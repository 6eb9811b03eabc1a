extension Exercise {
    /// Part 4: columns with mean 0 and standard deviation 1.
    public static func standardise(
        _ answer: @escaping (_ x: [[Float]]) -> [[Float]]
    ) -> Exercise {
        /// A number by those with which it belongs: what is divided, and by what.
        typealias Change = (_ x: Float, _ of: Spread) -> (over: Float, under: Float)
        /// Changes each number by its column, or by others; where a divisor is guarded, to 0.
        func by(
            _ change: @escaping Change, isGuarded: @escaping (Float) -> Bool = { abs($0) < 1e-9 },
            of others: @escaping (_ x: [[Float]], _ row: Int, _ column: Int) -> [Float] = {
                x, _, column in x.map { $0[column] }
            }
        ) -> ([[Float]]) -> [[Float]] {
            { x in
                x.indices.map { row in
                    x[row].indices.map { column in
                        let (over, under) = change(
                            x[row][column], Spread(others(x, row, column)))
                        return isGuarded(under) ? 0 : over / under
                    }
                }
            }
        }
        let right: Change = { x, column in (x - column.mean, column.deviation) }
        let guards: [(Float) -> Bool] = [
            { _ in false }, { abs($0) < 1e-9 }, { !(abs($0) >= 1e-9) },
        ]
        /// With a look at columns that are all the same, and without one.
        let changes: KeyValuePairs<String, Change> = [
            "The sum is divided by n − 1, and it is to be n.":
                { ($0 - $1.mean, $1.deviation * ($1.n / ($1.n - 1)).squareRoot()) },
            "It divides by the square of s: the root is missing.":
                { ($0 - $1.mean, $1.deviation * $1.deviation) },
            "The mean is not taken away: x is only divided by s.": { ($0, $1.deviation) },
            "It divides by the root of the sum: the sum is to be divided by n.":
                { ($0 - $1.mean, $1.deviation * $1.n.squareRoot()) },
            "It brings the columns between 0 and 1: that is another scaling.":
                { ($0 - $1.least, $1.greatest - $1.least) },
            "It divides by the largest number of the column.": { ($0, $1.greatest) },
            "It divides by the mean of the column.": { ($0 - $1.mean, $1.mean) },
            "It multiplies by s where it has to divide.": { (($0 - $1.mean) * $1.deviation, 1) },
            "The sign is reversed: it is the number minus the mean.":
                { ($1.mean - $0, $1.deviation) },
        ]
        return Exercise(
            "standardise",
            hints: [
                "One column after the other: x.map { $0[j] } is column j, x.count its length.",
                "Its mean m; then s, the root of the mean of (x − m)²; then (x − m) / s for each number.",
                "The mean comes before the root: s = mean(…).squareRoot(). Where all numbers of a column are the "
                    + "same, s is 0, or by rounding almost 0: look at the numbers themselves, and write 0.",
            ],
            learned:
                "The learning rate has to suit the largest curvature; columns of one size share one.",
            cases: { draw in
                draw.cases(
                    of: [(2, 1), (3, 1), (4, 2), (3, 3), (5, 2)],
                    { rows, columns in ["x": draw.table(rows, columns)] },
                    and: [
                        ["x": [[1, 7], [3, 7], [8, 7]]], ["x": [[0, -50], [2, 50], [-2, 100]]],
                        ["x": [[3, -1]]],
                        [
                            "x": [
                                [73, 67, 43], [91, 88, 64], [87, 134, 58], [102, 43, 37],
                                [69, 96, 70],
                            ]
                        ],
                    ])
            },
            gives: { answer, put in
                let rows = answer(put["x"].rows)
                guard let columns = rows.first?.count, rows.allSatisfy({ $0.count == columns })
                else { return ["standardised": Figure(rows.flatMap { $0 })] }
                return ["standardised": Figure(rows.flatMap { $0 }, shape: [rows.count, columns])]
            },
            answer: answer, nothing: { $0 }, right: by(right),
            mistakes: [
                "A column whose numbers are all the same has s = 0, and 0/0 is nan: it is to become zeros.":
                    by(right, isGuarded: { _ in false }),
                "The columns are only centred: nothing divides by s.": by({ ($0 - $1.mean, 1) }),
                "The input comes out unchanged.": { $0 },
            ],
            moreMistakes: guards.flatMap { isGuarded in
                changes.map { ($0, by($1, isGuarded: isGuarded)) } + [
                    (
                        "Mean and s are those of the whole table, not of each column.",
                        by(right, isGuarded: isGuarded, of: { x, _, _ in x.flatMap { $0 } })
                    ),
                    (
                        "It standardises the rows, not the columns.",
                        by(right, isGuarded: isGuarded, of: { x, row, _ in x[row] })
                    ),
                ]
            })
    }
}

/// What some numbers have in common.
private struct Spread {
    let n, mean, deviation, least, greatest: Float

    init(_ numbers: [Float]) {
        n = Float(numbers.count)
        let mean = total(numbers) / n
        let errors = numbers.map { $0 - mean }
        (self.mean, deviation) = (mean, (dot(errors, errors) / n).squareRoot())
        (least, greatest) = (numbers.min()!, numbers.max()!)
    }
}
