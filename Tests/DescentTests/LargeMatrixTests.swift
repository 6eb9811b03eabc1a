import Descent
import Testing

/// Products of large matrices, broadcasting to large arrays, and several tasks at once, against loops
/// over plain numbers, in every bit.
@Suite struct LargeMatrixTests {
    @Test(arguments: [32_769, 70_001], 1...5) func tallMatrixTimesColumn(
        rows n: Int, columns k: Int
    ) throws {
        let generator = Generator(seed: UInt64(n + k))
        let matrix = generator.uniform(n * k, in: -1...1)
        let column = generator.uniform(k, in: -1...1)
        let y = generator.uniform(n, in: -1...1)
        let product = each(n) { i in
            let first = matrix[k * i] * column[0]
            // Up to four terms are added from left to right; a fifth follows the first.
            var total = k == 5 ? first + matrix[k * i + 4] * column[4] : first
            var j = 1
            while j < min(k, 4) {
                total += matrix[k * i + j] * column[j]
                j += 1
            }
            return total
        }
        let difference = each(n) { product[$0] - y[$0] }
        let slope = each(n) { (1 / Float(n)) * (2 * difference[$0]) }
        let loss = plainSum(each(n) { difference[$0] * difference[$0] }) / Float(n)
        let gradient = each(k) { j in plainSum(each(n) { i in slope[i] * matrix[k * i + j] }) }
        for threads in [1, 3] {
            try withThreads(threads) {
                let x = Tensor(matrix, shape: [n, k])
                let w = Tensor(column, shape: [k, 1], requiresGrad: true)
                let prediction = x.matmul(w)
                let found = MSELoss()(prediction, Tensor(y, shape: [n, 1]))
                found.backward()
                let slopes = try #require(w.grad)
                #expect(prediction.shape == [n, 1] && slopes.shape == [k, 1])
                #expect(sameBits([found.item()], [loss]), "\(threads) threads")
                #expect(sameBits(slopes.scalars, gradient), "\(threads) threads")
                #expect(sameBits(prediction.scalars, product), "\(threads) threads")
            }
        }
    }

    @Test(arguments: 1...4) func theGradientOfATallMatrix(columns k: Int) throws {
        let n = 32_769
        let generator = Generator(seed: 9)
        let matrix = generator.uniform(n * k, in: -1...1)
        let column = generator.uniform(k, in: -1...1)
        let factors = generator.uniform(n, in: -1...1)
        let x = Tensor(matrix, shape: [n, k], requiresGrad: true)
        let w = Tensor(column, requiresGrad: true)
        let product = x.matmul(w)
        #expect(product.shape == [n])
        (product * Tensor(factors)).sum().backward()
        let byMatrix = each(n * k) { factors[$0 / k] * column[$0 % k] }
        #expect(try sameBits(#require(x.grad).scalars, byMatrix))
        let byColumn = each(k) { j in plainSum(each(n) { factors[$0] * matrix[k * $0 + j] }) }
        #expect(try sameBits(#require(w.grad).scalars, byColumn))
    }

    /// Ones from a plain sum: a column that is the same everywhere.
    @Test(arguments: 1...4) func theSumOfAProduct(columns k: Int) throws {
        let n = 65_536
        let matrix = Generator(seed: 10).uniform(n * k, in: -1...1)
        let w = Tensor.ones([k, 1], requiresGrad: true)
        Tensor(matrix, shape: [n, k]).matmul(w).sum().backward()
        let expected = each(k) { j in plainSum(each(n) { matrix[k * $0 + j] }) }
        #expect(try sameBits(#require(w.grad).scalars, expected))
    }

    @Test(arguments: LargeArrayTests.sizes) func broadcasting(size n: Int) throws {
        let generator = Generator(seed: UInt64(n))
        let matrix = generator.uniform(2 * n, in: -1...1)
        let row: [Float] = [0.25, -3]
        let x = Tensor(matrix, shape: [n, 2], requiresGrad: true)
        let b = Tensor(row, requiresGrad: true)
        // Before and behind the row stand operations that are put off.
        let result = (2 * x + b).pow(2)
        let shifted = each(2 * n) { 2 * matrix[$0] + row[$0 % 2] }
        #expect(result.shape == [n, 2])
        result.sum().backward()
        #expect(sameBits(result.scalars, each(2 * n) { shifted[$0] * shifted[$0] }))
        let slope = each(2 * n) { 2 * shifted[$0] }
        #expect(try sameBits(#require(x.grad).scalars, each(2 * n) { slope[$0] * 2 }))
        let columns = each(2) { j in plainSum(each(n) { slope[2 * $0 + j] }) }
        #expect(try sameBits(#require(b.grad).scalars, columns))
    }

    /// One number for all elements takes no memory, so there is nothing that a pass could read.
    @Test func productsOfConstants() {
        let n = Summation.blockLength + 3
        for rows in 1...5 {
            let (a, x) = (Tensor.ones([rows, n]), Tensor.ones([n, 1]))
            a.requiresGrad = true
            x.requiresGrad = true
            let product = a.matmul(x)
            #expect(product.scalars == Array(repeating: Float(n), count: rows))
            product.sum().backward()
            #expect(a.grad?.scalars == Array(repeating: 1, count: rows * n))
            #expect(x.grad?.scalars == Array(repeating: Float(rows), count: n))
        }
    }

    @Test func tasksComputeAtTheSameTime() async {
        @Sendable func train(_ seed: UInt64, threads: Int) -> [Float] {
            withThreads(threads) {
                let generator = Generator(seed: seed)
                let size = 33_000 + 1000 * Int(seed)
                let x = Tensor.randn([size], generator: generator)
                let y = 3 * x - 1
                let (w, b) = (Tensor(0, requiresGrad: true), Tensor(0, requiresGrad: true))
                let optimizer = SGD([w, b], learningRate: 0.1)
                var losses: [Float] = []
                for _ in 0..<8 {
                    let loss = Functional.mseLoss(w * x + b, y)
                    loss.backward()
                    optimizer.step()
                    optimizer.zeroGrad()
                    losses.append(loss.item())
                }
                return losses + [w.item(), b.item()]
            }
        }
        let alone = (0..<8).map { train($0, threads: 1) }
        #expect(alone.allSatisfy { $0.count == 10 && $0[7] < $0[0] / 10 })
        #expect(Set(alone.map { $0[0] }).count == 8)
        await withTaskGroup(of: (Int, [Float]).self) { group in
            for seed in 0..<8 {
                group.addTask { (seed, train(UInt64(seed), threads: 1 + seed % 4)) }
            }
            var finished = 0
            for await (seed, result) in group {
                #expect(sameBits(result, alone[seed]))
                finished += 1
            }
            #expect(finished == 8)
        }
    }
}
