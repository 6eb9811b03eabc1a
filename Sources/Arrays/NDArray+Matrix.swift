/// An array with two axes, or its transpose without moving a number.
package struct Matrix {
    fileprivate let array: NDArray
    package let rows, columns: Int
    /// How far apart neighbours in a column and in a row lie.
    fileprivate let rowStep, columnStep: Int

    /// The transpose: rows become columns.
    package var transposed: Matrix {
        Matrix(
            array: array, rows: columns, columns: rows, rowStep: columnStep, columnStep: rowStep)
    }

    /// A row or a column as an operand, for large ones.
    fileprivate func row(_ index: Int) -> Expression.Operand {
        .column(array.memory, index: index * rowStep, width: columnStep)
    }
}

extension NDArray {
    /// This array as a matrix, which has `rows` and `columns`.
    package func matrix(_ rows: Int, _ columns: Int) -> Matrix {
        Matrix(array: self, rows: rows, columns: columns, rowStep: columns, columnStep: 1)
    }

    /// The product of an m × k and a k × n matrix. Every element is a sum of products in the order of
    /// ``Summation``.
    package static func matmul(_ a: Matrix, _ b: Matrix) -> NDArray {
        let (m, k, n) = (a.rows, a.columns, b.columns)
        let shape = Shape.matrix(m, n)
        if k == 1 {
            let column = n == 1 ? NDArray(b.array.first) : b.array.reshaped(.matrix(1, n))
            return binary(a.array.reshaped(.matrix(m, 1)), column, .singleTerm)
        }
        if m == 1 && n == 1 {
            let terms = Shape.matrix(k, 1)
            return product(a.array.reshaped(terms), b.array.reshaped(terms), summedTo: shape)
        }
        if n == 1 && m > 8 && (2...4 ~= k || k == 8) {
            // Up to four terms, and eight, are added from left to right, here for all rows at once.
            let columns = a.transposed
            let weights = b.array.elements
            var sum = elementwise(.singleTerm, columns.row(0), .scalar(weights[0]), shape, m)
            for i in 1..<k {
                sum = sum + elementwise(.multiply, columns.row(i), .scalar(weights[i]), shape, m)
            }
            return sum
        }
        if n == 1 && k > 8 && m <= 8, let column = b.array.operand(k) {
            let products = (0..<m).map {
                elementwise(.multiply, column, a.row($0), .matrix(k, 1), k)
            }
            if isLarge(k) {
                return NDArray(
                    .sums(OpenSums(products.map { $0.operand(k)! }, count: k)), shape: shape)
            }
            return NDArray(shape: shape, count: m) { result in
                for row in 0..<m { result[row] = products[row].total }
            }
        }
        if k == 0 { return NDArray(repeating: 0, shape: shape) }
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
