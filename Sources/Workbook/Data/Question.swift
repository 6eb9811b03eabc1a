import Foundation

/// What a trained model is asked: `--predict`.
struct Question: Sendable {
    let inputNames: [String]
    let targetNames: [String]
    /// The inputs in the table's own units, row by row.
    let inputs: [Double]
    /// The file whose rows they are; nil where they stand in the command line.
    let file: AskedFile?

    var rows: Int { inputs.count / inputNames.count }

    func row(_ index: Int) -> ArraySlice<Double> {
        inputs[index * inputNames.count..<(index + 1) * inputNames.count]
    }

    /// - Parameter text: numbers, or the path of a file.
    init(_ text: String, inputs names: [String], targets: [String]) throws(UsageError) {
        inputNames = names
        targetNames = targets
        if let numbers = try Self.numbers(text, names) {
            (inputs, file) = (numbers, nil)
        } else {
            let asked = try AskedFile(text, names)
            (inputs, file) = (asked.numbers, asked)
        }
    }

    /// The numbers of a text: rows between semicolons; nil if it is no list of numbers.
    private static func numbers(_ text: String, _ names: [String]) throws(UsageError) -> [Double]? {
        var rows = text.split(separator: ";").map { row in
            row.split(separator: ",", omittingEmptySubsequences: false).map {
                Option.Argument.plainNumber($0.filter { $0 != " " })
            }
        }
        guard !rows.isEmpty, rows.joined().allSatisfy({ $0 != nil }) else {
            if text == "-" || FileManager.default.fileExists(atPath: text) { return nil }
            throw UsageError(
                "--predict cannot be \(quoted(text)): it takes numbers separated by commas, rows "
                    + "separated by semicolons, or the path of an existing file.")
        }
        if names.count == 1 { rows = rows.joined().map { [$0] } }
        if let row = rows.first(where: { $0.count != names.count }) {
            let all = names.count <= 8 ? ": \(list(names, "and"))" : ""
            throw UsageError(
                "--predict has a row of \(Text.count(row.count, "number")), but the model takes "
                    + "\(names.count)\(all).")
        }
        let numbers = rows.joined().compactMap(\.self)
        if let large = numbers.first(where: { !Float($0).isFinite }) {
            throw UsageError("--predict cannot be \(large): that is beyond the range of a Float32.")
        }
        return numbers
    }
}

/// A file with rows to which predictions are added.
struct AskedFile: Sendable {
    let numbers: [Double]
    private let file: TableFile
    /// What stands above the table, and its header.
    private let head: Range<Int>
    private let header: Range<Int>?
    private let rows: [Range<Int>]
    private let separator: UInt8
    private let lineEnd: Range<Int>?
    private let hasDecimalCommas: Bool

    init(_ path: String, _ names: [String]) throws(UsageError) {
        file = try TableFile(reading: path, option: "--predict")
        var reader = try TableReader(file)
        head = 0..<reader.head
        header = reader.hasHeader ? reader.row : nil
        let columns = try Self.columns(reader, names)
        var (numbers, rows): ([Double], [Range<Int>]) = ([], [])
        while try reader.next() {
            for column in columns { numbers.append(try reader.number(column)) }
            rows.append(reader.row)
        }
        if rows.isEmpty { throw UsageError("\(reader.name) has a header but no rows.") }
        self.numbers = numbers
        self.rows = rows
        hasDecimalCommas = reader.hasDecimalCommas
        separator = reader.separator
        lineEnd = reader.lineEnd
    }

    /// By the names of the header; without one all columns, or the first.
    private static func columns(
        _ reader: TableReader, _ names: [String]
    ) throws(UsageError) -> [Int] {
        if reader.hasHeader {
            // A single column needs no name of its own.
            if names.count == 1, reader.names.count == 1 { return [0] }
            let all = ColumnNames(reader.names, source: reader.name)
            if let garbled = reader.garbled.min(), !names.allSatisfy(all.contains) {
                throw reader.isGarbled(garbled)
            }
            return try names.map { name throws(UsageError) in try all.index(name, "--predict") }
        }
        guard reader.names.count >= names.count else {
            throw UsageError(
                "\(reader.name) has \(Text.count(reader.names.count, "column")), but the model takes "
                    + "\(Text.count(names.count, "input")): \(list(names, "and")).")
        }
        return Array(names.indices)
    }

    /// The bytes of the table with predictions behind each row. All else stays as it is.
    ///
    /// - Parameter predictions: one for each target, row by row.
    func bytes(_ predictions: [Float], targets: [String]) -> [UInt8] {
        let separator = String(UnicodeScalar(separator))
        var result: [UInt8] = []
        func add(_ range: Range<Int>) {
            result += file.bytes.buffer(range.lowerBound, range.upperBound)
        }
        func addLine(_ range: Range<Int>, _ cells: [String]) {
            add(range)
            for cell in cells { result += "\(separator)\(cell)".utf8 }
            if let lineEnd, !lineEnd.isEmpty { add(lineEnd) } else { result += "\n".utf8 }
        }
        add(head)
        if let header {
            addLine(header, targets.map { quotedCell("predicted \($0)", separator) })
        }
        for (index, row) in rows.enumerated() {
            let own = predictions[index * targets.count..<(index + 1) * targets.count]
            addLine(
                row,
                own.map { value in
                    let cell = Numbers.shortest(value)
                    return hasDecimalCommas ? cell.replacing(".", with: ",") : cell
                })
        }
        return result
    }

    /// A cell with quotes around it, where it needs them.
    private func quotedCell(_ text: String, _ separator: String) -> String {
        guard text.contains(separator) || text.contains("\"") else { return text }
        return "\"\(text.replacing("\"", with: "\"\""))\""
    }
}
