/// Sums over everything, and products with a large matrix, which are sums, too.
extension NDArray {
    /// The sum of all elements, without axes.
    func sum() -> NDArray {
        if let operand = sumOperand {
            return NDArray(.sums([DeferredSum(operand, count: count)]), shape: .scalar)
        }
        return NDArray(total)
    }

    /// The sum of all elements divided by their number, without axes.
    func mean() -> NDArray {
        let n = Float(count)
        if let operand = sumOperand {
            let mean = DeferredSum(operand, count: count, divisor: n)
            return NDArray(.sums([mean]), shape: .scalar)
        }
        return NDArray(total / n)
    }

    /// Σ a·b, element by element, in a shape with one element: what a number gets as its gradient that
    /// was multiplied with many. The products are added as soon as they are computed.
    static func sumOfProducts(_ a: NDArray, _ b: NDArray, shape: Lengths) -> NDArray {
        guard a.count == b.count, a.count > 4, !isLarge(a.count), !a.isFew, !b.isFew else {
            return (a * b).sum().reshaped(shape)
        }
        let total = a.withElements { p in
            b.withElements { q in Summation.sumOfProducts(p, q, count: a.count) }
        }
        return NDArray(.few, Few(total), shape: shape)
    }

    private var total: Float {
        if count == 0 { return 0 }
        // 0 + makes 0 of −0, as in every sum.
        if isFew && count <= 4 { return 0 + few.total(count) }
        return withElements { Summation.sum($0, count: count) }
    }

    /// What a deferred sum over this array would add; nil if it is to be added at once.
    private var sumOperand: Expression.Operand? {
        guard NDArray.isLarge(count), let operand = operand(count: count) else { return nil }
        if case .scalar = operand { return nil }
        return operand
    }

    // MARK: - Products with a large matrix

    /// The product of a matrix with many rows and up to four columns with a single column, put off;
    /// nil for other matrices.
    static func deferredProduct(_ a: NDArray, _ b: NDArray) -> NDArray? {
        guard isTall(a, b) else { return nil }
        let (m, k) = (a.shape[0], a.shape[1])
        if k == 1 { return a * b }
        let kind = Expression.Kind.rows(of: a.elements, weights: b.elements)
        return NDArray(.deferred(Expression(kind, count: m)), shape: .matrix(m, 1))
    }

    /// The product of the transpose of such a matrix with a column, put off; nil for other matrices.
    static func deferredTransposedProduct(_ a: NDArray, _ b: NDArray) -> NDArray? {
        guard isTall(a, b) else { return nil }
        let (m, k) = (a.shape[0], a.shape[1])
        if k == 1 { return (b * a).sum().reshaped(.matrix(1, 1)) }
        // A column that is the same everywhere is rare enough to be written out.
        let operand = b.operand(count: m)!
        let column =
            if case .scalar = operand { Expression.Operand.values(b.elements) } else { operand }
        let sums = (0..<k).map { i in
            let product = Expression(
                .column(of: a.elements, index: i, columns: k, times: column), count: m)
            return DeferredSum(product.operand, count: m)
        }
        return NDArray(.sums(sums), shape: .matrix(k, 1))
    }

    /// The same for two columns of up to four numbers.
    static func fewProducts(_ a: NDArray, _ b: NDArray) -> NDArray? {
        guard a.isFew, b.isFew, a.lengths == b.lengths, a.lengths.inner == 1, 1...4 ~= a.count
        else {
            return nil
        }
        return NDArray(.few, Few((a.few * b.few).total(a.count)), shape: .matrix(1, 1))
    }

    private static func isTall(_ a: NDArray, _ b: NDArray) -> Bool {
        isLarge(a.shape[0]) && 1...4 ~= a.shape[1] && b.shape[1] == 1
    }
}
