import Arrays
import Random

/// Hands out a dataset in batches, with each pass in a new order if it shuffles.
///
/// ```swift
/// for (inputs, targets) in DataLoader(dataset, batchSize: 5, shuffle: true) { … }
/// ```
///
/// Every `for` loop is a new pass. The orders are PyTorch's: like its loader, a pass draws one number
/// when it starts and, if it shuffles, a second one that seeds the order, from the generator that is
/// current at that time (PyTorch 2.13 without workers, measured).
public struct DataLoader: Sequence {
    private let dataset: TensorDataset
    private let batchSize: Int
    private let shuffle: Bool
    private let dropLast: Bool
    private let generator: Generator?

    /// Hands out these samples in batches.
    ///
    /// - Parameters:
    ///   - dataset: the samples.
    ///   - batchSize: how many samples a batch has; 1 by default, less than 1 traps.
    ///   - shuffle: whether each pass has a new, random order; false by default.
    ///   - dropLast: whether a last batch with fewer samples is left out; false by default.
    ///   - generator: draws the orders itself, one after another; by default each pass seeds a
    ///     generator of its own from the current one.
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

    /// How many batches a pass has.
    public var count: Int {
        let whole = dataset.count / batchSize
        return dropLast || dataset.count % batchSize == 0 ? whole : whole + 1
    }

    /// One pass: the batches of an epoch, in a new order if they are shuffled.
    public func makeIterator() -> Iterator {
        // PyTorch seeds its workers with this number, and draws it without workers, too.
        _ = (generator ?? .current).int64()
        return Iterator(loader: self)
    }

    /// A pass through the dataset.
    public struct Iterator: IteratorProtocol {
        fileprivate let loader: DataLoader
        fileprivate var order: [Int]?
        fileprivate var position = 0
        fileprivate var isFinished = false

        /// The next batch: the inputs and the targets, a row for each sample.
        public mutating func next() -> (inputs: Tensor, targets: Tensor)? {
            if isFinished { return nil }
            let order = order ?? drawOrder()
            self.order = order
            let isShort = order.count - position < loader.batchSize
            let end = isShort ? order.count : position + loader.batchSize
            guard position < end, !(isShort && loader.dropLast) else {
                isFinished = true
                // With a generator of its own PyTorch draws one order more than it uses.
                if loader.shuffle { _ = loader.generator?.randperm(order.count) }
                return nil
            }
            defer { position = end }
            let (samples, rows) = (loader.dataset, Array(order[position..<end]))
            return (samples.inputs.rows(rows), samples.targets.rows(rows))
        }

        /// The order is drawn when the first batch is asked for.
        private func drawOrder() -> [Int] {
            let count = loader.dataset.count
            guard loader.shuffle else { return Array(0..<count) }
            if let generator = loader.generator { return generator.randperm(count) }
            // `Generator` alone would be a name that every iterator inherits.
            let seed = Random.Generator.current.int64()
            return Random.Generator(seed: UInt64(seed)).randperm(count)
        }
    }
}
