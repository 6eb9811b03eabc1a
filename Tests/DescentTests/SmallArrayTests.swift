import Dispatch
import Testing

@testable import Descent

/// What small arrays and unusual shapes are kept in must not be seen from outside.
@Suite struct SmallArrayTests {
    @Test(arguments: 1...9) func sumsAndProductsKeepTheirOrder(count: Int) {
        let x = (0..<count).map {
            Float(sign: $0 % 2 == 0 ? .plus : .minus, exponent: 3 * $0, significand: 1.1)
        }
        let y = (0..<count).map { 1 / (Float($0) + 0.7) }
        let products = Tensor(x) * Tensor(y)
        let w = Tensor(1, requiresGrad: true)
        (w * Tensor(x) * Tensor(y)).sum().backward()
        let viaTerms = sum(count) { x[$0] * y[$0] }
        #expect(products.scalars == zip(x, y).map { $0 * $1 })
        #expect(products.sum().item() == viaTerms)
        #expect(w.grad!.item() == sum(count) { y[$0] * x[$0] })
        #expect(Tensor(x).matmul(Tensor(y)).item() == viaTerms)
    }

    @Test func signsOfZero() {
        let zeros = Tensor([-0.0, -0.0, -0.0])
        #expect(zeros.sum().item().sign == .plus)
        #expect(zeros.matmul(Tensor([1, 1, 1])).item().sign == .minus)
        let w = Tensor([[1]], requiresGrad: true)
        Tensor([[-0.0], [-0.0]]).matmul(w).sum().backward()
        #expect(w.grad!.item().sign == .minus)
    }

    @Test func shapesThatDoNotFitInOneWord() {
        let long = 5_000_000_000
        #expect(Lengths([long]).product == long)
        #expect(Lengths([long]) == .vector(long))
        #expect(Lengths([long]) != .scalar)
        #expect(Array(Lengths([long, 3])) == [long, 3])
        #expect(Lengths.matrix(2, long).product == 2 * long)
        #expect(Lengths.matrix(4_000_000_000, 2).product == 8_000_000_000)

        let empty = Tensor([], shape: [0, long])
        #expect(empty.shape == [0, long])
        #expect(empty.sum().item() == 0)
        #expect((empty + 1).reshaped([long, 0, 2]).shape == [long, 0, 2])
        // A single number everywhere needs no memory.
        #expect((Tensor.ones([long, 2]) * 3).reshaped([2, long]).shape == [2, long])
        #expect((Tensor.ones([2, 3, 2]) * 3).scalars == [Float](repeating: 3, count: 12))
        #expect(Tensor([1, 2], shape: [1, 2, 1]).scalars == [1, 2])
    }

    @Test func withNoGradIsForOneThread() {
        withNoGrad {
            let finished = DispatchSemaphore(value: 0)
            DispatchQueue.global().async {
                #expect((Tensor(1, requiresGrad: true) * 2).requiresGrad)
                finished.signal()
            }
            finished.wait()
            #expect(!(Tensor(1, requiresGrad: true) * 2).requiresGrad)
        }
        #expect((Tensor(1, requiresGrad: true) * 2).requiresGrad)
    }
}
