import Foundation
import Words

/// Reads columns of numbers from a table in a text file.
///
/// Only the columns that are used must be numbers; the others may contain any bytes.
package struct TableReader: Sendable {
    package let file: TableFile
    private var records: TableRecords
    /// The names of the columns: from the header, or x1, x2, …
    package private(set) var names: [String] = []
    /// The position after any comments, where the table begins.
    package private(set) var head = 0
    package private(set) var header: TableFile.Piece?
    /// The bytes that end the first row.
    package private(set) var lineEnd: TableFile.Piece = (0, 0)
    /// The rows read so far, each with as many cells as there are names.
    package private(set) var rows: [TableFile.Piece] = []

    /// The first number with a point, and the first with a comma.
    private var (pointed, commaed): (TableFile.Piece?, TableFile.Piece?)
    /// True if some number shows that its separator precedes decimals, not thousands.
    private var isClear = false

    private static let (comma, point) = (UInt8(ascii: ","), UInt8(ascii: "."))
    private static let maxRows = 1_000_000

    /// The name of the file, for messages.
    package var name: String { file.name }
    /// A comma, a semicolon, a tab, or the character in a first line such as `sep=|`.
    package var separator: UInt8 { records.separator }
    /// True if numbers may have decimal commas, followed by true if some do.
    private var mayHaveCommas: Bool { separator != Self.comma }
    package var hasDecimalCommas: Bool { commaed != nil }

    // MARK: - The first row

    /// Reads the first row. Throws if there is none.
    package init(_ file: TableFile) throws(UsageError) {
        self.file = file
        let hasMark = file.buffer((0, min(3, file.count))).elementsEqual([0xef, 0xbb, 0xbf])
        records = TableRecords(file, at: hasMark ? 3 : 0)
        records.separator = skipHead() ?? likelySeparator
        head = records.position
        guard try records.next() else { throw UsageError("\(name) is empty.") }
        lineEnd = (records.cells[records.cells.count - 1].end, records.position)
        let words = records.cells.map(file.word)
        // A separator at the end of every line doesn't make a column.
        let count = max(1, (words.lastIndex { !$0.isEmpty } ?? 0) + 1)
        names = (1...count).map { "x\($0)" }
        if words.contains(where: isWord), records.cells.allSatisfy({ number($0) == nil }) {
            header = (records.cells[0].start, records.cells[count - 1].end)
            names = zip(words, names).map { $0.isEmpty ? $1 : visible($0) }
        } else {
            records.position = head
        }
    }

    /// Skips empty lines, comments and Excel's `sep=;`, and returns the latter's separator.
    private mutating func skipHead() -> UInt8? {
        var found: UInt8?
        while records.position < file.count {
            let start = records.position
            let end = start + strcspn(file.base + start, "\r\n")
            let (first, last) = file.trim((start, end))
            if end == start + 5, strncasecmp(file.base + start, "sep=", 4) == 0 {
                found = file.base[start + 4]
            } else if first < last, file.base[first] != UInt8(ascii: "#") {
                break
            }
            records.position = file.nextLine(end)
        }
        return found
    }

    /// The first of tab, semicolon and comma that occurs in the first record, outside quotes.
    private var likelySeparator: UInt8 {
        var trial = records
        trial.hasOthers = true
        _ = try? trial.next()
        let found = trial.cells.map { file.base[$0.end] }
        return [UInt8(ascii: "\t"), UInt8(ascii: ";")].first(where: found.contains) ?? Self.comma
    }

    /// An error about a header that is not UTF-8; nil if it is.
    package var headerFault: UsageError? {
        header.map(file.isUTF8) ?? true
            ? nil : UsageError("\(name): the header is not UTF-8. \(Self.encoding)")
    }

    private static let encoding = "Perhaps it is Latin-1: save the table as CSV in UTF-8."

    // MARK: - Rows

    /// The columns that contain words in each of the next few rows, instead of numbers.
    package var labels: Set<Int> {
        var ahead = self
        var labels = Set(names.indices)
        while ahead.rows.count < 3, (try? ahead.next()) ?? false {
            labels = labels.filter { column in
                let cell = ahead.records.cells[column]
                return number(cell) == nil && isWord(file.word(cell))
            }
        }
        return ahead.rows.isEmpty ? [] : labels
    }

    /// All numbers of some columns, column by column.
    package mutating func read(_ columns: [Int]) throws(UsageError) -> [[Double]] {
        var result = [[Double]](repeating: [], count: columns.count)
        while try next() {
            var index = 0
            while index < columns.count {
                result[index].append(try number(columns[index]))
                index += 1
            }
            if rows.count > Self.maxRows {
                throw UsageError("\(name) has more than \(Self.maxRows) rows.")
            }
        }
        if rows.isEmpty { throw UsageError("\(name) has a header but no rows.") }
        try checkSigns()
        return result
    }

    /// Goes to the next row; false at the end. Throws if its length differs from the first row's.
    private mutating func next() throws(UsageError) -> Bool {
        guard try records.next() else { return false }
        // Cells after the named columns must be empty.
        let cells = records.cells
        guard cells.count >= names.count, cells[names.count...].allSatisfy(records.isEmpty) else {
            let first = header == nil ? "the first row" : "the header"
            throw file.error(
                cells[0].start,
                " has \(Text.count(cells.count, "cell")), but \(first) has \(names.count)."
                    + commentHint)
        }
        rows.append((cells[0].start, cells[names.count - 1].end))
        return true
    }

    // MARK: - Numbers

    /// The number in a column of the current row.
    private mutating func number(_ column: Int) throws(UsageError) -> Double {
        let cell = records.cells[column]
        guard let value = number(cell), Float(value).isFinite else { throw fault(column) }
        if mayHaveCommas { noteSign(file.content(cell)) }
        return value
    }

    private func number(_ cell: TableFile.Piece) -> Double? {
        file.number(cell, hasCommas: mayHaveCommas)
    }

    private mutating func noteSign(_ number: TableFile.Piece) {
        let (start, end) = number
        let comma = file.find(Self.comma, number)
        guard let offset = comma ?? file.find(Self.point, number) else { return }
        if comma == nil { pointed = pointed ?? number } else { commaed = commaed ?? number }
        let first = file.base[start] == 43 || file.base[start] == 45 ? start + 1 : start
        // 1,234, but neither 0,234 nor 1,23. Files with tabs and points come from programs.
        let isGrouped =
            end - offset == 4 && (1...3).contains(offset - first) && file.base[first] != 48
        if !isGrouped || separator == 9 && comma == nil { isClear = true }
    }

    /// Rejects a file that has both decimal points and decimal commas, because one of them separates thousands, and a
    /// file whose numbers might all be meant without decimals and be a thousand times as large.
    private func checkSigns() throws(UsageError) {
        let signed = [pointed, commaed].compactMap(\.self).sorted { $0.start < $1.start }
        let words = signed.map { "\(quoted(file.text($0))) in line \(file.line(of: $0.start))" }
        if words.count == 2 {
            throw UsageError(
                "\(name) has \(words[0]) and \(words[1]): use decimal points or decimal commas throughout "
                    + "a file, and neither between thousands.")
        }
        guard let only = signed.first, !isClear else { return }
        let text = file.text(only)
        throw UsageError(
            "\(name): \(words[0]) could be thousands or have three decimals. Write "
                + "\(text.filter { !",.".contains($0) }) or \(text)0.")
    }

    // MARK: - Faults

    /// The error for a cell that contains no number.
    private func fault(_ column: Int) -> UsageError {
        let cell = records.cells[column]
        let text = file.word(cell)
        let word = text.isEmpty ? "empty" : quoted(text)
        var hint = commentHint
        if !file.isUTF8(cell) {
            hint = " \(Self.encoding)"
        } else if header == nil, rows.count == 1 {
            hint = " If this is a header, give every column a name that is not a number."
        } else if !mayHaveCommas, text.contains(",") {
            hint = " Write numbers with a decimal point, and with nothing between thousands."
        }
        let fault =
            !isWord(text)
            ? " is \(word): a value is missing."
            : number(cell) != nil
                ? ": \(word) is beyond the range of a Float32, 3.403e+38."
                : ": \(word) is not a number.\(hint)"
        let title = header == nil ? "" : " (\(names[column]))"
        return file.error(
            file.content(cell).start, column: ", column \(column + 1)\(title)", fault)
    }

    /// Words that stand for a missing value.
    private static let missing: Set = [
        "", "na", "n/a", "#n/a", "nan", "null", "none", ".", "?", "-", "--",
    ]

    /// True if a text that is not a number is a word rather than a missing value.
    private func isWord(_ text: String) -> Bool { !Self.missing.contains(text.lowercased()) }

    private var commentHint: String {
        file.base[records.cells[0].start] == UInt8(ascii: "#")
            ? " Lines with a # may only come before the table." : ""
    }
}
