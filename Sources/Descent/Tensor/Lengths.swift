/// A shape: the lengths of an array's axes, outermost first; empty for a single number.
///
/// It can be used like an `[Int]`, and is one for more than two axes. The shapes of most arrays here
/// have fewer, and then it needs no memory of its own and no reference count, which every copy of
/// an array would have to change.
struct Lengths: RandomAccessCollection, Equatable, Sendable {
    private enum Storage: Sendable {
        case scalar
        case vector(Int)
        case matrix(Int, Int)
        case many([Int])
    }

    private let storage: Storage

    /// No axes.
    static let scalar = Lengths(.scalar)

    private init(_ storage: Storage) {
        self.storage = storage
    }

    init(_ lengths: some Collection<Int>) {
        var iterator = lengths.makeIterator()
        switch lengths.count {
        case 0: storage = .scalar
        case 1: storage = .vector(iterator.next()!)
        case 2: storage = .matrix(iterator.next()!, iterator.next()!)
        default: storage = .many(Array(lengths))
        }
    }

    static func vector(_ length: Int) -> Lengths { Lengths(.vector(length)) }
    static func matrix(_ rows: Int, _ columns: Int) -> Lengths { Lengths(.matrix(rows, columns)) }

    var startIndex: Int { 0 }
    var count: Int { endIndex }
    var isEmpty: Bool { endIndex == 0 }

    /// How many elements an array of this shape has.
    var product: Int {
        switch storage {
        case .scalar: 1
        case .vector(let length) where length >= 0: length
        case .matrix(let rows, 1) where rows >= 0: rows
        default: Shape.count(Array(self))
        }
    }

    var endIndex: Int {
        switch storage {
        case .scalar: 0
        case .vector: 1
        case .matrix: 2
        case .many(let lengths): lengths.count
        }
    }

    subscript(axis: Int) -> Int {
        switch storage {
        case .vector(let length) where axis == 0: length
        case .matrix(let rows, let columns) where 0...1 ~= axis: axis == 0 ? rows : columns
        case .many(let lengths): lengths[axis]
        default: fatalError("There is no axis \(axis) in the shape \(self).")
        }
    }

    /// Written for itself, because the general comparison is slow and this is the most frequent one.
    static func == (a: Lengths, b: Lengths) -> Bool {
        switch (a.storage, b.storage) {
        case (.scalar, .scalar): true
        case (.vector(let a), .vector(let b)): a == b
        case (.matrix(let a, let b), .matrix(let c, let d)): a == c && b == d
        case (.many(let a), .many(let b)): a == b
        default: false
        }
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
