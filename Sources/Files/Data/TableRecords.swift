import Words

/// Splits a file into records and cells, as in RFC 4180.
struct TableRecords: Sendable {
    private let file: TableFile
    /// The start of the next record.
    var position: Int
    var separator = UInt8(ascii: ",")
    /// True if tabs and semicolons also separate cells.
    var hasOthers = false
    /// The cells of the current record, including quotes and surrounding spaces.
    private(set) var cells: [TableFile.Piece] = []

    /// The limits of what is accepted. Within them, reading takes a second at most.
    static let maxLine = 1_000_000
    static let maxCell = 100_000
    static let maxColumns = 20_000

    /// Before a cell's first character, in a cell without quotes, between quotes, and after them.
    private enum State { case before, plain, quoted, closed }

    init(_ file: TableFile, at position: Int) {
        (self.file, self.position) = (file, position)
    }

    /// Goes to the next record that isn't empty; false at the end.
    mutating func next() throws(UsageError) -> Bool {
        while position < file.count {
            try readCells()
            if !cells.allSatisfy(isEmpty) { return true }
        }
        return false
    }

    func isEmpty(_ cell: TableFile.Piece) -> Bool {
        let (start, end) = file.content(cell)
        return start == end
    }

    private mutating func readCells() throws(UsageError) {
        cells.removeAll(keepingCapacity: true)
        let (base, count, separator) = (file.base, file.count, separator)
        let (tab, semicolon) = hasOthers ? (UInt8(9), UInt8(59)) : (separator, separator)
        let lastOffset = min(count, position + Self.maxLine)
        var (state, offset, cell, opening) = (State.before, position, position, position)
        while true {
            let byte = base[offset]
            let isEnd = byte == 10 || byte == 13
            switch state {
            case .quoted:
                if byte == 34 { state = .closed }
                if offset == count {
                    throw file.error(
                        opening, column: ", column \(cells.count + 1)",
                        ": a quotation mark is opened but never closed.")
                }
            case _ where isEnd || byte == separator || byte == tab || byte == semicolon:
                cells.append((cell, offset))
                if offset - cell > Self.maxCell || cells.count > Self.maxColumns { throw tooLong }
                if isEnd {
                    position = file.nextLine(offset)
                    return
                }
                (state, cell) = (.before, offset + 1)
            case .before:
                if byte == 34 { (state, opening) = (.quoted, offset) }
                if byte != 34, byte != 32 { state = .plain }
            case .plain: break
            // A doubled quote.
            case .closed: if byte == 34 { state = .quoted }
            }
            if offset >= lastOffset { throw tooLong }
            offset += 1
        }
    }

    private var tooLong: UsageError {
        file.error(
            position,
            " is too long: the workbook reads lines of \(Self.maxLine) bytes, with "
                + "\(Self.maxColumns) cells of \(Self.maxCell) bytes, at most.")
    }
}
