import Testing

@testable import Descent

/// Graphs that a recursive or a repeated visit would not survive.
@Suite struct LargeGraphTests {
    @Test func doublingSixtyTimes() {
        let x = Tensor(1, requiresGrad: true)
        var sum = x
        for _ in 0..<60 { sum = sum + sum }
        sum.backward()
        #expect(sum.item() == 0x1p60)
        #expect(x.grad?.item() == 0x1p60)
    }

    /// There are 2¹⁰⁰⁰⁰ ways through this graph, and each operation must be visited only once.
    @Test(.timeLimit(.minutes(1))) func doublingTenThousandTimes() {
        let x = Tensor(1, requiresGrad: true)
        var sum = x
        for _ in 0..<10_000 { sum = sum + sum }
        sum.backward()
        #expect(sum.item() == .infinity)
        #expect(x.grad?.item() == .infinity)
    }

    /// Neither `backward()` nor the release may be recursive, or the stack overflows here.
    @Test(.timeLimit(.minutes(1)), arguments: [true, false])
    func aMillionOperations(backward: Bool) {
        let x = Tensor(1, requiresGrad: true)
        let y = Tensor(0.5, requiresGrad: true)
        var sum = x
        // The long way is now the first and now the second operand.
        for _ in 0..<500_000 { sum = y - (sum + 1) }
        if backward {
            sum.backward()
            #expect(x.grad?.item() == 1)
            // −1 + 1 − 1 + …
            #expect(y.grad?.item() == 0)
        }
        #expect(sum.item().isFinite)
        sum = x
        #expect((sum * 2).requiresGrad)
    }

    @Test func theGraphIsReleased() throws {
        let x = Tensor(1, requiresGrad: true)
        weak var middle: Node?
        var result: Tensor? = x
        for step in 0..<100_000 {
            result = result! * result!
            if step == 50_000 { middle = result!.node }
        }
        #expect(middle != nil)
        result = nil
        #expect(middle == nil)

        // After backward() as well, though the loss is still there.
        let product = (x * 2).sum()
        weak var sum: Node?
        sum = product.node?.first.operand
        #expect(sum?.operation == .multiply)
        product.backward()
        #expect(sum == nil)
        #expect(product.item() == 2)
    }
}
