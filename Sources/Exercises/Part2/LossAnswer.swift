import Descent

/// What a loss of tensor operations gives: its value, and how it changes with each prediction.
enum LossAnswer {
    package typealias Loss = (_ prediction: Tensor, _ target: Tensor) -> Tensor

    package static func gives(_ loss: Loss, _ put: Figures) -> Figures { gives(loss, put, "") }

    /// - Parameter suffix: what stands behind the names of the two figures.
    package static func gives(_ loss: Loss, _ put: Figures, _ suffix: String) -> Figures {
        let prediction = put.tensor("ŷ", requiresGrad: true)
        let l = loss(prediction, put.tensor("y"))
        if l.requiresGrad && l.count == 1 { l.backward() }
        return [
            // A tensor with one number is one, whatever its axes.
            "L\(suffix)": l.count == 1 ? Figure(l.item()) : Figure(l),
            "dL/dŷ\(suffix)": Figure(gradientOf: prediction),
        ]
    }

    /// What is said of a loss that ends in a plain number.
    static let forgetful =
        "The value is right, but it has lost its history: numbers were taken out of the tensors "
        + "(item(), scalars, detached(), withNoGrad), so backward() finds nothing."

    /// Cases with several sizes and shapes.
    package static func cases(_ draw: Draw) -> [Figures] {
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
}
