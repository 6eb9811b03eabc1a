extension Exercise {
    /// Part 3: a stop when the loss no longer falls.
    public static func earlyStop(
        _ shouldStop: @escaping (_ losses: [Float], _ patience: Int) -> Bool
    ) -> Exercise {
        /// The answer after each epoch.
        func after(
            _ stops: @escaping (_ losses: [Double], _ patience: Int) -> Bool
        ) -> (Figures) -> Figures {
            { put in
                let losses = put.doubles("losses")
                return [
                    "stop after each epoch": Figure(
                        losses.indices.map { stops(Array(losses[...$0]), put.integer("patience")) })
                ]
            }
        }
        /// The smallest loss before the last ones, and those.
        func parts(_ losses: [Double], _ last: Int) -> (best: Double, last: ArraySlice<Double>)? {
            guard last >= 0, losses.count > last else { return nil }
            return (losses.dropLast(last).min()!, losses.suffix(last))
        }
        func noneIsSmaller(_ losses: [Double], _ patience: Int) -> Bool {
            parts(losses, patience).map { best, last in last.allSatisfy { $0 >= best } } ?? false
        }
        return Exercise(
            "early-stop", title: "Stop when the loss no longer falls",
            hints: [
                "Two pieces: losses.suffix(patience), and losses.dropLast(patience) before them.",
                "If there is nothing before them the answer is no. Otherwise its min() is what counts.",
                "Stop if no loss of the last ones is smaller: last.allSatisfy { $0 >= best }.",
            ],
            learned: "Patience is for losses that rise for a while before they fall again.",
            cases: { draw in
                [(2, 5), (1, 4), (3, 7), (2, 8), (4, 9)].map { patience, count in
                    [
                        "losses": Figure(draw.numbers(count, 0.5...4)),
                        "patience": Figure(Double(patience)),
                    ]
                } + [
                    ["losses": Figure([5, 3, 3, 3, 2, 2, 4.0]), "patience": Figure(2.0)],
                    ["losses": Figure([9, 4, 5, 3, 5, 4, 4, 6, 1.0]), "patience": Figure(2.0)],
                    ["losses": Figure([4, 5, 6, 7, 8.0]), "patience": Figure(3.0)],
                    ["losses": Figure([8, 7, 6, 5, 4.0]), "patience": Figure(1.0)],
                    ["losses": Figure([5, 9, 6, 7, 8, 3, 4.0]), "patience": Figure(2.0)],
                    ["losses": Figure([0, -1, -1, 0, -2, -3, -3, -3.0]), "patience": Figure(2.0)],
                    [
                        "losses": Figure([6, 5, 7, 6.75, 6.5, 6, 5.5, 5.25, 3, 4, 3.5]),
                        "patience": Figure(3.0),
                    ],
                ]
            },
            nothing: after { _, _ in false }, expected: after(noneIsSmaller),
            mistakes: [
                KnownMistake(
                    "It stops an epoch too late: it waits for patience + 1 epochs.",
                    after { noneIsSmaller($0, $1 + 1) }),
                KnownMistake(
                    "It stops an epoch too early: it waits for patience − 1 epochs.",
                    after { $0.count > $1 - 1 && noneIsSmaller($0, $1 - 1) }),
                KnownMistake(
                    "An equal loss counts as smaller: only larger ones stop it.",
                    after { losses, patience in
                        parts(losses, patience).map { best, last in last.allSatisfy { $0 > best } }
                            ?? false
                    }),
                KnownMistake(
                    "It compares each loss with the one before: it is the smallest so far that counts.",
                    after { losses, patience in
                        guard losses.count > patience else { return false }
                        return zip(losses, losses.dropFirst()).suffix(patience).allSatisfy {
                            $1 >= $0
                        }
                    }),
                KnownMistake(
                    "It compares the last loss with the one before, and has no patience.",
                    after { losses, _ in
                        losses.count > 1 && losses[losses.count - 1] >= losses[losses.count - 2]
                    }),
                KnownMistake(
                    "It compares two losses only: the last, and the one patience epochs before.",
                    after { losses, patience in
                        losses.count > patience
                            && losses[losses.count - 1] >= losses[losses.count - 1 - patience]
                    }),
                KnownMistake(
                    "Only the last loss is looked at: none of the last ones may be smaller.",
                    after { losses, patience in
                        parts(losses, patience).map { best, last in last.last! >= best } ?? false
                    }),
                KnownMistake(
                    "One loss that is not smaller is enough for it: all of the last ones count.",
                    after { losses, patience in
                        parts(losses, patience).map { best, last in last.contains { $0 >= best } }
                            ?? false
                    }),
                KnownMistake(
                    "Yes and no are the wrong way round.", after { !noneIsSmaller($0, $1) }),
                KnownMistake("It always says yes.", after { _, _ in true }),
                KnownMistake("It always says no.", after { _, _ in false }),
                KnownMistake(
                    "It says yes whenever there are more than patience losses.",
                    after { $0.count > $1 }),
                KnownMistake(
                    "It compares with the first loss: it is the smallest so far that counts.",
                    after { losses, patience in
                        losses.count > patience
                            && losses.suffix(patience).allSatisfy { $0 >= losses[0] }
                    }),
                KnownMistake(
                    "It compares with the loss just before the last ones, not with the smallest.",
                    after { losses, patience in
                        guard losses.count > patience else { return false }
                        let before = losses[losses.count - patience - 1]
                        return losses.suffix(patience).allSatisfy { $0 >= before }
                    }),
                KnownMistake(
                    "It counts all epochs without a smaller loss: those must follow one another.",
                    after { losses, patience in
                        var (best, count) = (Double.infinity, 0)
                        for loss in losses {
                            if loss < best { best = loss } else { count += 1 }
                        }
                        return count >= patience
                    }),
                KnownMistake(
                    "It compares with the largest loss before them, not with the smallest.",
                    after { losses, patience in
                        guard let best = losses.dropLast(patience).max() else { return false }
                        return losses.suffix(patience).allSatisfy { $0 >= best }
                    }),
            ],
            found: { put in
                let losses = put.floats("losses")
                return [
                    "stop after each epoch": Figure(
                        losses.indices.map {
                            shouldStop(Array(losses[...$0]), put.integer("patience"))
                        })
                ]
            })
    }
}
