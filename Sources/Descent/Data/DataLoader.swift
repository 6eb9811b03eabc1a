import Arrays
import Random

/// Delivers a dataset in batches, in a new order on each pass if it shuffles.
///
/// ```swift
/// for (inputs, targets) in DataLoader(dataset, batchSize: 5, shuffle: true) { … }
/// ```
///
/// Every `for` loop is a new pass. The orders are PyTorch's. Like PyTorch's loader, a pass draws one number from the
/// current generator when it starts and, if it shuffles, a second one that seeds the order (PyTorch 2.13 without
/// workers, measured).
public struct DataLoader: Sequence {
    private let dataset: TensorDataset
    private let batchSize: Int
    private let shuffle: Bool
    private let dropLast: Bool
    private let generator: Generator?

    /// Creates a loader for a dataset.
    ///
    /// - Parameters:
    ///   - dataset: the samples.
    ///   - batchSize: the number of samples per batch, 1 by default; less than 1 traps.
    ///   - shuffle: whether each pass has a new random order; false by default.
    ///   - dropLast: whether to leave out a last batch that is too short; false by default.
    ///   - generator: draws all orders, one after another; by default, each pass uses a new generator that is seeded
    ///     from the current one.
    public init(
        _ dataset: TensorDataset, batchSize: Int = 1, shuffle: Bool = false, dropLast: Bool = false,
        generator: Generator? = nil
    ) {
        require(batchSize >= 1, "A batch needs at least one sample, not \(batchSize).")
        self.dataset = dataset
        self.batchSize = batchSize
        self.shuffle = shuffle
        self.dropLast = dropLast
        self.generator = generator
    }

    /// The number of batches per pass.
    public var count: Int {
        let whole = dataset.count / batchSize
        return dropLast || dataset.count % batchSize == 0 ? whole : whole + 1
    }

    /// Starts a pass: the batches of an epoch, in a new order if the loader shuffles.
    public func makeIterator() -> Iterator {
        // PyTorch seeds its workers with this number, and draws it even without workers.
        _ = (generator ?? .current).int64()
        return Iterator(loader: self)
    }

    /// A single pass through the dataset.
    public struct Iterator: IteratorProtocol {
        fileprivate let loader: DataLoader
        fileprivate var order: [Int]?
        fileprivate var position = 0
        fileprivate var isFinished = false

        /// The next batch: the inputs and the targets, one row per sample.
        public mutating func next() -> (inputs: Tensor, targets: Tensor)? {
            if isFinished { return nil }
            let order = order ?? drawOrder()
            self.order = order
            let isShort = order.count - position < loader.batchSize
            let end = isShort ? order.count : position + loader.batchSize
            guard position < end, !(isShort && loader.dropLast) else {
                isFinished = true
                // With an explicit generator, PyTorch draws one more order than it uses.
                if loader.shuffle { _ = loader.generator?.randperm(order.count) }
                return nil
            }
            defer { position = end }
            let (samples, rows) = (loader.dataset, Array(order[position..<end]))
            return (samples.inputs.rows(rows), samples.targets.rows(rows))
        }

        /// Draws the order, when the first batch is requested.
        private func drawOrder() -> [Int] {
            let count = loader.dataset.count
            guard loader.shuffle else { return Array(0..<count) }
            if let generator = loader.generator { return generator.randperm(count) }
            // Plain `Generator` would be the associated type that every iterator inherits.
            let seed = Random.Generator.current.int64()
            return Random.Generator(seed: UInt64(seed)).randperm(count)
        }
    }
}
