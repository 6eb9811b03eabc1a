import Descent

extension Exercise {
    /// Part 2: L = 1/n · Σ |ŷ − y|, with the slope 0 at 0.
    public static func absoluteError(
        _ loss: @escaping (_ prediction: Tensor, _ target: Tensor) -> Tensor
    ) -> Exercise {
        /// The loss with a slope of its own at 0.
        func absolute(at zero: Double, isMean: Bool = true) -> (Figures) -> Figures {
            { put in
                let e = LossAnswer.errors(put)
                let n = isMean ? Double(e.count) : 1
                return Figures(
                    LossAnswer.entries(
                        Figure(e.reduce(0) { $0 + abs($1) } / n),
                        Figure(
                            e.map { ($0 == 0 ? zero : $0 < 0 ? -1 : 1) / n }, shape: put["ŷ"].shape)
                    ))
            }
        }
        return Exercise(
            "absolute-error", title: "Mean absolute error, and its slope at 0",
            hints: [
                "|e| is e times its sign: 1, −1, or 0 where e is 0.",
                "The sign is a constant: Tensor(e.scalars.map { … }, shape: e.shape) has no history.",
                "√(e²) as e.pow(2).pow(0.5) has the slope ∞ · 0 at 0, which is nan. e times its sign has not.",
            ],
            learned: "At a kink somebody has to say what the slope is; everybody says 0.",
            cases: { draw in
                LossAnswer.cases(draw) + [
                    ["ŷ": Figure([1, 2, -1, 4]), "y": Figure([1, 0, -1, 5])],
                    ["ŷ": Figure([2.0]), "y": Figure([2.0])],
                ]
            },
            nothing: { _ in Figures(LossAnswer.withoutHistory(Figure(0.0))) },
            expected: absolute(at: 0),
            mistakes: [
                KnownMistake(
                    "Where an error is 0 the slope is nan: √(e²) gives ∞ · 0 there, and e² / |e| gives 0/0.",
                    LossAnswer.of { ($0 - $1).pow(2).pow(0.5).mean() }),
                KnownMistake(
                    "Where an error is 0 the slope is to be 0, and it is 1.", absolute(at: 1)),
                KnownMistake(
                    "Where an error is 0 the slope is to be 0, and it is −1.", absolute(at: -1)),
                KnownMistake(
                    "The sum, not the mean: it is n times too large.",
                    absolute(at: 0, isMean: false)),
                KnownMistake(
                    "The errors keep their signs, and cancel out.",
                    LossAnswer.of { ($0 - $1).mean() }),
                KnownMistake(
                    "This is the mean squared error.", LossAnswer.of { ($0 - $1).pow(2).mean() }),
                KnownMistake(
                    "The absolute value of the mean error: first |e|, then the mean.",
                    { put in
                        let e = LossAnswer.errors(put)
                        let n = Double(e.count)
                        let mean = e.reduce(0, +) / n
                        let sign = mean == 0 ? 0.0 : mean < 0 ? -1 : 1
                        return Figures(
                            LossAnswer.entries(
                                Figure(abs(mean)),
                                Figure(e.map { _ in sign / n }, shape: put["ŷ"].shape)))
                    }),
                KnownMistake(LossAnswer.forgetful) { put in
                    let e = LossAnswer.errors(put)
                    return Figures(
                        LossAnswer.withoutHistory(
                            Figure(e.reduce(0) { $0 + abs($1) } / Double(e.count))))
                },
                KnownMistake("The value is right, but every slope is reversed.") { put in
                    let right = absolute(at: 0)(put)
                    return Figures(
                        LossAnswer.entries(right["L"], right["dL/dŷ"].map { -$0 }))
                },
            ],
            found: LossAnswer.of(loss))
    }
}
