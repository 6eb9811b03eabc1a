/// Memory for the numbers of an array. Nobody writes to it once it is filled.
///
/// (An `[Float]` that is allocated without initial values costs several hundred instructions more,
/// because its type is looked up each time.)
final class Memory: ManagedBuffer<[Memory], Float> {
    /// - Parameter fill: writes every one of `count` numbers.
    @inline(__always)
    static func filled(_ count: Int, by fill: (UnsafeMutablePointer<Float>) -> Void) -> Memory {
        // More than any machine has: the system would end the process without a word.
        require(
            count <= Int.max / (Int.bitWidth == 64 ? 1 << 23 : 8),
            "There is no memory for \(count) numbers.")
        let memory = unsafeDowncast(
            create(minimumCapacity: count + 16) { _ in [] }, to: Memory.self)
        fill(UnsafeMutablePointer(mutating: memory.start))
        return memory
    }

    /// Where the numbers lie, as long as somebody keeps this memory.
    var start: UnsafePointer<Float> {
        withUnsafeMutablePointerToElements { UnsafePointer($0.nextCacheLine) }
    }

    /// The columns of a matrix with so many rows and columns, each in memory of its own. They are kept: a model
    /// reads its samples by columns in every epoch.
    func columns(_ count: Int, rows: Int) -> [Memory] {
        if header.count != count {
            let start = start
            header = (0..<count).map { column in
                .filled(rows) { result in
                    var row = 0
                    while row < rows {
                        result[row] = start[row &* count &+ column]
                        row &+= 1
                    }
                }
            }
        }
        return header
    }
}

extension UnsafeMutablePointer<Float> {
    /// The beginning of a cache line, at most 16 floats on: a vector as wide as a line takes twice as long if it
    /// spans two.
    var nextCacheLine: Self {
        let start = UnsafeMutableRawPointer(self).alignedUp(toMultipleOf: 64)
        return start.assumingMemoryBound(to: Float.self)
    }
}
