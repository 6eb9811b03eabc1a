import Descent
import Foundation
import Testing

@Suite struct CustomFunctionTests {
    /// x³ + 2·y·z, with the derivatives 3x², 2z and 2y.
    private enum Three: CustomFunction {
        static func forward(context: FunctionContext, _ inputs: [Tensor]) -> Tensor {
            context.save(inputs[0], inputs[1], inputs[2])
            return inputs[0].pow(3) + 2 * inputs[1] * inputs[2]
        }

        static func backward(context: FunctionContext, _ gradient: Tensor) -> [Tensor?] {
            let (x, y, z) = (context.saved[0], context.saved[1], context.saved[2])
            return [gradient * 3 * x.pow(2), gradient * 2 * z, gradient * 2 * y]
        }
    }

    /// A step: its derivative is nothing that helps.
    private enum Step: CustomFunction {
        static func forward(context: FunctionContext, _ inputs: [Tensor]) -> Tensor {
            Tensor(inputs[0].scalars.map { $0 > 0 ? 1 : 0 })
        }

        static func backward(context: FunctionContext, _ gradient: Tensor) -> [Tensor?] { [nil] }
    }

    @Test func anyNumberOfInputsGetTheirGradients() {
        let x = Tensor([1, 2], requiresGrad: true)
        let y = Tensor([3, 4], requiresGrad: true)
        let z = Tensor([5, 6], requiresGrad: true)
        let result = Three.apply(x, y, z)
        #expect(result.scalars == [31, 56])
        (result * Tensor([1, 10])).sum().backward()
        #expect(x.grad!.scalars == [3, 120])
        #expect(y.grad!.scalars == [10, 120])
        #expect(z.grad!.scalars == [6, 80])
    }

    @Test func onlyInputsThatRequireAGradientGetOne() {
        let z = Tensor([5, 6], requiresGrad: true)
        let y = Tensor([3, 4])
        Three.apply(Tensor([1, 2]), y, z).sum().backward()
        #expect(z.grad!.scalars == [6, 8])
        #expect(y.grad == nil)
        #expect(!Three.apply(Tensor(1), Tensor(2), Tensor(3)).requiresGrad)
        #expect(withNoGrad { !Three.apply(z, z, z).requiresGrad })
    }

    @Test func anInputUsedTwiceGetsBothGradients() {
        let x = Tensor([3], requiresGrad: true)
        Three.apply(x, x, x).sum().backward()
        // x³ + 2x² has the slope 3x² + 4x.
        #expect(x.grad!.scalars == [39])
    }

    @Test func whatIsSavedKeepsTheValueThatItHad() {
        let x = Tensor([2], requiresGrad: true)
        let result = Three.apply(x, x.detached(), x.detached())
        withNoGrad { x.fill(100) }
        result.sum().backward()
        #expect(x.grad!.scalars == [12])
    }

    @Test func noGradientIsNoGradient() {
        let x = Tensor([-1, 1], requiresGrad: true)
        (Step.apply(x) + x).sum().backward()
        #expect(x.grad!.scalars == [1, 1])
        x.zeroGrad()
        Step.apply(x).sum().backward()
        #expect(x.grad == nil)
    }

    @Test func itIsFreedLikeEveryOtherOperation() {
        nonisolated(unsafe) var result: [Float] = []
        let finished = DispatchSemaphore(value: 0)
        let thread = Thread {
            var value = Tensor([1], requiresGrad: true)
            for _ in 0..<5000 { value = Three.apply(value, Tensor(0), Tensor(0)) }
            result = value.scalars
            value = Tensor(0)
            finished.signal()
        }
        // Too small for a release that is recursive.
        thread.stackSize = 256 << 10
        thread.start()
        finished.wait()
        #expect(result == [1])
    }

    // MARK: - Finite differences

    @Test func finiteDifferencesMeasureTheSlope() {
        let w = Tensor([[1, -2], [0.5, 3]], requiresGrad: true)
        let measured = finiteDifferences(w) { (w * w * w).sum() }
        #expect(measured.shape == [2, 2])
        #expect(w.scalars == [1, -2, 0.5, 3])
        for (slope, x) in zip(measured.scalars, w.scalars) {
            #expect(abs(slope - 3 * x * x) < 2e-3 * 3 * x * x)
        }
        #expect(w.grad == nil)
        // A step of 1½ units in the last place becomes two: what counts is how far the number has moved.
        let p = Tensor(1.5, requiresGrad: true)
        #expect(finiteDifferences(p, step: 0x1p-23) { p.sum() }.item() == 1)
    }
}
