import Foundation
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
    @Test func doublingTenThousandTimes() {
        let x = Tensor(1, requiresGrad: true)
        var sum = x
        for _ in 0..<10_000 { sum = sum + sum }
        sum.backward()
        #expect(sum.item() == .infinity)
        #expect(x.grad?.item() == .infinity)
    }

    /// Neither `backward()` nor the release may be recursive, or the small stack of the thread overflows.
    @Test(arguments: [true, false]) func manyOperationsOnASmallStack(backward: Bool) {
        nonisolated(unsafe) var found: [Float?] = []
        let finished = DispatchSemaphore(value: 0)
        let thread = Thread {
            let x = Tensor(1, requiresGrad: true)
            let y = Tensor(0.5, requiresGrad: true)
            var sum = x
            // The long way is now the first and now the second operand.
            for _ in 0..<10_000 { sum = y - (sum + 1) }
            if backward { sum.backward() }
            found = [sum.item(), x.grad?.item(), y.grad?.item()]
            sum = x
            finished.signal()
        }
        thread.stackSize = 256 << 10
        thread.start()
        finished.wait()
        // Two steps are y − (y − (sum + 1) + 1) = sum; and −1 + 1 − 1 + … is 0.
        #expect(found == (backward ? [1, 1, 0] : [1, nil, nil]))
    }

    @Test func theGraphIsReleased() throws {
        let x = Tensor(1, requiresGrad: true)
        weak var middle: Node?
        var result: Tensor? = x
        for step in 0..<1000 {
            result = result! * result!
            if step == 500 { middle = result!.node }
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
