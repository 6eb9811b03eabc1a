import Descent

extension Exercise {
    /// Part 4: training in batches.
    public static func batches(_ answer: @escaping BatchAnswer) -> Exercise {
        let right = loop()
        return Exercise(
            "batches",
            hints: [
                "Write a loop over the epochs. Inside it, write a loop over the batches of DataLoader(…).",
                "In the inner loop: MSELoss()(model(inputs), targets), backward(), step(), zeroGrad().",
                "For the loss of an epoch, add up loss.item() · inputs.shape[0] for all batches, and divide by n.",
            ],
            learned: "A mean of means is the mean only if all groups have the same size.",
            cases: { draw in
                [
                    (1, 1, 1, 1), (4, 2, 1, 1), (3, 2, 1, 1), (5, 2, 2, 1), (5, 3, 3, 1),
                    (3, 5, 2, 1), (7, 3, 2, 1), (4, 3, 2, 2), (4, 3, 0, 1),
                ].map { (rows: Int, batchSize: Int, epochs: Int, inputs: Int) -> Figures in
                    [
                        "x": draw.table(rows, inputs, -2...2), "y": draw.table(rows, 1, -3...3),
                        "weight": draw.table(1, inputs, -2...2), "bias": draw.row(1, -2...2),
                        "batchSize": Figure(Float(batchSize)), "epochs": Figure(Float(epochs)),
                        "learningRate": 0.125,
                    ]
                }
            },
            gives: { answer, put in
                let model = Linear(inFeatures: put["x"].shape[1], outFeatures: 1)
                withNoGrad {
                    model.weight.copy(from: put.tensor("weight"))
                    model.bias!.copy(from: put.tensor("bias"))
                }
                let losses = answer(
                    model, put.tensor("x"), put.tensor("y"), put.integer("batchSize"),
                    put.integer("epochs"), put.float("learningRate"))
                return [
                    "losses": Figure(losses), "trained weight": Figure(model.weight),
                    "trained bias": Figure(model.bias!),
                ]
            },
            answer: answer, nothing: { _, _, _, _, _, _ in [] }, right: right,
            mistakes: [
                "A short batch counts like a full one.": loop { total($0.losses) * $0.size / $0.n },
                "The loss of an epoch is the mean of the batch means, so short batches count too much.":
                    loop { average($0.losses) },
                "The loss of an epoch is that of its last batch.": loop { $0.losses.last ?? 0 },
                "The losses of the batches are just added up.": loop { total($0.losses) },
                "The sum still contains earlier epochs.": loop(forgets: false),
                "The short last batch is left out.": loop(dropsLast: true),
                "The gradients add up: nothing resets them.": loop(resets: { _ in false }),
                "The gradients add up within an epoch.": loop(resets: { $0 == 0 }),
                "The sign is reversed: this walks uphill.": { right($0, $1, $2, $3, $4, -$5) },
                "The model doesn't change: there is no update.":
                    { model, x, y, size, epochs, _ in right(model, x, y, size, epochs, 0) },
            ])
    }
}

public typealias BatchAnswer = (
    _ model: Linear, _ x: Tensor, _ y: Tensor, _ batchSize: Int, _ epochs: Int,
    _ learningRate: Float
) -> [Float]

/// The mean squared error and the number of rows of each batch, the batch size, and the number of all rows.
private typealias Epoch = (losses: [Float], rows: [Float], size: Float, n: Float)

/// A loop over batches, with settings for learners' mistakes.
private func loop(
    _ loss: @escaping (Epoch) -> Float = { dot($0.losses, $0.rows) / $0.n },
    resets: @escaping (_ batch: Int) -> Bool = { _ in true }, dropsLast: Bool = false,
    forgets: Bool = true
) -> BatchAnswer {
    { model, x, y, size, epochs, rate in
        var (losses, rows) = ([Float](), [Float]())
        return (0..<epochs).map { _ in
            if forgets { (losses, rows) = ([], []) }
            let batches = DataLoader(TensorDataset(x, y), batchSize: size, dropLast: dropsLast)
            for (batch, (inputs, targets)) in batches.enumerated() {
                if resets(batch) { model.zeroGrad() }
                let loss = MSELoss()(model(inputs), targets)
                losses.append(loss.item())
                rows.append(Float(inputs.shape[0]))
                loss.backward()
                withNoGrad {
                    for parameter in model.parameters { parameter -= rate * parameter.grad! }
                }
            }
            return loss((losses, rows, Float(size), Float(x.shape[0])))
        }
    }
}
