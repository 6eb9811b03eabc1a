import Descent

/// A lesson on the crops.
public typealias CropsLesson = Lesson<CropsProblem>

extension Lesson<CropsProblem> {
    /// The samples: temperature, rainfall and humidity, a row for each.
    public var x: [[Float]] { problem.x }

    /// What is to be predicted: the yields of apples and oranges, a row for each sample.
    public var y: [[Float]] { problem.y }

    /// Where the weights start: a row for apples, one for oranges.
    public var w0: [[Float]] { start!.w }

    /// Where the biases start: one for apples, one for oranges.
    public var b0: [Float] { start!.b }

    /// The same; nil if the model is to keep PyTorch's random start.
    public var start: (w: [[Float]], b: [Float])? { problem.start }

    /// How many rows an update uses.
    public var batchSize: Int { problem.batchSize }

    /// Whether the rows come in a new order in each epoch.
    public var shuffle: Bool { settings.shuffle }

    /// Reports an epoch: the loss before its update, and the parameters after it.
    public func report(_ epoch: Int, loss: some Scalars, w: some Scalars, b: some Scalars) {
        report(epoch, loss: loss, parameters: [("w", w), ("b", b)])
    }

    // MARK: - In batches

    /// Shows the data as part 4 hands them out.
    public func show(_ dataset: TensorDataset, _ loader: DataLoader) {
        guard settings.batchSize != nil || settings.shuffle else { return }
        let first = dataset[0..<min(3, dataset.count)]
        note(["dataset[0..<\(first.inputs.shape[0])]"] + rows(first))
        // A pass of its own, which leaves the run's random numbers alone.
        let batch = withGenerator(Generator(seed: settings.seed)) { Array(loader)[0] }
        note(["Array(loader)[0], the first batch of a pass"] + rows(batch) + [""])
    }

    private func rows(_ batch: (inputs: Tensor, targets: Tensor)) -> [String] {
        let (inputs, targets) = (batch.inputs.scalars, batch.targets.scalars)
        return (0..<batch.inputs.shape[0]).map { row in
            let x = inputs[3 * row..<3 * row + 3].map { Numbers.fixed($0, 0) }
            let y = targets[2 * row..<2 * row + 2].map { Numbers.fixed($0, 0) }
            return "  [\(x.joined(separator: ", "))] → [\(y.joined(separator: ", "))]"
        }
    }

    /// Reports an epoch of several updates: its batches in their order, each with the loss before its
    /// update, and the parameters at the end. The loss of the epoch is that of the last batch.
    public func report(
        _ epoch: Int, batches: [(inputs: Tensor, loss: Tensor)], w: Tensor, b: Tensor
    ) {
        let steps = batches.map { batch in
            EpochRecord.Batch(rows: rowNumbers(batch.inputs), loss: batch.loss.item())
        }
        let isWhole = steps.count == 1 && !settings.shuffle
        report(
            epoch, loss: steps.last!.loss, parameters: [("w", w), ("b", b)],
            batches: isWhole ? [] : steps)
    }

    /// Which rows of the table a batch has; no two rows are alike.
    private func rowNumbers(_ inputs: Tensor) -> [Int] {
        let values = inputs.scalars
        return stride(from: 0, to: values.count, by: 3).map { start in
            x.firstIndex(of: Array(values[start..<start + 3]))!
        }
    }
}
