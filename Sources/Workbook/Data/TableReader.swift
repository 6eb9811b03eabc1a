/// Reads columns of numbers from a table.
///
/// Only the columns that are used have to be numbers. What cannot be read is named by line, column and
/// content.
struct TableReader {
    private var text: TableText
    /// The names of the columns: from the header, or x1, x2, …
    private(set) var names: [String]
    let hasHeader: Bool
    /// Whether the first record has been read ahead and waits.
    private var isAhead: Bool

    /// Reads the first row. Throws if there is none.
    init(_ file: TableFile) throws(UsageError) {
        text = try TableText(file)
        guard try text.next() else { throw UsageError("\(file.name) is empty.") }
        let words = text.cells.map(text.text)
        let isHeader = Self.isHeader(text)
        hasHeader = isHeader
        isAhead = !isHeader
        names = words.indices.map { index in
            isHeader && !words[index].isEmpty ? words[index] : "x\(index + 1)"
        }
        // A separator at the end of every line makes no column.
        while let last = words[..<names.count].last, last.isEmpty, names.count > 1 {
            names.removeLast()
        }
    }

    /// A header has no number, and more than the words for missing values.
    private static func isHeader(_ text: TableText) -> Bool {
        let words = text.cells.map(text.text)
        return text.cells.allSatisfy { text.number($0) == nil }
            && words.contains { !TableText.isMissing($0) && !TableText.isInfinite($0) }
    }

    /// The name of the file in messages.
    var name: String { text.file.name }

    /// About how many rows there are.
    var estimatedRows: Int { text.lines - (hasHeader ? 1 : 0) }

    var separator: UInt8 { text.separator }
    /// Whether lines end as on Windows.
    var hasCarriageReturns: Bool { text.hasCarriageReturns }

    /// Where the bytes are of the row that was read last.
    var row: Range<Int> { text.start..<text.end }

    /// Whether a comma stands in a cell of it.
    func hasComma(_ column: Int) -> Bool { text.text(text.cells[column]).contains(",") }

    /// The columns that have words in each of the next few rows, where others have numbers.
    var labels: Set<Int> {
        var (ahead, rows) = (self, 0)
        var labels = Set(names.indices)
        while rows < 3, (try? ahead.next()) ?? false {
            rows += 1
            labels = labels.filter { column in
                let cell = ahead.text.cells[column]
                let word = ahead.text.text(cell)
                return ahead.text.number(cell) == nil && !TableText.isMissing(word)
                    && !TableText.isInfinite(word)
            }
        }
        return rows == 0 ? [] : labels
    }

    /// All numbers of some columns, column by column.
    mutating func read(_ columns: [Int]) throws(UsageError) -> [[Double]] {
        var result = [[Double]](repeating: [], count: columns.count)
        let count = estimatedRows
        for index in result.indices { result[index].reserveCapacity(count) }
        let width = columns.count
        while try next() {
            var place = 0
            while place < width {
                result[place].append(try number(columns[place]))
                place += 1
            }
        }
        return result
    }

    /// Goes to the next row; false at the end. Throws if it has another length than the first.
    mutating func next() throws(UsageError) -> Bool {
        if isAhead {
            isAhead = false
        } else if try !text.next() {
            return false
        }
        let count = text.cells.count
        guard count != names.count else { return true }
        // What stands behind the named columns has to be empty.
        let isLonger = count > names.count
        if isLonger, text.cells[names.count...].allSatisfy({ text.text($0).isEmpty }) {
            return true
        }
        let first = hasHeader ? "the header" : "the first row"
        throw UsageError(
            "\(name): line \(text.recordLine) has \(Text.count(count, "cell")), and \(first) has "
                + "\(names.count).")
    }

    /// The number in a column of the row.
    func number(_ column: Int) throws(UsageError) -> Double {
        let cell = text.cells[column]
        if let value = text.number(cell), value.isFinite, Float(value).isFinite { return value }
        throw fault(column)
    }

    private func fault(_ column: Int) -> UsageError {
        let cell = text.cells[column]
        let word = text.text(cell)
        let place =
            "\(name): line \(text.lineOf(cell.start)), column \(column + 1)"
            + (hasHeader ? " (\(Self.shown(names[column])))" : "")
        if word.isEmpty { return UsageError("\(place) is empty: a value is missing.") }
        if TableText.isMissing(word) {
            return UsageError("\(place) is \(quoted(word)): a value is missing.")
        }
        if TableText.isInfinite(word) {
            return UsageError("\(place): \(quoted(word)) is not finite.")
        }
        if text.number(cell) != nil {
            return UsageError(
                "\(place): \(quoted(word)) is beyond the range of a Float32, "
                    + "\(Numbers.short(Float.greatestFiniteMagnitude)).")
        }
        let isDecimalComma =
            separator == TableText.comma && word.contains(",")
            && Double(word.replacing(",", with: ".")) != nil
        return UsageError(
            "\(place): \(quoted(word)) is not a number."
                + (isDecimalComma
                    ? " A decimal comma needs another separator, such as a semicolon." : ""))
    }

    /// A name without what a terminal would act on.
    static func shown(_ name: String) -> String { String(quoted(name).dropFirst().dropLast()) }
}

// MARK: - Which columns

/// The columns of a table that a lesson learns from, by their numbers.
struct TableColumns: Equatable {
    var inputs: [Int]
    var targets: [Int]
    /// Those that are left out unasked, as they have words.
    var labels: [Int]

    /// - Parameters:
    ///   - names: those of all columns.
    ///   - inputs: the names of the inputs, between commas; nil if the command line has none.
    ///   - targets: the names of the targets.
    ///   - labels: the columns that have words; they are not taken unasked.
    ///   - isLine: whether there is one input and one target.
    ///   - source: the file, for messages.
    init(
        _ names: [String], inputs: String?, targets: [String], labels: Set<Int> = [], isLine: Bool,
        source: String
    ) throws(UsageError) {
        guard names.count > 1 else {
            throw UsageError(
                "\(source) has one column, and an input and a target are needed. A comma, a semicolon "
                    + "or a tab separates columns.")
        }
        var chosen: (inputs: [Int]?, targets: [Int]?)
        if let inputs { chosen.inputs = try Self.indices(inputs, names, "--inputs", source) }
        if !targets.isEmpty {
            var all: [Int] = []
            for target in targets {
                all.append(try Self.index(target, names, "--target", source))
            }
            chosen.targets = all
        }
        // Where nothing but words is left, the message is to name one.
        func numeric(_ columns: [Int]) -> [Int] {
            let left = columns.filter { !labels.contains($0) }
            return left.isEmpty ? columns : left
        }
        let others = names.indices.filter { !(chosen.inputs ?? []).contains($0) }
        guard let last = numeric(others).last else {
            throw UsageError(
                "--inputs names all columns of the table, and none is left as a target.")
        }
        self.targets = chosen.targets ?? [last]
        let free = names.indices.filter { [targets = self.targets] in !targets.contains($0) }
        guard let first = numeric(free).first else {
            throw UsageError(
                "--target names all columns of the table, and none is left as an input.")
        }
        self.inputs = chosen.inputs ?? (isLine ? [first] : numeric(free))
        self.labels = labels.filter { [used = self.inputs + self.targets] in !used.contains($0) }
            .sorted()
        if let both = self.inputs.first(where: self.targets.contains) {
            throw UsageError("\(quoted(names[both])) cannot be an input and a target.")
        }
        for (option, indices) in [("--inputs", self.inputs), ("--target", self.targets)] {
            if let twice = indices.first(where: { index in indices.count { $0 == index } > 1 }) {
                throw UsageError("\(option) names \(quoted(names[twice])) twice.")
            }
            if isLine && indices.count > 1 {
                throw UsageError(
                    "a line has one input and one target, and \(option) names \(indices.count): "
                        + "crops takes several.")
            }
        }
    }

    private static func indices(
        _ text: String, _ names: [String], _ option: String, _ source: String
    ) throws(UsageError) -> [Int] {
        // A name may have a comma in it.
        if names.contains(text) { return [try index(text, names, option, source)] }
        var all: [Int] = []
        for word in text.split(separator: ",", omittingEmptySubsequences: false) {
            all.append(try index(String(word), names, option, source))
        }
        return all
    }

    /// The column of a name: as it is written, or else in other letters.
    static func index(
        _ word: String, _ names: [String], _ option: String, _ source: String
    ) throws(UsageError) -> Int {
        let word = word.trimmingPrefix { $0 == " " }
        let name = Text.trimmed(word)
        var places = names.indices.filter { names[$0] == name }
        if places.isEmpty {
            places = names.indices.filter { names[$0].lowercased() == name.lowercased() }
        }
        if places.count > 1 {
            throw UsageError(
                "\(source) has \(places.count) columns that are called \(quoted(name)).")
        }
        guard let place = places.first else {
            let all =
                names.count <= 12
                ? "it has \(list(names.map(TableReader.shown), "and"))."
                : "it has \(names.count), from \(quoted(names[0])) to \(quoted(names[names.count - 1]))."
            let near =
                suggestion(for: name, among: names).map { " Did you mean \(quoted($0))?" } ?? ""
            throw UsageError("\(option): \(source) has no column \(quoted(name)): \(all)\(near)")
        }
        return place
    }
}
