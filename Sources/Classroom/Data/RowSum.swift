/// A number for the rows of a table, the same in whatever order they stand.
///
/// Each row has a hash, and the sum of all is compared; tables with other rows have other sums, but for
/// a chance of 1 in 2⁶⁴.
struct RowSum: Equatable {
    private var sum = 0
    private let rows: Int

    /// - Parameters:
    ///   - x: numbers, row by row.
    ///   - y: others, with as many rows.
    ///   - rows: how many there are; by default as many as there are numbers.
    package init(_ x: [Float], _ y: [Float], rows: Int? = nil) {
        self.rows = rows ?? x.count
        for row in 0..<self.rows {
            var hasher = Hasher()
            for numbers in [x, y] {
                // Through bytes: there may be millions, also in a debug build.
                numbers.withUnsafeBytes { bytes in
                    let width = bytes.count / self.rows
                    let own = bytes[row * width..<(row + 1) * width]
                    hasher.combine(bytes: UnsafeRawBufferPointer(rebasing: own))
                }
            }
            sum &+= hasher.finalize()
        }
    }
}
