import Descent
import TestSupport
import Testing

/// The order in which floats are added up, against a model of it that is as plain as possible.
@Suite struct SummationTests {
    static let sizes =
        Array(0...70) + [127, 128, 129, 255, 256, 257, 1000, 4096, 8191, 32_767, 32_768]
    /// More than one block of 32,768 values.
    static let longSizes = [32_769, 65_536, 65_537, 100_000]

    @Test func oneBlock() {
        var inAnotherOrder = 0
        for size in Self.sizes {
            for values in arrays(size) {
                let expected = modelSum(values)
                #expect(Bits([Tensor(values).sum().item()]) == Bits([expected]), "n = \(size)")
                #expect(Bits([sum(size) { values[$0] }]) == Bits([expected]), "n = \(size)")
                if values.reduce(0, +) != expected { inAnotherOrder += 1 }
            }
        }
        // The arrays can tell orders apart: from left to right most sums have other bits.
        #expect(inAnotherOrder > 150)
    }

    @Test(arguments: longSizes) func severalBlocks(size: Int) {
        var inOnePiece = 0
        for values in arrays(size) {
            let expected = modelSum(values)
            #expect(Bits([Tensor(values).sum().item()]) == Bits([expected]))
            #expect(Bits([sum(size) { values[$0] }]) == Bits([expected]))
            if modelSumOfBlock(values) == expected { inOnePiece += 1 }
        }
        // At least one of the arrays can tell blocks from one piece.
        #expect(inOnePiece < arrays(size).count)
    }

    /// The sums of the blocks are added in the order of a block's values: one number in each block, from
    /// fewer than 8 blocks to more than a row of 32.
    @Test(arguments: [7, 8, 9, 31, 32, 33, 41]) func manyBlocks(blocks: Int) {
        var values = [Float](repeating: 0, count: 32_768 * (blocks - 1) + 1)
        let sums = arrays(blocks)
        for sums in sums {
            for block in 0..<blocks { values[32_768 * block] = sums[block] }
            #expect(Bits([Tensor(values).sum().item()]) == Bits([modelSum(sums)]))
            #expect(Bits([sum(values.count) { values[$0] }]) == Bits([modelSum(sums)]))
        }
        // Eight are added from left to right.
        #expect(blocks == 8 || sums.contains { $0.reduce(0, +) != modelSum($0) })
    }

    @Test func upToEightValues() {
        // 2²⁴ + 1 is 2²⁴ in Float32: what is added between 2²⁴ and −2²⁴ is lost, and only that.
        let big: Float = 16_777_216
        check([], 0)
        check([0.1], 0.1)
        check([0.1, 0.2], 0.1 + 0.2)
        check([big, 1, -big], 0)
        check([big, -big, 1], 1)
        check([big, 1, 1, -big], 0)
        check([big, 1, -big, 1], 1)
        // (((0 + 4) + 1) + 2) + 3, and 5 and 6 follow 4.
        check([big, 1, 1, 1, -big], 3)
        check([big, 1, 1, 1, 1, -big], 3)
        check([big, 1, 1, 1, -big, 1, 1], 5)
        // From left to right again.
        check([big, 1, 1, 1, 1, 1, 1, -big], 0)
    }

    @Test func eightLanes() {
        let big: Float = 16_777_216
        func ones(_ count: Int, minusAt index: Int) -> [Float] {
            var values = [Float](repeating: 1, count: count)
            values[0] = big
            values[index] = -big
            return values
        }
        // What follows the last whole vector comes first.
        check(ones(9, minusAt: 8), 7)
        // Two vectors: lane 0 is 0 + 8.
        check(ones(16, minusAt: 8), 14)
        check(ones(16, minusAt: 9), 13)
        // Four: lane 0 is ((0 + 8) + 16) + 24.
        check(ones(32, minusAt: 24), 28)
        // Five: lane 0 is (((0 + 32) + 8) + 16) + 24.
        check(ones(40, minusAt: 32), 38)
    }

    @Test func recordedSums() throws {
        let sums = OperatorRecording.cases.filter { $0.operation == "sum" }
        let means = OperatorRecording.cases.filter { $0.operation == "mean" }
        #expect(sums.count == 10)
        #expect(means.count == 9)
        for recorded in sums + means {
            try #require(recorded.exact && recorded.inputs.count == 1)
            let x = recorded.inputs[0].bits.floats
            let isSum = recorded.operation == "sum"
            let model = isSum ? modelSum(x) : modelSum(x) / Float(x.count)
            let function = isSum ? sum(x.count) { x[$0] } : mean(x.count) { x[$0] }
            #expect(Bits([model]) == recorded.output.bits, "\(recorded.name)")
            #expect(Bits([function]) == recorded.output.bits, "\(recorded.name)")
        }
    }

    @Test func theMeanIsTheSumDividedByTheCount() {
        for size in [1, 2, 3, 7, 8, 49, 1000, 100_000] {
            let values = Generator(seed: UInt64(size)).randn(size)
            let expected = Bits([modelSum(values) / Float(size)])
            #expect(Bits([Tensor(values).mean().item()]) == expected, "n = \(size)")
            #expect(Bits([mean(size) { values[$0] }]) == expected, "n = \(size)")
        }
    }

    @Test func noValues() {
        #expect(Tensor.zeros([0]).sum().item() == 0)
        #expect(Tensor.zeros([0]).mean().item().isNaN)
        #expect(Tensor.zeros([3, 0]).mean().item().isNaN)
        #expect(sum(0) { _ in 1 } == 0)
        #expect(mean(0) { _ in 1 }.isNaN)
    }

    @Test func everyTermIsAskedForOnceInOrder() {
        for count in [1, 9, 100, 32_769] {
            var asked: [Int] = []
            _ = sum(count) { i in
                asked.append(i)
                return 0
            }
            #expect(asked == Array(0..<count))
        }
    }

    // MARK: - Everything else that adds

    @Test func sumsAlongAnAxis() {
        for size in [5, 8, 9, 40, 1000, 33_000] {
            let values = Generator(seed: UInt64(size)).randn(2 * size)
            let columns = [0, 1].map { column in
                modelSum((0..<size).map { values[2 * $0 + column] })
            }
            let tall = Tensor(values, shape: [size, 2])
            #expect(Bits(tall.sum(axis: 0).scalars) == Bits(columns), "n = \(size)")
            let rows = [modelSum(Array(values[..<size])), modelSum(Array(values[size...]))]
            let wide = Tensor(values, shape: [2, size])
            #expect(Bits(wide.sum(axis: 1).scalars) == Bits(rows), "n = \(size)")
        }
    }

    @Test func matrixProducts() {
        for size in [1, 2, 3, 4, 5, 8, 9, 40, 1000, 33_000] {
            let a = Generator(seed: UInt64(size)).randn(size)
            let b = Generator(seed: UInt64(size + 1)).randn(2 * size)
            let expected = [0, 1].map { column in
                modelSum((0..<size).map { a[$0] * b[2 * $0 + column] })
            }
            let product = Tensor(a).matmul(Tensor(b, shape: [size, 2]))
            #expect(Bits(product.scalars) == Bits(expected), "k = \(size)")
        }
    }

    @Test func gradientsOfRepeatedValues() throws {
        for size in [5, 8, 9, 40, 1000, 33_000] {
            let x = Generator(seed: UInt64(size)).randn(size)
            let weight = Tensor(1, requiresGrad: true)
            (weight * Tensor(x)).sum().backward()
            let gradient = try #require(weight.grad).item()
            #expect(Bits([gradient]) == Bits([modelSum(x)]), "n = \(size)")
        }
    }

    // MARK: - Support

    /// Numbers of both signs; positive ones of very different sizes; and small ones between a very
    /// large one and its opposite.
    private func arrays(_ size: Int) -> [[Float]] {
        let generator = Generator(seed: UInt64(size))
        let normal = generator.randn(size)
        let wide = generator.rand(size).map { ($0 * $0) * ($0 * $0) * 1000 }
        var between = normal
        if size > 1 {
            between[0] = 1e8
            between[size - 1] = -1e8
        }
        return [normal, wide, between]
    }

    private func check(
        _ values: [Float], _ expected: Float, at location: SourceLocation = #_sourceLocation
    ) {
        #expect(Tensor(values).sum().item() == expected, sourceLocation: location)
        #expect(sum(values.count) { values[$0] } == expected, sourceLocation: location)
        #expect(modelSum(values) == expected, sourceLocation: location)
    }
}

// MARK: - The model

/// The sum of blocks of 32,768 values, and of their sums.
private func modelSum(_ values: [Float]) -> Float {
    let length = 32_768
    if values.count <= length { return modelSumOfBlock(values) }
    let starts = stride(from: 0, to: values.count, by: length)
    return modelSum(
        starts.map { modelSumOfBlock(Array(values[$0..<min($0 + length, values.count)])) })
}

/// Four running sums for each lane; what is left over goes to the first of them; then the values
/// after the last whole vector and the lanes, from left to right.
private func modelSumOfBlock(_ values: [Float]) -> Float {
    let lanes = values.count < 8 ? 1 : 8
    let vectors = values.count / lanes
    let rows = vectors / 4
    var total: Float = 0
    for tail in values.dropFirst(vectors * lanes) { total += tail }
    for lane in 0..<lanes {
        var partial = (0..<4).map { k in
            modelCascade((0..<rows).map { row in values[(4 * row + k) * lanes + lane] })
        }
        for vector in (4 * rows)..<vectors { partial[0] += values[vector * lanes + lane] }
        total += ((partial[0] + partial[1]) + partial[2]) + partial[3]
    }
    return total
}

/// A running sum that is moved to the next level after 16 values, that one after 16 of those, …
private func modelCascade(_ values: [Float]) -> Float {
    var levels: [Float] = [0, 0, 0, 0]
    for (index, value) in values.enumerated() {
        levels[0] += value
        var full = 16
        for level in 1..<4 where (index + 1) % full == 0 {
            levels[level] += levels[level - 1]
            levels[level - 1] = 0
            full *= 16
        }
    }
    return ((levels[0] + levels[1]) + levels[2]) + levels[3]
}
