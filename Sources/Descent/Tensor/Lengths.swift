/// A shape: the lengths of an array's axes, outermost first; empty for a single number.
///
/// It can be used like an `[Int]`, and is one for more than two axes. The shapes of most arrays here
/// have fewer, and then it needs no memory of its own and no reference count, which every copy of
/// an array would have to change.
struct Lengths: RandomAccessCollection, Equatable, Sendable {
    /// The lengths of up to two axes in one word, 32 bits for each.
    struct UpToTwo: Equatable, Sendable {
        private let word: UInt64

        /// In place of the length of an axis that there is not.
        static let none = Int(UInt32.max)
        static let scalar = UpToTwo(none, none)

        @inline(__always)
        init(_ outer: Int, _ inner: Int) {
            word = UInt64(truncatingIfNeeded: outer << 32 | inner)
        }

        var isScalar: Bool { word == .max }
        var outer: Int { Int(word >> 32) }
        var inner: Int { Int(word & 0xffff_ffff) }

        /// How many elements an array of this shape has.
        var product: Int {
            if inner == Self.none { return isScalar ? 1 : outer }
            return outer &* inner
        }
    }

    private let few: UpToTwo
    /// More axes, or longer ones.
    private let many: [Int]?

    /// No axes.
    static let scalar = Lengths(.scalar)

    init(_ few: UpToTwo) {
        self.few = few
        many = nil
    }

    init(_ lengths: some Collection<Int>) {
        if lengths.count > 2 || lengths.contains(where: { $0 < 0 || $0 >= UpToTwo.none }) {
            few = .scalar
            many = Array(lengths)
        } else {
            few = UpToTwo(
                lengths.first ?? UpToTwo.none, lengths.dropFirst().first ?? UpToTwo.none)
            many = nil
        }
    }

    /// The same in one word; nil for shapes that do not fit.
    var upToTwo: UpToTwo? { many == nil ? few : nil }

    static func vector(_ length: Int) -> Lengths {
        guard length < UpToTwo.none else { return [length] }
        return Lengths(UpToTwo(length, UpToTwo.none))
    }

    static func matrix(_ rows: Int, _ columns: Int) -> Lengths {
        guard rows < UpToTwo.none && columns < UpToTwo.none else { return [rows, columns] }
        return Lengths(UpToTwo(rows, columns))
    }

    var startIndex: Int { 0 }
    var count: Int { endIndex }
    var isEmpty: Bool { few.isScalar && many == nil }

    /// How many elements an array of this shape has.
    var product: Int {
        if let many { return Shape.count(many) }
        // Two lengths may be too large together.
        return few.inner == 1 || few.inner == UpToTwo.none ? few.product : Shape.count(self)
    }

    var endIndex: Int {
        if let many { return many.count }
        return few.inner != UpToTwo.none ? 2 : few.isScalar ? 0 : 1
    }

    subscript(axis: Int) -> Int {
        if let many { return many[axis] }
        let length = axis == 0 ? few.outer : axis == 1 ? few.inner : UpToTwo.none
        guard length != UpToTwo.none else {
            fatalError("There is no axis \(axis) in the shape \(self).")
        }
        return length
    }

    /// The same lengths but for one axis.
    func replacing(_ axis: Int, by length: Int) -> Lengths {
        var lengths = Array(self)
        lengths[axis] = length
        return Lengths(lengths)
    }

    /// Written for itself, because the general comparison is slow and this is the most frequent one.
    static func == (a: Lengths, b: Lengths) -> Bool {
        guard a.few == b.few else { return false }
        return a.many == nil && b.many == nil ? true : a.many == b.many
    }
}

extension Lengths: ExpressibleByArrayLiteral {
    init(arrayLiteral lengths: Int...) {
        self.init(lengths)
    }
}

extension Lengths: CustomStringConvertible {
    var description: String { "\(Array(self))" }
}
