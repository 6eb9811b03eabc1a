import Descent

extension Exercise {
    /// Part 3: ½ · (ŷ − y)², as a mean or as a sum.
    public static func reduction(
        _ answer: @escaping (Reduction, Tensor, Tensor) -> Tensor
    ) -> Exercise {
        func reduced(_ reduction: Reduction, _ tensor: Tensor) -> Tensor {
            reduction == .mean ? tensor.mean() : tensor.sum()
        }
        /// The loss of each element.
        func each(
            _ element: @escaping (_ p: Tensor, _ y: Tensor) -> Tensor
        ) -> (Reduction, Tensor, Tensor) -> Tensor {
            { reduction, p, y in reduced(reduction, element(p, y)) }
        }
        let half = { (p: Tensor, y: Tensor) in 0.5 * (p - y).pow(2) }
        return Exercise(
            "reduction",
            hints: [
                "First take half the square of every element: 0.5 * (prediction - target).pow(2).",
                "Then switch over reduction, and return the mean or the sum of that.",
                "switch reduction { case .mean: …mean() case .sum: …sum() }, with return before each.",
            ],
            learned:
                "PyTorch's losses work like this, too: settings when you create one, tensors when you call it.",
            cases: LossAnswer.cases,
            gives: { answer, put in
                .joined(
                    LossAnswer.gives({ answer(.mean, $0, $1) }, put, " (.mean)"),
                    LossAnswer.gives({ answer(.sum, $0, $1) }, put, " (.sum)"))
            },
            answer: answer, nothing: { _, _, _ in Tensor(0) }, right: each(half),
            mistakes: [
                "It is always the mean: use the reduction.": { half($1, $2).mean() },
                "It is always the sum: use the reduction.": { half($1, $2).sum() },
                "Mean and sum are swapped.": { reduced($0 == .mean ? .sum : .mean, half($1, $2)) },
                "The ½ is missing.": each { p, y in (p - y).pow(2) },
                "The ½ counts twice: this is ¼ · (ŷ − y)².": each { (0.5 * ($0 - $1)).pow(2) },
                "The errors are not squared.": each { p, y in 0.5 * (p - y) },
                LossAnswer.forgetful: { reduced($0, half($1, $2)).detached() },
            ])
    }
}
