import Foundation
import System
import Words

/// The bytes of a table's file, and functions that find things in them.
///
/// There may be millions of cells, even in a debug build, so cells are ranges of bytes that C functions read. A line
/// end and a zero follow the last byte, and all of these functions stop there.
package final class TableFile: @unchecked Sendable {
    /// A piece of the file.
    package typealias Piece = (start: Int, end: Int)

    /// The path as given on the command line, for messages.
    package let name: String
    package let base: UnsafePointer<UInt8>
    let count: Int

    /// Reads a file, or standard input for "-".
    package convenience init(reading path: String, option: String) throws(UsageError) {
        let name = "\(option) \(visible(path))"
        let bytes: [UInt8]
        do throws(FileFault) {
            bytes = try Platform.bytes(of: path == "-" ? "/dev/stdin" : path)
        } catch {
            throw UsageError("\(name) cannot be read: \(error.reason).")
        }
        try self.init(name, bytes: bytes)
    }

    package init(_ name: String, bytes: [UInt8]) throws(UsageError) {
        let text = UnsafeMutablePointer<UInt8>.allocate(capacity: bytes.count + 2)
        text.initialize(from: bytes, count: bytes.count)
        (text[bytes.count], text[bytes.count + 1]) = (10, 0)
        (self.name, base, count) = (name, UnsafePointer(text), bytes.count)
        if find(0, (0, count)) != nil {
            throw UsageError(
                "\(name) is not UTF-8 text. If it is a spreadsheet or UTF-16 text, save it "
                    + "as CSV in UTF-8.")
        }
    }

    deinit { base.deallocate() }

    /// An error at a position in the file.
    ///
    /// - Parameter column: text that identifies the cell.
    package func error(_ offset: Int, column: String = "", _ fault: String) -> UsageError {
        UsageError("\(name): line \(line(of: offset))\(column)\(fault)")
    }

    /// The line of a position, counted from 1.
    package func line(of offset: Int) -> Int {
        var (line, other) = (1, 0)
        while other < offset {
            if base[other] == 10 || base[other] == 13 && base[other + 1] != 10 { line += 1 }
            other += 1
        }
        return line
    }

    // MARK: - Lines and cells

    package func buffer(_ piece: Piece) -> UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(start: base + piece.start, count: piece.end - piece.start)
    }

    package func text(_ piece: Piece) -> String { String(decoding: buffer(piece), as: UTF8.self) }

    package func isUTF8(_ piece: Piece) -> Bool {
        String(validating: buffer(piece), as: UTF8.self) != nil
    }

    func find(_ byte: UInt8, _ piece: Piece) -> Int? {
        memchr(base + piece.start, Int32(byte), piece.end - piece.start).map {
            UnsafeRawPointer($0) - UnsafeRawPointer(base)
        }
    }

    /// The start of the line after one that ends at `end` with LF, CR LF or CR.
    func nextLine(_ end: Int) -> Int {
        min(end + (base[end] == 13 && base[end + 1] == 10 ? 2 : 1), count)
    }

    /// The content of a cell, without the surrounding spaces and quotes.
    func content(_ cell: Piece) -> Piece {
        let piece = trim(cell)
        return isQuoted(piece) ? trim((piece.start + 1, piece.end - 1)) : piece
    }

    /// The same as a string, with doubled quotes reduced to one.
    package func word(_ cell: Piece) -> String {
        let text = text(content(cell))
        return isQuoted(trim(cell)) ? text.replacing("\"\"", with: "\"") : text
    }

    private func isQuoted(_ piece: Piece) -> Bool {
        piece.end - piece.start > 1 && base[piece.start] == 34 && base[piece.end - 1] == 34
    }

    /// A piece without surrounding spaces, tabs and line ends.
    func trim(_ piece: Piece) -> Piece {
        var (start, end) = piece
        while start < end, base[start] == 32 || base[start] &- 9 < 5 { start += 1 }
        while start < end, base[end - 1] == 32 || base[end - 1] &- 9 < 5 { end -= 1 }
        return (start, end)
    }

    // MARK: - Numbers

    nonisolated(unsafe) private static let groups =
        /[+-]?[0-9]{1,3}([ \u{A0}\u{202F}\u{2009}][0-9]{3})+([.,][0-9]*)?/

    /// The number in a cell; nil if there is none. A number that is too large is infinite.
    ///
    /// - Parameter hasCommas: whether a comma may precede decimals.
    package func number(_ cell: Piece, hasCommas: Bool) -> Double? {
        let (start, end) = content(cell)
        if start == end { return nil }
        let first = base[start] == 43 || base[start] == 45 ? start + 1 : start
        // Otherwise 0x10 would be a number.
        if base[first + 1] | 32 != 120 {
            var stop: UnsafeMutablePointer<CChar>?
            let text = UnsafeRawPointer(base + start).assumingMemoryBound(to: CChar.self)
            // The C library rounds correctly, however many digits there are.
            let value = strtod(text, &stop)
            if let stop, UnsafePointer(stop) - text == end - start {
                return value.isNaN ? nil : value
            }
        }
        // Allows a typographic minus sign, spaces between groups of three digits, and a decimal comma.
        var plain = text((start, end))
        if !plain.utf8.allSatisfy({ $0 > 32 && $0 < 128 }) {
            plain = plain.replacing("\u{2212}", with: "-")
            if plain.wholeMatch(of: Self.groups) != nil {
                plain.removeAll { " \u{A0}\u{202F}\u{2009}".contains($0) }
            }
        }
        if hasCommas { plain = plain.replacing(",", with: ".") }
        // No letter except e, so no hexadecimal numbers.
        return plain.utf8.allSatisfy { $0 < 58 || $0 | 32 == 101 } ? Double(plain) : nil
    }
}
