import Descent
import TestSupport
import Testing

@Suite struct DataLoaderTests {
    /// Sample i has the input i and the target 10·i.
    private func dataset(_ count: Int) -> TensorDataset {
        let numbers = (0..<count).map { Float($0) }
        return TensorDataset(Tensor(numbers), Tensor(numbers.map { [10 * $0] }))
    }

    private func orders(_ loader: DataLoader) -> [[Int]] {
        loader.map { batch in batch.inputs.scalars.map { Int($0) } }
    }

    @Test func aDatasetHandsOutPairsOfRows() {
        let data = TensorDataset(Tensor([[1, 2], [3, 4], [5, 6]]), Tensor([7, 8, 9]))
        #expect(data.count == 3)
        let (inputs, targets) = data[1..<3]
        #expect(inputs.shape == [2, 2])
        #expect(inputs.scalars == [3, 4, 5, 6])
        #expect(targets.shape == [2])
        #expect(targets.scalars == [8, 9])
        #expect(data[2..<2].inputs.shape == [0, 2])
    }

    @Test func withoutShufflingTheOrderIsThatOfTheDataset() {
        let loader = DataLoader(dataset(5), batchSize: 2)
        #expect(loader.count == 3)
        #expect(orders(loader) == [[0, 1], [2, 3], [4]])
        #expect(Array(loader)[0].targets.shape == [2, 1])
        #expect(Array(loader)[2].targets.scalars == [40])
    }

    @Test func aShortLastBatchCanBeLeftOut() {
        let loader = DataLoader(dataset(5), batchSize: 2, dropLast: true)
        #expect(loader.count == 2)
        #expect(orders(loader) == [[0, 1], [2, 3]])
        #expect(orders(DataLoader(dataset(4), batchSize: 2, dropLast: true)) == [[0, 1], [2, 3]])
        #expect(orders(DataLoader(dataset(1), batchSize: 2, dropLast: true)).isEmpty)
    }

    /// Two passes under a seed, recorded from PyTorch.
    @Test func ordersArePyTorchs() {
        withGenerator(Generator(seed: 2024)) {
            let loader = DataLoader(dataset(7), batchSize: 3, shuffle: true)
            #expect(orders(loader) == [[2, 5, 4], [0, 1, 3], [6]])
            #expect(orders(loader) == [[1, 4, 0], [3, 6, 2], [5]])
        }
    }

    /// A pass draws two 32-bit numbers when it starts and, if it shuffles, two more.
    @Test(arguments: [(true, 4), (false, 2)])
    func aPassMovesTheCurrentGenerator(_ shuffle: Bool, _ draws: Int) {
        let moved = Generator(seed: 5)
        withGenerator(moved) { _ = Array(DataLoader(dataset(9), batchSize: 2, shuffle: shuffle)) }
        let expected = Generator(seed: 5)
        _ = expected.rand(draws)
        #expect(moved.rand(3) == expected.rand(3))
    }

    /// With a generator of its own: two draws, an order, and an order that is thrown away.
    @Test func aLoadersOwnGeneratorDrawsTheOrders() {
        let own = Generator(seed: 11)
        let current = Generator(seed: 12)
        let order = withGenerator(current) {
            orders(DataLoader(dataset(6), batchSize: 6, shuffle: true, generator: own))
        }
        let expected = Generator(seed: 11)
        _ = expected.rand(2)
        #expect(order == [expected.randperm(6)])
        _ = expected.randperm(6)
        #expect(own.rand(3) == expected.rand(3))
        #expect(current.rand(3) == Generator(seed: 12).rand(3))
    }

    struct Recording: Decodable {
        struct Batch: Decodable {
            struct Settings: Decodable {
                var seed: UInt64
                var batch_size: Int
                var shuffle: Bool
                var notebook_order: Bool
            }
            var settings: Settings
            var rows: [Int]
        }
        var first_batches: [Batch]
    }

    @Test func theFirstBatchOfAPassIsPyTorchs() {
        let recording: Recording = Reference.load("crops.json")
        #expect(recording.first_batches.count == 6)
        for batch in recording.first_batches {
            let settings = batch.settings
            withGenerator(Generator(seed: settings.seed)) {
                if settings.notebook_order {
                    _ = Tensor.randn([2, 3])
                    _ = Tensor.randn([2])
                }
                let loader = DataLoader(
                    dataset(15), batchSize: settings.batch_size, shuffle: settings.shuffle)
                #expect(orders(loader)[0] == batch.rows)
            }
        }
    }
}
