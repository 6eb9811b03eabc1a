import Foundation

/// The records and cells of a table in a text: RFC 4180 and what is found beside it.
///
/// It works on bytes, with the C library's searches, as there may be millions of cells in a debug build.
struct TableText {
    /// Where a cell stands, without its quotes.
    struct Cell {
        var start: Int
        var end: Int
        /// Whether a quote in it stands twice.
        var hasDoubledQuotes = false
    }

    let file: TableFile
    /// A comma, a semicolon or a tab.
    private(set) var separator: UInt8 = comma
    /// A line feed; in texts without any a carriage return.
    let lineEnd: UInt8
    /// Whether lines end with both.
    private(set) var hasCarriageReturns = false
    private var position = 0
    /// The line at the position, counted from 1.
    private var line = 1

    /// The cells of the record that was read last, its bytes without the line end, and its first line.
    private(set) var cells: [Cell] = []
    private(set) var start = 0
    private(set) var end = 0
    private(set) var recordLine = 1

    // Computed: stored ones are looked after at each use, which a debug build feels.
    static var comma: UInt8 { 44 }
    private static var quote: UInt8 { 34 }
    private static var space: UInt8 { 32 }
    private static var tab: UInt8 { 9 }
    private static var newLine: UInt8 { 10 }
    private static var carriageReturn: UInt8 { 13 }

    /// Throws if it is no text.
    init(_ file: TableFile) throws(UsageError) {
        self.file = file
        let head = (0..<min(4, file.count)).map { file.base[$0] }
        if head.starts(with: [0xff, 0xfe]) || head.starts(with: [0xfe, 0xff]) {
            throw UsageError("\(file.name) is in UTF-16: save it as CSV in UTF-8.")
        }
        if head.starts(with: [0x50, 0x4b, 3, 4]) {
            throw UsageError("\(file.name) is a spreadsheet or an archive: save it as CSV.")
        }
        if memchr(file.base, 0, file.count) != nil {
            throw UsageError("\(file.name) is no text: it has bytes of 0.")
        }
        let hasNewLine = memchr(file.base, Int32(Self.newLine), file.count) != nil
        lineEnd = hasNewLine ? Self.newLine : Self.carriageReturn
        // The mark of UTF-8.
        if head.starts(with: [0xef, 0xbb, 0xbf]) { position = 3 }
        skipHead()
    }

    /// About how many records there are: not more than lines.
    var lines: Int {
        var (count, place) = (1, 0)
        while let next = find(lineEnd, place, file.count) { (count, place) = (count + 1, next + 1) }
        return count
    }

    // MARK: - The separator

    /// Passes comments and Excel's `sep=;`, and finds the separator in the first line that has anything.
    private mutating func skipHead() {
        while position < file.count {
            let stop = find(lineEnd, position, file.count) ?? file.count
            let text = text(position, stop)
            if text.hasPrefix("#") || text.isEmpty {
                position = min(stop + 1, file.count)
                line += 1
            } else if text.lowercased().hasPrefix("sep="), text.utf8.count == 5 {
                separator = Array(text.utf8)[4]
                position = min(stop + 1, file.count)
                line += 1
                return
            } else {
                break
            }
        }
        var isQuoted = false
        var found: Set<UInt8> = []
        var place = position
        while place < file.count {
            let byte = file.base[place]
            if byte == Self.quote { isQuoted.toggle() }
            if !isQuoted {
                if byte == lineEnd { break }
                found.insert(byte)
            }
            place += 1
        }
        separator =
            [Self.tab, UInt8(ascii: ";"), Self.comma].first(where: found.contains) ?? Self.comma
    }

    // MARK: - Records

    /// Reads the next record that has anything in it; false at the end.
    mutating func next() throws(UsageError) -> Bool {
        while position < file.count {
            let first = position
            recordLine = line
            start = first
            cells.removeAll(keepingCapacity: true)
            let stop = find(lineEnd, first, file.count) ?? file.count
            if find(Self.quote, first, stop) != nil {
                try splitQuoted(first)
            } else {
                position = min(stop + 1, file.count)
                line += 1
                split(first, withoutReturn(first, stop))
            }
            if !isEmpty { return true }
        }
        return false
    }

    private mutating func withoutReturn(_ first: Int, _ stop: Int) -> Int {
        guard stop > first, lineEnd == Self.newLine, file.base[stop - 1] == Self.carriageReturn
        else { return stop }
        hasCarriageReturns = true
        return stop - 1
    }

    private mutating func split(_ first: Int, _ stop: Int) {
        end = stop
        var place = first
        while let next = find(separator, place, stop) {
            cells.append(Cell(start: place, end: next))
            place = next + 1
        }
        cells.append(Cell(start: place, end: stop))
    }

    /// Splits a record in which quotes stand; separators and line ends between them are part of a cell.
    private mutating func splitQuoted(_ first: Int) throws(UsageError) {
        var place = first
        while true {
            let begin = skipSpaces(place)
            if file.base[begin] == Self.quote {
                var cell = Cell(start: begin + 1, end: begin + 1)
                var next = begin + 1
                while true {
                    guard let quote = find(Self.quote, next, file.count) else {
                        throw UsageError(
                            "\(file.name): line \(lineOf(begin)), column \(cells.count + 1): "
                                + "a quote is opened and never closed.")
                    }
                    if file.base[quote + 1] == Self.quote {
                        cell.hasDoubledQuotes = true
                        next = quote + 2
                    } else {
                        cell.end = quote
                        break
                    }
                }
                place = skipSpaces(cell.end + 1)
                if file.base[place] == Self.carriageReturn, file.base[place + 1] == lineEnd {
                    hasCarriageReturns = true
                    place += 1
                }
                cells.append(cell)
                guard place >= file.count || isEnd(place) else {
                    throw UsageError(
                        "\(file.name): line \(lineOf(place)), column \(cells.count): something follows "
                            + "behind the closing quote of \(quoted(text(cell))).")
                }
            } else {
                var stop = place
                while stop < file.count, !isEnd(stop) { stop += 1 }
                let isLast = stop >= file.count || file.base[stop] == lineEnd
                cells.append(Cell(start: place, end: isLast ? withoutReturn(place, stop) : stop))
                place = stop
            }
            if place >= file.count || file.base[place] == lineEnd { break }
            place += 1
        }
        end = withoutReturn(first, min(place, file.count))
        line = lineOf(place) + 1
        position = min(place + 1, file.count)
    }

    private func isEnd(_ place: Int) -> Bool {
        file.base[place] == separator || file.base[place] == lineEnd
    }

    private func skipSpaces(_ place: Int) -> Int {
        var place = place
        while file.base[place] == Self.space { place += 1 }
        return place
    }

    /// Whether no cell has anything in it.
    private var isEmpty: Bool {
        for cell in cells {
            if cell.start < cell.end && file.base[cell.start] > Self.space { return false }
            let rest = trimmed(cell)
            if rest.start < rest.end { return false }
        }
        return true
    }

    // MARK: - Cells

    /// A cell without the spaces around it.
    func trimmed(_ cell: Cell) -> Cell {
        var cell = cell
        while cell.start < cell.end, isBlank(file.base[cell.start]) { cell.start += 1 }
        while cell.start < cell.end, isBlank(file.base[cell.end - 1]) { cell.end -= 1 }
        return cell
    }

    private func isBlank(_ byte: UInt8) -> Bool {
        // A line end can only stand between quotes.
        byte == Self.space || byte == Self.tab || byte == Self.carriageReturn
            || byte == Self.newLine
    }

    /// What stands in a cell.
    func text(_ cell: Cell) -> String {
        let cell = trimmed(cell)
        let text = text(cell.start, cell.end)
        return cell.hasDoubledQuotes ? text.replacing("\"\"", with: "\"") : text
    }

    /// Some bytes as text, without spaces around.
    func text(_ start: Int, _ end: Int) -> String {
        let bytes = UnsafeBufferPointer(start: file.base + start, count: end - start)
        return String(
            decoding: bytes.drop(while: isBlank).reversed().drop(while: isBlank).reversed(),
            as: UTF8.self)
    }

    /// The line of a cell: a record may have several.
    func lineOf(_ place: Int) -> Int {
        var (count, next) = (recordLine, start)
        while let end = find(lineEnd, next, min(place, file.count)) {
            (count, next) = (count + 1, end + 1)
        }
        return count
    }

    private func find(_ byte: UInt8, _ start: Int, _ end: Int) -> Int? {
        guard start < end, let place = memchr(file.base + start, Int32(byte), end - start) else {
            return nil
        }
        return UnsafeRawPointer(place) - UnsafeRawPointer(file.base)
    }
}
