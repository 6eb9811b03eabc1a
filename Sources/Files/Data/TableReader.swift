import Foundation
import Words

/// Reads columns of numbers from a table in a text.
///
/// Only the columns that are used have to be numbers; the others may have any bytes.
package struct TableReader {
    private let file: TableFile
    private var records: TableRecords
    /// The names of the columns: from the header, or x1, x2, …
    package private(set) var names: [String] = []
    package private(set) var hasHeader = false
    /// Where comments and the like end, and the table begins.
    package private(set) var head = 0
    /// The bytes of the row that was read last, with as many cells as there are names.
    package private(set) var row: TableFile.Piece = (0, 0)
    /// Whether the first row has been read ahead and waits.
    private var isAhead = false

    /// The sign before decimals, and the first number that has it, with its column.
    private var decimals: (sign: UInt8, number: TableFile.Piece, column: Int)?
    /// Whether a sign can only be a decimal one, and nothing between thousands.
    private var isClear = false

    private static let (comma, point) = (UInt8(ascii: ","), UInt8(ascii: "."))
    private static let maxRows = 1_000_000

    /// The name of the file in messages.
    package var name: String { file.name }
    /// A comma, a semicolon or a tab, or what a first line `sep=|` says.
    package var separator: UInt8 { records.separator }
    /// Whether numbers may have decimal commas, and whether some were read that have.
    private var mayHaveCommas: Bool { separator != Self.comma }
    package var hasDecimalCommas: Bool { decimals?.sign == Self.comma }

    // MARK: - The first row

    /// Reads the first row. Throws if there is none.
    package init(_ file: TableFile) throws(UsageError) {
        self.file = file
        let hasMark = file.buffer((0, min(3, file.count))).elementsEqual([0xef, 0xbb, 0xbf])
        records = TableRecords(file, at: hasMark ? 3 : 0)
        records.separator = skipHead() ?? likelySeparator
        head = records.position
        guard try records.next() else { throw UsageError("\(name) is empty.") }
        let words = records.cells.map(file.word)
        hasHeader = records.cells.allSatisfy { number($0) == nil } && words.contains(where: isWord)
        isAhead = !hasHeader
        // A separator at the end of every line makes no column.
        let count = max(1, (words.lastIndex { !$0.isEmpty } ?? 0) + 1)
        names = words.prefix(count).enumerated().map { index, word in
            hasHeader && !word.isEmpty ? visible(word) : "x\(index + 1)"
        }
        setRow()
    }

    /// Passes empty lines, comments and Excel's `sep=;`, whose separator it returns.
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

    /// The first of tab, semicolon and comma that divides the first record.
    private var likelySeparator: UInt8 {
        let divides = [UInt8(ascii: "\t"), UInt8(ascii: ";")].first { separator in
            var records = records
            records.separator = separator
            return ((try? records.next()) ?? false) && records.cells.count > 1
        }
        return divides ?? Self.comma
    }

    /// What to do about a header that is not UTF-8; nil if it is.
    package var headerFault: UsageError? {
        !hasHeader || file.isUTF8((head, row.end))
            ? nil : UsageError("\(name): the header is not UTF-8. \(Self.encoding)")
    }

    private static let encoding = "Perhaps it is Latin-1: save the table as CSV in UTF-8."

    /// The bytes that end the first line.
    package var lineEnd: TableFile.Piece {
        let end = strcspn(file.base, "\r\n")
        return (end, file.nextLine(end))
    }

    // MARK: - Rows

    /// The columns that have words in each of the next few rows, where others have numbers.
    package var labels: Set<Int> {
        var (ahead, rows) = (self, 0)
        var labels = Set(names.indices)
        while rows < 3, (try? ahead.next()) ?? false {
            rows += 1
            labels = labels.filter { column in
                let cell = ahead.records.cells[column]
                return number(cell) == nil && isWord(file.word(cell))
            }
        }
        return rows == 0 ? [] : labels
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
            if result[0].count > Self.maxRows {
                throw UsageError("\(name) has more than \(Self.maxRows) rows.")
            }
        }
        if result[0].isEmpty { throw UsageError("\(name) has a header but no rows.") }
        return result
    }

    /// Goes to the next row; false at the end. Throws if it has another length than the first.
    package mutating func next() throws(UsageError) -> Bool {
        if isAhead {
            isAhead = false
        } else if try !records.next() {
            try checkThousands()
            return false
        }
        // What stands behind the named columns has to be empty.
        let cells = records.cells
        guard cells.count >= names.count, cells[names.count...].allSatisfy(records.isEmpty) else {
            let first = hasHeader ? "the header" : "the first row"
            throw file.error(
                cells[0].start,
                " has \(Text.count(cells.count, "cell")), but \(first) has \(names.count)."
                    + commentHint)
        }
        setRow()
        return true
    }

    private mutating func setRow() {
        row = (records.cells[0].start, records.cells[names.count - 1].end)
    }

    // MARK: - Numbers

    /// The number in a column of the row.
    package mutating func number(_ column: Int) throws(UsageError) -> Double {
        let cell = records.cells[column]
        guard let value = number(cell), Float(value).isFinite else { throw fault(column) }
        if mayHaveCommas { try checkDecimals(column) }
        return value
    }

    private func number(_ cell: TableFile.Piece) -> Double? {
        file.number(cell, hasCommas: mayHaveCommas)
    }

    /// Refuses a file with decimal points and decimal commas, as one of them stands between thousands. Files
    /// with tabs and decimal points come from programs, which put nothing there.
    private mutating func checkDecimals(_ column: Int) throws(UsageError) {
        let (start, end) = file.content(records.cells[column])
        let comma = file.find(Self.comma, (start, end))
        guard let place = comma ?? file.find(Self.point, (start, end)) else { return }
        let sign = file.base[place]
        if decimals == nil { decimals = (sign, (start, end), column) }
        if let decimals, decimals.sign != sign {
            let all = [decimals.number, (start, end)].map {
                "\(quoted(file.text($0))) in line \(file.line(of: $0.start))"
            }
            throw UsageError(
                "\(name) has \(all[0]) and \(all[1]): use decimal points or decimal commas throughout "
                    + "a file, and neither between thousands.")
        }
        let first = file.base[start] == 43 || file.base[start] == 45 ? start + 1 : start
        // 1,234, but neither 0,234 nor 1,23.
        let isGrouped =
            end - place == 4 && (1...3).contains(place - first) && file.base[first] != 48
        if !isGrouped || separator == 9 && sign == Self.point { isClear = true }
    }

    /// Refuses a file of which each number may be without decimals and a thousand times as large.
    private func checkThousands() throws(UsageError) {
        guard let (sign, number, column) = decimals, !isClear else { return }
        let text = file.text(number)
        throw fault(
            column, number.start,
            ": \(quoted(text)) could be thousands or have three decimals. Write "
                + "\(text.filter { $0 != Character(UnicodeScalar(sign)) }) or \(text)0.")
    }

    // MARK: - Faults

    /// What is wrong with a cell.
    private func fault(_ column: Int, _ place: Int, _ fault: String) -> UsageError {
        let title = hasHeader ? " (\(names[column]))" : ""
        return file.error(place, column: ", column \(column + 1)\(title)", fault)
    }

    /// Why there is no number in it.
    private func fault(_ column: Int) -> UsageError {
        let cell = records.cells[column]
        let (text, place) = (file.word(cell), file.content(cell).start)
        let word = text.isEmpty ? "empty" : quoted(text)
        if Self.missing.contains(text.lowercased()) {
            return fault(column, place, " is \(word): a value is missing.")
        }
        if number(cell) != nil {
            return fault(column, place, ": \(word) is beyond the range of a Float32, 3.403e+38.")
        }
        var hint = commentHint
        if !file.isUTF8(cell) {
            hint = " \(Self.encoding)"
        } else if !hasHeader, row.start == head {
            hint = " If this is a header, give every column a name that is not a number."
        } else if !mayHaveCommas, text.contains(",") {
            hint = " Write numbers with a decimal point, and with nothing between thousands."
        }
        return fault(column, place, ": \(word) is not a number.\(hint)")
    }

    /// Words for a value that nobody has.
    private static let missing: Set = [
        "", "na", "n/a", "#n/a", "nan", "null", "none", ".", "?", "-", "--",
    ]

    /// Whether a text that is no number is a word, rather than a value that is missing.
    private func isWord(_ text: String) -> Bool { !Self.missing.contains(text.lowercased()) }

    private var commentHint: String {
        file.base[records.cells[0].start] == UInt8(ascii: "#")
            ? " Lines with a # may only stand above the table." : ""
    }
}
