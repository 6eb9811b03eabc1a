/// How floats are added up: the one order of summation that everything here uses.
///
/// Float addition is not associative: `(a + b) + c` and `a + (b + c)` round differently. Two
/// programs print the same loss, bit for bit, only if they add in the same order. So every sum,
/// mean, matrix product and gradient uses these functions, and the order is PyTorch's
/// (2.13, on a processor with AVX2; measured):
///
/// - Fewer than 8 values: four running sums take the elements in turn, what is left over goes to
///   the first, and the four are added from left to right. (Up to 4 values: left to right.)
/// - 8 values or more: the same with vectors of 8 neighbours in place of single values, so there
///   are 4 × 8 running sums; then the values after the last whole vector and the 8 lanes of the
///   result are added from left to right.
/// - A running sum is a cascade: after 16 rows it is moved to a second level, after 16 of those to
///   a third and a fourth, so that small values are not lost next to a large total.
/// - Every sum begins with 0, so a sum of −0 alone is 0.
///
/// Longer sums are cut into blocks of ``blockLength`` values; the sums of the blocks are added in
/// the same order. The blocks never depend on the number of threads, so neither does the result.
@usableFromInline
package enum Summation {
    /// How many values one block has. PyTorch, too, adds fewer than this many in one piece.
    @usableFromInline package static let blockLength = 32_768

    /// Fewer than 8 terms.
    @inlinable
    @inline(__always)
    static func ofFew(_ count: Int, _ term: (Int) -> Float) -> Float {
        var total: Float = 0
        if count > 0 { total += term(0) }
        var i = 4
        while i < count {
            total += term(i)
            i &+= 1
        }
        if count > 1 { total += term(1) }
        if count > 2 { total += term(2) }
        if count > 3 { total += term(3) }
        return total
    }

    /// The sum of `count` values in memory, each multiplied with one of `factors` if there are any.
    static func sum(
        _ values: UnsafePointer<Float>, times factors: UnsafePointer<Float>? = nil, count: Int
    ) -> Float {
        if count <= blockLength { return ofBlock(values, times: factors, count) }
        let blocks = stride(from: 0, to: count, by: blockLength).map { start in
            let count = min(blockLength, count - start)
            return ofBlock(values + start, times: factors.map { $0 + start }, count)
        }
        return sum(blocks, count: blocks.count)
    }

    /// Σ p·q over numbers that lie some steps apart: an element of a matrix product.
    @inline(__always)
    static func ofProducts(
        _ p: UnsafePointer<Float>, _ pStep: Int, _ q: UnsafePointer<Float>, _ qStep: Int, count: Int
    ) -> Float {
        if count < 8 { return ofFew(count) { p[$0 &* pStep] * q[$0 &* qStep] } }
        return sum(count: count) { start, count, block in
            let p = p + start &* pStep
            let q = q + start &* qStep
            var i = 0
            while i < count {
                block[i] = p[i &* pStep] * q[i &* qStep]
                i &+= 1
            }
        }
    }

    /// The sum of `count` values, at most ``blockLength`` of which are produced at a time.
    ///
    /// - Parameter fill: writes `count` values, from the one at `start` on, to the memory.
    @inlinable
    @inline(__always)
    static func sum(
        count: Int,
        fill: (_ start: Int, _ count: Int, _ memory: UnsafeMutablePointer<Float>) -> Void
    ) -> Float {
        var blocks = Blocks(count)
        var start = 0
        while start < count {
            let length = min(count &- start, blockLength)
            fill(start, length, blocks.memory)
            blocks.add(length)
            start &+= length
        }
        return blocks.finish()
    }

    /// A sum whose terms are written block by block. (As a function with a closure it would not become a
    /// part of its caller, and the caller's term a call for each number.)
    @usableFromInline
    struct Blocks {
        @usableFromInline let memory: UnsafeMutablePointer<Float>
        private var sums: [Float] = []

        @usableFromInline
        init(_ count: Int) { memory = .allocate(capacity: min(count, blockLength)) }

        @usableFromInline
        mutating func add(_ length: Int) { sums.append(ofBlock(memory, length)) }

        @usableFromInline
        func finish() -> Float {
            memory.deallocate()
            return sum(sums, count: sums.count)
        }
    }

    private static func ofBlock(
        _ values: UnsafePointer<Float>, times factors: UnsafePointer<Float>? = nil, _ count: Int
    ) -> Float {
        if count < 8 { return ofFew(count) { values[$0] * (factors?[$0] ?? 1) } }
        return withUnsafeTemporaryAllocation(of: Float.self, capacity: BlockSum.size) { memory in
            var sum = BlockSum(count: count, memory: memory.baseAddress!)
            return sum.finish(values, times: factors, count)
        }
    }
}
