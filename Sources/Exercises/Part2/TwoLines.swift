import Descent

extension Exercise {
    /// Part 2: the update and the reset of a loop, with a learning rate that falls.
    public static func twoLines(
        _ answer: @escaping (Tensor, Tensor, Tensor, Float, Int) -> Void
    ) -> Exercise {
        /// A loop with its own step, which gets the gradient of the epoch, the sum of all gradients so far, the given
        /// learning rate, and the number of the epoch, from 1. The result is subtracted from w.
        func loop(
            _ step: @escaping (_ g: Float, _ sum: Float, _ rate: Float, _ epoch: Float) -> Float
        ) -> (Tensor, Tensor, Tensor, Float, Int) -> Void {
            { w, x, y, rate, epochs in
                let (x, y) = (x.scalars, y.scalars)
                var (weight, sum) = (w.item(), Float(0))
                for epoch in 0..<epochs {
                    let g = mean(x.count) { 2 * (weight * x[$0] - y[$0]) * x[$0] }
                    sum += g
                    weight -= step(g, sum, rate, Float(epoch + 1))
                }
                withNoGrad { w.fill(weight) }
            }
        }
        return Exercise(
            "two-lines",
            hints: [
                "The update is w -= … * w.grad!, and autograd must not record it.",
                "Put the update inside withNoGrad { … }, after backward(). The rate is learningRate / Float(epoch).",
                "After the update, call w.zeroGrad(). Otherwise the next backward() adds to this gradient.",
            ],
            learned: "backward() adds to the gradient, so every epoch needs a reset.",
            cases: { draw in
                [1, 2, 3, 4, 0].map { epochs in
                    [
                        "w": draw.number(), "x": draw.row(max(1, epochs), -2...2),
                        "y": draw.row(max(1, epochs)), "learningRate": 0.125,
                        "epochs": Figure(Float(epochs)),
                    ]
                } + [["w": -1, "x": [1.5], "y": [2], "learningRate": 0.125, "epochs": 2]]
            },
            gives: { answer, put in
                let w = put.tensor("w", requiresGrad: true)
                answer(
                    w, put.tensor("x"), put.tensor("y"), put.float("learningRate"),
                    put.integer("epochs"))
                return ["w": Figure(w)]
            },
            answer: answer, nothing: { _, _, _, _, _ in },
            right: loop { g, _, rate, epoch in rate / epoch * g },
            mistakes: [
                "The learning rate doesn't fall.": loop { g, _, rate, _ in rate * g },
                "There is no reset: gradients add up.": loop { _, sum, rate, e in rate / e * sum },
                "No reset, and the rate doesn't fall.": loop { _, sum, rate, _ in rate * sum },
                "The sign is reversed: this walks uphill.": loop { g, _, rate, e in -rate / e * g },
                "The learning rate is missing.": loop { g, _, _, _ in g },
                "There is only one update, after the loop, with the sum of all gradients.":
                    { w, x, y, rate, epochs in
                        for _ in 0..<epochs { (w * x - y).pow(2).mean().backward() }
                        withNoGrad { if let g = w.grad { w -= rate * g } }
                    },
            ])
    }
}
