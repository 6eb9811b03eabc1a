import Classroom
import Words

/// The names of a table's columns, for finding columns by name.
package struct ColumnNames {
    private let all: [String]
    /// The name of the file, for messages.
    private let source: String
    private let indices: [String: [Int]]

    package init(_ names: [String], source: String) {
        (all, self.source) = (names, source)
        indices = Dictionary(grouping: names.indices) { names[$0].lowercased() }
    }

    /// The index of a named column: an exact match or, failing that, one that ignores case.
    package func index(_ word: String) throws(UsageError) -> Int {
        let name = visible(Text.trimmed(word.trimmingPrefix { $0 == " " }))
        let near = indices[name.lowercased()] ?? []
        let same = near.filter { all[$0] == name }
        let found = same.isEmpty ? near : same
        if found.count == 1 { return found[0] }
        if found.count > 1 {
            throw UsageError("\(source) has \(found.count) columns called \(quoted(name)).")
        }
        let meant = didYouMean(name, all)
        throw UsageError(
            "\(source) has no column \(quoted(name)): it has \(Table.names(all, "column")).\(meant)"
        )
    }
}

/// The indices of the columns that a lesson learns from.
package struct TableColumns: Equatable {
    package private(set) var inputs: [Int] = []
    package private(set) var targets: [Int] = []
    /// The columns left out because they contain words.
    package private(set) var labels: [Int] = []

    /// - Parameters:
    ///   - names: the names of all columns.
    ///   - inputs: the names of the inputs, separated by commas; nil if the command line has none.
    ///   - targets: the names of the targets.
    ///   - labels: the columns that contain words, which are used only if they are requested.
    ///   - isLine: whether there is exactly one input and one target.
    ///   - source: the name of the file, for messages.
    package init(
        _ names: [String], inputs: String?, targets: [String], labels: Set<Int> = [], isLine: Bool,
        source: String
    ) throws(UsageError) {
        guard names.count > 1 else {
            throw UsageError(
                "\(source) has only one column, but a lesson needs an input and a target. Separate "
                    + "columns with commas, semicolons or tabs; for others add a first line such as sep=|"
            )
        }
        let all = ColumnNames(names, source: source)
        if let inputs {
            // A name may contain a comma.
            let words =
                names.contains(inputs) ? [inputs] : inputs.split(separator: ",").map(String.init)
            self.inputs = try words.filter { !Text.trimmed($0).isEmpty }.map(all.index)
            if self.inputs.isEmpty {
                throw UsageError(
                    "--inputs cannot be \(quoted(inputs)): it takes names of columns, separated by "
                        + "commas.")
            }
        }
        self.targets = try targets.map(all.index)
        /// All columns that aren't taken, without those that contain words. If there are no others, they are
        /// included, so that an error message names the problem.
        func rest(_ taken: [Int]) -> [Int] {
            let others = Set(names.indices).subtracting(taken).sorted()
            let numeric = others.filter { !labels.contains($0) }
            return numeric.isEmpty ? others : numeric
        }
        if targets.isEmpty { self.targets = rest(self.inputs).suffix(1) }
        if inputs == nil { self.inputs = Array(rest(self.targets).prefix(isLine ? 1 : .max)) }
        try check(names, isLine, source)
        self.labels = labels.subtracting(self.inputs + self.targets).sorted()
    }

    private func check(_ names: [String], _ isLine: Bool, _ source: String) throws(UsageError) {
        for (option, chosen) in [("--inputs", inputs), ("--target", targets)] {
            if chosen.isEmpty {
                throw UsageError("\(source): no column is left for \(option).")
            }
            if isLine && chosen.count > 1 {
                throw UsageError(
                    "line has one input and one target, but \(option) names \(chosen.count). Use crops "
                        + "for several.")
            }
        }
        var seen: Set<Int> = []
        if let twice = (inputs + targets).first(where: { !seen.insert($0).inserted }) {
            throw UsageError("\(quoted(names[twice])) cannot be used twice.")
        }
    }
}
