/// The printed lines; only the first and the last if there are very many.
struct KeptLines {
    private static let limit = 1000
    private var kept: [String] = []
    private var leftOut = 0

    mutating func add(_ line: String) {
        kept.append(line)
        guard kept.count == 3 * Self.limit else { return }
        kept.removeSubrange(Self.limit..<2 * Self.limit)
        leftOut += Self.limit
    }

    var lines: [String] {
        if leftOut == 0 { return kept }
        let gap = "… \(leftOut) lines are left out …"
        return kept.prefix(Self.limit) + [gap] + kept.dropFirst(Self.limit)
    }
}
