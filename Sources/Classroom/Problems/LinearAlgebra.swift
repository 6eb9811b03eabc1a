/// A little linear algebra in Float64, for the answers that a run is compared with.
package enum LinearAlgebra {
    typealias Matrix = [[Double]]

    /// The matrix X of a linear model: a row for each sample, a column for each parameter. The rows are
    /// made when they are asked for, since there may be millions.
    package struct Rows {
        package var count: Int
        package var columns: Int
        /// Writes the row of a sample to an array of so many numbers.
        package var write: (_ sample: Int, _ row: inout [Double]) -> Void

        fileprivate func forEach(_ body: (_ sample: Int, _ row: [Double]) -> Void) {
            var row = [Double](repeating: 0, count: columns)
            for sample in 0..<count {
                write(sample, &row)
                body(sample, row)
            }
        }
    }

    /// XᵀX, the products of the columns with each other.
    static func products(_ x: Rows) -> Matrix {
        products(x) { _ in 0 }.matrix
    }

    /// XᵀX and Xᵀy, in one pass.
    private static func products(
        _ x: Rows, _ y: (Int) -> Double
    ) -> (matrix: Matrix, right: [Double]) {
        let n = x.columns
        var (sums, right) = ([Double](repeating: 0, count: n * n), [Double](repeating: 0, count: n))
        sums.withUnsafeMutableBufferPointer { sums in
            right.withUnsafeMutableBufferPointer { right in
                guard let sums = sums.baseAddress, let right = right.baseAddress else { return }
                x.forEach { sample, row in
                    let target = y(sample)
                    row.withUnsafeBufferPointer { row in
                        let row = row.baseAddress!
                        var i = 0
                        while i < n {
                            right[i] += row[i] * target
                            var j = 0
                            while j < n {
                                sums[i * n + j] += row[i] * row[j]
                                j += 1
                            }
                            i += 1
                        }
                    }
                }
            }
        }
        return ((0..<n).map { Array(sums[$0 * n..<($0 + 1) * n]) }, right)
    }

    /// With more columns than this, what needs all products of them takes long in a debug build.
    static let mostColumns = 64

    /// The largest eigenvalue of XᵀX. With many columns it is Lanczos's, good to some four digits.
    static func largestEigenvalue(_ x: Rows) -> Double {
        x.columns > mostColumns
            ? largestEigenvalue(lanczos(x)) : largestEigenvalue(products(x))
    }

    /// A small matrix whose largest eigenvalue is that of XᵀX: what XᵀX is in the space of a vector,
    /// its image, the image of that, and so on.
    private static func lanczos(_ x: Rows, steps: Int = 32) -> Matrix {
        let n = x.columns
        var (vector, before) = ([Double](repeating: 0, count: n), [Double](repeating: 0, count: n))
        // Any direction, but none that symmetry could leave out.
        for index in 0..<n { vector[index] = 1 + Double(index * 7919 % 101) / 101 }
        let length = norm(vector)
        vector = vector.map { $0 / length }
        var (diagonal, beside): ([Double], [Double]) = ([], [])
        for _ in 0..<min(steps, n) {
            var image = image(x, vector)
            let product = zip(image, vector).reduce(0) { $0 + $1.0 * $1.1 }
            diagonal.append(product)
            let last = beside.last ?? 0
            for index in 0..<n { image[index] -= product * vector[index] + last * before[index] }
            let rest = norm(image)
            guard rest > 1e-12 * abs(diagonal[0]) else { break }
            beside.append(rest)
            (before, vector) = (vector, image.map { $0 / rest })
        }
        return diagonal.indices.map { row in
            diagonal.indices.map { column in
                row == column
                    ? diagonal[row] : abs(row - column) == 1 ? beside[min(row, column)] : 0
            }
        }
    }

    /// XᵀX times a vector.
    private static func image(_ x: Rows, _ vector: [Double]) -> [Double] {
        var result = [Double](repeating: 0, count: x.columns)
        result.withUnsafeMutableBufferPointer { result in
            vector.withUnsafeBufferPointer { vector in
                guard let sums = result.baseAddress, let v = vector.baseAddress else { return }
                let n = vector.count
                x.forEach { _, row in
                    row.withUnsafeBufferPointer { row in
                        let row = row.baseAddress!
                        var (product, i) = (0.0, 0)
                        while i < n {
                            product += row[i] * v[i]
                            i += 1
                        }
                        i = 0
                        while i < n {
                            sums[i] += product * row[i]
                            i += 1
                        }
                    }
                }
            }
        }
        return result
    }

    /// The parameters for which Σ (x·p − y)² is smallest; one solution if there are several.
    static func leastSquares(_ x: Rows, _ y: (Int) -> Double) -> [Double] {
        let (matrix, right) = products(x, y)
        return solve(matrix, right)
    }

    /// The largest eigenvalue of a symmetric matrix whose eigenvalues are not negative.
    ///
    /// Squaring the matrix again and again leaves the direction of that eigenvalue.
    static func largestEigenvalue(_ matrix: Matrix) -> Double {
        var power = matrix
        for _ in 0..<40 {
            let scale = power.joined().map(abs).max() ?? 0
            if scale == 0 { return 0 }
            // A symmetric matrix times itself is its columns' products with each other.
            let scaled = power.map { row in row.map { $0 / scale } }
            power = products(
                Rows(count: scaled.count, columns: scaled.count) { $1 = scaled[$0] })
        }
        let direction = power.max { norm($0) < norm($1) }!
        let image = matrix.map { row in zip(row, direction).reduce(0) { $0 + $1.0 * $1.1 } }
        return norm(image) / norm(direction)
    }

    private static func norm(_ vector: [Double]) -> Double {
        vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
    }

    /// Solves a·p = b by elimination, for a matrix of products; a parameter that nothing determines is 0.
    private static func solve(_ a: Matrix, _ b: [Double]) -> [Double] {
        let n = b.count
        // Columns of a table may be of any size: each is measured in a unit of its own, a power of 2,
        // which rounds nothing.
        let units: [Double] = (0..<n).map { index in
            let square: Double = a[index][index]
            return square > 0
                ? Double(sign: .plus, exponent: square.exponent / 2, significand: 1) : 1
        }
        var rows: Matrix = (0..<n).map { row in
            var scaled: [Double] = zip(a[row], units).map { $0 / units[row] / $1 }
            scaled.append(b[row] / units[row])
            return scaled
        }
        let largest: Double = rows.map { row in row.dropLast().map(abs).max() ?? 0 }.max() ?? 0
        var pivots: [(row: Int, column: Int)] = []
        for column in 0..<n {
            let free = pivots.count..<n
            guard let best = free.max(by: { abs(rows[$0][column]) < abs(rows[$1][column]) }),
                abs(rows[best][column]) > 1e-12 * largest
            else { continue }
            let row = pivots.count
            rows.swapAt(row, best)
            for other in 0..<n where other != row {
                let factor = rows[other][column] / rows[row][column]
                for k in column...n { rows[other][k] -= factor * rows[row][k] }
            }
            pivots.append((row, column))
        }
        var result = [Double](repeating: 0, count: n)
        for (row, column) in pivots {
            result[column] = rows[row][n] / rows[row][column] / units[column]
        }
        return result
    }
}
