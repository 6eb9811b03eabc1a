import Classroom
import Files
import Foundation
import Words

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
        let numbers = try Self.numbers(text, names)
        file = numbers == nil ? try AskedFile(text, names) : nil
        inputs = numbers ?? file?.numbers ?? []
    }

    /// The numbers of a text: rows between semicolons; nil if it is a file's path.
    private static func numbers(_ text: String, _ names: [String]) throws(UsageError) -> [Double]? {
        var rows = text.split(separator: ";").map { row in
            row.split(separator: ",", omittingEmptySubsequences: false).map {
                Option.Argument.float32($0.filter { $0 != " " }, atLeast: nil)
            }
        }
        let numbers = rows.joined().compactMap(\.self)
        guard !numbers.isEmpty, numbers.count == rows.joined().count else {
            if text == "-" || FileManager.default.fileExists(atPath: text) { return nil }
            throw UsageError(
                "--predict cannot be \(quoted(text)): it takes numbers in the range of a Float32, "
                    + "separated by commas, rows separated by semicolons, or the path of an existing "
                    + "file.")
        }
        if names.count == 1 { rows = rows.joined().map { [$0] } }
        if let row = rows.first(where: { $0.count != names.count }) {
            throw UsageError(
                "--predict has a row of \(Text.count(row.count, "number")), but the model takes "
                    + "\(Table.names(names, "input")).")
        }
        return numbers
    }
}

/// A file with rows to which predictions are added.
struct AskedFile: Sendable {
    let numbers: [Double]
    private let file: TableFile
    /// What stands above the table, and its header.
    private let head: TableFile.Piece
    private let header: TableFile.Piece?
    private let rows: [TableFile.Piece]
    private let separator: String
    private let lineEnd: TableFile.Piece
    private let hasDecimalCommas: Bool

    init(_ path: String, _ names: [String]) throws(UsageError) {
        file = try TableFile(reading: path, option: "--predict")
        var reader = try TableReader(file)
        let columns = try Self.columns(reader, names)
        numbers = DataRequest.rowByRow(try reader.read(columns)) { value, _ in value }
        (head, header, rows) = ((0, reader.head), reader.header, reader.rows)
        hasDecimalCommas = reader.hasDecimalCommas
        separator = String(UnicodeScalar(reader.separator))
        lineEnd = reader.lineEnd
    }

    /// By the names of the header; without one the first columns. A single one needs no name.
    private static func columns(
        _ reader: TableReader, _ names: [String]
    ) throws(UsageError) -> [Int] {
        if reader.header != nil, max(names.count, reader.names.count) > 1 {
            let all = ColumnNames(reader.names, source: reader.name)
            if let fault = reader.headerFault, !names.allSatisfy(reader.names.contains) {
                throw fault
            }
            return try names.map { name throws(UsageError) in try all.index(name) }
        }
        guard reader.names.count >= names.count else {
            throw UsageError(
                "\(reader.name) has \(Text.count(reader.names.count, "column")), but the model takes "
                    + "\(Table.names(names, "input")).")
        }
        return Array(names.indices)
    }

    /// The bytes of the table with predictions behind each row. All else stays as it is.
    ///
    /// - Parameter predictions: one for each target, row by row.
    func bytes(_ predictions: [Float], targets: [String]) -> [UInt8] {
        var result = [UInt8](file.buffer(head))
        func addLine(_ piece: TableFile.Piece, _ cells: [String]) {
            result += file.buffer(piece)
            for cell in cells { result += "\(separator)\(cell)".utf8 }
            result += lineEnd.start < lineEnd.end ? Array(file.buffer(lineEnd)) : [10]
        }
        if let header { addLine(header, targets.map { quotedCell("predicted \($0)") }) }
        for (index, row) in rows.enumerated() {
            let own = predictions[index * targets.count..<(index + 1) * targets.count]
            let cells = own.map { Numbers.shortest($0) }
            addLine(row, hasDecimalCommas ? cells.map { $0.replacing(".", with: ",") } : cells)
        }
        return result
    }

    /// A cell with quotes around it, where it needs them.
    private func quotedCell(_ text: String) -> String {
        guard text.contains(separator) || text.contains("\"") else { return text }
        return "\"\(text.replacing("\"", with: "\"\""))\""
    }
}
