/// Memory for objects.
///
/// A freed piece waits in a list until a piece of its size is needed. There are four sizes between a power of two and
/// the next, so a piece is at most a quarter larger than requested.
public enum Heap {
    /// The header in front of a piece in use.
    private struct Header {
        /// The start of the piece. A strict alignment leaves a gap before the header.
        var start: UInt32
        var list: UInt32
        private var unused: UInt64 = 0

        init(start: UInt, list: Int) {
            self.start = UInt32(start)
            self.list = UInt32(list)
        }
    }

    private typealias Pointer = UnsafeMutableRawPointer

    /// The alignment of every piece, and the size of a header.
    private static let unit = 16
    private static let page = 65_536

    /// The first piece of each list. Each waiting piece points to the next one.
    nonisolated(unsafe) private static let lists: UnsafeMutablePointer<Pointer?> = {
        let count = 4 * Int.bitWidth
        guard let memory = extend(count * MemoryLayout<Pointer?>.size) else { fatalError() }
        let lists = memory.bindMemory(to: Pointer?.self, capacity: count)
        lists.initialize(repeating: nil, count: count)
        return lists
    }()

    /// The memory that has never been used.
    nonisolated(unsafe) private static var rest = 0..<0

    /// The number of bytes that the host has provided.
    nonisolated(unsafe) public private(set) static var size = 0

    /// - Parameters:
    ///   - count: the number of bytes.
    ///   - alignment: a power of two.
    /// - Returns: nil if the host has no more memory.
    static func allocate(_ count: Int, alignment: Int) -> UnsafeMutableRawPointer? {
        let gap = alignment > unit ? alignment : 0
        let (list, size) = fitting(count + unit + gap)
        let start: Pointer
        if let waiting = lists[list] {
            start = waiting
            lists[list] = waiting.load(as: Pointer?.self)
        } else if let new = extend(size) {
            start = new
        } else {
            return nil
        }
        let piece = (start + unit).alignedUp(toMultipleOf: max(alignment, unit))
        (piece - unit).storeBytes(
            of: Header(start: UInt(bitPattern: start), list: list), as: Header.self)
        return piece
    }

    static func free(_ piece: UnsafeMutableRawPointer) {
        let header = (piece - unit).load(as: Header.self)
        let start = Pointer(bitPattern: UInt(header.start))!
        let list = Int(header.list)
        start.storeBytes(of: lists[list], as: Pointer?.self)
        lists[list] = start
    }

    /// The list for pieces of at least `count` bytes, and their size.
    private static func fitting(_ count: Int) -> (list: Int, size: Int) {
        // The highest bit of the size and the two after it, rounded up to a multiple of the unit.
        let last = max(count, 4 * unit) - 1
        let exponent = Int.bitWidth - 1 - last.leadingZeroBitCount
        let quarter = last >> (exponent - 2)
        return (4 * exponent + quarter - 4, (quarter + 1) << (exponent - 2))
    }

    /// Memory that has never been used; nil if the host has no more.
    private static func extend(_ count: Int) -> Pointer? {
        if rest.count < count {
            let pages = (count + page - 1) / page
            let old = Int(grow(0, Int32(pages)))
            if old < 0 { return nil }
            // The rest of the last pages is lost, unless the new ones follow directly.
            let isNext = old * page == rest.upperBound
            rest = (isNext ? rest.lowerBound : old * page)..<(old + pages) * page
            size += pages * page
        }
        let start = rest.lowerBound
        rest = start + count..<rest.upperBound
        return Pointer(bitPattern: start)
    }
}

/// The instruction `memory.grow`, which returns the former number of pages, or -1.
@_extern(c, "llvm.wasm.memory.grow.i32")
private func grow(_ memory: Int32, _ pages: Int32) -> Int32
