/// How floats are added up: the one order of summation that everything here uses.
///
/// Float addition is not associative: `(a + b) + c` and `a + (b + c)` round differently. Two
/// programs print the same loss, bit for bit, only if they add in the same order. So every sum,
/// mean, matrix product and gradient calls the functions of this file, and the order is PyTorch's
/// (2.13, on a processor with AVX2; measured):
///
/// - Fewer than 8 values: four running sums take the elements in turn, what is left over goes to
///   the first, and the four are added from left to right. (Up to 4 values: left to right.)
/// - 8 values or more: the same with vectors of 8 neighbours in place of single values, so there
///   are 4 × 8 running sums; then the values after the last whole vector and the 8 lanes of the
///   result are added from left to right.
/// - A running sum is a cascade: after 16 rows it is moved to a second level, after 16 of those to
///   a third and a fourth, so that small values are not lost next to a large total.
///
/// Longer sums are cut into blocks of ``blockLength`` values; the sums of the blocks are added in
/// the same order. The blocks never depend on the number of threads, so neither does the result.
enum Summation {
    /// How many values one block has. PyTorch, too, adds fewer than this many in one piece.
    static let blockLength = 32_768

    /// The sum of `count` values, at most ``blockLength`` of which are produced at a time.
    ///
    /// - Parameter fill: writes the values of a range to the start of the given memory.
    @inline(__always)
    static func sum(
        count: Int, fill: (Range<Int>, UnsafeMutablePointer<Float>) -> Void
    ) -> Float {
        withUnsafeTemporaryAllocation(of: Float.self, capacity: min(count, blockLength)) { block in
            guard let values = block.baseAddress, count > 0 else { return 0 }
            return sumOfBlocks(count: count) { range in
                fill(range, values)
                return sumOfBlock(values, range.count)
            }
        }
    }

    /// The sum of `count` values in memory.
    static func sum(_ values: UnsafePointer<Float>, count: Int) -> Float {
        sumOfBlocks(count: count) { sumOfBlock(values + $0.lowerBound, $0.count) }
    }

    @inline(__always)
    private static func sumOfBlocks(count: Int, block: (Range<Int>) -> Float) -> Float {
        if count <= blockLength { return block(0..<count) }
        var sums: [Float] = []
        sums.reserveCapacity((count + blockLength - 1) / blockLength)
        var start = 0
        while start < count {
            sums.append(block(start..<min(start + blockLength, count)))
            start += blockLength
        }
        return sums.withUnsafeBufferPointer { sum($0.baseAddress!, count: $0.count) }
    }

    private static func sumOfBlock(_ values: UnsafePointer<Float>, _ count: Int) -> Float {
        if count <= 4 {
            // The short cut of the rule below: from left to right.
            var total: Float = 0
            var i = 0
            while i < count {
                total += values[i]
                i &+= 1
            }
            return total
        }
        let lanes = count < 8 ? 1 : 8
        return withUnsafeTemporaryAllocation(of: Float.self, capacity: 4 * 4 * lanes) { sums in
            let sums = sums.baseAddress!
            let vectors = count / lanes
            cascade(values, rows: vectors / 4, width: 4 * lanes, levels: sums)
            // Vectors left over by the four running sums go to the first of them.
            var i = vectors / 4 * 4 * lanes
            while i < vectors * lanes {
                var lane = 0
                while lane < lanes {
                    sums[lane] += values[i &+ lane]
                    lane &+= 1
                }
                i &+= lanes
            }
            var total: Float = 0
            while i < count {
                total += values[i]
                i &+= 1
            }
            var lane = 0
            while lane < lanes {
                let one = sums[lane] + sums[lanes &+ lane]
                let two = one + sums[2 &* lanes &+ lane]
                total += two + sums[3 &* lanes &+ lane]
                lane &+= 1
            }
            return total
        }
    }

    /// Adds `rows` rows of `width` values column by column, in a cascade of four levels.
    ///
    /// The result stands in the first `width` places of `levels`, which has room for 4 · `width`.
    private static func cascade(
        _ values: UnsafePointer<Float>, rows: Int, width: Int, levels: UnsafeMutablePointer<Float>
    ) {
        levels.update(repeating: 0, count: 4 * width)
        let ceilLog2 = rows <= 1 ? 0 : Int.bitWidth - (rows - 1).leadingZeroBitCount
        let power = max(4, ceilLog2 / 4)
        let step = 1 << power
        var row = 0
        while row + step <= rows {
            addRows(values + row * width, step, width, to: levels)
            row += step
            var level = 1
            while level < 4 {
                let lower = levels + (level - 1) * width
                let upper = levels + level * width
                addRows(lower, 1, width, to: upper)
                lower.update(repeating: 0, count: width)
                if row & ((step - 1) << (level * power)) != 0 { break }
                level += 1
            }
        }
        addRows(values + row * width, rows - row, width, to: levels)
        for level in 1..<4 { addRows(levels + level * width, 1, width, to: levels) }
    }

    @inline(__always)
    private static func addRows(
        _ values: UnsafePointer<Float>, _ rows: Int, _ width: Int,
        to sums: UnsafeMutablePointer<Float>
    ) {
        var row = values
        let end = values + rows * width
        while row < end {
            var column = 0
            while column < width {
                sums[column] += row[column]
                column &+= 1
            }
            row += width
        }
    }
}

/// The sum of `term(0)`, `term(1)`, … `term(count - 1)`, rounded to Float32 at every addition.
///
/// This is the Σ of a formula, for loops written by hand. It adds in the same order as
/// ``Tensor/sum()``, so both give the same bits:
///
/// ```swift
/// let loss = sum(x.count) { i in (w * x[i] - y[i]) * (w * x[i] - y[i]) } / Float(x.count)
/// ```
///
/// - Parameters:
///   - count: the number of terms; 0 gives 0.
///   - term: the term of an index from 0 to `count - 1`, asked for once each, in order.
public func sum(_ count: Int, _ term: (Int) -> Float) -> Float {
    Summation.sum(count: count) { range, values in
        let count = range.count
        var i = 0
        while i < count {
            values[i] = term(range.lowerBound &+ i)
            i &+= 1
        }
    }
}

/// The mean of `term(0)`, `term(1)`, … `term(count - 1)`: their ``sum(_:_:)`` divided by `count`.
///
/// - Parameters:
///   - count: the number of terms; 0 gives NaN.
///   - term: the term of an index from 0 to `count - 1`.
public func mean(_ count: Int, _ term: (Int) -> Float) -> Float {
    sum(count, term) / Float(count)
}
