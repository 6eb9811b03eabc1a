import Descent

extension Exercise {
    /// Part 3: ½ · (ŷ − y)², as a mean or as a sum.
    public static func reduction(
        _ loss: @escaping (_ reduction: Reduction, _ prediction: Tensor, _ target: Tensor) -> Tensor
    ) -> Exercise {
        func both(
            _ loss:
                @escaping (_ reduction: Reduction, _ prediction: Tensor, _ target: Tensor) -> Tensor
        ) -> (Figures) -> Figures {
            { put in
                Figures(
                    LossAnswer.entries(put, " (.mean)") { loss(.mean, $0, $1) }
                        + LossAnswer.entries(put, " (.sum)") { loss(.sum, $0, $1) })
            }
        }
        func reduced(_ reduction: Reduction, _ tensor: Tensor) -> Tensor {
            reduction == .mean ? tensor.mean() : tensor.sum()
        }
        return Exercise(
            "reduction", title: "A loss as a type, with a reduction",
            hints: [
                "Half the square of every element first: 0.5 * (prediction - target).pow(2).",
                "Then a switch over reduction: .mean or .sum of that.",
                "switch reduction { case .mean: …mean() case .sum: …sum() }, with return before each.",
            ],
            learned: "A loss is settings and a call, as PyTorch's losses are.",
            cases: { LossAnswer.cases($0) },
            nothing: { _ in
                Figures(
                    LossAnswer.withoutHistory(Figure(0.0), " (.mean)")
                        + LossAnswer.withoutHistory(Figure(0.0), " (.sum)"))
            },
            expected: { put in
                let e = LossAnswer.errors(put)
                let (half, n) = (e.reduce(0) { $0 + $1 * $1 } / 2, Double(e.count))
                let slopes = Figure(e, shape: put["ŷ"].shape)
                return Figures(
                    LossAnswer.entries(Figure(half / n), slopes.map { $0 / n }, " (.mean)")
                        + LossAnswer.entries(Figure(half), slopes, " (.sum)"))
            },
            mistakes: [
                KnownMistake(
                    "It is always the mean: the reduction is not used.",
                    both { _, p, y in 0.5 * (p - y).pow(2).mean() }),
                KnownMistake(
                    "It is always the sum: the reduction is not used.",
                    both { _, p, y in 0.5 * (p - y).pow(2).sum() }),
                KnownMistake(
                    "Mean and sum are the wrong way round.",
                    both { r, p, y in 0.5 * ((p - y).pow(2)).reducedTheOtherWay(r) }),
                KnownMistake("The ½ is missing.", both { r, p, y in reduced(r, (p - y).pow(2)) }),
                KnownMistake(
                    "Half of it: the ½ is used twice, or squared together with the error.",
                    both { r, p, y in reduced(r, (0.5 * (p - y)).pow(2)) }),
                KnownMistake(
                    "The errors are not squared.", both { r, p, y in reduced(r, 0.5 * (p - y)) }),
                KnownMistake(
                    "It is always the mean, and the ½ is missing.",
                    both { _, p, y in (p - y).pow(2).mean() }),
                KnownMistake(
                    "It is twice the square: the factor is ½.",
                    both { r, p, y in reduced(r, 2 * (p - y).pow(2)) }),
                KnownMistake(
                    "First square, then add: here the summed error is squared.",
                    both { r, p, y in 0.5 * reduced(r, p - y).pow(2) }),
                KnownMistake(LossAnswer.forgetful) { put in
                    let e = LossAnswer.errors(put)
                    let half = e.reduce(0) { $0 + $1 * $1 } / 2
                    return Figures(
                        LossAnswer.withoutHistory(Figure(half / Double(e.count)), " (.mean)")
                            + LossAnswer.withoutHistory(Figure(half), " (.sum)"))
                },
            ],
            found: both(loss))
    }
}

extension Tensor {
    fileprivate func reducedTheOtherWay(_ reduction: Reduction) -> Tensor {
        reduction == .mean ? sum() : mean()
    }
}
