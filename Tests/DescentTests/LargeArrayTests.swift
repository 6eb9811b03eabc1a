import Descent
import Foundation
import TestSupport
import Testing

@testable import Arrays

/// Operations on more than one block of 32,768 numbers are put off. Here they are compared, in every
/// bit, with loops over plain numbers.
@Suite struct LargeArrayTests {
    /// The last block has one number, all of them, or four pieces and a short fifth.
    static let sizes = [32_769, 65_536, 69_637]
    /// So that each of eight threads can have a block.
    private static let nineBlocks = 262_145
    private static let threads = [1, 2, 3, 8]

    /// Two arrays of both signs. (The engine divides by the second; it has no zeros.)
    private func arrays(_ size: Int, seed: UInt64 = 1) -> (x: [Float], y: [Float]) {
        let generator = Generator(seed: seed)
        let y = generator.uniform(size, in: -1...1).map { $0 < 0 ? $0 - 0.5 : $0 + 0.5 }
        return (generator.uniform(size, in: -2...2), y)
    }

    @Test(arguments: sizes + [nineBlocks]) func chainsSumsAndMeans(size: Int) {
        let (x, y) = arrays(size)
        var compared = 0
        let expected = each(size) { i in
            let square = (0.75 * x[i] - y[i]) * (0.75 * x[i] - y[i])
            let negative = -x[i]
            return (square + x[i] / y[i]) * 0.5 - (negative * negative) * negative + 3
        }
        let total = plainSum(expected)
        for threads in Self.threads {
            withThreads(threads) {
                let (a, b) = (Tensor(x), Tensor(y))
                let ones = Tensor.ones([size])
                let square = (0.75 * a - b).pow(2)
                let result = (square + a / b) * 0.5 - (-a).pow(3) + (ones + 2)
                // Before and after the values are known.
                #expect(
                    sameBits(
                        [result.sum().item(), result.mean().item()], [total, total / Float(size)]))
                #expect(sameBits(result.scalars, expected), "\(threads) threads")
                #expect(
                    sameBits(
                        [result.sum().item(), result.mean().item()], [total, total / Float(size)]))
                compared += result.count
            }
        }
        #expect(compared == 4 * size)
    }

    @Test(arguments: sizes) func lossesAndGradients(size: Int) throws {
        let (x, y) = arrays(size, seed: 2)
        for reduction in [Reduction.mean, .sum] {
            let isMean = if case .mean = reduction { true } else { false }
            let n: Float = isMean ? Float(size) : 1
            let rate: Float = isMean ? 0.1 : 0.1 / Float(size)
            // Three steps by hand.
            var (w, b): (Float, Float) = (0.5, -0.25)
            var expected: [Float] = []
            for _ in 0..<3 {
                let difference = each(size) { (w * x[$0] + b) - y[$0] }
                let slope = each(size) { (1 / n) * (2 * difference[$0]) }
                let loss = plainSum(each(size) { difference[$0] * difference[$0] }) / n
                let gradients = [plainSum(each(size) { slope[$0] * x[$0] }), plainSum(slope)]
                expected += [loss] + gradients
                w -= rate * gradients[0]
                b -= rate * gradients[1]
            }
            for threads in Self.threads {
                let losses = try withThreads(threads) {
                    let weight = Tensor(0.5, requiresGrad: true)
                    let bias = Tensor(-0.25, requiresGrad: true)
                    let (inputs, targets) = (Tensor(x), Tensor(y))
                    var printed: [Float] = []
                    for _ in 0..<3 {
                        let loss = MSELoss(reduction: reduction)(weight * inputs + bias, targets)
                        loss.backward()
                        let gradients = try [#require(weight.grad), #require(bias.grad)]
                        withNoGrad {
                            weight -= rate * gradients[0]
                            bias -= rate * gradients[1]
                        }
                        // Asked for last, after the update.
                        printed += [loss.item()] + gradients.map { $0.item() }
                        weight.zeroGrad()
                        bias.zeroGrad()
                    }
                    #expect(sameBits([weight.item(), bias.item()], [w, b]))
                    return printed
                }
                #expect(sameBits(losses, expected), "\(reduction), \(threads) threads")
            }
        }
    }

    @Test(arguments: sizes) func gradientsOfEveryElement(size: Int) throws {
        let (x, y) = arrays(size, seed: 3)
        // L = Σ (x·x / y − x): x gets −1 from the difference, and 1/y · x twice from the product.
        let byX = each(size) { i in
            let slope = (1 / y[i]) * x[i]
            return (-1 + slope) + slope
        }
        let byY = each(size) { i in -1 * ((x[i] * x[i]) / y[i] / y[i]) }
        let (a, b) = (Tensor(x, requiresGrad: true), Tensor(y, requiresGrad: true))
        ((a * a) / b - a).sum().backward()
        #expect(try sameBits(#require(b.grad).scalars, byY))
        #expect(try sameBits(#require(a.grad).scalars, byX))
    }

    // MARK: - When a value is computed

    @Test(arguments: sizes) func aValueInTheMiddleOfAChainChangesNothing(size: Int) {
        let (x, _) = arrays(size, seed: 4)
        let middle = each(size) { 2 * x[$0] + 1 }
        let end = each(size) { middle[$0] * middle[$0] - middle[$0] }
        for asked in 0..<4 {
            let u = 2 * Tensor(x) + 1
            let total = u.sum()
            let square = u.pow(2)
            if asked == 1 { #expect(sameBits(u.scalars, middle)) }
            if asked == 2 { #expect(sameBits([total.item()], [plainSum(middle)])) }
            let result = square - u
            if asked == 3 {
                #expect(sameBits(square.scalars, each(size) { middle[$0] * middle[$0] }))
            }
            let late = result.sum()
            #expect(sameBits(result.scalars, end))
            #expect(sameBits([late.item(), total.item()], [plainSum(end), plainSum(middle)]))
        }
    }

    @Test(arguments: sizes) func anOperationUsesTheValuesThatItsOperandsHad(size: Int) throws {
        let (x, y) = arrays(size, seed: 5)
        let weight = Tensor(3, requiresGrad: true)
        let large = Tensor(x, requiresGrad: true)
        let other = Tensor(y)
        let product = weight * large + other
        let loss = product.pow(2).sum()
        withNoGrad {
            weight -= 1
            large *= 10
            other.fill(100)
        }
        let expected = each(size) { 3 * x[$0] + y[$0] }
        #expect(sameBits([loss.item()], [plainSum(each(size) { expected[$0] * expected[$0] })]))
        loss.backward()
        withNoGrad { large -= 1 }
        #expect(sameBits(product.scalars, expected))
        let slope = each(size) { 2 * expected[$0] }
        let gradient = plainSum(each(size) { slope[$0] * x[$0] })
        #expect(try sameBits(#require(weight.grad).scalars, [gradient]))
        #expect(try sameBits(#require(large.grad).scalars, each(size) { slope[$0] * 3 }))
        #expect(sameBits(large.scalars, each(size) { x[$0] * 10 - 1 }))
        #expect(weight.item() == 2 && other.scalars.allSatisfy { $0 == 100 })
    }

    /// Both ends of a chain of 200 operations, and a value that each operation uses twice: 2²⁰⁰ ways.
    @Test func longChains() {
        let size = 32_769
        let (x, y) = arrays(size, seed: 6)
        var (left, right, both) = (Tensor(x), Tensor(x), Tensor(x))
        for step in 0..<100 {
            left = left * 0.9 + Tensor(y)
            right = Tensor(y) - Float(step) * right * 0.01
            both = both * 0.5 + both * 0.25
        }
        #expect(
            sameBits(
                left.scalars,
                each(size) { i in
                    (0..<100).reduce(x[i]) { value, _ in value * 0.9 + y[i] }
                }))
        #expect(
            sameBits(
                right.scalars,
                each(size) { i in
                    (0..<100).reduce(x[i]) { value, step in y[i] - (Float(step) * value) * 0.01 }
                }))
        #expect(
            sameBits(
                both.scalars,
                each(size) { i in
                    (0..<100).reduce(x[i]) { value, _ in value * 0.5 + value * 0.25 }
                }))
    }

    /// Sums and values of random programs, several in each of five passes, against each operation by itself.
    @Test func severalResultsInOnePass() {
        var random = TestSupport.Random(state: 28)
        let (x, y) = arrays(34_819, seed: 8)
        for _ in 0..<12 {
            let given = [x, y].map { NDArray($0, shape: Shape([$0.count])) }
            var (deferred, computed) = (given, given)
            for _ in 0..<9 {
                let (a, b) = (random.below(deferred.count), random.below(deferred.count))
                let operation = random.pick([
                    Elementwise.add, .multiply, .multiply, .square, .subtract,
                ])
                let isScaled = random.below(5) == 0
                for isDeferred in [true, false] {
                    let values = isDeferred ? deferred : computed
                    let other = isScaled ? NDArray(0.25) : values[b]
                    let result = values[a].applying(operation, other)
                    if isDeferred {
                        deferred.append(result)
                    } else {
                        computed.append(result.computed)
                    }
                }
            }
            for _ in 0..<5 {
                let indices = (0..<4).map { _ in random.below(deferred.count) }
                let results = indices.dropLast().map { deferred[$0].sum() } + [deferred[indices[3]]]
                NDArray.compute(random.below(2) == 0 ? results : results.dropLast())
                for (index, result) in zip(indices, results.dropLast()) {
                    #expect(sameBits([result.first], [computed[index].sum().first]))
                }
            }
            for (a, b) in zip(deferred, computed) { #expect(sameBits(a.elements, b.elements)) }
        }
    }

    /// A product with a number is made in the loop of what uses it, in either order; a shared one by itself.
    @Test(arguments: sizes) func productsWithNumbers(size: Int) {
        let (x, y) = arrays(size, seed: 9)
        let (a, b) = (Tensor(x), Tensor(y))
        let product = 0.7 * a
        let results: [(Tensor, (Int) -> Float)] = [
            (0.3 * a + b, { 0.3 * x[$0] + y[$0] }),
            (0.3 * a - b, { 0.3 * x[$0] - y[$0] }),
            (0.3 * a * b, { 0.3 * x[$0] * y[$0] }),
            (b + a * 0.3, { y[$0] + x[$0] * 0.3 }),
            (b - a * 0.3, { y[$0] - x[$0] * 0.3 }),
            (b * (a * 0.3), { y[$0] * (x[$0] * 0.3) }),
            (0.3 * a + 0.1, { 0.3 * x[$0] + 0.1 }),
            (0.1 - 0.3 * a, { 0.1 - 0.3 * x[$0] }),
            (0.1 * (0.3 * a), { 0.1 * (0.3 * x[$0]) }),
            (0.3 * a / b, { 0.3 * x[$0] / y[$0] }),
            (0.3 * a - 0.7 * b, { 0.3 * x[$0] - 0.7 * y[$0] }),
            ((product - b) / (product + b), { (0.7 * x[$0] - y[$0]) / (0.7 * x[$0] + y[$0]) }),
        ]
        for (index, (result, element)) in results.enumerated() {
            #expect(sameBits(result.scalars, each(size, element)), "\(index)")
        }
    }

    @Test func whatIsNotNeededIsReleased() {
        let size = 40_000
        weak var square: Arrays.Expression?
        do {
            let values = Memory.filled(size) { $0.update(repeating: 1.5, count: size) }
            let expression = Arrays.Expression(
                .multiply, .memory(values), .memory(values), count: size)
            square = expression
            let next = Arrays.Expression(
                .multiply, .expression(expression), .scalar(-1), count: size)
            let sum = OpenSums([.expression(expression)], count: size)
            #expect(next.memory.start[size - 1] == -2.25)
            #expect(next.operands.isEmpty)
            // Nobody asked for the square itself, so it was not kept.
            #expect(expression.computed == nil)
            #expect(sum.value.first == 90_000)
            #expect(sum.operands.isEmpty)
        }
        #expect(square == nil)
    }

    /// What several passes need is kept by one of them.
    @Test func whatIsNeededAgainAndAgainIsKept() {
        let size = 40_000
        let values = Memory.filled(size) { $0.update(repeating: 1.5, count: size) }
        let square = Arrays.Expression(.multiply, .memory(values), .memory(values), count: size)
        let inner = Arrays.Expression(.multiply, .expression(square), .scalar(-1), count: size)
        let sums = (0..<5).map { _ in OpenSums([.expression(inner)], count: size) }
        for (index, sum) in sums.enumerated() {
            #expect(sum.value.first == -90_000)
            #expect((inner.computed != nil) == (index >= 2))
        }
        #expect(square.computed == nil)
    }

    /// Products that only a sum needs are not stored, until the third sum asks for them.
    @Test func productsThatAreOnlySummed() {
        let (x, y) = arrays(40_000, seed: 7)
        let values = ([x, y] as [[Float]]).map { numbers in
            Memory.filled(40_000) { $0.update(from: numbers, count: 40_000) }
        }
        let operands = values.map { Arrays.Expression.Operand.memory($0) }
        let product = Arrays.Expression(.multiply, operands[0], operands[1], count: 40_000)
        let square = Arrays.Expression(.square, operands[0], .scalar(0), count: 40_000)
        for pass in 1...4 {
            for (expression, terms) in [
                (product, each(40_000) { x[$0] * y[$0] }), (square, each(40_000) { x[$0] * x[$0] }),
            ] {
                let sum = OpenSums([.expression(expression)], count: 40_000)
                #expect(sameBits([sum.value.first], [plainSum(terms)]))
                #expect((expression.computed != nil) == (pass >= 3))
            }
        }
        // Two sums of the same products; what they are made of is as before.
        let inner = Arrays.Expression(.add, operands[0], operands[1], count: 40_000)
        let outer = Arrays.Expression(.multiply, .expression(inner), operands[0], count: 40_000)
        let both = (0..<2).map { _ in OpenSums([.expression(outer)], count: 40_000) }
        Pass.compute(both, [])
        let terms = each(40_000) { (x[$0] + y[$0]) * x[$0] }
        #expect(sameBits(both.map { $0.value.first }, [plainSum(terms), plainSum(terms)]))
        #expect(inner.uses == 0 && inner.piece == nil && outer.uses == 0 && outer.piece == nil)
        // One that is asked for in the same pass is there afterwards.
        let wanted = Arrays.Expression(.multiply, operands[0], operands[0], count: 40_000)
        let sum = OpenSums([.expression(wanted)], count: 40_000)
        Pass.compute([sum], [wanted])
        #expect(wanted.computed != nil)
        #expect(sameBits([sum.value.first], [plainSum(each(40_000) { x[$0] * x[$0] })]))
    }
}
