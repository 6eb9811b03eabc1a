/// A little linear algebra in Float64, for the answers that a run is compared with.
package enum LinearAlgebra {
    package typealias Matrix = [[Double]]

    /// The largest eigenvalue of a symmetric matrix without negative eigenvalues.
    ///
    /// Squaring the matrix again and again leaves the direction of that eigenvalue.
    static func largestEigenvalue(_ matrix: Matrix) -> Double {
        var power = matrix
        for _ in 0..<40 {
            let scale = power.joined().map(abs).max() ?? 0
            if scale == 0 { return 0 }
            let scaled = power.map { row in row.map { $0 / scale } }
            power = scaled.map { row in scaled.map { dot(row, $0) } }
        }
        let direction = power.max { dot($0, $0) < dot($1, $1) }!
        let image = matrix.map { dot($0, direction) }
        return (dot(image, image) / dot(direction, direction)).squareRoot()
    }

    private static func dot(_ a: [Double], _ b: [Double]) -> Double {
        var sum = 0.0
        for index in a.indices { sum += a[index] * b[index] }
        return sum
    }

    /// Solves a·p = b by elimination, for a matrix of products. A parameter that nothing determines is 0. Returns nil
    /// if nothing determines any parameter.
    static func solve(_ a: Matrix, _ b: [Double]) -> [Double]? {
        let n = b.count
        // The columns of a table may be of any size, so each is measured in its own unit, a power of 2, which causes
        // no rounding.
        let units: [Double] = (0..<n).map { index in
            let square: Double = a[index][index]
            return square > 0
                ? Double(sign: .plus, exponent: square.exponent / 2, significand: 1) : 1
        }
        var rows: Matrix = (0..<n).map { row in
            let scaled: [Double] = (0..<n).map { a[row][$0] / units[row] / units[$0] }
            return scaled + [b[row] / units[row]]
        }
        let largest: Double = (0..<n).map { abs(rows[$0][$0]) }.max() ?? 0
        var result = [Double](repeating: 0, count: n)
        var pivots: [(row: Int, column: Int)] = []
        for column in 0..<n {
            let row = pivots.count
            guard let best = (row..<n).max(by: { abs(rows[$0][column]) < abs(rows[$1][column]) }),
                abs(rows[best][column]) > 1e-12 * largest
            else { continue }
            rows.swapAt(row, best)
            for other in 0..<n where other != row {
                let factor = rows[other][column] / rows[row][column]
                for k in column...n { rows[other][k] -= factor * rows[row][k] }
            }
            pivots.append((row, column))
        }
        for (row, column) in pivots {
            result[column] = rows[row][n] / rows[row][column] / units[column]
        }
        return pivots.isEmpty ? nil : result
    }
}
