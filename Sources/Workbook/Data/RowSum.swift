/// A number for the rows of a table, the same in whatever order they stand.
///
/// Each row has a hash, and the sum of all is compared; tables with other rows have other sums, but for
/// a chance of 1 in 2⁶⁴.
struct RowSum: Equatable {
    private var sum: UInt64 = 0
    private let rows: Int

    /// - Parameters:
    ///   - x: numbers, row by row.
    ///   - y: others, with as many rows.
    ///   - rows: how many there are; by default as many as there are numbers.
    init(_ x: [Float], _ y: [Float], rows: Int? = nil) {
        self.rows = rows ?? x.count
        guard self.rows > 0 else { return }
        let (inputs, outputs) = (x.count / self.rows, y.count / self.rows)
        // Through pointers: there may be millions, also in a debug build.
        x.withUnsafeBufferPointer { x in
            y.withUnsafeBufferPointer { y in
                var (place, other) = (0, 0)
                for _ in 0..<self.rows {
                    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
                    for _ in 0..<inputs {
                        hash = Self.mix(hash, x[place])
                        place += 1
                    }
                    for _ in 0..<outputs {
                        hash = Self.mix(hash, y[other])
                        other += 1
                    }
                    sum &+= hash
                }
            }
        }
    }

    private static func mix(_ hash: UInt64, _ value: Float) -> UInt64 {
        var next = (hash ^ UInt64((value + 0).bitPattern)) &* 0x9e37_79b9_7f4a_7c15
        next ^= next >> 29
        return next &* 0xbf58_476d_1ce4_e5b9
    }
}
