import Descent

extension Exercise {
    /// Part 4: training in batches.
    public static func batches(
        _ fit:
            @escaping (
                _ model: Linear, _ x: Tensor, _ y: Tensor, _ batchSize: Int, _ epochs: Int,
                _ learningRate: Float
            ) -> [Float]
    ) -> Exercise {
        Exercise(
            "batches", title: "Training in batches, with a short last one",
            hints: [
                "Two loops, one in the other: over the epochs, and over the batches of DataLoader(…).",
                "In the inner one: MSELoss()(model(inputs), targets), backward(), step(), zeroGrad().",
                "For the loss of an epoch add loss.item() · rows for each batch, and divide by n in the end. "
                    + "inputs.shape[0] is how many rows a batch has.",
            ],
            learned: "A mean of means is no mean, unless all groups are equally large.",
            cases: { draw in
                [(1, 1, 1), (4, 2, 1), (3, 2, 1), (5, 2, 2), (5, 3, 3), (3, 5, 2), (7, 3, 2)].map {
                    rows, batchSize, epochs in
                    BatchLoop.some(draw, rows, batchSize, epochs)
                } + [BatchLoop.some(draw, 4, 3, 2, inputs: 2), BatchLoop.some(draw, 4, 3, 0)]
            },
            nothing: { BatchLoop.result([], $0.doubles("weight"), $0.doubles("bias")) },
            expected: BatchLoop().callAsFunction,
            mistakes: [
                KnownMistake(
                    "The loss divides by the batch size although the last batch is shorter.",
                    BatchLoop(loss: .timesBatchSize).callAsFunction),
                KnownMistake(
                    "The loss of an epoch is the mean of the batches' means: a short batch then counts too much.",
                    BatchLoop(loss: .meanOfMeans).callAsFunction),
                KnownMistake(
                    "The loss of an epoch is that of its last batch alone.",
                    BatchLoop(loss: .last).callAsFunction),
                KnownMistake(
                    "The loss of an epoch is that of its first batch alone.",
                    BatchLoop(loss: .first).callAsFunction),
                KnownMistake(
                    "The losses of the batches are added, and not divided by anything.",
                    BatchLoop(loss: .sum).callAsFunction),
                KnownMistake(
                    "The sum of all squared errors: it is not divided by the number of rows.",
                    BatchLoop(loss: .sumOfSquares).callAsFunction),
                KnownMistake(
                    "The loss is taken when the epoch is over: each batch's is to be the one before its update.",
                    BatchLoop(loss: .after).callAsFunction),
                KnownMistake(
                    "The loss is taken before the epoch: each batch's is to be the one before its update.",
                    BatchLoop(loss: .before).callAsFunction),
                KnownMistake(
                    "The losses of earlier epochs are still in the sum: it starts at 0 in each epoch.",
                    BatchLoop(loss: .sinceTheStart).callAsFunction),
                KnownMistake(
                    "The short last batch is left out.",
                    BatchLoop(isShortLeftOut: true).callAsFunction),
                KnownMistake(
                    "The gradients pile up: nothing resets them.",
                    BatchLoop(resets: .never).callAsFunction),
                KnownMistake(
                    "The gradients pile up within an epoch: the reset belongs to every batch.",
                    BatchLoop(resets: .eachEpoch).callAsFunction),
                KnownMistake(
                    "All rows are one batch: the batch size is not used.",
                    BatchLoop(batchSize: .all).callAsFunction),
                KnownMistake(
                    "Every row is a batch: the batch size is not used.",
                    BatchLoop(batchSize: .one).callAsFunction),
                KnownMistake(
                    "The sign is reversed: this walks uphill.", BatchLoop(sign: 1).callAsFunction),
                KnownMistake(
                    "Nothing is trained: no update takes place.", BatchLoop(sign: 0).callAsFunction),
                KnownMistake(
                    "Only one epoch is trained.",
                    BatchLoop(epochs: { min(1, $0) }).callAsFunction),
                KnownMistake(
                    "There is one epoch too many.", BatchLoop(epochs: { $0 + 1 }).callAsFunction),
                KnownMistake(
                    "The gradient is that of the sum, not of the mean: each is too large by the rows of its batch.",
                    BatchLoop(gradient: .sum).callAsFunction),
                KnownMistake(
                    "There is one update in each epoch, behind the loop over the batches.",
                    BatchLoop(resets: .eachEpoch, updatesOnce: true).callAsFunction),
            ],
            found: { put in
                let model = Linear(inFeatures: put["x"].shape[1], outFeatures: 1)
                withNoGrad {
                    model.weight.copy(from: put.tensor("weight"))
                    model.bias!.copy(from: put.tensor("bias"))
                }
                let losses = fit(
                    model, put.tensor("x"), put.tensor("y"), put.integer("batchSize"),
                    put.integer("epochs"), put.float("learningRate"))
                return BatchLoop.result(
                    losses.map { Double($0) }, model.weight.scalars.map { Double($0) },
                    model.bias!.scalars.map { Double($0) })
            })
    }
}

/// A loop over batches, in Float64 and without tensors; with settings for what learners do otherwise.
struct BatchLoop {
    enum Loss {
        case right, timesBatchSize, meanOfMeans, last, first, sum, sumOfSquares, after, before,
            sinceTheStart
    }
    enum Resets {
        case eachBatch, eachEpoch, never
    }
    enum BatchSize {
        case given, all, one
    }
    enum Gradient {
        case mean, sum
    }

    var loss = Loss.right
    var resets = Resets.eachBatch
    var batchSize = BatchSize.given
    var gradient = Gradient.mean
    var isShortLeftOut = false
    var updatesOnce = false
    var sign = -1.0
    var epochs: (Int) -> Int = { $0 }

    static func some(
        _ draw: Draw, _ rows: Int, _ batchSize: Int, _ epochs: Int, inputs: Int = 1
    ) -> Figures {
        [
            "x": draw.table(rows, inputs, -2...2), "y": draw.table(rows, 1, -3...3),
            "weight": draw.table(1, inputs, -2...2), "bias": draw.row(1, -2...2),
            "batchSize": Figure(Double(batchSize)), "epochs": Figure(Double(epochs)),
            "learningRate": Figure(0.125),
        ]
    }

    static func result(_ losses: [Double], _ weight: [Double], _ bias: [Double]) -> Figures {
        [
            "losses": Figure(losses), "trained weight": Figure(weight, shape: [1, weight.count]),
            "trained bias": Figure(bias),
        ]
    }

    func callAsFunction(_ put: Figures) -> Figures {
        let (x, y, n) = (put.doubles("x"), put.doubles("y"), put["x"].shape[0])
        let size: Int =
            switch batchSize {
            case .given: put.integer("batchSize")
            case .all: n
            case .one: 1
            }
        let rate = put.double("learningRate")
        var (w, b, db) = (put.doubles("weight"), put.double("bias"), 0.0)
        let zeros = w.map { _ in 0.0 }
        var dw = zeros
        func inputs(_ row: Int) -> ArraySlice<Double> { x[row * w.count..<(row + 1) * w.count] }
        func error(_ row: Int) -> Double {
            zip(w, inputs(row)).reduce(b - y[row]) { $0 + $1.0 * $1.1 }
        }
        func mean(_ rows: Range<Int>) -> Double {
            rows.reduce(0) { $0 + error($1) * error($1) } / Double(rows.count)
        }
        func update() {
            w = zip(w, dw).map { $0 + sign * rate * $1 }
            b += sign * rate * db
        }
        var (losses, total) = ([Double](), 0.0)
        for _ in 0..<epochs(put.integer("epochs")) {
            let before = mean(0..<n)
            var batches: [(loss: Double, rows: Int)] = []
            if resets == .eachEpoch { (dw, db) = (zeros, 0) }
            for start in stride(from: 0, to: n, by: size) {
                let rows = start..<min(n, start + size)
                if isShortLeftOut && rows.count < size { continue }
                batches.append((mean(rows), rows.count))
                if resets == .eachBatch { (dw, db) = (zeros, 0) }
                let divisor = gradient == .mean ? Double(rows.count) : 1
                for row in rows {
                    let slope = 2 * error(row) / divisor
                    dw = zip(dw, inputs(row)).map { $0 + slope * $1 }
                    db += slope
                }
                if !updatesOnce { update() }
            }
            if updatesOnce { update() }
            let squares = batches.reduce(0) { $0 + $1.loss * Double($1.rows) }
            total += squares
            let loss: Double =
                switch self.loss {
                case .right: squares / Double(n)
                case .timesBatchSize: batches.reduce(0) { $0 + $1.loss * Double(size) } / Double(n)
                case .meanOfMeans: batches.reduce(0) { $0 + $1.loss } / Double(batches.count)
                case .last: batches.last?.loss ?? 0
                case .first: batches.first?.loss ?? 0
                case .sum: batches.reduce(0) { $0 + $1.loss }
                case .sumOfSquares: squares
                case .after: mean(0..<n)
                case .before: before
                case .sinceTheStart: total / Double(n)
                }
            losses.append(loss)
        }
        return Self.result(losses, w, [b])
    }
}
