import Descent

extension Exercise {
    /// Part 2: the update and the reset of a loop, with a learning rate that falls.
    public static func twoLines(_ answer: @escaping TwoLinesAnswer) -> Exercise {
        func loop(resets: Bool = true, falls: Bool = true) -> TwoLinesAnswer {
            { w, x, y, rate, epochs in
                for epoch in 0..<epochs {
                    (w * x - y).pow(2).mean().backward()
                    withNoGrad { w -= rate / (falls ? Float(epoch + 1) : 1) * w.grad! }
                    if resets { w.zeroGrad() }
                }
            }
        }
        let right = loop()
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
            answer: answer, nothing: { _, _, _, _, _ in }, right: right,
            mistakes: [
                "The learning rate doesn't fall.": loop(falls: false),
                "There is no reset: gradients add up.": loop(resets: false),
                "No reset, and the rate doesn't fall.": loop(resets: false, falls: false),
                "The sign is reversed: this walks uphill.": { right($0, $1, $2, -$3, $4) },
                "The learning rate is missing.":
                    { w, x, y, _, epochs in loop(falls: false)(w, x, y, 1, epochs) },
                "There is only one update, after the loop, with the sum of all gradients.":
                    { w, x, y, rate, n in loop(falls: false)(w, x, y, rate * Float(n), 1) },
            ])
    }
}

/// Trains w on x and y, with a learning rate and a number of epochs.
public typealias TwoLinesAnswer = (Tensor, Tensor, Tensor, Float, Int) -> Void
