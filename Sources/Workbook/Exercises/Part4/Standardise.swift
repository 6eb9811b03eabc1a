extension Exercise {
    /// Part 4: columns with mean 0 and standard deviation 1.
    public static func standardise(_ standardised: @escaping (_ x: [[Float]]) -> [[Float]])
        -> Exercise
    {
        /// Changes each group of numbers: the columns, or something else.
        func by(
            _ group: Group = .columns, guarding: Guarding = .zero,
            _ change: @escaping (_ x: Double, _ of: Spread) -> (over: Double, under: Double)
        ) -> (Figures) -> Figures {
            { put in
                let table = put["x"]
                let columns = table.shape[1]
                let numbers = table.numbers.enumerated().map { place, x -> Double in
                    let others = table.numbers.enumerated().filter { other, _ in
                        switch group {
                        case .columns: other % columns == place % columns
                        case .rows: other / columns == place / columns
                        case .all: true
                        }
                    }
                    let (over, under) = change(x, Spread(others.map(\.element)))
                    let isGuarded =
                        switch guarding {
                        case .nothing: false
                        case .zero: abs(under) < 1e-9
                        case .nan: !(abs(under) >= 1e-9)
                        }
                    return isGuarded ? 0 : over / under
                }
                return ["standardised": Figure(numbers, shape: table.shape)]
            }
        }
        /// A mistake, with a look at columns that are all the same and without one.
        func mistakes(
            _ diagnosis: String, _ group: Group = .columns,
            _ change: @escaping (_ x: Double, _ of: Spread) -> (over: Double, under: Double)
        ) -> [KnownMistake] {
            [Guarding.nothing, .zero, .nan].map {
                KnownMistake(diagnosis, by(group, guarding: $0, change))
            }
        }
        let unguarded = KnownMistake(
            "A column whose numbers are all the same has s = 0, and 0/0 is nan: it is to become zeros.",
            by(guarding: .nothing) { x, column in (x - column.mean, column.deviation) })
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
                var cases: [Figures] = [(2, 1), (3, 1), (4, 2), (3, 3), (5, 2)].map {
                    rows, columns in
                    ["x": draw.table(rows, columns)]
                }
                cases += [
                    ["x": Figure([1, 7, 3, 7, 8, 7.0], shape: [3, 2])],
                    ["x": Figure([0, -50, 2, 50, -2, 100.0], shape: [3, 2])],
                    ["x": Figure([3, -1.0], shape: [1, 2])],
                    [
                        "x": Figure(
                            [73, 67, 43, 91, 88, 64, 87, 134, 58, 102, 43, 37, 69, 96, 70.0],
                            shape: [5, 3])
                    ],
                ]
                return cases
            },
            nothing: { ["standardised": $0["x"]] },
            expected: by { x, column in (x - column.mean, column.deviation) },
            mistakes: [
                unguarded,
                KnownMistake(
                    "The columns are only centred: nothing divides by s.",
                    by { x, column in (x - column.mean, 1) }),
                KnownMistake("The input comes out unchanged.", { ["standardised": $0["x"]] }),
            ]
                + mistakes("The sum is divided by n − 1, and it is to be n.") { x, column in
                    (x - column.mean, column.deviation * (column.n / (column.n - 1)).squareRoot())
                }
                + mistakes("It divides by the square of s: the root is missing.") { x, column in
                    (x - column.mean, column.deviation * column.deviation)
                }
                + mistakes("Mean and s are those of the whole table, not of each column.", .all) {
                    x, all in
                    (x - all.mean, all.deviation)
                }
                + mistakes("It standardises the rows, not the columns.", .rows) { x, row in
                    (x - row.mean, row.deviation)
                }
                + mistakes("The mean is not taken away: x is only divided by s.") { x, column in
                    (x, column.deviation)
                }
                + mistakes("It divides by the root of the sum: the sum is to be divided by n.") {
                    x, column in
                    (x - column.mean, column.deviation * column.n.squareRoot())
                }
                + mistakes("It brings the columns between 0 and 1: that is another scaling.") {
                    x, column in
                    (x - column.least, column.greatest - column.least)
                }
                + mistakes("It divides by the largest number of the column.") { x, column in
                    (x, column.greatest)
                }
                + mistakes("It divides by the mean of the column.") { x, column in
                    (x - column.mean, column.mean)
                }
                + mistakes("It multiplies by s where it has to divide.") { x, column in
                    ((x - column.mean) * column.deviation, 1)
                }
                + mistakes("The sign is reversed: it is the number minus the mean.") { x, column in
                    (column.mean - x, column.deviation)
                },
            found: { put in
                let rows = standardised(put.rows("x").map { $0.map { Float($0) } })
                guard let columns = rows.first?.count, rows.allSatisfy({ $0.count == columns })
                else {
                    return ["standardised": Figure(rows.flatMap { $0 })]
                }
                return ["standardised": Figure(rows.flatMap { $0 }, shape: [rows.count, columns])]
            })
    }
}

/// Whether somebody looks at what is divided by.
private enum Guarding {
    case nothing, zero, nan
}

private enum Group {
    case columns, rows, all
}

/// What some numbers have in common.
private struct Spread {
    let n, mean, deviation, least, greatest: Double

    init(_ numbers: [Double]) {
        let n = Double(numbers.count)
        let mean = numbers.reduce(0, +) / n
        deviation = (numbers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / n).squareRoot()
        (self.n, self.mean, least, greatest) = (n, mean, numbers.min()!, numbers.max()!)
    }
}
