import Descent
import Words

/// A lesson on the crops.
public typealias CropsLesson = Lesson<CropsProblem>

extension Lesson<CropsProblem> {
    /// The samples: temperature, rainfall and humidity, one row each.
    public var x: [[Float]] { problem.x }

    /// The targets: the yields of apples and oranges, one row per sample.
    public var y: [[Float]] { problem.y }

    /// The number of inputs per sample and of outputs predicted from them: 3 and 2.
    public var inputs: Int { problem.inputNames.count }
    public var outputs: Int { problem.targetNames.count }

    /// The starting weights: one row for apples, one for oranges.
    public var w0: [[Float]] { start("w", problem.start!.w) }

    /// The starting biases: one for apples, one for oranges.
    public var b0: [Float] { start("b", problem.start!.b) }

    /// The starting weights and biases; nil if the model should keep PyTorch's random start.
    public var start: (w: [[Float]], b: [Float])? {
        problem.start.map { start in
            let w = starts.layer("weight", start.w.flatMap { $0 })
            let b = starts.layer("bias", start.b)
            return (self.start("w", Table.rows(w, start.w[0].count)), self.start("b", b))
        }
    }

    /// The number of rows per update.
    public var batchSize: Int { problem.batchSize }

    /// Whether the rows come in a new order in each epoch.
    public var shuffle: Bool { problem.own.shuffle }

    // MARK: - In batches

    /// Shows the data as part 4 receives it.
    public func show(_ dataset: TensorDataset, _ loader: DataLoader) {
        recorder.run.dataset = Quantity(dataset.inputs)
        guard problem.own.batchSize != nil || problem.own.shuffle, dataset.count > 0 else { return }
        let first = dataset[0..<min(3, dataset.count)]
        note(["dataset[0..<\(first.inputs.shape[0])]"] + rows(first))
        // A separate generator, so that the run's random numbers stay the same.
        let batch = withGenerator(Generator(seed: training.seed)) { Array(loader).first }
        guard let batch else { return }
        note(["Array(loader)[0], the first batch of a pass"] + rows(batch) + [""])
    }

    private func rows(_ batch: (inputs: Tensor, targets: Tensor)) -> [String] {
        let (inputs, targets) = (Quantity(batch.inputs), Quantity(batch.targets))
        // The user's table may have many columns, and a batch many rows.
        func cells(_ row: ArraySlice<Float>) -> String {
            let shown = row.count <= Table.maxTerms ? row : row.prefix(3)
            return shown.map { Numbers.short($0) }.joined(separator: ", ")
                + (shown.count < row.count ? ", …" : "")
        }
        let shown = min(inputs.rows, 16)
        let lines = (0..<shown).map {
            "  [\(cells(inputs.row($0)))] → [\(cells(targets.row($0)))]"
        }
        return lines + (inputs.rows > shown ? ["  … and \(inputs.rows - shown) more"] : [])
    }
}
