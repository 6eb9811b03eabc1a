import Descent

extension Exercise {
    /// Part 3: ½ · (ŷ − y)², as a mean or as a sum.
    public static func reduction(_ answer: @escaping ReductionAnswer) -> Exercise {
        /// The reduction of a loss of each element.
        func each(_ element: @escaping LossAnswer) -> ReductionAnswer {
            { $0 == .mean ? element($1, $2).mean() : element($1, $2).sum() }
        }
        let right = each { p, y in 0.5 * (p - y).pow(2) }
        return Exercise(
            "reduction",
            hints: [
                "First take half the square of every element: 0.5 * (prediction - target).pow(2).",
                "Then switch over reduction, and return the mean or the sum of that.",
                "switch reduction { case .mean: …mean() case .sum: …sum() }, with return before each.",
            ],
            learned:
                "PyTorch's losses work like this, too: settings when you create one, tensors when you call it.",
            cases: lossCases,
            gives: { answer, put in
                .joined(
                    lossFigures({ answer(.mean, $0, $1) }, put, suffix: " (.mean)"),
                    lossFigures({ answer(.sum, $0, $1) }, put, suffix: " (.sum)"))
            },
            answer: answer, nothing: { _, _, _ in Tensor(0) }, right: right,
            mistakes: [
                "It is always the mean: use the reduction.": { right(.mean, $1, $2) },
                "It is always the sum: use the reduction.": { right(.sum, $1, $2) },
                "Mean and sum are swapped.": { right($0 == .mean ? .sum : .mean, $1, $2) },
                "The ½ is missing.": each { p, y in (p - y).pow(2) },
                "The ½ counts twice: this is ¼ · (ŷ − y)².": each { (0.5 * ($0 - $1)).pow(2) },
                lossWithoutGraph: { right($0, $1, $2).detached() },
            ])
    }
}

public typealias ReductionAnswer = (Reduction, Tensor, Tensor) -> Tensor
