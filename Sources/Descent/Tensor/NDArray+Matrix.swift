/// Matrices. Every element of a product is a sum of products in the order of ``Summation``.
extension NDArray {
    /// The transpose of a matrix, rows × columns.
    func transposed() -> NDArray {
        let (rows, columns) = (shape[0], shape[1])
        // A single row or column has the same order of elements either way.
        if rows == 1 || columns == 1 { return reshaped(.matrix(columns, rows)) }
        return NDArray(shape: .matrix(columns, rows), count: count) { result in
            withElements { values in
                for row in 0..<rows {
                    for column in 0..<columns {
                        result[column * rows + row] = values[row * columns + column]
                    }
                }
            }
        }
    }

    /// The product of an m × k and a k × n matrix.
    static func matmul(_ a: NDArray, _ b: NDArray) -> NDArray {
        let (m, k, n) = (a.shape[0], a.shape[1], b.shape[1])
        if k == 0 { return NDArray(repeating: 0, shape: .matrix(m, n)) }
        // Each sum has a single term.
        if k == 1 && n == 1 { return a * NDArray(b.first) }
        if let product = deferredProduct(a, b) { return product }
        return NDArray(shape: .matrix(m, n), count: m * n) { result in
            a.withElements { p in
                b.withElements { q in
                    if 2...4 ~= k && n == 1 {
                        MatrixLoops.rows(p, b.elements, m, into: result)
                    } else if k <= 4 {
                        // Up to four terms are added from left to right.
                        productOfFewTerms(p, q, m, k, n, result)
                    } else {
                        productOfManyTerms(p, q, m, k, n, result)
                    }
                }
            }
        }
    }

    /// The product of the transpose of an m × k with an m × n matrix.
    static func transposedMatmul(_ a: NDArray, _ b: NDArray) -> NDArray {
        if let product = deferredTransposedProduct(a, b) ?? fewProducts(a, b) { return product }
        let (rows, columns) = (a.shape[0], a.shape[1])
        guard 2...4 ~= columns, b.shape[1] == 1, rows > 0 else {
            return matmul(a.transposed(), b)
        }
        // Column by column, without making the transpose.
        return NDArray(shape: .matrix(columns, 1), count: columns) { result in
            a.withElements { p in
                b.withElements { q in
                    for column in 0..<columns {
                        result[column] = Summation.sum(count: rows) { start, count, memory in
                            MatrixLoops.column(
                                p + start * columns + column, columns, q + start, count,
                                into: memory)
                        }
                    }
                }
            }
        }
    }

    private static func productOfFewTerms(
        _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, _ m: Int, _ k: Int, _ n: Int,
        _ result: UnsafeMutablePointer<Float>
    ) {
        var column = 0
        while column < n {
            var row = 0
            while row < m {
                let values = a + row &* k
                var total = values[0] * b[column]
                var i = 1
                while i < k {
                    total += values[i] * b[i &* n &+ column]
                    i &+= 1
                }
                result[row &* n &+ column] = total
                row &+= 1
            }
            column &+= 1
        }
    }

    private static func productOfManyTerms(
        _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, _ m: Int, _ k: Int, _ n: Int,
        _ result: UnsafeMutablePointer<Float>
    ) {
        for row in 0..<m {
            for column in 0..<n {
                result[row * n + column] = Summation.sum(count: k) { start, count, products in
                    let p = a + row * k + start
                    let q = b + start * n + column
                    var i = 0
                    while i < count {
                        products[i] = p[i] * q[i &* n]
                        i &+= 1
                    }
                }
            }
        }
    }
}
