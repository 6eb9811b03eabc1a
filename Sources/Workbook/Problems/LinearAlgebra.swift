/// A little linear algebra in Float64, for the answers that a run is compared with.
enum LinearAlgebra {
    /// A row of numbers for each sample, a column for each parameter of a linear model.
    typealias Matrix = [[Double]]

    /// XᵀX, the products of the columns with each other.
    static func products(_ x: Matrix) -> Matrix {
        let columns = x[0].indices
        var result = Matrix(
            repeating: Array(repeating: 0, count: columns.count), count: columns.count)
        for row in x {
            for i in columns {
                for j in columns { result[i][j] += row[i] * row[j] }
            }
        }
        return result
    }

    /// The parameters for which Σ (x·p − y)² is smallest; one solution if there are several.
    static func leastSquares(_ x: Matrix, _ y: [Double]) -> [Double] {
        let columns = x[0].indices
        var right = columns.map { _ in 0.0 }
        for (row, target) in zip(x, y) {
            for i in columns { right[i] += row[i] * target }
        }
        return solve(products(x), right)
    }

    /// The sum of the squared errors of parameters.
    static func squaredError(_ x: Matrix, _ y: [Double], _ parameters: [Double]) -> Double {
        var total = 0.0
        for (row, target) in zip(x, y) {
            let prediction = zip(row, parameters).reduce(0) { $0 + $1.0 * $1.1 }
            total += (prediction - target) * (prediction - target)
        }
        return total
    }

    /// The largest eigenvalue of a symmetric matrix whose eigenvalues are not negative.
    ///
    /// Squaring the matrix again and again leaves the direction of that eigenvalue.
    static func largestEigenvalue(_ matrix: Matrix) -> Double {
        var power = matrix
        for _ in 0..<40 {
            let scale = power.joined().map(abs).max() ?? 0
            if scale == 0 { return 0 }
            // A symmetric matrix times itself.
            power = products(power.map { row in row.map { $0 / scale } })
        }
        let direction = power.max { norm($0) < norm($1) }!
        let image = matrix.map { row in zip(row, direction).reduce(0) { $0 + $1.0 * $1.1 } }
        return norm(image) / norm(direction)
    }

    private static func norm(_ vector: [Double]) -> Double {
        vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
    }

    /// Solves a·p = b by elimination; a parameter that nothing determines is 0.
    private static func solve(_ a: Matrix, _ b: [Double]) -> [Double] {
        let n = b.count
        var rows = (0..<n).map { a[$0] + [b[$0]] }
        let largest = a.joined().map(abs).max() ?? 0
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
        for (row, column) in pivots { result[column] = rows[row][n] / rows[row][column] }
        return result
    }
}
