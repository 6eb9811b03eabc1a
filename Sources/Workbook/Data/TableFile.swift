import Foundation

/// The bytes of a table's file, with a zero behind them, where C's functions stop.
final class TableFile: @unchecked Sendable {
    /// The path as the command line has it, for messages.
    let name: String
    let bytes: TableBytes

    /// Larger files are refused, so that memory and time are bounded.
    static let maxBytes = 100_000_000

    /// Throws if it is no text.
    init(_ name: String, bytes: [UInt8]) throws(UsageError) {
        self.name = name
        let base = UnsafeMutablePointer<UInt8>.allocate(capacity: bytes.count + 1)
        bytes.withUnsafeBufferPointer {
            base.initialize(from: $0.baseAddress!, count: bytes.count)
        }
        base[bytes.count] = 0
        self.bytes = TableBytes(base: base, count: bytes.count)
        if let kind = Self.otherKind(bytes) { throw UsageError("\(name) is \(kind)") }
    }

    /// Reads a file, or standard input for "-".
    convenience init(reading path: String, option: String) throws(UsageError) {
        let name = "\(option) \(visible(path))"
        func unreadable() -> UsageError {
            let reason = Platform.reason(errno)
            return UsageError(
                errno == EISDIR
                    ? "\(name) is a folder, not a file." : "\(name) cannot be read: \(reason).")
        }
        let file = path == "-" ? dup(STDIN_FILENO) : open(path, O_RDONLY)
        guard file >= 0 else { throw unreadable() }
        defer { close(file) }
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 1 << 20)
        while true {
            let got = read(file, &piece, piece.count)
            if got == 0 { break }
            if got < 0 && errno == EINTR { continue }
            guard got > 0 else { throw unreadable() }
            bytes += piece[..<got]
            // What is no text may have no end.
            if bytes.count == got, let kind = Self.otherKind(bytes) {
                throw UsageError("\(name) is \(kind)")
            }
            if bytes.count > Self.maxBytes {
                throw UsageError(
                    "\(name) is larger than \(Self.maxBytes / 1_000_000) MB, the most that the "
                        + "workbook reads.")
            }
        }
        try self.init(name, bytes: bytes)
    }

    deinit { bytes.base.deallocate() }

    /// What the bytes are, if not text in an encoding that extends ASCII.
    private static func otherKind(_ bytes: [UInt8]) -> String? {
        let head = Array(bytes.prefix(4))
        let isUTF16 =
            head.starts(with: [0xff, 0xfe]) || head.starts(with: [0xfe, 0xff])
            || [[true, false, true, false], [false, true, false, true]]
                .contains(head.map { $0 == 0 })
        if isUTF16 { return "in UTF-16: save it as CSV in UTF-8." }
        let archives: [[UInt8]] = [[0x50, 0x4b, 3, 4], [0xd0, 0xcf, 0x11, 0xe0], [0x1f, 0x8b]]
        if archives.contains(where: head.starts) {
            return "a spreadsheet or an archive: save it as CSV."
        }
        return memchr(bytes, 0, bytes.count) == nil
            ? nil : "not text: it contains bytes that are 0."
    }
}

/// Where the bytes of a file are, and what can be found there. Nothing is looked after when it is copied,
/// which a debug build feels.
struct TableBytes {
    let base: UnsafeMutablePointer<UInt8>
    let count: Int

    static var comma: UInt8 { 44 }
    static var point: UInt8 { 46 }
    static var quote: UInt8 { 34 }

    func buffer(_ start: Int, _ end: Int) -> UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(start: base + start, count: end - start)
    }

    func text(_ start: Int, _ end: Int) -> String {
        String(decoding: buffer(start, end), as: UTF8.self)
    }

    func find(_ byte: UInt8, _ start: Int, _ end: Int) -> Int? {
        guard start < end, let place = memchr(base + start, Int32(byte), end - start) else {
            return nil
        }
        return UnsafeRawPointer(place) - UnsafeRawPointer(base)
    }

    /// Where a line ends: at LF, CR LF or CR.
    func endOfLine(_ place: Int) -> Int { place + strcspn(base + place, "\r\n") }

    /// Where the next line begins.
    func nextLine(_ end: Int) -> Int {
        let isPair = base[end] == 13 && base[end + 1] == 10
        return min(end + (isPair ? 2 : 1), count)
    }

    func skipSpaces(_ place: Int) -> Int {
        var place = place
        while base[place] == 32 { place += 1 }
        return place
    }

    /// The end of a text in quotes, in which quotes stand twice.
    func closingQuote(_ opening: Int) -> Int? {
        var next = opening + 1
        while let quote = find(Self.quote, next, count) {
            if base[quote + 1] != Self.quote { return quote }
            next = quote + 2
        }
        return nil
    }

    /// A range without spaces, tabs and line ends around.
    func trim(_ start: Int, _ end: Int) -> (start: Int, end: Int) {
        var (start, end) = (start, end)
        while start < end, base[start] == 32 || base[start] &- 9 < 5 { start += 1 }
        while start < end, base[end - 1] == 32 || base[end - 1] &- 9 < 5 { end -= 1 }
        return (start, end)
    }

    /// The same also without quotes.
    func content(_ cell: (start: Int, end: Int)) -> (start: Int, end: Int) {
        let (start, end) = trim(cell.start, cell.end)
        return start < end && base[start] == Self.quote ? trim(start + 1, end - 1) : (start, end)
    }

    /// The number in a cell; nil if there is none. It may be infinite, if it is too large.
    ///
    /// - Parameter hasCommas: whether decimals may follow a comma.
    func number(_ cell: (start: Int, end: Int), hasCommas: Bool) -> Double? {
        let (start, end) = content(cell)
        if start == end { return nil }
        let first = base[start] == 43 || base[start] == 45 ? start + 1 : start
        // Otherwise "nan" and 0x10 would be numbers.
        if base[first] &- 48 < 10 || base[first] == Self.point, base[first + 1] | 32 != 120 {
            var stop: UnsafeMutablePointer<CChar>?
            let text = UnsafeRawPointer(base + start).assumingMemoryBound(to: CChar.self)
            // The C library rounds correctly, however many digits there are.
            let value = strtod(text, &stop)
            if let stop, UnsafePointer(stop) - text == end - start { return value }
        }
        return Self.number(text(start, end), hasCommas: hasCommas)
    }

    nonisolated(unsafe) private static let groups =
        /[+-]?[0-9]{1,3}([ \u{A0}\u{202F}\u{2009}][0-9]{3})+([.,][0-9]*)?/

    /// A number with a decimal comma, with spaces between groups of three digits, or with the minus sign
    /// of printers.
    static func number(_ text: String, hasCommas: Bool) -> Double? {
        var plain = text
        if !text.utf8.allSatisfy({ $0 > 32 && $0 < 128 }) {
            plain = plain.replacing("\u{2212}", with: "-")
            if plain.wholeMatch(of: groups) != nil {
                plain.removeAll { " \u{A0}\u{202F}\u{2009}".contains($0) }
            }
        }
        var bytes = Array(plain.utf8)
        if hasCommas { bytes = bytes.map { $0 == comma ? point : $0 } }
        // No letter but e: neither "inf" nor hexadecimal numbers.
        return bytes.allSatisfy { $0 < 58 || $0 | 32 == 101 }
            ? Double(String(decoding: bytes, as: UTF8.self)) : nil
    }
}
