import Foundation

extension TableText {
    /// The number in a cell; nil if there is none. It may be infinite, if it is too large.
    ///
    /// Spaces may stand around it. Where the separator is no comma, a decimal comma is one, too.
    func number(_ cell: Cell) -> Double? {
        let base = file.base
        var (start, end) = (cell.start, cell.end)
        while start < end, base[start] <= 32 { start += 1 }
        while start < end, base[end - 1] <= 32 { end -= 1 }
        guard start < end else { return nil }
        if let value = plainNumber(start, end) { return value }
        return Self.spacedNumber(text(cell), hasDecimalCommas: separator != Self.comma)
    }

    /// A number as C writes it. The C library rounds correctly, however many digits there are.
    private func plainNumber(_ start: Int, _ stop: Int) -> Double? {
        let base = file.base
        let digit = start + (base[start] == 43 || base[start] == 45 ? 1 : 0)
        let first = base[digit]
        // A digit, a point or a comma. Otherwise "nan" would be a number, and an empty cell the next one.
        guard first >= 48 && first <= 57 || first == 46 || first == 44 else { return nil }
        // Hexadecimal.
        if first == 48 && base[digit + 1] | 32 == 120 { return nil }
        let count = stop - start
        // C knows the point only; the comma is put back.
        var comma: UnsafeMutablePointer<UInt8>?
        if separator != Self.comma, let place = memchr(base + start, 44, count) {
            comma = place.assumingMemoryBound(to: UInt8.self)
        }
        comma?.pointee = 46
        defer { comma?.pointee = 44 }
        let text = UnsafeRawPointer(base + start).assumingMemoryBound(to: CChar.self)
        var end: UnsafeMutablePointer<CChar>?
        let value = strtod(text, &end)
        guard let end, UnsafePointer(end) - text == count else { return nil }
        return value
    }

    /// A number with spaces between groups of three digits, or with the minus sign of printers.
    private static func spacedNumber(_ text: String, hasDecimalCommas: Bool) -> Double? {
        var characters = Array(text.replacing("\u{2212}", with: "-"))
        if hasDecimalCommas, let comma = characters.firstIndex(of: ",") { characters[comma] = "." }
        let isSpace: (Character) -> Bool = { " \u{A0}\u{202F}\u{2009}".contains($0) }
        while let last = characters.last, isSpace(last) { characters.removeLast() }
        while let first = characters.first, isSpace(first) { characters.removeFirst() }
        let sign = characters.first.map { "+-".contains($0) } ?? false ? 1 : 0
        let whole = characters.dropFirst(sign).prefix { isSpace($0) || $0.isASCII && $0.isNumber }
        let groups = whole.split(omittingEmptySubsequences: false, whereSeparator: isSpace)
        guard let first = groups.first, !first.isEmpty || groups.count == 1,
            groups.count == 1 || first.count <= 3, groups.dropFirst().allSatisfy({ $0.count == 3 })
        else { return nil }
        let rest = characters[(sign + whole.count)...]
        let plain = String(characters.prefix(sign)) + String(groups.joined()) + String(rest)
        guard Option.Argument.consists(plain, of: "0123456789+-.eE") else { return nil }
        return Double(plain)
    }

    /// Whether a text stands for a value that nobody has.
    static func isMissing(_ text: String) -> Bool {
        ["", "na", "n/a", "#n/a", "nan", "null", "none", ".", "?", "-", "--"]
            .contains(text.lowercased())
    }

    /// Whether a text is an infinity.
    static func isInfinite(_ text: String) -> Bool {
        let word = text.lowercased().drop { "+-".contains($0) }
        return ["inf", "infinity", "∞"].contains(String(word))
    }
}
