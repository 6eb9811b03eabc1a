/// The sum of one block, which may come in several pieces.
struct BlockSum {
    /// How many floats of memory a sum needs: three levels of 4 × 8 running sums. The third takes
    /// whatever 1,024 rows, the most that a block has, move up.
    static let size = 3 * width
    private static let width = 32

    private let levels: UnsafeMutablePointer<Float>
    private var row = 0

    /// - Parameter memory: room for ``size`` floats, which the sum uses until it is finished.
    init(memory: UnsafeMutablePointer<Float>) {
        levels = memory
        memory.update(repeating: 0, count: Self.size)
    }

    /// Adds a piece that is not the last; it has whole rows of 32.
    ///
    /// - Parameter factors: what each value is multiplied with before it is added, if there is something.
    mutating func add(
        _ values: UnsafePointer<Float>, times factors: UnsafePointer<Float>?, _ count: Int
    ) {
        _ = addRows(values, times: factors, count)
    }

    /// Adds the last piece, and everything up.
    mutating func finish(
        _ values: UnsafePointer<Float>, times factors: UnsafePointer<Float>? = nil, _ count: Int
    ) -> Float {
        func term(_ i: Int) -> Float { values[i] * (factors?[i] ?? 1) }
        if row == 0 && count < 8 { return Summation.ofFew(count, term) }
        var i = addRows(values, times: factors, count)
        for level in 1...2 { add(levels + level * Self.width, 1, to: levels) }
        // Vectors left over by the four running sums go to the first of them.
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

    /// Adds the rows of a piece, 16 at a time, and moves full sums up.
    ///
    /// - Returns: how many of the values that took.
    private mutating func addRows(
        _ values: UnsafePointer<Float>, times factors: UnsafePointer<Float>?, _ count: Int
    ) -> Int {
        let end = row + count / Self.width
        var next = 0
        while row < end {
            let step = min(16 - row % 16, end - row)
            if let factors {
                add(values + next, times: factors + next, step, to: levels)
            } else {
                add(values + next, step, to: levels)
            }
            next += step * Self.width
            row += step
            if row % 16 == 0 { moveUp(from: levels) }
            if row % 256 == 0 { moveUp(from: levels + Self.width) }
        }
        return next
    }

    /// Empties a level into the next.
    private func moveUp(from level: UnsafeMutablePointer<Float>) {
        add(level, 1, to: level + Self.width)
        level.update(repeating: 0, count: Self.width)
    }

    @inline(__always)
    private func add(
        _ values: UnsafePointer<Float>, _ rows: Int, to sums: UnsafeMutablePointer<Float>
    ) {
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

    /// The same with products. (Written out: as one function with a closure for the term, a debug build takes
    /// twice as long.)
    @inline(__always)
    private func add(
        _ values: UnsafePointer<Float>, times factors: UnsafePointer<Float>, _ rows: Int,
        to sums: UnsafeMutablePointer<Float>
    ) {
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
