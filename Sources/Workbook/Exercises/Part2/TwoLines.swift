import Descent

extension Exercise {
    /// Part 2: the update and the reset of a loop.
    public static func twoLines(
        _ train:
            @escaping (
                _ w: Tensor, _ x: Tensor, _ y: Tensor, _ learningRate: Float, _ epochs: Int
            ) -> Void
    ) -> Exercise {
        /// Runs the loop. A step gets the weight, the gradient of the epoch, the sum of all so far, and
        /// which epoch it is.
        func loop(
            _ step:
                @escaping (_ w: Double, _ g: Double, _ sum: Double, _ rate: Double, _ epoch: Int)
                -> Double
        ) -> (Figures) -> Figures {
            { put in
                let (x, y) = (put.doubles("x"), put.doubles("y"))
                var (w, sum) = (put.double("w"), 0.0)
                for epoch in 0..<put.integer("epochs") {
                    let g =
                        zip(x, y).reduce(0) { $0 + 2 * (w * $1.0 - $1.1) * $1.0 } / Double(x.count)
                    sum += g
                    w = step(w, g, sum, put.double("learningRate"), epoch)
                }
                return ["w": Figure(w)]
            }
        }
        return Exercise(
            "two-lines", title: "The two lines that are missing",
            hints: [
                "w -= learningRate * w.grad! is the update. Autograd must not record it.",
                "The update stands inside withNoGrad { … }, behind backward().",
                "Behind the update: w.zeroGrad(), or the next backward() adds to this gradient.",
            ],
            learned: "backward() adds. Who trains in a loop resets, in every epoch.",
            cases: { draw in
                [1, 2, 3, 4, 0].map { epochs in
                    [
                        "w": Figure(draw.number()), "x": draw.row(max(1, epochs), -2...2),
                        "y": draw.row(max(1, epochs)), "learningRate": Figure(0.125),
                        "epochs": Figure(Double(epochs)),
                    ]
                } + [
                    [
                        "w": Figure(0.0), "x": Figure([0, -1, 1.5]), "y": Figure([1, 0, -2]),
                        "learningRate": Figure(0.05), "epochs": Figure(5.0),
                    ],
                    [
                        "w": Figure(-1.0), "x": Figure([1.5]), "y": Figure([2.0]),
                        "learningRate": Figure(0.125), "epochs": Figure(2.0),
                    ],
                ]
            },
            nothing: { ["w": $0["w"]] },
            expected: loop { w, g, _, rate, _ in w - rate * g },
            mistakes: [
                KnownMistake(
                    "The gradients pile up: nothing resets them.",
                    loop { w, _, sum, rate, _ in w - rate * sum }),
                KnownMistake(
                    "The sign is reversed: this walks uphill.",
                    loop { w, g, _, rate, _ in w + rate * g }),
                KnownMistake(
                    "The sign is reversed, and the gradients pile up.",
                    loop { w, _, sum, rate, _ in w + rate * sum }),
                KnownMistake("The learning rate is missing.", loop { w, g, _, _, _ in w - g }),
                KnownMistake(
                    "The learning rate is missing, and the gradients pile up.",
                    loop { w, _, sum, _, _ in w - sum }),
                KnownMistake(
                    "Only the first epoch updates w.",
                    loop { w, g, _, rate, epoch in epoch == 0 ? w - rate * g : w }),
                KnownMistake(
                    "w becomes the step, and loses its old value.",
                    loop { _, g, _, rate, _ in -rate * g }),
                KnownMistake(
                    "w is updated twice in each epoch.",
                    loop { w, g, _, rate, _ in w - 2 * rate * g }),
                KnownMistake("There is one update, behind the loop, with the sum of all gradients.")
                { put in
                    let (x, y, w) = (put.doubles("x"), put.doubles("y"), put.double("w"))
                    let g =
                        zip(x, y).reduce(0) { $0 + 2 * (w * $1.0 - $1.1) * $1.0 } / Double(x.count)
                    return ["w": Figure(w - put.double("learningRate") * put.double("epochs") * g)]
                },
            ],
            found: { put in
                let w = put.tensor("w", requiresGrad: true)
                train(
                    w, put.tensor("x"), put.tensor("y"), put.float("learningRate"),
                    put.integer("epochs"))
                return ["w": Figure(w)]
            })
    }
}
