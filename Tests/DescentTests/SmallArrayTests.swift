import Dispatch
import Testing

@testable import Arrays
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

    /// A matrix with a column as factor, of every width that has an order of its own, and the same numbers as a
    /// matrix of another width.
    @Test(arguments: 2...9) func everyWidthOfAMatrixKeepsItsOrder(columns: Int) {
        let numbers = (0..<840 * columns).map { (i: Int) -> Float in
            Float((i * 7919) % 1009) / 1009 - 0.3
        }
        let all = Tensor(numbers)
        for width in [columns, 3, 4, columns] {
            let rows = numbers.count / width
            let column = (0..<width).map { (i: Int) -> Float in 1 / (Float(i) + 0.7) }
            let product = all.reshaped([rows, width]).matmul(Tensor(column, shape: [width, 1]))
            let expected: [Float] = (0..<rows).map { (row: Int) -> Float in
                sum(width) { numbers[row * width + $0] * column[$0] }
            }
            #expect(product.scalars == expected, "\(width) columns")
        }
    }

    /// Every sum begins with +0, and all else keeps the sign: as in PyTorch 2.13 (measured).
    @Test(arguments: [1, 2, 3, 4, 5, 7, 8, 9, 17, 1000, 40_000]) func signsOfZero(count: Int) {
        let zeros = Tensor([Float](repeating: -0.0, count: count))
        let ones = Tensor.ones([count])
        #expect(zeros.sum().item().sign == .plus)
        #expect(zeros.mean().item().sign == .plus)
        #expect(zeros.matmul(ones).item().sign == .plus)
        for columns in 1...2 {
            let matrix = zeros.reshaped([1, count]).matmul(.ones([count, columns]))
            #expect(matrix.scalars.allSatisfy { $0.sign == .plus })
            let w = Tensor.ones([1, columns], requiresGrad: true)
            zeros.reshaped([count, 1]).matmul(w).sum().backward()
            #expect(w.grad!.scalars.allSatisfy { $0.sign == .plus })
        }
        let w = Tensor(1, requiresGrad: true)
        (w * zeros).sum().backward()
        #expect(w.grad!.item().sign == .plus)

        let positive = -zeros
        #expect(positive.scalars.allSatisfy { $0.bitPattern == 0 })
        #expect((-positive).scalars.allSatisfy { $0 == 0 && $0.sign == .minus })
        #expect((1 / -positive).scalars.allSatisfy { $0 == -.infinity })
        #expect((1 / -Tensor(0)).item() == -.infinity)
        #expect((0 - positive).scalars.allSatisfy { $0.sign == .plus })
        #expect((ones * zeros).scalars.allSatisfy { $0.sign == .minus })
    }

    @Test func shapesThatDoNotFitInOneWord() {
        let long = 5_000_000_000
        #expect(Shape([long]).elementCount == long)
        #expect(Shape([long]) != .scalar)
        #expect(Array(Shape([long, 3])) == [long, 3])
        #expect(Shape.matrix(2, long).elementCount == 2 * long)
        #expect(Shape.matrix(4_000_000_000, 2).elementCount == 8_000_000_000)

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
