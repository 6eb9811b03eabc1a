import Descent

extension Exercise {
    /// Part 2: L = 1/n · Σ |ŷ − y|, with the slope 0 at 0.
    public static func absoluteError(
        _ answer: @escaping (_ prediction: Tensor, _ target: Tensor) -> Tensor
    ) -> Exercise {
        /// |e|, with a slope of its own at 0.
        func absolute(_ e: Tensor, at zero: Float = 0) -> Tensor {
            e * Tensor(e.scalars.map { $0 == 0 ? zero : sign($0) }, shape: e.shape)
        }
        let right: LossAnswer.Loss = { absolute($0 - $1).mean() }
        return Exercise(
            "absolute-error",
            hints: [
                "|e| is e times its sign: 1, −1, or 0 where e is 0.",
                "The sign is a constant: Tensor(e.scalars.map { … }, shape: e.shape) has no history.",
                "√(e²) as e.pow(2).pow(0.5) has the slope ∞ · 0 at 0, which is nan. e times its sign has not.",
            ],
            learned: "At a kink, the slope is a convention: everyone uses 0.",
            cases: { draw in
                LossAnswer.cases(draw) + [
                    ["ŷ": [1, 2, -1, 4], "y": [1, 0, -1, 5]], ["ŷ": [2], "y": [2]],
                ]
            },
            gives: LossAnswer.gives, answer: answer, nothing: { _, _ in Tensor(0) }, right: right,
            mistakes: [
                "Where an error is 0 the slope is nan: √(e²) gives ∞ · 0 there, and e² / |e| gives 0/0.":
                    { ($0 - $1).pow(2).pow(0.5).mean() },
                "Where an error is 0 the slope is to be 0, and it is 1.":
                    { absolute($0 - $1, at: 1).mean() },
                "The sum, not the mean: it is n times too large.": { absolute($0 - $1).sum() },
                "The errors keep their signs, and cancel out.": { ($0 - $1).mean() },
                "This is the mean squared error.": { ($0 - $1).pow(2).mean() },
                LossAnswer.forgetful: { right($0, $1).detached() },
            ])
    }
}
