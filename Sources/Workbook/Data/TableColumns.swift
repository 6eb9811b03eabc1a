/// The names of a table's columns, to find them by.
struct ColumnNames {
    private let all: [String]
    private let source: String
    private let indices: [String: [Int]]
    private let indicesInAnyCase: [String: [Int]]

    /// - Parameter source: the file, for messages.
    init(_ names: [String], source: String) {
        (all, self.source) = (names, source)
        indices = Dictionary(grouping: names.indices) { names[$0] }
        indicesInAnyCase = Dictionary(grouping: names.indices) { names[$0].lowercased() }
    }

    func contains(_ name: String) -> Bool { indices[name] != nil }

    /// The column of a name: as it is written, or else in other letters.
    func index(_ word: String, _ option: String) throws(UsageError) -> Int {
        let name = visible(Text.trimmed(word.trimmingPrefix { $0 == " " }))
        let places = indices[name] ?? indicesInAnyCase[name.lowercased()] ?? []
        if places.count > 1 {
            throw UsageError(
                "\(source) has \(places.count) columns called \(quoted(name)).")
        }
        if let place = places.first { return place }
        let found =
            all.count <= 12
            ? "it has \(list(all, "and"))."
            : "it has \(all.count), from \(quoted(all[0])) to \(quoted(all[all.count - 1]))."
        let near = suggestion(for: name, among: all).map { " Did you mean \(quoted($0))?" } ?? ""
        let start = source.hasPrefix(option) ? source : "\(option): \(source)"
        throw UsageError("\(start) has no column \(quoted(name)): \(found)\(near)")
    }
}

/// The columns of a table that a lesson learns from, by their numbers.
struct TableColumns: Equatable {
    var inputs: [Int]
    var targets: [Int]
    /// The columns left out because they have words.
    var labels: [Int]

    /// - Parameters:
    ///   - names: those of all columns.
    ///   - inputs: the names of the inputs, between commas; nil if the command line has none.
    ///   - targets: the names of the targets.
    ///   - labels: the columns that have words; only asking for one takes it.
    ///   - isLine: whether there is one input and one target.
    ///   - source: the file, for messages.
    init(
        _ names: [String], inputs: String?, targets: [String], labels: Set<Int> = [], isLine: Bool,
        source: String
    ) throws(UsageError) {
        guard names.count > 1 else {
            let bar =
                names.contains { $0.contains("|") }
                ? " For bars, add a first line: sep=|" : ""
            throw UsageError(
                "\(source) has only one column, but a lesson needs an input and a target. "
                    + "Separate columns with commas, semicolons or tabs.\(bar)")
        }
        let all = ColumnNames(names, source: source)
        var chosen: (inputs: [Int]?, targets: [Int]?)
        if let inputs {
            // A name may have a comma in it.
            let words =
                all.contains(inputs)
                ? [inputs[...]] : inputs.split(separator: ",", omittingEmptySubsequences: false)
            chosen.inputs = try words.map { word throws(UsageError) in
                try all.index(String(word), "--inputs")
            }
        }
        if !targets.isEmpty {
            chosen.targets = try targets.map { word throws(UsageError) in
                try all.index(word, "--target")
            }
        }
        /// All columns but some, without those that have words; where nothing else is left, the message is
        /// to name one.
        func rest(_ taken: [Int]) -> [Int] {
            let taken = Set(taken)
            let others = names.indices.filter { !taken.contains($0) }
            let numeric = others.filter { !labels.contains($0) }
            return numeric.isEmpty ? others : numeric
        }
        guard let last = rest(chosen.inputs ?? []).last else {
            throw UsageError(
                "--inputs names all columns of the table, so none is left as a target.")
        }
        self.targets = chosen.targets ?? [last]
        let free = rest(self.targets)
        guard let first = free.first else {
            throw UsageError(
                "--target names all columns of the table, so none is left as an input.")
        }
        self.inputs = chosen.inputs ?? (isLine ? [first] : free)
        for (option, indices) in [("--inputs", self.inputs), ("--target", self.targets)] {
            var seen: Set<Int> = []
            if let twice = indices.first(where: { !seen.insert($0).inserted }) {
                throw UsageError("\(option) names \(quoted(names[twice])) twice.")
            }
            if isLine && indices.count > 1 {
                throw UsageError(
                    "line has one input and one target, but \(option) names \(indices.count). "
                        + "Use crops for several.")
            }
        }
        let isTarget = Set(self.targets)
        if let both = self.inputs.first(where: isTarget.contains) {
            throw UsageError("\(quoted(names[both])) cannot be both an input and a target.")
        }
        self.labels = labels.subtracting(self.inputs + self.targets).sorted()
    }
}
