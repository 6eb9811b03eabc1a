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
@inlinable
@inline(__always)
public func sum(_ count: Int, _ term: (Int) -> Float) -> Float {
    var i = 0
    if count <= 4 {
        // Up to four terms are added from left to right.
        var total: Float = 0
        while i < count {
            total += term(i)
            i &+= 1
        }
        return total
    }
    var pieces = SumOfPieces(count)
    while i < count {
        let start = i
        let end = min(count, start &+ SumOfPieces.length)
        let piece = pieces.memory
        while i < end {
            piece[i &- start] = term(i)
            i &+= 1
        }
        pieces.add(end &- start)
    }
    return pieces.finish()
}

/// The mean of `term(0)`, `term(1)`, … `term(count - 1)`: their ``sum(_:_:)`` divided by `count`.
///
/// - Parameters:
///   - count: the number of terms; 0 gives NaN.
///   - term: the term of an index from 0 to `count - 1`.
@inlinable
@inline(__always)
public func mean(_ count: Int, _ term: (Int) -> Float) -> Float {
    sum(count, term) / Float(count)
}

/// A sum whose terms come in pieces, in the order of ``Summation``.
@usableFromInline
struct SumOfPieces {
    /// How many terms a piece has, but for the last; a block has a whole number of them.
    @usableFromInline static let length = 2048

    /// Where the terms of a piece are put.
    @usableFromInline let memory: UnsafeMutablePointer<Float>

    private let count: Int
    private var position = 0
    private var block: BlockSum
    private var blockSums: [Float] = []

    @usableFromInline
    init(_ count: Int) {
        self.count = count
        let size = min(count, Self.length)
        memory = .allocate(capacity: size + BlockSum.size)
        block = BlockSum(count: min(count, Summation.blockLength), memory: memory + size)
    }

    /// Adds the terms of a piece.
    @usableFromInline
    mutating func add(_ length: Int) {
        position += length
        let isEndOfBlock = position % Summation.blockLength == 0 || position == count
        guard isEndOfBlock else { return block.add(memory, length) }
        blockSums.append(block.finish(memory, length))
        if position < count {
            block = BlockSum(
                count: min(count - position, Summation.blockLength), memory: memory + Self.length)
        }
    }

    @usableFromInline
    func finish() -> Float {
        memory.deallocate()
        return blockSums.count == 1 ? blockSums[0] : Summation.sum(of: blockSums)
    }
}
