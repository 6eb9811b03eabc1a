import Classroom
import Files
import Foundation
import Words

/// The inputs to predict with the trained model: `--predict`.
struct Question: Sendable {
    let inputNames: [String]
    let targetNames: [String]
    /// The inputs in the table's own units, row by row.
    let inputs: [Double]
    /// The file that the rows come from; nil if they are on the command line.
    let file: TableReader?

    var rows: Int { inputs.count / inputNames.count }

    /// - Parameter text: numbers, or the path of a file.
    init(_ text: String, inputs names: [String], targets: [String]) throws(UsageError) {
        inputNames = names
        targetNames = targets
        if let numbers = try Self.numbers(text, names) {
            (inputs, file) = (numbers, nil)
            return
        }
        var reader = try TableReader(TableFile(reading: text, option: "--predict"))
        inputs = DataRequest.rowByRow(try reader.read(reader.columns(names))) { value, _ in value }
        file = reader
    }

    /// The numbers in a text, with semicolons between rows; nil if the text is a path.
    private static func numbers(_ text: String, _ names: [String]) throws(UsageError) -> [Double]? {
        var rows = text.split(separator: ";").map { row in
            row.split(separator: ",", omittingEmptySubsequences: false).map {
                ValueSyntax.number($0.filter { $0 != " " })
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

// MARK: - Adding predictions to files

extension TableReader {
    /// The columns with the given names. Without a header these are the first columns, and a single column needs no
    /// name.
    fileprivate func columns(_ inputs: [String]) throws(UsageError) -> [Int] {
        if header != nil, max(inputs.count, names.count) > 1 {
            if let headerFault, !inputs.allSatisfy(names.contains) { throw headerFault }
            return try TableColumns.indices(of: inputs, in: names, name)
        }
        guard names.count >= inputs.count else {
            throw UsageError(
                "\(name) has \(Text.count(names.count, "column")), but the model takes "
                    + "\(Table.names(inputs, "input")).")
        }
        return Array(inputs.indices)
    }

    /// The bytes of the table, with predictions added to each row. Nothing else changes.
    ///
    /// - Parameter predictions: one prediction per target, row by row.
    func bytes(_ predictions: [Float], targets: [String]) -> [UInt8] {
        let separator = String(UnicodeScalar(separator))
        var result = [UInt8](file.buffer((0, head)))
        func addLine(_ piece: TableFile.Piece, _ cells: [String]) {
            result += file.buffer(piece)
            for cell in cells { result += "\(separator)\(cell)".utf8 }
            result += lineEnd.start < lineEnd.end ? Array(file.buffer(lineEnd)) : [10]
        }
        // Cells that need quotes get them.
        let titles = targets.map { "predicted \($0)" }.map {
            $0.contains(separator) || $0.contains("\"")
                ? "\"\($0.replacing("\"", with: "\"\""))\"" : $0
        }
        if let header { addLine(header, titles) }
        for (index, row) in rows.enumerated() {
            let own = predictions[index * targets.count..<(index + 1) * targets.count]
            let cells = own.map { Numbers.shortest($0) }
            addLine(row, hasDecimalCommas ? cells.map { $0.replacing(".", with: ",") } : cells)
        }
        return result
    }
}
