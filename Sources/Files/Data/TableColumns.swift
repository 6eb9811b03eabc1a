import Classroom
import Words

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
        if let inputs {
            // A name may contain a comma.
            let words =
                names.contains(inputs) ? [inputs] : inputs.split(separator: ",").map(String.init)
            let chosen = words.filter { !Text.trimmed($0).isEmpty }
            self.inputs = try Self.indices(of: chosen, in: names, source)
            if self.inputs.isEmpty {
                throw UsageError(
                    "--inputs cannot be \(quoted(inputs)): it takes names of columns, separated by "
                        + "commas.")
            }
        }
        self.targets = try Self.indices(of: targets, in: names, source)
        /// All columns that aren't taken, without those that contain words. If there are no others, they are
        /// included, so that an error message names the problem.
        func rest(_ taken: [Int]) -> [Int] {
            let others = Set(names.indices).subtracting(taken).sorted()
            let numeric = others.filter { !labels.contains($0) }
            return numeric.isEmpty ? others : numeric
        }
        if targets.isEmpty { self.targets = rest(self.inputs).suffix(1) }
        if inputs == nil { self.inputs = Array(rest(self.targets).prefix(isLine ? 1 : .max)) }
        self.labels = labels.subtracting(self.inputs + self.targets).sorted()
        for (option, chosen) in [("--inputs", self.inputs), ("--target", self.targets)] {
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
        if let twice = (self.inputs + self.targets).first(where: { !seen.insert($0).inserted }) {
            throw UsageError("\(quoted(names[twice])) cannot be used twice.")
        }
    }

    /// The indices of named columns: for each word an exact match or, failing that, one that ignores case.
    package static func indices(
        of words: [String], in names: [String], _ source: String
    ) throws(UsageError) -> [Int] {
        let all = Dictionary(grouping: names.indices) { names[$0].lowercased() }
        return try words.map { word throws(UsageError) in
            let name = visible(Text.trimmed(word.trimmingPrefix { $0 == " " }))
            let near = all[name.lowercased()] ?? []
            let same = near.filter { names[$0] == name }
            let found = same.isEmpty ? near : same
            if found.count == 1 { return found[0] }
            throw UsageError(
                found.isEmpty
                    ? "\(source) has no column \(quoted(name)): it has "
                        + "\(Table.names(names, "column")).\(didYouMean(name, names))"
                    : "\(source) has \(found.count) columns called \(quoted(name)).")
        }
    }
}
