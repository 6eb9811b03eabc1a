/// The sum of one block, which may come in several pieces.
struct BlockSum {
    /// How many floats of memory a sum needs: four levels of 4 × 8 running sums.
    static let size = 4 * 32

    /// The length of a piece, except the last, is a multiple of this.
    static let pieceUnit = 32

    private let levels: UnsafeMutablePointer<Float>
    private let lanes: Int
    private let rows: Int
    private var row = 0

    /// - Parameters:
    ///   - count: how many values the block has, at most ``Summation/blockLength``.
    ///   - memory: room for ``size`` floats, which the sum uses until it is finished.
    init(count: Int, memory: UnsafeMutablePointer<Float>) {
        levels = memory
        lanes = count < 8 ? 1 : 8
        rows = count / lanes / 4
        memory.update(repeating: 0, count: 16 * lanes)
    }

    /// Adds a piece that is not the last.
    mutating func add(_ values: UnsafePointer<Float>, _ count: Int) {
        _ = addRows(values, times: nil, count)
    }

    /// Adds the last piece, and everything up.
    ///
    /// - Parameter factors: what each value is multiplied with before it is added, if there is something.
    mutating func finish(
        _ values: UnsafePointer<Float>, times factors: UnsafePointer<Float>? = nil, _ count: Int
    ) -> Float {
        var i = addRows(values, times: factors, count)
        let width = 4 * lanes
        for level in 1..<4 { add(levels + level * width, 1, to: levels) }
        // Vectors left over by the four running sums go to the first of them.
        while i &+ lanes <= count {
            var lane = 0
            while lane < lanes {
                levels[lane] += values[i &+ lane] * (factors?[i &+ lane] ?? 1)
                lane &+= 1
            }
            i &+= lanes
        }
        var total: Float = 0
        while i < count {
            total += values[i] * (factors?[i] ?? 1)
            i &+= 1
        }
        var lane = 0
        while lane < lanes {
            let one = levels[lane] + levels[lanes &+ lane]
            let two = one + levels[2 &* lanes &+ lane]
            total += two + levels[3 &* lanes &+ lane]
            lane &+= 1
        }
        return total
    }

    /// Adds the rows of a piece, 16 at a time, and moves full sums up.
    ///
    /// - Returns: how many of the values that took.
    private mutating func addRows(
        _ values: UnsafePointer<Float>, times factors: UnsafePointer<Float>?, _ count: Int
    ) -> Int {
        let width = 4 * lanes
        let end = min(rows, row + count / width)
        var next = 0
        while row < end {
            let step = min(16 - row % 16, end - row)
            if let factors {
                add(values + next, times: factors + next, step, to: levels)
            } else {
                add(values + next, step, to: levels)
            }
            next += step * width
            row += step
            if row % 16 == 0 { moveUp() }
        }
        return next
    }

    /// Empties the lowest level, and a higher one when it has taken 16.
    private func moveUp() {
        let width = 4 * lanes
        for level in 1..<4 {
            let lower = levels + (level - 1) * width
            add(lower, 1, to: levels + level * width)
            lower.update(repeating: 0, count: width)
            if row & (15 << (4 * level)) != 0 { return }
        }
    }

    @inline(__always)
    private func add(
        _ values: UnsafePointer<Float>, _ rows: Int, to sums: UnsafeMutablePointer<Float>
    ) {
        if lanes == 1 {
            for i in 0..<rows * 4 { sums[i % 4] += values[i] }
            return
        }
        // 8 columns of the 32 at a time, so that their sums stay in registers.
        var column = 0
        while column < 32 {
            let s = sums + column
            var (a, b, c, d) = (s[0], s[1], s[2], s[3])
            var (e, f, g, h) = (s[4], s[5], s[6], s[7])
            var row = values + column
            let end = row + rows * 32
            while row < end {
                a += row[0]
                b += row[1]
                c += row[2]
                d += row[3]
                e += row[4]
                f += row[5]
                g += row[6]
                h += row[7]
                row += 32
            }
            (s[0], s[1], s[2], s[3]) = (a, b, c, d)
            (s[4], s[5], s[6], s[7]) = (e, f, g, h)
            column += 8
        }
    }

    /// The same with products.
    @inline(__always)
    private func add(
        _ values: UnsafePointer<Float>, times factors: UnsafePointer<Float>, _ rows: Int,
        to sums: UnsafeMutablePointer<Float>
    ) {
        if lanes == 1 {
            for i in 0..<rows * 4 { sums[i % 4] += values[i] * factors[i] }
            return
        }
        var column = 0
        while column < 32 {
            let s = sums + column
            var (a, b, c, d) = (s[0], s[1], s[2], s[3])
            var (e, f, g, h) = (s[4], s[5], s[6], s[7])
            var (x, y) = (values + column, factors + column)
            let end = x + rows * 32
            while x < end {
                a += x[0] * y[0]
                b += x[1] * y[1]
                c += x[2] * y[2]
                d += x[3] * y[3]
                e += x[4] * y[4]
                f += x[5] * y[5]
                g += x[6] * y[6]
                h += x[7] * y[7]
                x += 32
                y += 32
            }
            (s[0], s[1], s[2], s[3]) = (a, b, c, d)
            (s[4], s[5], s[6], s[7]) = (e, f, g, h)
            column += 8
        }
    }
}
