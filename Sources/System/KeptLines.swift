/// Lines that have been printed: the first ones and the last, where they are very many.
struct KeptLines {
    private static let limit = 1000
    private var first: [String] = []
    private var last: [String] = []
    private var leftOut = 0

    package mutating func add(_ line: String) {
        if first.count < Self.limit { return first.append(line) }
        last.append(line)
        if last.count >= 2 * Self.limit {
            last.removeFirst(Self.limit)
            leftOut += Self.limit
        }
    }

    package var lines: [String] {
        first + (leftOut > 0 ? ["… \(leftOut) lines are left out …"] : []) + last
    }
}
