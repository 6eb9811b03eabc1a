import Foundation
import Testing

@testable import Arrays
@testable import Descent

/// Programs that once went wrong, with the right values.
@Suite struct FaultTests {
    @Test func aTapeChangesNoBit() throws {
        func gradient(_ tape: Tape?, _ value: Float) throws -> UInt32 {
            let x = Tensor(value, requiresGrad: true)
            func run() { (x * x + 1e8 * x).backward() }
            if let tape { withTape(tape, run) } else { run() }
            return try #require(x.grad).item().bitPattern
        }
        for value: Float in [3, 0.1, -7, 12_345] {
            #expect(try gradient(nil, value) == gradient(Tape(), value))
        }
    }

    @Test func nothingIsTapedInsideWithNoGrad() {
        let w = Tensor(3, requiresGrad: true)
        let tape = Tape()
        withNoGrad { withTape(tape) { #expect(!(w * 2).requiresGrad) } }
        withTape(tape) { withNoGrad { #expect(!(w * 2).requiresGrad) } }
        #expect(tape.entries.isEmpty)
        withTape(tape) { #expect((w * 2).requiresGrad) }
        #expect(tape.entries.count == 2)
    }

    /// The slope of x² is 2x, however large x is.
    @Test(arguments: [0, 1, 100, 3000, 200_000, 1e7] as [Float])
    func differencesAtLargeValues(x: Float) {
        let parameter = Tensor([x, -x], requiresGrad: true)
        let slopes = finiteDifferences(parameter) { parameter.pow(2).sum() }.scalars
        #expect(slopes.count == 2)
        for (slope, right) in zip(slopes, [2 * x, -2 * x]) {
            #expect(abs(slope - right) <= 0.01 * max(1, abs(right)))
        }
        #expect(parameter.scalars == [x, -x])
    }

    /// As in PyTorch both a slice of a dataset and a batch of a loader pass gradients back.
    @Test func aLoaderKeepsTheGraph() throws {
        let inputs = Tensor([[1, 2], [3, 4], [5, 6]], requiresGrad: true)
        let dataset = TensorDataset(inputs, Tensor([1, 2, 3]))
        dataset[1..<3].inputs.sum().backward()
        #expect(try #require(inputs.grad).scalars == [0, 0, 1, 1, 1, 1])
        inputs.zeroGrad()
        let batches = Array(DataLoader(dataset, batchSize: 2, generator: Generator(seed: 1)))
        #expect(batches.count == 2 && batches.allSatisfy { $0.inputs.requiresGrad })
        (batches[0].inputs.sum() * 2 + batches[1].inputs.sum()).backward()
        #expect(try #require(inputs.grad).scalars == [2, 2, 2, 2, 1, 1])
    }

    @Test(arguments: [1, 3, .max]) func batchesOfAnySize(size: Int) {
        let dataset = TensorDataset(Tensor([1, 2, 3, 4]), Tensor([1, 2, 3, 4]))
        let loader = DataLoader(dataset, batchSize: size)
        #expect(loader.count == Array(loader).count)
        #expect(Array(loader).flatMap { $0.inputs.scalars } == [1, 2, 3, 4])
        let whole = DataLoader(dataset, batchSize: size, dropLast: true)
        #expect(whole.count == Array(whole).count)
        #expect(whole.count == 4 / size)
    }

    /// v and m come near to g² and g, and v − m² comes out a little below 0, which has no root.
    @Test(arguments: [0.3, 5, 10, 62.07] as [Float])
    func centredRMSpropOnAConstantGradient(gradient: Float) {
        let p = Tensor([0, 0, 0, 0, 0], requiresGrad: true)
        let optimizer = RMSprop([p], alpha: 0.5, centered: true)
        var smallest: Float = 0
        for _ in 0..<100 {
            p.grad = Tensor.full([5], gradient)
            optimizer.step()
            let state = optimizer.states[0]
            smallest = min(smallest, (state.meanSquare - state.mean * state.mean).first)
        }
        #expect(smallest < 0)
        #expect(p.scalars.allSatisfy { $0.isFinite && $0 < 0 })
    }

    @Test func printingIsShort() {
        let many = Tensor([Float](repeating: 1, count: 300_000))
        #expect("\(many)" == "Tensor([1.0, 1.0, 1.0, …, 1.0, 1.0, 1.0])")
        let matrix = "\(Tensor.zeros([1000, 2]))"
        #expect(matrix.hasPrefix("Tensor([[0.0, 0.0], [0.0, 0.0], [0.0, 0.0], …, [0.0, 0.0]"))
        // Six along an axis are all shown, seven are not.
        #expect("\(Tensor.zeros([6, 200]))".split(separator: "[").count == 7)
        #expect("\(Tensor.zeros([7, 200]))".contains("0.0], …, [0.0"))
        #expect("\(Tensor([Float](repeating: 1, count: 1000)))".count > 4000)
        #expect("\(Tensor([0]) / Tensor([0]))" == "Tensor([nan])")
        #expect("\(Tensor([0]) / Tensor([-0.0]))" == "Tensor([nan])")
    }

    @Test func emptyShapesHaveTheirRows() {
        let empty = Tensor.zeros([0, 3, 2])
        #expect("\(empty)" == "Tensor([], shape: [0, 3, 2])")
        #expect(empty.flattened(startDim: 1).shape == [0, 6])
        #expect(empty.sum(axis: 1).shape == [0, 2])
        #expect(empty[0..<0].shape == [0, 3, 2])
    }

    // Powers and roots as PyTorch has them.
    @Test func rootsOfInfinityAndZero() {
        #expect(Tensor([-.infinity]).pow(0.5).item().isNaN)
        #expect(Tensor([-0.0]).pow(0.5).item().sign == .minus)
        #expect(Tensor([-.infinity]).pow(-0.5).item().isNaN)
        #expect(Tensor([-0.0]).pow(-0.5).item() == -.infinity)
        let x = Tensor(0, requiresGrad: true)
        (x.pow(Tensor(0)) / 0).backward()
        #expect(x.grad?.item() == 0)
        // The slope along the exponent at 0⁰, 0² and 0⁻¹.
        let exponents = Tensor([0, 2, -1], requiresGrad: true)
        Tensor(0).pow(exponents).sum().backward()
        #expect(exponents.grad?.scalars == [0, 0, -.infinity])
    }

    #if compiler(>=6.2)
        @Suite struct Sentences {
            @Test func aLeafThatIsNoneAnyMore() async throws {
                let result = await #expect(processExitsWith: .failure, observing: standardError) {
                    var w = Tensor(1, requiresGrad: true)
                    for _ in 0..<3 {
                        (w * w).backward()
                        w = w - 0.1 * w.grad!
                    }
                }
                try expect(result, says: "result of 'sub'", "isn't a leaf", "withNoGrad { w -= … }")
            }

            @Test func shapesThatCannotBeCounted() async throws {
                let first = await #expect(processExitsWith: .failure, observing: standardError) {
                    _ = Tensor.zeros([0, 1 << 40, 1 << 40]).description
                }
                try expect(first, says: "more elements than can be counted")
                let second = await #expect(processExitsWith: .failure, observing: standardError) {
                    _ = Tensor.zeros([0, .max, 2]).sum(axis: 1)
                }
                try expect(second, says: "more elements than can be counted")
                let third = await #expect(processExitsWith: .failure, observing: standardError) {
                    _ = Tensor.zeros([1 << 32, 1]).matmul(.zeros([1, 1 << 32]))
                }
                try expect(third, says: "more elements than can be counted")
                let fourth = await #expect(processExitsWith: .failure, observing: standardError) {
                    _ = Tensor.ones([1 << 45]).scalars
                }
                try expect(fourth, says: "There is not enough memory for 35184372088832 numbers")
            }

            @Test func settingsThatAreNoNumbers() async throws {
                let dampening = await #expect(processExitsWith: .failure, observing: standardError)
                {
                    let w = Tensor(1, requiresGrad: true)
                    _ = SGD([w], learningRate: 1, momentum: 1, dampening: .nan)
                }
                try expect(dampening, says: "dampening of an optimizer cannot be nan")
                let axis = await #expect(processExitsWith: .failure, observing: standardError) {
                    _ = Tensor(1).flattened(startDim: 5)
                }
                try expect(axis, says: "There is no axis 5")
            }

            @Test func anOperationKeepsItsNameAfterBackward() async throws {
                let result = await #expect(processExitsWith: .failure, observing: standardError) {
                    let loss = Tensor(1, requiresGrad: true) * 2
                    loss.backward()
                    loss += 1
                }
                try expect(result, says: "The result of 'mul' was updated")
            }

            @Test func aLossWithoutAReasonGivesNone() async throws {
                let result = await #expect(processExitsWith: .failure, observing: standardError) {
                    _ = MSELoss()(Tensor([1]), Tensor(1))
                }
                try expect(result, says: "these have [1] and []. Use reshaped(_:)")
                // Broadcast they would be the longer one: nothing is compared crosswise.
                let longer = await #expect(processExitsWith: .failure, observing: standardError) {
                    _ = MSELoss()(Tensor([1]), Tensor([1, 2]))
                }
                try expect(longer, says: "these have [1] and [2]. Use reshaped(_:)")
            }
        }
    #endif
}
