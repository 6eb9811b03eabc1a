import Descent

extension Exercise {
    /// Part 2: L = √(1/n · Σ (ŷ − y)²), from tensor operations.
    public static func rootMeanSquaredError(
        _ loss: @escaping (_ prediction: Tensor, _ target: Tensor) -> Tensor
    ) -> Exercise {
        func value(_ put: Figures) -> Double {
            let e = LossAnswer.errors(put)
            return (e.reduce(0) { $0 + $1 * $1 } / Double(e.count)).squareRoot()
        }
        return Exercise(
            "root-mean-squared-error", title: "A loss from tensor operations",
            hints: [
                "The mean squared error is in the lesson: a difference, a power and a mean.",
                "A root is a power, too: the power 0.5.",
                "(prediction - target).pow(2).mean() is what the root is taken of.",
            ],
            learned:
                "Whatever is made of tensor operations has a derivative, and nobody wrote it down.",
            cases: { LossAnswer.cases($0) },
            nothing: { _ in Figures(LossAnswer.withoutHistory(Figure(0.0))) },
            expected: { put in
                let l = value(put)
                let e = LossAnswer.errors(put)
                return Figures(
                    LossAnswer.entries(
                        Figure(l),
                        Figure(e.map { $0 / (Double(e.count) * l) }, shape: put["ŷ"].shape)))
            },
            mistakes: [
                KnownMistake("The root is missing.", LossAnswer.of { ($0 - $1).pow(2).mean() }),
                KnownMistake(
                    "The sum, not the mean, stands under the root.",
                    LossAnswer.of { ($0 - $1).pow(2).sum().pow(0.5) }),
                KnownMistake(
                    "The sum of the squares: the mean and the root are missing.",
                    LossAnswer.of { ($0 - $1).pow(2).sum() }),
                KnownMistake(
                    "This is the mean of |ŷ − y|: the root belongs around the mean of the squares.",
                    LossAnswer.of { ($0 - $1).pow(2).pow(0.5).mean() }),
                KnownMistake(
                    "The mean error, neither squared nor a root.",
                    LossAnswer.of { ($0 - $1).mean() }),
                KnownMistake(
                    "Half of it.", LossAnswer.of { 0.5 * ($0 - $1).pow(2).mean().pow(0.5) }),
                KnownMistake(
                    "Squared once more, where the root is to be taken.",
                    LossAnswer.of { ($0 - $1).pow(2).mean().pow(2) }),
                KnownMistake(
                    "Prediction and target are added: an error is their difference.",
                    LossAnswer.of { ($0 + $1).pow(2).mean().pow(0.5) }),
                KnownMistake(LossAnswer.forgetful) { put in
                    Figures(LossAnswer.withoutHistory(Figure(value(put))))
                },
            ],
            found: LossAnswer.of(loss))
    }
}
