import Foundation

/// Reads columns of numbers from a table in a text: RFC 4180, and what is found beside it.
///
/// Only the columns that are used have to be numbers; the others may have any bytes. There may be
/// millions of cells, also in a debug build, so cells are places between which C's functions search.
struct TableReader {
    /// Where a cell stands, its quotes and the spaces around it included.
    private typealias Cell = (start: Int, end: Int)

    private let file: TableFile
    private let bytes: TableBytes
    /// A comma, a semicolon or a tab, or what a first line `sep=|` says.
    private(set) var separator = TableBytes.comma
    /// The names of the columns: from the header, or x1, x2, …
    private(set) var names: [String] = []
    private(set) var hasHeader = false
    /// The columns whose names in the header are not UTF-8.
    private(set) var garbled: Set<Int> = []
    /// Where comments and the like end, and the table begins.
    private(set) var head = 0
    /// The bytes that end the first line.
    private(set) var lineEnd: Range<Int>?

    private var position = 0
    /// The line at the position, counted from 1.
    private var line = 1
    /// Whether the first record has been read ahead and waits.
    private var isAhead = false
    /// The cells of the record that was read last, and where it begins.
    private var cells: [Cell] = []
    private var start = 0
    private var recordLine = 1

    /// The sign before decimals, and what shows it, such as "'0.5' in line 3".
    private var decimals: (sign: UInt8, words: String)?
    /// A number that may have a comma between thousands, until one comma can only be a decimal one.
    private var doubtful: UsageError?
    private var isClear = false

    /// More than this is refused. What is within it takes a second at most.
    static var maxLine: Int { 1_000_000 }
    static var maxCell: Int { 100_000 }
    static var maxColumns: Int { 20_000 }

    /// The name of the file in messages.
    var name: String { file.name }
    /// Whether numbers were read that have decimal commas.
    var hasDecimalCommas: Bool { decimals?.sign == TableBytes.comma }

    // MARK: - The first row

    /// Reads the first row. Throws if there is none.
    init(_ file: TableFile) throws(UsageError) {
        (self.file, bytes) = (file, file.bytes)
        // The mark of UTF-8.
        if bytes.count >= 3, (0..<3).map({ bytes.base[$0] }) == [0xef, 0xbb, 0xbf] { position = 3 }
        separator = skipHead() ?? likelySeparator
        head = position
        guard try readRecord() else { throw UsageError("\(name) is empty.") }
        let words = cells.map(text)
        hasHeader = cells.allSatisfy { number(in: $0) == nil } && cells.contains(where: isWord)
        isAhead = !hasHeader
        // A separator at the end of every line makes no column.
        let count = max(1, (words.lastIndex { !$0.isEmpty } ?? 0) + 1)
        for index in 0..<count {
            let isNamed = hasHeader && !words[index].isEmpty
            names.append(isNamed ? visible(words[index]) : "x\(index + 1)")
            if isNamed, !isUTF8(cells[index]) { garbled.insert(index) }
        }
    }

    /// Passes empty lines, comments and Excel's `sep=;`, whose separator it returns.
    private mutating func skipHead() -> UInt8? {
        var found: UInt8?
        while position < bytes.count {
            let end = bytes.endOfLine(position)
            let (first, last) = bytes.trim(position, end)
            if end == position + 5, strncasecmp(bytes.base + position, "sep=", 4) == 0 {
                found = bytes.base[position + 4]
            } else if first < last, bytes.base[first] != UInt8(ascii: "#") {
                break
            }
            nextLine(end)
        }
        return found
    }

    /// The first of tab, semicolon and comma that stands in the first record, outside quotes.
    private var likelySeparator: UInt8 {
        var found: Set<UInt8> = []
        var (cell, place) = (position, position)
        while place < position + Self.maxLine {
            place += strcspn(bytes.base + place, "\"\t;,\r\n")
            switch bytes.base[place] {
            case TableBytes.quote where bytes.skipSpaces(cell) == place:
                place = (bytes.closingQuote(place) ?? bytes.count - 1) + 1
            case TableBytes.quote: place += 1
            case 0, 10, 13: place = .max
            default:
                found.insert(bytes.base[place])
                place += 1
                cell = place
            }
        }
        return [9, UInt8(ascii: ";")].first(where: found.contains) ?? TableBytes.comma
    }

    // MARK: - Records

    /// Reads the next record that has anything in it; false at the end.
    private mutating func readRecord() throws(UsageError) -> Bool {
        while position < bytes.count {
            (start, recordLine) = (position, line)
            cells.removeAll(keepingCapacity: true)
            var (place, stop) = (start, bytes.endOfLine(start))
            let hasQuotes = bytes.find(TableBytes.quote, start, stop) != nil
            while true {
                var end = bytes.find(separator, place, stop) ?? stop
                if hasQuotes, bytes.base[bytes.skipSpaces(place)] == TableBytes.quote {
                    let opening = bytes.skipSpaces(place)
                    guard let closing = bytes.closingQuote(opening) else {
                        throw UsageError(
                            "\(self.place(of: cells.count, opening)): a quotation mark is opened but "
                                + "never closed.")
                    }
                    if closing > stop { stop = bytes.endOfLine(closing) }
                    end = bytes.skipSpaces(closing + 1)
                    guard end == stop || bytes.base[end] == separator else {
                        let word = quoted(text((place, closing + 1)))
                        throw UsageError(
                            "\(self.place(of: cells.count, end)): text follows the "
                                + "closing quotation mark of \(word).")
                    }
                }
                cells.append((place, end))
                if stop - start > Self.maxLine || end - place > Self.maxCell
                    || cells.count > Self.maxColumns
                {
                    throw UsageError(
                        "\(name): line \(recordLine) is too long: the workbook reads lines of "
                            + "\(Self.maxLine) bytes, with \(Self.maxColumns) cells of "
                            + "\(Self.maxCell) bytes, at most.")
                }
                if end == stop { break }
                place = end + 1
            }
            if hasQuotes { line = lineOf(stop) }
            nextLine(stop)
            if !cells.allSatisfy(isEmpty) { return true }
        }
        return false
    }

    /// Goes behind the end of a line.
    private mutating func nextLine(_ end: Int) {
        position = bytes.nextLine(end)
        if lineEnd == nil { lineEnd = end..<position }
        line += 1
    }

    /// The line of a place in the record.
    private func lineOf(_ place: Int) -> Int {
        var (count, next) = (recordLine, bytes.endOfLine(start))
        while next < place {
            next = bytes.endOfLine(bytes.nextLine(next))
            count += 1
        }
        return count
    }

    // MARK: - Cells

    private func text(_ cell: Cell) -> String {
        let (start, end) = bytes.content(cell)
        let text = bytes.text(start, end)
        return text.contains("\"\"") && bytes.base[bytes.skipSpaces(cell.start)] == TableBytes.quote
            ? text.replacing("\"\"", with: "\"") : text
    }

    /// The number in a cell; nil if there is none. It may be infinite, if it is too large.
    private func number(in cell: Cell) -> Double? {
        bytes.number(cell, hasCommas: separator != TableBytes.comma)
    }

    private func isEmpty(_ cell: Cell) -> Bool {
        let (start, end) = bytes.content(cell)
        return start == end
    }

    private func isUTF8(_ cell: Cell) -> Bool {
        String(validating: bytes.buffer(cell.start, cell.end), as: UTF8.self) != nil
    }

    /// Whether a cell has neither a number nor what stands for one.
    private func isWord(_ cell: Cell) -> Bool {
        let text = text(cell)
        return number(in: cell) == nil && !Self.isMissing(text) && !Self.isInfinite(text)
    }

    /// Whether a text stands for a value that nobody has.
    private static func isMissing(_ text: String) -> Bool {
        ["", "na", "n/a", "#n/a", "nan", "null", "none", ".", "?", "-", "--"]
            .contains(text.lowercased())
    }

    /// Whether a text is an infinity.
    private static func isInfinite(_ text: String) -> Bool {
        let word = text.lowercased().drop { "+-".contains($0) }
        return ["inf", "infinity", "∞"].contains(String(word))
    }

    /// Where a cell is, in words.
    private func place(of column: Int, _ start: Int) -> String {
        "\(name): line \(lineOf(start)), column \(column + 1)"
    }
}

// MARK: - Rows

extension TableReader {
    /// About how many rows there are: not more than lines.
    var estimatedRows: Int {
        var (count, place) = (hasHeader ? 0 : 1, position)
        while place < bytes.count {
            (count, place) = (count + 1, bytes.nextLine(bytes.endOfLine(place)))
        }
        return count
    }

    /// The bytes of the row that was read last, with as many cells as there are names.
    var row: Range<Int> { start..<cells[names.count - 1].end }

    /// The columns that have words in each of the next few rows, where others have numbers.
    var labels: Set<Int> {
        var (ahead, rows) = (self, 0)
        var labels = Set(names.indices)
        while rows < 3, (try? ahead.next()) ?? false {
            rows += 1
            labels = labels.filter { ahead.isWord(ahead.cells[$0]) }
        }
        return rows == 0 ? [] : labels
    }

    /// All numbers of some columns, column by column.
    mutating func read(_ columns: [Int]) throws(UsageError) -> [[Double]] {
        var result = [[Double]](repeating: [], count: columns.count)
        let count = estimatedRows
        for index in result.indices { result[index].reserveCapacity(count) }
        while try next() {
            var index = 0
            while index < columns.count {
                result[index].append(try number(columns[index]))
                index += 1
            }
        }
        return result
    }

    /// Goes to the next row; false at the end. Throws if it has another length than the first.
    mutating func next() throws(UsageError) -> Bool {
        if isAhead {
            isAhead = false
        } else if try !readRecord() {
            if let doubtful { throw doubtful }
            return false
        }
        // What stands behind the named columns has to be empty.
        if cells.count >= names.count, cells[names.count...].allSatisfy(isEmpty) { return true }
        let first = hasHeader ? "the header" : "the first row"
        throw UsageError(
            "\(name): line \(recordLine) has \(Text.count(cells.count, "cell")), but \(first) has "
                + "\(names.count).\(commentHint)")
    }

    /// The number in a column of the row.
    mutating func number(_ column: Int) throws(UsageError) -> Double {
        let hasCommas = separator != TableBytes.comma
        guard let value = bytes.number(cells[column], hasCommas: hasCommas), Float(value).isFinite
        else { throw fault(column) }
        if hasCommas { try checkDecimals(column) }
        return value
    }

    /// Refuses a file with decimal points and decimal commas: one of them stands between thousands.
    private mutating func checkDecimals(_ column: Int) throws(UsageError) {
        let (start, end) = bytes.content(cells[column])
        let comma = bytes.find(TableBytes.comma, start, end)
        guard comma != nil || bytes.find(TableBytes.point, start, end) != nil else { return }
        let sign = comma == nil ? TableBytes.point : TableBytes.comma
        if decimals?.sign == sign, sign == TableBytes.point || isClear { return }
        let word = quoted(text(cells[column]))
        let own = (sign: sign, words: "\(word) in line \(lineOf(start))")
        if let decimals, decimals.sign != sign {
            throw UsageError(
                "\(name) has \(decimals.words) and \(own.words): use decimal points "
                    + "or decimal commas throughout a file, and neither between thousands.")
        }
        decimals = own
        guard let comma else { return }
        isClear = !isGrouped(start, comma, end)
        let doubt = UsageError(
            "\(place(of: column, start)): \(word) could be thousands or have three decimals. "
                + "Leave out the comma, or write a decimal point.")
        doubtful = isClear ? nil : doubtful ?? doubt
    }

    /// Whether a comma may stand between thousands: 1,234, but neither 0,234 nor 1,23.
    private func isGrouped(_ start: Int, _ comma: Int, _ end: Int) -> Bool {
        let first = bytes.base[start] == 43 || bytes.base[start] == 45 ? start + 1 : start
        return end - comma == 4 && (1...3).contains(comma - first) && bytes.base[first] != 48
    }

    private var commentHint: String {
        bytes.base[start] == UInt8(ascii: "#")
            ? " Lines with a # may only stand above the table." : ""
    }

    private func fault(_ column: Int) -> UsageError {
        let cell = cells[column]
        let (start, end) = bytes.content(cell)
        let (text, word) = (text(cell), quoted(text(cell)))
        let fault =
            if text.isEmpty {
                " is empty: a value is missing."
            } else if Self.isMissing(text) {
                " is \(word): a value is missing."
            } else if Self.isInfinite(text) {
                ": \(word) is not finite."
            } else if number(in: cell) != nil {
                ": \(word) is beyond the range of a Float32, 3.403e+38."
            } else {
                ": \(word) is not a number.\(hint(cell, start, end))"
            }
        return UsageError(
            place(of: column, start) + (hasHeader ? " (\(names[column]))" : "") + fault)
    }

    /// Why a cell may have no number.
    private func hint(_ cell: Cell, _ start: Int, _ end: Int) -> String {
        if !isUTF8(cell) { return " \(Self.encoding)" }
        if !hasHeader, self.start == head {
            return " If line \(recordLine) is a header, give every column a name that is not a "
                + "number."
        }
        let text = bytes.text(start, end)
        guard separator == TableBytes.comma, let comma = bytes.find(TableBytes.comma, start, end),
            TableBytes.number(text.filter { $0 != "," }, hasCommas: false) != nil
        else { return commentHint }
        return isGrouped(start, comma, end) || text.split(separator: ",").count > 2
            ? " Leave out commas between thousands, and use a decimal point."
            : " A decimal comma needs another separator, such as a semicolon."
    }

    /// What is said of bytes that are not UTF-8.
    private static let encoding =
        "The file is not UTF-8, but perhaps Latin-1: save it as CSV in UTF-8."

    /// What is wrong with a name that is not UTF-8.
    func isGarbled(_ column: Int) -> UsageError {
        UsageError("\(name): the header has \(quoted(names[column])). \(Self.encoding)")
    }
}
