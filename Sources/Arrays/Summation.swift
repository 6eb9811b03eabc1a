/// The one order of summation that everything here uses.
///
/// Float addition is not associative: `(a + b) + c` and `a + (b + c)` round differently. Two programs print the same
/// loss, bit for bit, only if they add in the same order. Every sum, mean, matrix product and gradient therefore uses
/// these functions, and the order is PyTorch's (2.13, on a processor with AVX2; measured):
///
/// - Fewer than 8 values: four running sums take the elements in turn, the first one takes any left over, and the
///   four are added from left to right. (Up to 4 values are added from left to right.)
/// - 8 values or more: the same with vectors of 8 neighbouring values, so there are 4 × 8 running sums. Then the
///   values after the last complete vector and the 8 lanes of the result are added from left to right.
/// - A running sum is a cascade: after 16 rows it moves to a second level, and after 16 of those to a third, so that
///   small values aren't lost next to a large total. (PyTorch's fourth level takes more rows than a block has.)
/// - Every sum starts at 0, so the sum of a single −0 is 0.
///
/// Longer sums are split into blocks of ``blockLength`` values, and the sums of the blocks are added in the same
/// order. The blocks never depend on the number of threads, so neither does the result.
@usableFromInline
package enum Summation {
    /// The number of values in a block. PyTorch also adds fewer values than this in one go.
    @usableFromInline package static let blockLength = 32_768

    /// The sum of fewer than 8 terms.
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

    /// The sum of `count` values in memory.
    @usableFromInline
    static func sum(_ values: UnsafePointer<Float>, count: Int) -> Float {
        if count <= blockLength { return ofBlock(values, count) }
        let blocks = stride(from: 0, to: count, by: blockLength).map { start in
            ofBlock(values + start, min(blockLength, count - start))
        }
        return sum(blocks, count: blocks.count)
    }

    /// Σ p·q over numbers at regular distances: an element of a matrix product.
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

    /// The sum of `count` values, of which at most ``blockLength`` exist at a time.
    ///
    /// - Parameter fill: writes `count` values, beginning with the one at index `start`, to the memory.
    @inlinable
    @inline(__always)
    static func sum(
        count: Int,
        fill: (_ start: Int, _ count: Int, _ memory: UnsafeMutablePointer<Float>) -> Void
    ) -> Float {
        let memory = UnsafeMutablePointer<Float>.allocate(capacity: min(count, blockLength))
        defer { memory.deallocate() }
        var sums: [Float] = []
        var start = 0
        while start < count {
            let length = min(count &- start, blockLength)
            fill(start, length, memory)
            sums.append(ofBlock(memory, length))
            start &+= length
        }
        return sum(sums, count: sums.count)
    }

    @usableFromInline
    static func ofBlock(_ values: UnsafePointer<Float>, _ count: Int) -> Float {
        withUnsafeTemporaryAllocation(of: Float.self, capacity: BlockSum.size) { memory in
            var sum = BlockSum(memory: memory.baseAddress!)
            return sum.finish(values, count)
        }
    }
}
