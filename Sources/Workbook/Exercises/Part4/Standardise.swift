extension Exercise {
    /// Part 4: columns with mean 0 and standard deviation 1.
    public static func standardise(
        _ answer: @escaping (_ x: [[Float]]) -> [[Float]]
    ) -> Exercise {
        /// A number by the numbers with which it belongs: what is divided, and by what.
        typealias Change = (_ x: Float, _ of: Spread) -> (over: Float, under: Float)
        /// Changes each number by its column, or by something else.
        func by(
            _ change: @escaping Change, of group: Group = .columns, guarding: Guarding = .zero
        ) -> ([[Float]]) -> [[Float]] {
            { x in
                x.map { row in
                    row.indices.map { column in
                        let others =
                            switch group {
                            case .columns: x.map { $0[column] }
                            case .rows: row
                            case .all: x.flatMap { $0 }
                            }
                        let (over, under) = change(row[column], Spread(others))
                        let isGuarded =
                            switch guarding {
                            case .nothing: false
                            case .zero: abs(under) < 1e-9
                            case .nan: !(abs(under) >= 1e-9)
                            }
                        return isGuarded ? 0 : over / under
                    }
                }
            }
        }
        let right: Change = { x, column in (x - column.mean, column.deviation) }
        /// With a look at columns that are all the same, and without one.
        let changes: [(String, Group, Change)] = [
            (
                "The sum is divided by n − 1, and it is to be n.", .columns,
                { ($0 - $1.mean, $1.deviation * ($1.n / ($1.n - 1)).squareRoot()) }
            ),
            (
                "It divides by the square of s: the root is missing.", .columns,
                { ($0 - $1.mean, $1.deviation * $1.deviation) }
            ),
            ("Mean and s are those of the whole table, not of each column.", .all, right),
            ("It standardises the rows, not the columns.", .rows, right),
            (
                "The mean is not taken away: x is only divided by s.", .columns,
                { ($0, $1.deviation) }
            ),
            (
                "It divides by the root of the sum: the sum is to be divided by n.", .columns,
                { ($0 - $1.mean, $1.deviation * $1.n.squareRoot()) }
            ),
            (
                "It brings the columns between 0 and 1: that is another scaling.", .columns,
                { ($0 - $1.least, $1.greatest - $1.least) }
            ),
            ("It divides by the largest number of the column.", .columns, { ($0, $1.greatest) }),
            ("It divides by the mean of the column.", .columns, { ($0 - $1.mean, $1.mean) }),
            (
                "It multiplies by s where it has to divide.", .columns,
                { (($0 - $1.mean) * $1.deviation, 1) }
            ),
            (
                "The sign is reversed: it is the number minus the mean.", .columns,
                { ($1.mean - $0, $1.deviation) }
            ),
        ]
        return Exercise(
            "standardise", title: "Columns of the same size",
            hints: [
                "One column after the other: x.map { $0[j] } is column j, x.count its length.",
                "Its mean m; then s, the root of the mean of (x − m)²; then (x − m) / s for each number.",
                "Where s is 0 write 0. The mean comes before the root: s = mean(…).squareRoot().",
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
                    by(right, guarding: .nothing),
                "The columns are only centred: nothing divides by s.": by({ ($0 - $1.mean, 1) }),
                "The input comes out unchanged.": { $0 },
            ],
            moreMistakes: changes.flatMap { diagnosis, group, change in
                Guarding.allCases.map { (diagnosis, by(change, of: group, guarding: $0)) }
            })
    }
}

/// Whether somebody looks at what is divided by.
private enum Guarding: CaseIterable {
    case nothing, zero, nan
}

private enum Group {
    case columns, rows, all
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
