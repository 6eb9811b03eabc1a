import Descent

extension Exercise {
    /// Part 2: L = √(1/n · Σ (ŷ − y)²), from tensor operations.
    public static func rootMeanSquaredError(
        _ answer: @escaping (_ prediction: Tensor, _ target: Tensor) -> Tensor
    ) -> Exercise {
        let right: LossAnswer.Loss = { ($0 - $1).pow(2).mean().pow(0.5) }
        return Exercise(
            "root-mean-squared-error",
            hints: [
                "The mean squared error is in the lesson: a difference, a power and a mean.",
                "A root is a power, too: the power 0.5.",
                "(prediction - target).pow(2).mean() is what the root is taken of.",
            ],
            learned: "Whatever is made of tensor operations has a derivative that nobody wrote.",
            cases: LossAnswer.cases, gives: LossAnswer.gives, answer: answer,
            nothing: { _, _ in Tensor(0) }, right: right,
            mistakes: [
                "The root is missing.": { ($0 - $1).pow(2).mean() },
                "The sum, not the mean, stands under the root.":
                    { ($0 - $1).pow(2).sum().pow(0.5) },
                "The mean and the root are missing.": { ($0 - $1).pow(2).sum() },
                "This is the mean of |ŷ − y|: the root belongs around the mean of the squares.":
                    { ($0 - $1).pow(2).pow(0.5).mean() },
                "Prediction and target are added.": { ($0 + $1).pow(2).mean().pow(0.5) },
                LossAnswer.forgetful: { right($0, $1).detached() },
            ])
    }
}
