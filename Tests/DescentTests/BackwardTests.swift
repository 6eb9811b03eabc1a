import Descent
import Foundation
import Testing

/// What `backward()` does to leaves, results and graphs.
@Suite struct BackwardTests {
    // MARK: - Values

    @Test func gradientsAddUp() throws {
        let w = Tensor([1, 2], requiresGrad: true)
        #expect(w.grad == nil)
        (3 * w).sum().backward()
        #expect(w.grad?.scalars == [3, 3])
        (w * w).sum().backward()
        #expect(w.grad?.scalars == [5, 7])
        w.zeroGrad()
        #expect(w.grad == nil)
        (w * w).sum().backward()
        #expect(w.grad?.scalars == [2, 4])
    }

    @Test func aLeafReachedByTwoLosses() {
        let w = Tensor(2, requiresGrad: true)
        let first = w * w
        let second = w * 5
        let alone = Tensor(1, requiresGrad: true)
        let third = w * alone
        second.backward()
        #expect(w.grad?.item() == 5)
        #expect(alone.grad == nil)
        first.backward()
        #expect(w.grad?.item() == 9)
        third.backward()
        #expect(w.grad?.item() == 10)
        #expect(alone.grad?.item() == 2)
    }

    @Test func aValueUsedTwiceGetsTheSumOfBothGradients() {
        let a = Tensor(3, requiresGrad: true)
        let b = a + a
        let c = b + b
        c.backward()
        #expect(c.item() == 12)
        #expect(a.grad?.item() == 4)

        // Reached on a short and on a long way: the sum is passed on only when both have arrived.
        let x = Tensor(2, requiresGrad: true)
        let y = x * x
        let long = ((y * 1) * 1) * y
        (y + long).backward()
        // x² + x⁴
        #expect(x.grad?.item() == 36)
    }

    @Test func backwardOnALeaf() {
        let w = Tensor([[3]], requiresGrad: true)
        w.backward()
        #expect(w.grad?.scalars == [1])
        #expect(w.grad?.shape == [1, 1])
    }

    @Test func theGradientHasTheShapeOfItsTensor() {
        let shapes: [[Int]] = [
            [], [1], [3], [1, 1], [1, 3], [2, 1], [2, 3], [1, 2, 1], [4, 2, 3],
        ]
        for shape in shapes {
            let leaf = Tensor.ones(shape, requiresGrad: true)
            (leaf * Tensor.ones([4, 2, 3])).sum().backward()
            #expect(leaf.grad?.shape == shape)
            let uses = Float(24 / leaf.count)
            #expect(leaf.grad?.scalars == [Float](repeating: uses, count: leaf.count), "\(shape)")
        }
    }

    @Test func anEmptyLeafHasAnEmptyGradient() {
        let leaf = Tensor.zeros([0, 3], requiresGrad: true)
        let weight = Tensor([1, 2, 3], requiresGrad: true)
        (leaf * weight).sum().backward()
        #expect(leaf.grad?.shape == [0, 3])
        #expect(weight.grad?.scalars == [0, 0, 0])
    }

    // MARK: - Leaves and results

    @Test func leavesAndResults() {
        let w = Tensor(2, requiresGrad: true)
        let constant = Tensor(3)
        let result = w * constant
        #expect(w.isLeaf && w.requiresGrad)
        #expect(constant.isLeaf && !constant.requiresGrad)
        #expect(!result.isLeaf && result.requiresGrad)
        #expect((constant * 2).isLeaf && !(constant * 2).requiresGrad)
        result.backward()
        #expect(constant.grad == nil)
        #expect(w.grad?.item() == 3)
        #expect(w.grad?.requiresGrad == false)
    }

    @Test func requiresGradCanBeSet() {
        let w = Tensor(2)
        w.requiresGrad = true
        let before = w * w
        w.requiresGrad = true
        before.backward()
        #expect(w.grad?.item() == 4)
        w.requiresGrad = false
        #expect(!w.requiresGrad && w.isLeaf)
        #expect(!(w * w).requiresGrad)
    }

    /// As PyTorch's, step by step.
    @Test func aLeafKeepsItsGradientWhileItRequiresNone() {
        let w = Tensor(2, requiresGrad: true)
        let before = w * w
        let optimizer = SGD([w], learningRate: 0.5)
        (3 * w).backward()
        w.requiresGrad = false
        #expect(!w.requiresGrad && w.grad?.item() == 3)
        before.backward()
        #expect(w.grad?.item() == 3)
        optimizer.step()
        #expect(w.item() == 0.5)
        w.requiresGrad = true
        (5 * w).backward()
        #expect(w.grad?.item() == 8)
        w.requiresGrad = false
        w.zeroGrad()
        #expect(w.grad == nil)
        w.requiresGrad = true
        #expect(w.requiresGrad && w.grad == nil)
    }

    @Test func gradCanBeSet() {
        let w = Tensor([1, 2], requiresGrad: true)
        w.grad = Tensor([10, 20])
        #expect(w.grad?.scalars == [10, 20])
        (2 * w).sum().backward()
        #expect(w.grad?.scalars == [12, 22])
        w.grad = nil
        #expect(w.grad == nil)
        let constant = Tensor(1)
        constant.grad = nil
        #expect(constant.grad == nil)
    }

    @Test func detachedSharesTheNumbersAndTakesNoPart() {
        let w = Tensor([1, 2], requiresGrad: true)
        let view = w.detached()
        let viewOfView = view.detached()
        #expect(!view.requiresGrad && view.isLeaf && !viewOfView.requiresGrad)
        #expect(view.scalars == [1, 2])
        withNoGrad { w += 1 }
        #expect(view.scalars == [2, 3])
        #expect(viewOfView.scalars == [2, 3])
        viewOfView.fill(7)
        #expect(w.scalars == [7, 7])
        #expect(view.scalars == [7, 7])

        // d(w · constant)/dw is the constant, though the constant's numbers come from w.
        (w * view).sum().backward()
        #expect(w.grad?.scalars == [7, 7])
        #expect(view.grad == nil)
    }

    @Test func anUpdateIsSeenUnderAllNames() {
        let w = Tensor(1, requiresGrad: true)
        let sameTensor = w
        let model = [w]
        withNoGrad { w -= 0.5 }
        #expect(sameTensor.item() == 0.5)
        #expect(model[0].item() == 0.5)
        #expect(w.requiresGrad && w.isLeaf)
    }

    @Test func aGraphKeepsTheValuesThatItWasBuiltFrom() {
        let w = Tensor(3, requiresGrad: true)
        let loss = w * w
        withNoGrad { w.fill(100) }
        loss.backward()
        #expect(w.grad?.item() == 6)
    }

    // MARK: - withNoGrad

    @Test func withNoGradRecordsNothing() {
        let w = Tensor(2, requiresGrad: true)
        let product = withNoGrad { w * w }
        #expect(product.item() == 4)
        #expect(!product.requiresGrad && product.isLeaf)
        #expect((w * w).requiresGrad)
    }

    @Test func withNoGradNests() {
        let w = Tensor(2, requiresGrad: true)
        withNoGrad {
            withNoGrad { #expect(!(w * w).requiresGrad) }
            #expect(!(w * w).requiresGrad)
        }
        #expect((w * w).requiresGrad)
    }

    @Test func anErrorEndsWithNoGrad() {
        struct Failure: Error {}
        let w = Tensor(2, requiresGrad: true)
        #expect(throws: Failure.self) {
            try withNoGrad {
                #expect(!(w * w).requiresGrad)
                throw Failure()
            }
        }
        #expect((w * w).requiresGrad)
    }

    @Test func withNoGradStaysInItsTask() async {
        @Sendable func records() -> Bool { (Tensor(1, requiresGrad: true) * 2).requiresGrad }
        let (task, inThread) = withNoGrad {
            #expect(!records())
            let task = Task.detached { records() }
            // The thread runs while this scope is open.
            let finished = DispatchSemaphore(value: 0)
            nonisolated(unsafe) var recorded = false
            Thread.detachNewThread {
                recorded = records()
                finished.signal()
            }
            finished.wait()
            return (task, recorded)
        }
        #expect(inThread)
        #expect(await task.value)
    }

    // MARK: - Several tasks

    @Test func tasksTrainTheirOwnTensors() async {
        @Sendable func train(_ seed: UInt64) -> [Float] {
            let generator = Generator(seed: seed)
            let x = Tensor.randn([20, 3], generator: generator)
            let y = Tensor.randn([20, 2], generator: generator)
            let layer = withGenerator(generator) { Linear(inFeatures: 3, outFeatures: 2) }
            let optimizer = SGD(layer.parameters, learningRate: 0.1, momentum: 0.9)
            var losses: [Float] = []
            for _ in 0..<50 {
                let loss = MSELoss()(layer(x), y)
                loss.backward()
                optimizer.step()
                optimizer.zeroGrad()
                losses.append(loss.item())
                let idle = withNoGrad { layer(x).requiresGrad }
                if idle { losses.append(.nan) }
            }
            return losses + layer.parameters.flatMap(\.scalars)
        }
        let alone = (0..<8).map { train(UInt64($0)) }
        #expect(alone.allSatisfy { $0.count == 58 && $0[49] < $0[0] })
        await withTaskGroup(of: (Int, [Float]).self) { group in
            for seed in 0..<8 { group.addTask { (seed, train(UInt64(seed))) } }
            var finished = 0
            for await (seed, result) in group {
                #expect(result == alone[seed])
                finished += 1
            }
            #expect(finished == 8)
        }
    }

    /// The next gradient may be put into the tensor of the one before, but only if nobody else has it.
    @Test func aGradientThatSomebodyKeepsStaysAsItIs() {
        let w = Tensor(3, requiresGrad: true)
        (w * 2).backward()
        let kept = w.grad!
        w.zeroGrad()
        #expect(w.grad == nil)
        (w * 5).backward()
        #expect(kept.item() == 2)
        #expect(w.grad!.item() == 5)

        let view = w.grad!.detached()
        w.zeroGrad()
        w.zeroGrad()
        (w * 7).backward()
        (w * 7).backward()
        #expect(view.item() == 5)
        #expect(w.grad!.item() == 14)

        // What was given as a gradient is not reused with all that it takes part in.
        w.grad = Tensor(1, requiresGrad: true)
        w.zeroGrad()
        (w * 4).backward()
        #expect(w.grad!.item() == 4)
        #expect(!w.grad!.requiresGrad)
    }

    /// The result of an operation is its own node only if it is small.
    @Test(arguments: [1, 4, 5, 3000, 40_000])
    func aViewOfAResultKeepsItsNumbers(count: Int) {
        let x = Tensor.full([count], 3, requiresGrad: true)
        let y = x * Tensor((0..<count).map { Float($0) })
        let view = y.detached().detached()
        #expect(y.requiresGrad && !y.isLeaf && !view.requiresGrad && view.isLeaf)
        view.requiresGrad = true
        (view * y.detached()).sum().backward()
        #expect(view.grad!.scalars == y.scalars)
        #expect(x.grad == nil)
        withNoGrad { view -= 1 }
        #expect(y.scalars.last == Float(3 * (count - 1) - 1))
        y.sum().backward()
        #expect(x.grad!.scalars.last == Float(count - 1))
    }
}
