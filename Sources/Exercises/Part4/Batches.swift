import Descent

extension Exercise {
    /// Part 4: training in batches.
    public static func batches(_ answer: @escaping BatchAnswer) -> Exercise {
        Exercise(
            "batches",
            hints: [
                "Two loops, one in the other: over the epochs, and over the batches of DataLoader(…).",
                "In the inner one: MSELoss()(model(inputs), targets), backward(), step(), zeroGrad().",
                "For the loss of an epoch add loss.item() · rows for each batch, and divide by n in the end. "
                    + "inputs.shape[0] is how many rows a batch has.",
            ],
            learned: "A mean of means is no mean, unless all groups are equally large.",
            cases: { draw in
                func some(_ rows: Int, _ batchSize: Int, _ epochs: Int, inputs: Int = 1) -> Figures
                {
                    [
                        "x": draw.table(rows, inputs, -2...2), "y": draw.table(rows, 1, -3...3),
                        "weight": draw.table(1, inputs, -2...2), "bias": draw.row(1, -2...2),
                        "batchSize": Figure(Float(batchSize)), "epochs": Figure(Float(epochs)),
                        "learningRate": 0.125,
                    ]
                }
                return [
                    some(1, 1, 1), some(4, 2, 1), some(3, 2, 1), some(5, 2, 2), some(5, 3, 3),
                    some(3, 5, 2), some(7, 3, 2), some(4, 3, 2, inputs: 2), some(4, 3, 0),
                ]
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
                "The loss divides by the batch size although the last batch is shorter.":
                    loop(loss: { total($0.losses) * $0.size / $0.n }),
                "The loss of an epoch is the mean of the batches' means: a short batch then counts too much.":
                    loop(loss: { total($0.losses) / Float($0.losses.count) }),
                "The loss of an epoch is that of its last batch alone.":
                    loop(loss: { $0.losses.last ?? 0 }),
                "The loss of an epoch is that of its first batch alone.":
                    loop(loss: { $0.losses.first ?? 0 }),
                "The losses of the batches are added, and not divided by anything.":
                    loop(loss: { total($0.losses) }),
                "The sum of all squared errors: it is not divided by the number of rows.":
                    loop(loss: { $0.squares }),
                "The loss is taken when the epoch is over: each batch's is to be the one before its update.":
                    loop(loss: { $0.after }),
                "The loss is taken before the epoch: each batch's is to be the one before its update.":
                    loop(loss: { $0.before }),
                "The losses of earlier epochs are still in the sum: it starts at 0 in each epoch.":
                    loop(loss: { ($0.earlier + $0.squares) / $0.n }),
                "The short last batch is left out.": loop(dropsLast: true),
                "The gradients pile up: nothing resets them.": loop(resets: .never),
                "The gradients pile up within an epoch: the reset belongs to every batch.":
                    loop(resets: .eachEpoch),
                "All rows are one batch: the batch size is not used.":
                    loop(size: { n, _ in n }),
                "Every row is a batch: the batch size is not used.":
                    loop(size: { _, _ in 1 }),
                "The sign is reversed: this walks uphill.": loop(sign: 1),
                "Nothing is trained: no update takes place.": loop(sign: 0),
                "Only one epoch is trained.": loop(epochs: { min(1, $0) }),
                "There is one epoch too many.": loop(epochs: { $0 + 1 }),
                "The gradient is that of the sum, not of the mean: each is too large by the rows of its batch.":
                    loop(reduction: .sum),
                "There is one update in each epoch, behind the loop over the batches.":
                    loop(resets: .eachEpoch, updatesOnce: true),
            ])
    }
}

public typealias BatchAnswer = (
    _ model: Linear, _ x: Tensor, _ y: Tensor, _ batchSize: Int, _ epochs: Int,
    _ learningRate: Float
) -> [Float]

private enum Resets {
    case eachBatch, eachEpoch, never
}

/// What the loss of an epoch may be made of.
private struct Epoch {
    /// The mean squared error of each batch, and how many rows it has.
    var losses: [Float] = []
    var rows: [Float] = []
    let size, n: Float
    /// The mean squared error of all rows, before and after the epoch.
    let before: Float
    var after: Float = 0
    /// The sum of the squared errors in the epochs before.
    let earlier: Float

    var squares: Float { dot(losses, rows) }
}

/// A loop over batches, with settings for what learners do otherwise.
private func loop(
    loss: @escaping (Epoch) -> Float = { $0.squares / $0.n },
    size: @escaping (_ n: Int, _ batchSize: Int) -> Int = { $1 },
    epochs: @escaping (Int) -> Int = { $0 }, sign: Float = -1, resets: Resets = .eachBatch,
    reduction: Reduction = .mean, dropsLast: Bool = false, updatesOnce: Bool = false
) -> BatchAnswer {
    { model, x, y, batchSize, count, rate in
        let n = x.shape[0]
        let size = size(n, batchSize)
        func all() -> Float { MSELoss()(model(x), y).item() }
        func reset() { for parameter in model.parameters { parameter.zeroGrad() } }
        func update() {
            withNoGrad {
                for parameter in model.parameters {
                    if let g = parameter.grad { parameter += sign * rate * g }
                }
            }
        }
        var earlier: Float = 0
        return (0..<epochs(count)).map { _ in
            var epoch = Epoch(size: Float(size), n: Float(n), before: all(), earlier: earlier)
            if resets == .eachEpoch { reset() }
            let batches = DataLoader(TensorDataset(x, y), batchSize: size, dropLast: dropsLast)
            for (inputs, targets) in batches {
                if resets == .eachBatch { reset() }
                epoch.losses.append(MSELoss()(model(inputs), targets).item())
                epoch.rows.append(Float(inputs.shape[0]))
                MSELoss(reduction: reduction)(model(inputs), targets).backward()
                if !updatesOnce { update() }
            }
            if updatesOnce { update() }
            epoch.after = all()
            earlier += epoch.squares
            return loss(epoch)
        }
    }
}
