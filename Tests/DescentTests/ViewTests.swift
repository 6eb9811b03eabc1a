import Descent
import Testing

/// Rows, reshapes, transposes and `detached()` share their numbers with the tensor that they come from, as
/// in PyTorch; the right values are PyTorch's.
@Suite struct ViewTests {
    @Test func updatesOfRowsAreSeen() {
        let x = Tensor([1, 2, 3, 4])
        x[0..<2] += 10
        #expect(x.scalars == [11, 12, 3, 4])
        x[1..<4][1..<2].fill(0)
        #expect(x.scalars == [11, 12, 0, 4])
        x[2..<2] += 5
        x[0..<4] *= 2
        #expect(x.scalars == [22, 24, 0, 8])

        let matrix = Tensor([[1, 2], [3, 4], [5, 6]])
        matrix[1..<3] -= Tensor([1, 1])
        #expect(matrix.scalars == [1, 2, 2, 3, 4, 5])
        matrix[0..<1].copy(from: matrix[2..<3])
        #expect(matrix.scalars == [4, 5, 2, 3, 4, 5])
    }

    @Test func updatesOfOtherShapesAreSeen() {
        let y = Tensor([1, 2, 3, 4])
        y.reshaped([2, 2]) += 100
        #expect(y.scalars == [101, 102, 103, 104])
        y.reshaped([2, 2])[1..<2].flattened() -= 100
        #expect(y.scalars == [101, 102, 3, 4])
        y.reshaped([2, 2]).transposed() -= Tensor([1, 2])
        #expect(y.scalars == [100, 101, 1, 2])
        y.reshaped([2, 2]).transposed().transposed()[0..<1].fill(7)
        #expect(y.scalars == [7, 7, 1, 2])
        y.reshaped([2, 2]).transposed()[0..<1] += 1
        #expect(y.scalars == [8, 7, 2, 2])
        y.unsqueezed(0) += 1
        #expect(y.scalars == [9, 8, 3, 3])
        // A single number everywhere.
        let zeros = Tensor.zeros([2, 3, 2])
        zeros[1..<2] += 1
        #expect(zeros.scalars == [0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1])
    }

    @Test func theViewSeesUpdates() {
        let x = Tensor([1, 2, 3, 4])
        let views = [x[1..<3], x.reshaped([2, 2]), x.reshaped([2, 2]).transposed(), x.detached()]
        x *= 2
        #expect(
            views.map(\.scalars) == [[4, 6], [2, 4, 6, 8], [2, 6, 4, 8], [2, 4, 6, 8]])
        #expect(views.map(\.shape) == [[2], [2, 2], [2, 2], [4]])
        // Results of arithmetic are tensors of their own.
        let sum = views[0] + 0
        x.fill(0)
        #expect(sum.scalars == [4, 6])
    }

    @Test func partsOfAWeightAndOfItsGradient() throws {
        let w = Tensor([1, 2, 3], requiresGrad: true)
        withNoGrad { w[0..<2] -= 0.5 }
        #expect(w.scalars == [0.5, 1.5, 3])
        (w * w).sum().backward()
        #expect(try #require(w.grad).scalars == [1, 3, 6])
        w.grad![0..<2].fill(0)
        #expect(w.grad!.scalars == [0, 0, 6])
        // Recorded, it shares the numbers of the weight all the same.
        let part = w[1..<3]
        part.sum().backward()
        #expect(w.grad!.scalars == [0, 1, 7])
        let matrix = w.reshaped([1, 3]).transposed()
        withNoGrad {
            part -= 1
            w[0..<1] += 1
        }
        #expect(part.scalars == [0.5, 2])
        #expect(w.scalars == [1.5, 0.5, 2])
        #expect(matrix.requiresGrad && matrix.shape == [3, 1])
    }

    @Test func aDetachedResultDoesNotKeepTheGraph() {
        let w = Tensor([1, 2, 3], requiresGrad: true)
        weak var product: Tensor?
        let kept: Tensor
        do {
            let result = w * 2
            let loss = result.sum()
            product = result
            kept = loss.detached()
            #expect(loss.requiresGrad && !kept.requiresGrad)
            loss.backward()
            withNoGrad { loss += 1 }
            #expect(kept.item() == 13)
        }
        #expect(product == nil)
        #expect(kept.item() == 13)
    }

    @Test func aViewDoesNotKeepOldNumbers() {
        let x = Tensor([Float](repeating: 1, count: 100_000))
        let view = x.detached()
        x.fill(2)
        #expect(view.scalars.allSatisfy { $0 == 2 })
        view[0..<1] += 1
        #expect(x.scalars[..<2] == [3, 2])
    }

    /// As PyTorch's, step by step.
    @Test func partsOfResultsShareTheirNumbers() throws {
        let w = Tensor([1, 2, 3, 4], requiresGrad: true)
        let product = w * 2
        let part = product[0..<2]
        let matrix = product.reshaped([2, 2]).transposed()
        let row = matrix.transposed()[0..<1]
        withNoGrad { part += 10 }
        #expect(product.scalars == [12, 14, 6, 8])
        withNoGrad { matrix *= 3 }
        #expect(product.scalars == [36, 42, 18, 24] && part.scalars == [36, 42])
        #expect(row.scalars == [36, 42] && row.requiresGrad && matrix.scalars == [36, 18, 42, 24])
        withNoGrad { product.fill(1) }
        #expect(row.scalars == [1, 1] && matrix.scalars == [1, 1, 1, 1])
        (row.sum() + part.sum() + matrix.sum()).backward()
        let gradient = try #require(w.grad)
        #expect(gradient.scalars == [6, 6, 2, 2])
    }

    @Test func viewsOfALeafsViewsShareItsNumbers() {
        let w = Tensor(0, requiresGrad: true)
        let row = w.transposed().reshaped([1])
        withNoGrad { w -= 3 }
        #expect(row.scalars == [-3])
        withNoGrad { row += 1 }
        #expect(w.item() == -2)
    }

    @Test func aViewOfAResultDoesNotKeepTheGraph() {
        let w = Tensor([1, 2, 3, 4], requiresGrad: true)
        weak var product: Tensor?
        let kept: [Tensor]
        do {
            let result = w * 2
            product = result
            let matrix = result.reshaped([2, 2])
            kept = [matrix.detached(), matrix.transposed().detached()]
            withNoGrad { result += 1 }
        }
        #expect(product == nil)
        #expect(kept.map(\.scalars) == [[3, 5, 7, 9], [3, 7, 5, 9]])
    }
}
