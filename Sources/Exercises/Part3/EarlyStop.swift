extension Exercise {
    /// Part 3: a stop when the loss no longer falls.
    public static func earlyStop(_ answer: @escaping ([Float], Int) -> Bool) -> Exercise {
        /// An answer with its own comparison of a loss with the best one so far.
        func stop(_ isNoBetter: @escaping (Float, Float) -> Bool) -> ([Float], Int) -> Bool {
            { losses, patience in
                guard let best = losses.dropLast(patience).min() else { return false }
                return losses.suffix(patience).allSatisfy { isNoBetter($0, best) }
            }
        }
        let right = stop(>=)
        return Exercise(
            "early-stop",
            hints: [
                "Split the losses: losses.suffix(patience), and those before them, losses.dropLast(patience).",
                "If there are none before them, return false. Otherwise take their min(): that is the loss to beat.",
                "Stop if none of the last losses is smaller: last.allSatisfy { $0 >= best }.",
            ],
            learned: "Patience helps when a loss rises for a while before it falls again.",
            cases: { draw in
                [(2, 5), (1, 4), (3, 7), (2, 8), (4, 9)].map { patience, count in
                    ["losses": draw.row(count, 0.5...4), "patience": Figure(Float(patience))]
                } + [
                    ["losses": [5, 3, 3, 3, 2, 2, 4], "patience": 2],
                    ["losses": [9, 4, 5, 3, 5, 4, 4, 6, 1], "patience": 2],
                    ["losses": [4, 5, 6, 7, 8], "patience": 3],
                    ["losses": [0, -1, -1, 0, -2, -3, -3, -3], "patience": 2],
                    ["losses": [6, 5, 7, 6.75, 6.5, 6, 5.5, 5.25, 3, 4, 3.5], "patience": 3],
                ]
            },
            gives: { answer, put in
                let (losses, patience) = (put.floats("losses"), put.integer("patience"))
                let stops = losses.indices.map { answer(Array(losses[...$0]), patience) ? 1.0 : 0 }
                return ["stop (1) or not (0) after each epoch": Figure(stops)]
            },
            answer: answer, nothing: { _, _ in false }, right: right,
            mistakes: [
                "It stops one epoch too late: it waits for patience + 1.": { right($0, $1 + 1) },
                "It stops one epoch too early: it waits for patience − 1.": { right($0, $1 - 1) },
                "It counts an equal loss as smaller.": stop(>),
                "It compares only the last loss with the one before, and ignores the patience.":
                    { losses, _ in losses.count > 1 && losses.suffix(2).first! <= losses.last! },
                "It always returns true.": { _, _ in true },
                "It counts all epochs without a smaller loss, but they must be consecutive.":
                    { all, n in all.indices.dropFirst().count { all[$0] >= all[..<$0].min()! } >= n
                    },
            ])
    }
}
