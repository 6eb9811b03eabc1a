import Descent

extension Exercise {
    /// Part 4: training in batches.
    public static func batches(_ answer: @escaping BatchAnswer) -> Exercise {
        Exercise(
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
                ].map { rows, batchSize, epochs, inputs in
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
            answer: answer, nothing: { _, _, _, _, _, _ in [] }, right: loop(),
            mistakes: [
                "A short batch counts like a full one.": loop { total($0.losses) * $0.size / $0.n },
                "The loss of an epoch is the mean of the batch means, so short batches count too much.":
                    loop { total($0.losses) / Float($0.losses.count) },
                "The loss of an epoch is that of its last batch.": loop { $0.losses.last ?? 0 },
                "The losses of the batches are just added up.": loop { total($0.losses) },
                "The loss is computed after the epoch, not before each update.": loop { $0.after },
                "The sum still contains earlier epochs.": loop { $0.allSquares / $0.n },
                "The short last batch is left out.": loop(dropsLast: true),
                "The gradients add up: nothing resets them.": loop(resets: { _ in false }),
                "The gradients add up within an epoch.": loop(resets: { $0 == 0 }),
                "The sign is reversed: this walks uphill.": loop(sign: 1),
                "The model doesn't change: there is no update.": loop(sign: 0),
            ])
    }
}

public typealias BatchAnswer = (
    _ model: Linear, _ x: Tensor, _ y: Tensor, _ batchSize: Int, _ epochs: Int,
    _ learningRate: Float
) -> [Float]

/// The numbers that the loss of an epoch may be computed from.
private struct Epoch {
    /// The mean squared error of each batch, and its number of rows.
    var losses: [Float] = []
    var rows: [Float] = []
    let size, n: Float
    /// The sum of the squared errors in all epochs so far.
    var allSquares: Float
    /// The mean squared error of all rows after the epoch.
    var after: Float = 0
}

/// A loop over batches, with settings for learners' mistakes.
private func loop(
    _ loss: @escaping (Epoch) -> Float = { dot($0.losses, $0.rows) / $0.n }, sign: Float = -1,
    resets: @escaping (_ batch: Int) -> Bool = { _ in true }, dropsLast: Bool = false
) -> BatchAnswer {
    { model, x, y, size, epochs, rate in
        var epoch = Epoch(size: Float(size), n: Float(x.shape[0]), allSquares: 0)
        return (0..<epochs).map { _ in
            (epoch.losses, epoch.rows) = ([], [])
            let batches = DataLoader(TensorDataset(x, y), batchSize: size, dropLast: dropsLast)
            for (batch, (inputs, targets)) in batches.enumerated() {
                if resets(batch) { model.zeroGrad() }
                let loss = MSELoss()(model(inputs), targets)
                epoch.losses.append(loss.item())
                epoch.rows.append(Float(inputs.shape[0]))
                loss.backward()
                withNoGrad {
                    for parameter in model.parameters { parameter += sign * rate * parameter.grad! }
                }
            }
            epoch.allSquares += dot(epoch.losses, epoch.rows)
            epoch.after = MSELoss()(model(x), y).item()
            return loss(epoch)
        }
    }
}
