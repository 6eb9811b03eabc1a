/// A view of an array with two axes, or of its transpose, that moves no numbers.
package struct Matrix {
    fileprivate let array: NDArray
    package let rows, columns: Int
    /// The distances in memory between neighbours in a column and in a row.
    fileprivate let rowStep, columnStep: Int

    /// The transpose: rows become columns.
    package var transposed: Matrix {
        Matrix(
            array: array, rows: columns, columns: rows, rowStep: columnStep, columnStep: rowStep)
    }

    /// The rows, each as a column.
    fileprivate var separated: [NDArray] {
        let shape = Shape.matrix(columns, 1)
        if columnStep == 1 {
            return (0..<rows).map { array.part(from: $0 * rowStep, shape) }
        }
        return array.memory.columns(rows, rows: columns).map { NDArray(.memory($0), shape: shape) }
    }
}

extension NDArray {
    /// This array as a matrix with `rows` rows and `columns` columns.
    package func matrix(_ rows: Int, _ columns: Int) -> Matrix {
        Matrix(array: self, rows: rows, columns: columns, rowStep: columns, columnStep: 1)
    }

    /// The product of an m × k and a k × n matrix. Every element is a sum of products in the order of ``Summation``.
    package static func matmul(_ a: Matrix, _ b: Matrix) -> NDArray {
        let (m, k, n) = (a.rows, a.columns, b.columns)
        let shape = Shape.matrix(m, n)
        if k == 1 {
            let column = n == 1 ? NDArray(b.array.first) : b.array.reshaped(.matrix(1, n))
            return binary(a.array.reshaped(.matrix(m, 1)), column, .singleTerm)
        }
        if n == 1 && m > 8 && (2...4 ~= k || k == 8) {
            // Up to four terms, and eight, are added from left to right. This does so for all rows at once.
            let columns = a.transposed.separated
            let weights = b.array.elements
            var sum = columns[0].applying(.singleTerm, NDArray(weights[0]))
            for i in 1..<k { sum = sum + columns[i] * NDArray(weights[i]) }
            return sum
        }
        if n == 1 && k > 8 && m <= (isLarge(k) ? 4 : 8) {
            let rows = a.separated
            let column = b.array.reshaped(.matrix(k, 1))
            if isLarge(k) && !column.isConstant {
                let products = rows.map { ($0 * column).operand(k)! }
                return NDArray(.sums(OpenSums(products, count: k)), shape: shape)
            }
            return NDArray(shape: shape, count: m) { result in
                for row in 0..<m { result[row] = (rows[row] * column).total }
            }
        }
        return NDArray(shape: shape, count: m * n) { result in
            a.array.withElements { p in
                b.array.withElements { q in
                    for row in 0..<m {
                        for column in 0..<n {
                            result[row &* n &+ column] = Summation.ofProducts(
                                p + row &* a.rowStep, a.columnStep,
                                q + column &* b.columnStep, b.rowStep, count: k)
                        }
                    }
                }
            }
        }
    }
}
