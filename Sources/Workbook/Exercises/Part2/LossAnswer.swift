import Descent

/// What a loss of tensor operations gives: its value, and how it changes with each prediction.
enum LossAnswer {
    /// For the predictions ŷ and the targets y of a case.
    ///
    /// - Parameter suffix: what stands behind the names of the two figures.
    static func entries(
        _ put: Figures, _ suffix: String = "", _ loss: (Tensor, Tensor) -> Tensor
    ) -> [Figures.Entry] {
        let prediction = put.tensor("ŷ", requiresGrad: true)
        let l = loss(prediction, put.tensor("y"))
        if l.requiresGrad && l.count == 1 { l.backward() }
        return entries(
            // A tensor with one number is one, whatever its axes.
            l.count == 1 ? Figure(l.item()) : Figure(l), Figure(gradientOf: prediction), suffix)
    }

    static func entries(_ loss: Figure, _ slopes: Figure, _ suffix: String = "") -> [Figures.Entry]
    {
        [
            Figures.Entry(name: "L\(suffix)", figure: loss),
            Figures.Entry(name: "dL/dŷ\(suffix)", figure: slopes),
        ]
    }

    /// The errors ŷ − y of a case.
    static func errors(_ put: Figures) -> [Double] {
        zip(put.doubles("ŷ"), put.doubles("y")).map { $0 - $1 }
    }

    /// What is left of a loss whose history is lost.
    static func withoutHistory(_ loss: Figure, _ suffix: String = "") -> [Figures.Entry] {
        entries(loss, .absent("no gradient"), suffix)
    }

    /// What a loss gives.
    static func of(_ loss: @escaping (Tensor, Tensor) -> Tensor) -> (Figures) -> Figures {
        { put in Figures(entries(put, "", loss)) }
    }

    /// A loss that ends in a plain number.
    static let forgetful =
        "The value is right, but it has lost its history: numbers were taken out of the tensors "
        + "(item(), scalars, detached(), withNoGrad), so backward() finds nothing."

    /// Cases with several sizes and shapes.
    static func cases(_ draw: Draw, sizes: [Int] = [1, 2, 3, 5]) -> [Figures] {
        sizes.map { n in
            // No error is 0 by chance.
            let (targets, errors) = (draw.numbers(n), draw.numbers(n))
            return ["ŷ": Figure(zip(targets, errors).map { $0 + $1 }), "y": Figure(targets)]
        }
            + [
                ["ŷ": draw.table(2, 2), "y": draw.table(2, 2)],
                ["ŷ": Figure([0, -2, 3]), "y": Figure([1, -2.5, 0])],
                ["ŷ": draw.row(4, -4 ... -0.5), "y": Figure([0, 0, 0, 0])],
                ["ŷ": Figure([-1.5]), "y": Figure([2.0])],
            ]
    }
}

extension Figures {
    init(_ entries: [Entry]) {
        self = [:]
        self.entries = entries
    }
}
