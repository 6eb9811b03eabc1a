import Descent

extension Exercise {
    /// Part 2: L = √(1/n · Σ (ŷ − y)²), from tensor operations.
    public static func rootMeanSquaredError(_ answer: @escaping LossAnswer) -> Exercise {
        let right: LossAnswer = { ($0 - $1).pow(2).mean().pow(0.5) }
        return Exercise(
            "root-mean-squared-error",
            hints: [
                "The lesson has the mean squared error: a difference, a power and a mean.",
                "A root is also a power: the power 0.5.",
                "Take the root of (prediction - target).pow(2).mean().",
            ],
            learned: "Autograd finds the derivative of anything you build from tensor operations.",
            cases: lossCases, gives: { lossFigures($0, $1) }, answer: answer,
            nothing: { _, _ in Tensor(0) }, right: right,
            mistakes: [
                "The root is missing.": { ($0 - $1).pow(2).mean() },
                "The sum, not the mean, is under the root.": { ($0 - $1).pow(2).sum().pow(0.5) },
                "The mean and the root are missing.": { ($0 - $1).pow(2).sum() },
                "The root comes before the mean.": { ($0 - $1).pow(2).pow(0.5).mean() },
                "Prediction and target are added.": { ($0 + $1).pow(2).mean().pow(0.5) },
                lossWithoutGraph: { right($0, $1).detached() },
            ])
    }

    /// Part 2: L = 1/n · Σ |ŷ − y|, with the slope 0 at 0.
    public static func absoluteError(_ answer: @escaping LossAnswer) -> Exercise {
        /// |e|, with a given slope at 0.
        func absolute(_ e: Tensor, at zero: Float = 0) -> Tensor {
            e * Tensor(e.scalars.map { $0 == 0 ? zero : $0 < 0 ? -1 : 1 }, shape: e.shape)
        }
        let right: LossAnswer = { absolute($0 - $1).mean() }
        return Exercise(
            "absolute-error",
            hints: [
                "|e| is e times its sign: 1, −1, or 0 where e is 0.",
                "Make the sign a constant: Tensor(e.scalars.map { … }, shape: e.shape) is not recorded.",
                "e.pow(2).pow(0.5) has the slope ∞ · 0 at 0, which is nan. e times its sign doesn't have this problem.",
            ],
            learned: "At a kink, the slope is a convention. Most libraries use 0.",
            cases: { draw in
                lossCases(draw) + [
                    ["ŷ": [1, 2, -1, 4], "y": [1, 0, -1, 5]], ["ŷ": [2], "y": [2]],
                ]
            },
            gives: { lossFigures($0, $1) }, answer: answer, nothing: { _, _ in Tensor(0) },
            right: right,
            mistakes: [
                "Where an error is 0, the slope is nan: √(e²) gives ∞ · 0 there, and e² / |e| gives 0/0.":
                    { ($0 - $1).pow(2).pow(0.5).mean() },
                "Where an error is 0, the slope is 1, not 0.": { absolute($0 - $1, at: 1).mean() },
                "The sum, not the mean: it is n times too large.": { absolute($0 - $1).sum() },
                "The errors keep their signs, and cancel out.": { ($0 - $1).mean() },
                "This is the mean squared error.": { ($0 - $1).pow(2).mean() },
                lossWithoutGraph: { right($0, $1).detached() },
            ])
    }
}

public typealias LossAnswer = (_ prediction: Tensor, _ target: Tensor) -> Tensor

/// The results of a loss made of tensor operations: its value, and its slope for each prediction.
///
/// - Parameter suffix: appended to the names of the two figures.
func lossFigures(_ loss: LossAnswer, _ put: Figures, suffix: String = "") -> Figures {
    let prediction = put.tensor("ŷ", requiresGrad: true)
    let l = loss(prediction, put.tensor("y"))
    if l.requiresGrad && l.count == 1 { l.backward() }
    return [
        // A tensor with a single number counts as a number, whatever its axes.
        "L\(suffix)": l.count == 1 ? Figure(l.item()) : Figure(l),
        "dL/dŷ\(suffix)": Figure(gradientOf: prediction),
    ]
}

/// The diagnosis of a loss that ends in a plain number.
let lossWithoutGraph =
    "The value is right, but its graph is lost: item(), scalars, detached() and withNoGrad don't record."

/// Cases with several sizes and shapes.
func lossCases(_ draw: Draw) -> [Figures] {
    [1, 2, 3, 5].map { n in
        // No error is 0 by chance.
        let (y, errors) = (draw.row(n), draw.row(n))
        return ["ŷ": Figure(zip(y.numbers, errors.numbers).map { $0 + $1 }), "y": y]
    } + [
        ["ŷ": draw.table(2, 2), "y": draw.table(2, 2)],
        ["ŷ": [0, -2, 3], "y": [1, -2.5, 0]],
        ["ŷ": draw.row(4, -4 ... -0.5), "y": [0, 0, 0, 0]], ["ŷ": [-1.5], "y": [2]],
    ]
}
