import Foundation
import TestSupport
import Testing

@testable import Random

/// Compares in every bit with PyTorch 2.13 on the CPU (AVX2).
@Suite struct RandomTests {
    // MARK: - Everything in random.json

    static let seeds: [UInt64] = [0, 1, 7, 42, 123, 1 << 40 + 3]

    @Test func theRecordingIsComplete() throws {
        let programs = try RandomRecording.load().programs
        #expect(programs.count == 330)
        for seed in Self.seeds {
            let ofSeed = programs.filter { $0.seed == seed }
            #expect(ofSeed.count == 55)
            #expect(Set(ofSeed.map(\.name)).count == 55)
        }
        #expect(programs.reduce(0) { $0 + $1.steps.count } == 924)
    }

    @Test(arguments: seeds) func recordedDraws(seed: UInt64) throws {
        let programs = try RandomRecording.load().programs.filter { $0.seed == seed }
        #expect(!programs.isEmpty)
        for program in programs {
            let generator = Generator(seed: seed)
            for (index, step) in program.steps.enumerated() {
                let wrong = try step.difference(drawingFrom: generator)
                #expect(wrong == nil, "\(program.name), step \(index)")
            }
        }
    }

    // MARK: - Single values

    @Test func words() {
        var twister = MersenneTwister(seed: 2024)
        #expect(twister.u32() == 2_525_503_112)
        #expect(twister.u32() == 3_251_949_050)
        #expect(twister.u32() == 3_002_649_184)
        #expect(twister.u32() == 3_172_895_360)

        twister = MersenneTwister(seed: 1 << 40 + 77)
        #expect(twister.u32() == 3_947_543_255)
        #expect(twister.u32() == 139_010_655)
        #expect(twister.u32() == 2_758_209_108)
        #expect(twister.u32() == 1_517_742_036)
    }

    @Test func wordsInPairs() {
        var twister = MersenneTwister(seed: 2024)
        #expect(twister.u64() == 10_846_953_275_238_174_202)

        twister = MersenneTwister(seed: 2024)
        #expect(twister.unitDouble() == 0.25372732026738665)
        #expect(twister.unitDouble() == 0.7747043317543358)

        twister = MersenneTwister(seed: 1 << 40 + 77)
        #expect(twister.unitDouble() == 0.33530761354729666)
        #expect(twister.unitDouble() == 0.21659295719950444)
    }

    @Test func integers() {
        let generator = Generator(seed: 2024)
        #expect(generator.int64() == 1_623_581_238_383_398_394)
        #expect(generator.int64() == 3_672_908_012_959_206_016)

        generator.manualSeed(1 << 40 + 77)
        #expect(generator.int64() == 7_731_197_143_054_623_327)
        #expect(generator.int64() == 2_623_045_879_052_298_196)
    }

    @Test func uniformNumbers() {
        #expect(hex(Generator(seed: 2024).rand(3)) == "3f081e88 3f54cdfa 3f78ca60")
        #expect(hex(Generator(seed: 1 << 40 + 77).rand(3)) == "3e9575ae 3e9244be 3ecddca8")
    }

    @Test func fewNormalNumbers() {
        #expect(
            hex(Generator(seed: 2024).randn(5))
                == "bd25990e 3fdced4f bf5064d8 3fafa328 3f0186e9")
        #expect(
            hex(Generator(seed: 1 << 40 + 77).randn(5))
                == "beb6b370 3f19c93a bf326039 bf063187 3f689dac")
    }

    @Test func manyNormalNumbers() {
        #expect(
            hex(Generator(seed: 2024).randn(19)) == """
                bf9cf549 bc189d2f 3fc55ee1 3ed42bf9 3feda8f7 3ffd216d bedd438d 3faef09b \
                3f368c29 bec61d7d be81c7c9 bfa77be8 3f7f05de 3f70675c 3fb5169d 3f2263d5 \
                bd9f0468 bf8f0ba3 bf25ea37
                """)
        #expect(
            hex(Generator(seed: 1 << 40 + 77).randn(19)) == """
                bf011a62 bed5109e be0bb394 bfa42ad3 3f001841 bf15593b 3ecdf5fd bf927b70 \
                bedf209f bf26eec6 3f143a89 3f5ce77e bf9291d7 bf93551d be21829f bfc900e9 \
                bef67166 bf0bcb34 3faa5858
                """)
    }

    @Test func permutations() {
        #expect(Generator(seed: 2024).randperm(12) == [8, 10, 6, 11, 7, 1, 5, 0, 9, 4, 3, 2])
        #expect(
            Generator(seed: 1 << 40 + 77).randperm(12)
                == [11, 4, 10, 3, 7, 9, 6, 0, 8, 1, 5, 2])
    }

    @Test func startOfALinearLayer() {
        var layer = linear(4, 3, from: Generator(seed: 2024))
        #expect(
            hex(layer.weight) == """
                3d01e880 3ea99bf4 3ef194c0 bec2eb00 beaa8bca be1a2770 be91ec84 3df605b8 \
                bc7835c0 3e7f31fc beb2207e 3d8009e0
                """)
        #expect(hex(layer.bias) == "bea72e3a 3e518128 3eda6284")
        layer = linear(3, 1, from: Generator(seed: 2024))
        #expect(hex(layer.weight) == "3d16014c 3ec3d90b 3f0b7a15")
        #expect(hex(layer.bias) == "bee11267")

        layer = linear(4, 3, from: Generator(seed: 1 << 40 + 77))
        #expect(
            hex(layer.weight) == """
                be5514a4 be5b7684 bdc88d60 bd1182c0 3ee691d6 be796b6c 3e287a60 3eb8c73e \
                be15b480 be29491c 3e6a029c 3da2a3a8
                """)
        #expect(hex(layer.bias) == "bbafaa00 3ef75626 3c5ae800")
        layer = linear(3, 1, from: Generator(seed: 1 << 40 + 77))
        #expect(hex(layer.weight) == "be760b58 be7d69fb bde793ea")
        #expect(hex(layer.bias) == "bd280576")
    }

    @Test func ordersOfALoader() {
        var generator = Generator(seed: 2024)
        #expect(loaderOrder(7, shuffle: true, from: generator) == [2, 5, 4, 0, 1, 3, 6])
        #expect(loaderOrder(7, shuffle: true, from: generator) == [1, 4, 0, 3, 6, 2, 5])

        generator = Generator(seed: 1 << 40 + 77)
        #expect(loaderOrder(7, shuffle: true, from: generator) == [1, 3, 4, 2, 6, 5, 0])
        #expect(loaderOrder(7, shuffle: true, from: generator) == [2, 1, 3, 6, 4, 5, 0])
    }

    // MARK: - Rules

    @Test func onlyTheLow32BitsOfASeedCount() {
        #expect(Generator(seed: 1 << 40 + 3).rand(5) == Generator(seed: 3).rand(5))
        #expect(Generator(seed: UInt64.max).rand(5) == Generator(seed: 0xFFFF_FFFF).rand(5))
        #expect(Generator(seed: 4).rand(5) != Generator(seed: 3).rand(5))
    }

    @Test func aSeedStartsAgain() {
        let generator = Generator(seed: 5)
        // An odd count, so that a normal number is kept, and must be dropped.
        let first = generator.randn(3)
        generator.manualSeed(5)
        #expect(generator.randn(3) == first)
    }

    @Test func aDrawIsTheSameInOneOrInManyCalls() {
        let whole = Generator(seed: 8).rand(1500)
        let generator = Generator(seed: 8)
        var parts: [Float] = []
        // Calls that end just before, at and after the renewal of the 624 words.
        for count in [1, 622, 1, 1, 0, 623, 2, 250] {
            parts += generator.rand(count)
        }
        #expect(parts.count == 1500)
        #expect(parts == whole)
    }

    @Test func nothingDrawnMovesNothing() {
        let generator = Generator(seed: 6)
        #expect(generator.rand(0).isEmpty)
        #expect(generator.randn(0).isEmpty)
        #expect(generator.uniform(0, in: -1...1).isEmpty)
        #expect(generator.randperm(0).isEmpty)
        #expect(generator.randperm(1) == [0])
        #expect(generator.rand(3) == Generator(seed: 6).rand(3))
    }

    @Test func uniformNumbersStayBelowTheUpperBound() {
        let high = Float(1).nextUp
        let numbers = Generator(seed: 3).uniform(200, in: 1...high)
        #expect(numbers == [Float](repeating: 1, count: 200))
        #expect(Generator(seed: 3).uniform(2, in: 2.5...2.5) == [2.5, 2.5])
    }

    /// Where the first number of a pair is 0, so is the radius; PyTorch's zeros are +0.
    @Test func aNormalZeroHasNoSign() {
        let numbers = Generator(seed: 12).randn(411_312)
        #expect(numbers[411_302].bitPattern == 0 && numbers[411_310].bitPattern == 0)
    }

    @Test func manyNumbersHaveTheRightMoments() {
        let count = 100_000
        let normal = Generator(seed: 11).randn(count)
        let mean = normal.reduce(0.0) { $0 + Double($1) } / Double(count)
        let square = normal.reduce(0.0) { $0 + Double($1) * Double($1) } / Double(count)
        #expect(normal.count == count)
        // Four standard errors: 1/√n, and √2/√n for the square.
        #expect(abs(mean) < 0.0127)
        #expect(abs(square - 1) < 0.0179)
        #expect(Generator(seed: 11).randperm(5000).sorted() == Array(0..<5000))
    }

    // MARK: - The current generator

    @Test func theGeneratorOfAScopeIsCurrent() {
        let outer = Generator(seed: 1)
        let inner = Generator(seed: 2)
        withGenerator(outer) {
            #expect(Generator.current === outer)
            withGenerator(inner) {
                #expect(Generator.current === inner)
                manualSeed(9)
            }
            #expect(Generator.current === outer)
        }
        #expect(Generator.current !== outer)
        #expect(Generator.current === Generator.current)
        #expect(outer.rand(2) == Generator(seed: 1).rand(2))
        #expect(inner.rand(2) == Generator(seed: 9).rand(2))
    }

    @Test func aScopePassesOnResultsAndErrors() {
        struct Failure: Error {}
        let generator = Generator(seed: 4)
        let sum = withGenerator(generator) { 1 + 1 }
        #expect(sum == 2)
        #expect(throws: Failure.self) {
            try withGenerator(generator) { throw Failure() }
        }
        #expect(Generator.current !== generator)
    }

    @Test func tasksWithTheirOwnGeneratorsDoNotDisturbEachOther() async {
        await withTaskGroup(of: (UInt64, [Float]).self) { group in
            for seed in UInt64(0)..<8 {
                group.addTask {
                    let generator = Generator(seed: 1000)
                    withGenerator(generator) { manualSeed(seed) }
                    var numbers: [Float] = []
                    for _ in 0..<200 {
                        numbers += withGenerator(generator) { Generator.current.randn(3) }
                        await Task.yield()
                    }
                    return (seed, numbers)
                }
            }
            var finished = 0
            for await (seed, numbers) in group {
                let generator = Generator(seed: seed)
                var alone: [Float] = []
                for _ in 0..<200 {
                    alone += generator.randn(3)
                }
                #expect(numbers == alone)
                finished += 1
            }
            #expect(finished == 8)
        }
    }

    @Test func aTaskInheritsTheGenerator() async {
        let generator = Generator(seed: 12)
        let task = withGenerator(generator) {
            Task { Generator.current === generator }
        }
        #expect(await task.value)
    }

    @Test func concurrentDrawsFromOneGeneratorAreUndivided() async {
        let shared = Generator(seed: 21)
        var drawn: [[Float]] = []
        await withTaskGroup(of: [[Float]].self) { group in
            for _ in 0..<8 {
                group.addTask {
                    var draws: [[Float]] = []
                    for _ in 0..<100 {
                        draws.append(shared.rand(500))
                    }
                    return draws
                }
            }
            for await draws in group {
                drawn += draws
            }
        }
        let alone = Generator(seed: 21)
        var expected: Set<[Float]> = []
        for _ in 0..<800 {
            expected.insert(alone.rand(500))
        }
        #expect(drawn.count == 800)
        #expect(Set(drawn) == expected)
    }

    // MARK: - Wrong calls

    // Tests that end a process came with Swift 6.2.
    #if compiler(>=6.2)
        @Test func wrongCallsTrap() async throws {
            let rand = try await #require(
                processExitsWith: .failure, observing: [\.standardErrorContent]
            ) {
                _ = Generator(seed: 1).rand(-1)
            }
            #expect(message(of: rand).contains("rand needs a count of 0 or more, not -1."))

            let randn = try await #require(
                processExitsWith: .failure, observing: [\.standardErrorContent]
            ) {
                _ = Generator(seed: 1).randn(-2)
            }
            #expect(message(of: randn).contains("randn needs a count of 0 or more, not -2."))

            let uniform = try await #require(
                processExitsWith: .failure, observing: [\.standardErrorContent]
            ) {
                _ = Generator(seed: 1).uniform(-3, in: 0...1)
            }
            #expect(message(of: uniform).contains("uniform needs a count of 0 or more, not -3."))

            let wide = try await #require(
                processExitsWith: .failure, observing: [\.standardErrorContent]
            ) {
                _ = Generator(seed: 1).uniform(1, in: -3e38...3e38)
            }
            #expect(message(of: wide).contains("finite bounds with a finite difference"))

            let randperm = try await #require(
                processExitsWith: .failure, observing: [\.standardErrorContent]
            ) {
                _ = Generator(seed: 1).randperm(-4)
            }
            #expect(message(of: randperm).contains("randperm needs a count of 0 or more, not -4."))

            let long = try await #require(
                processExitsWith: .failure, observing: [\.standardErrorContent]
            ) {
                _ = Generator(seed: 1).randperm(214_748_364)
            }
            #expect(message(of: long).contains("a number below 214748364, not 214748364."))
        }

        private func message(of result: ExitTest.Result) -> String {
            String(decoding: result.standardErrorContent, as: UTF8.self)
        }
    #endif
}

// MARK: - What PyTorch's modules draw, as recipes for a generator

/// The start values of `nn.Linear`: all between -k and k with k = 1/√inputs, the weight first.
func linear(
    _ inputs: Int, _ outputs: Int, bias: Bool = true, from generator: Generator
) -> (weight: [Float], bias: [Float]) {
    let k = Float(1 / Double(inputs).squareRoot())
    let weight = generator.uniform(inputs * outputs, in: -k...k)
    return (weight, bias ? generator.uniform(outputs, in: -k...k) : [])
}

/// One pass of a `DataLoader`: an unused base seed, then the seed of a fresh generator, which makes
/// the order.
func loaderOrder(_ count: Int, shuffle: Bool, from generator: Generator) -> [Int] {
    _ = generator.int64()
    guard shuffle else { return Array(0..<count) }
    let samplerSeed = UInt64(generator.int64())
    return Generator(seed: samplerSeed).randperm(count)
}

func batches(_ order: [Int], size: Int, dropLast: Bool) -> [[Int]] {
    var batches: [[Int]] = []
    var start = 0
    while start < order.count {
        let end = min(start + size, order.count)
        if end - start == size || !dropLast {
            batches.append(Array(order[start..<end]))
        }
        start = end
    }
    return batches
}

/// The bits of the numbers, 8 hexadecimal digits each.
private func hex(_ numbers: [Float]) -> String {
    var words: [String] = []
    for number in numbers {
        let digits = String(number.bitPattern, radix: 16)
        words.append(String(repeating: "0", count: 8 - digits.count) + digits)
    }
    return words.joined(separator: " ")
}
