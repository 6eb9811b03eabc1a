/// Memory for the numbers of an array. Once filled, it never changes.
///
/// (Allocating an `[Float]` without initial values costs several hundred more instructions, because its type is
/// looked up each time.)
final class Memory: ManagedBuffer<[Memory], Float> {
    /// - Parameter fill: writes all `count` numbers.
    @inline(__always)
    static func filled(_ count: Int, by fill: (UnsafeMutablePointer<Float>) -> Void) -> Memory {
        // More than any machine has. The system would end the process without a message.
        require(
            count <= Int.max / (Int.bitWidth == 64 ? 1 << 23 : 8),
            "There is not enough memory for \(count) numbers.")
        let memory = unsafeDowncast(
            create(minimumCapacity: count + 16) { _ in [] }, to: Memory.self)
        fill(UnsafeMutablePointer(mutating: memory.start))
        return memory
    }

    /// The start of the numbers, valid as long as this memory is kept alive.
    var start: UnsafePointer<Float> {
        withUnsafeMutablePointerToElements { UnsafePointer($0.nextCacheLine) }
    }

    /// The columns of a matrix with the given number of rows and columns, each in separate memory. They are kept,
    /// because a model reads its samples by column in every epoch.
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
    /// The start of the next cache line, at most 16 floats further on. A vector as wide as a line takes twice as long
    /// if it spans two of them.
    var nextCacheLine: Self {
        let start = UnsafeMutableRawPointer(self).alignedUp(toMultipleOf: 64)
        return start.assumingMemoryBound(to: Float.self)
    }
}
