/// The sum of one block, which can arrive in several pieces.
struct BlockSum {
    /// The number of floats of memory that a sum needs: three levels of 4 × 8 running sums. The third level takes
    /// whatever the rows of a block, at most 1,024, move up.
    static let size = 3 * width
    private static let width = 32
    /// The number of values in 16 rows, after which the running sums are moved up.
    private static let groupLength = 16 * width

    private let levels: UnsafeMutablePointer<Float>
    private var groups = 0

    /// - Parameter memory: room for ``size`` floats, in use until the sum is finished.
    init(memory: UnsafeMutablePointer<Float>) {
        levels = memory
        memory.update(repeating: 0, count: Self.size)
    }

    /// Adds the complete groups of 16 rows in a piece. Every piece except the last consists of complete groups.
    ///
    /// - Parameter factors: multiplied with the values before they are added, if given.
    /// - Returns: the number of values added.
    @discardableResult
    mutating func add(
        _ values: UnsafePointer<Float>, times factors: UnsafePointer<Float>?, _ count: Int
    ) -> Int {
        let end = count / Self.groupLength * Self.groupLength
        for start in stride(from: 0, to: end, by: Self.groupLength) {
            if let factors {
                addGroup { values[start &+ $0] * factors[start &+ $0] }
            } else {
                addGroup { values[start &+ $0] }
            }
            groups &+= 1
            if groups % 16 == 0 {
                let second = levels + Self.width
                addRow(to: second + Self.width) { second[$0] }
                second.update(repeating: 0, count: Self.width)
            }
        }
        return end
    }

    /// Adds the last piece and returns the total.
    mutating func finish(
        _ values: UnsafePointer<Float>, times factors: UnsafePointer<Float>? = nil, _ count: Int
    ) -> Float {
        func term(_ i: Int) -> Float { values[i] * (factors?[i] ?? 1) }
        if groups == 0 && count < 8 { return Summation.ofFew(count, term) }
        var i = add(values, times: factors, count)
        while i &+ Self.width <= count {
            let start = i
            if let factors {
                addRow(to: levels) { values[start &+ $0] * factors[start &+ $0] }
            } else {
                addRow(to: levels) { values[start &+ $0] }
            }
            i &+= Self.width
        }
        for level in 1...2 { addRow(to: levels) { levels[level * Self.width &+ $0] } }
        // Leftover vectors go to the first of the four running sums.
        while i &+ 8 <= count {
            for lane in 0..<8 { levels[lane] += term(i &+ lane) }
            i &+= 8
        }
        var total: Float = 0
        while i < count {
            total += term(i)
            i &+= 1
        }
        for lane in 0..<8 {
            let two = levels[lane] + levels[lane &+ 8]
            total += two + levels[lane &+ 16] + levels[lane &+ 24]
        }
        return total
    }

    /// Adds the sums of 16 rows to the second level.
    @_transparent
    private func addGroup(_ term: (Int) -> Float) {
        let sums = levels + Self.width
        var column = 0
        while column < 32 {
            var sum: Float = 0
            var row = 0
            while row < 512 {
                sum += term(row &+ column)
                row &+= 32
            }
            sums[column] += sum
            column &+= 1
        }
    }

    /// Adds a single row.
    @_transparent
    private func addRow(to sums: UnsafeMutablePointer<Float>, _ term: (Int) -> Float) {
        var column = 0
        while column < 32 {
            sums[column] += term(column)
            column &+= 1
        }
    }
}
