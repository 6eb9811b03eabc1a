/// A word, number or sign of a formula.
struct Token {
    var text: String
    var offset: Int
    /// True for a name; words of the language are none.
    var isName = false
    /// The number that it is.
    var number: Float?
    /// True for the first token of a line.
    var startsLine: Bool
    /// True if a space comes next.
    var isBeforeSpace = false

    /// Words and signs that a formula can't contain, by what they belong to.
    static let ofConditions = [
        "if", "guard", "switch", "true", "false", "?", ":", "==", "!=", "<", ">", "<=", ">=", "&&",
        "||",
    ]
    static let ofLoops = ["for", "while", "repeat", "..<", "..."]
    static let ofPrograms = ["var", "func", "import", "\""]

    /// Longer texts are no formulas.
    private static let maxLength = 2000
    private static let longSigns = [
        "..<", "...", "->", "+=", "-=", "*=", "/=", "==", "!=", "<=", ">=", "&&", "||",
    ]

    /// Splits a formula into tokens; the last one is empty.
    static func all(_ text: String, _ field: FormulaField) throws(FormulaError) -> [Token] {
        // The zeros stand for the end.
        let bytes = Array(text.utf8) + [0, 0]
        var tokens: [Token] = []
        var (index, startsLine) = (0, true)
        func error(_ message: String) -> FormulaError {
            FormulaError(field: field, offset: index, message: message)
        }
        guard bytes.count <= maxLength else { throw error("This is too long for a formula.") }
        while tokens.last?.text != "" {
            let byte = bytes[index]
            if bytes[index...].starts(with: "//".utf8) {
                while index < bytes.count - 2, bytes[index] != 10 { index += 1 }
                continue
            } else if index < bytes.count - 2, byte <= 32 || byte == UInt8(ascii: ";") {
                startsLine = startsLine || byte == 10 || byte == UInt8(ascii: ";")
                index += 1
                continue
            }
            var token = Token(text: "", offset: index, startsLine: startsLine)
            let isDigit = isDigit(byte)
            if isDigit || isLetter(byte) || byte == UInt8(ascii: "$") {
                repeat {
                    index += 1
                } while isLetter(bytes[index]) || self.isDigit(bytes[index])
                    || isDigit && self.isDigit(bytes[index + 1])
                        && (bytes[index] == UInt8(ascii: ".")
                            || bytes[index] == UInt8(ascii: "-")
                                && bytes[index - 1] == UInt8(ascii: "e"))
            } else if index < bytes.count - 2 {
                guard byte < 128 else {
                    throw error(
                        "This character isn't allowed here. Write * for times, - for minus, .pow(2) or x * x "
                            + "for a square, and names in plain letters.")
                }
                let rest = bytes[index...]
                index += longSigns.first { rest.starts(with: $0.utf8) }?.utf8.count ?? 1
            }
            token.text = String(decoding: bytes[token.offset..<index], as: UTF8.self)
            token.isName =
                (isLetter(byte) || byte == UInt8(ascii: "$"))
                && !(ofConditions + ofLoops + ofPrograms + ["let", "return"]).contains(token.text)
            token.isBeforeSpace = bytes[index] <= 32
            if isDigit {
                token.number = number(token.text)
                index = token.offset
                guard token.number != nil else {
                    throw error(
                        "This number can't be read. Numbers look like 2, 0.5 or 1e-3, and 2 times w is 2 * w."
                    )
                }
                index += token.text.utf8.count
            }
            tokens.append(token)
            startsLine = false
        }
        return tokens
    }

    private static func isDigit(_ byte: UInt8) -> Bool { 48...57 ~= byte }

    private static func isLetter(_ byte: UInt8) -> Bool {
        65...90 ~= byte || 97...122 ~= byte || byte == UInt8(ascii: "_")
    }

    /// A number in decimal digits: `2`, `0.5`, `1e-3`. Embedded Swift can't read it.
    private static func number(_ text: String) -> Float? {
        let parts = text.utf8.split(separator: 101, omittingEmptySubsequences: false)
        let mantissa = parts[0].split(separator: 46)
        guard parts.count <= 2, mantissa.count <= 2,
            let digits = Int64(String(decoding: mantissa.joined(), as: UTF8.self)),
            let exponent = parts.count < 2 ? 0 : Int(String(decoding: parts[1], as: UTF8.self)),
            digits < 1_000_000_000_000_000, -22...22 ~= exponent
        else { return nil }
        // Both factors are exact, so the result is rounded once.
        let power = exponent - (mantissa.count == 2 ? mantissa[1].count : 0)
        guard -22...22 ~= power else { return nil }
        let factor = (0..<abs(power)).reduce(1.0) { product, _ in product * 10 }
        return Float(power < 0 ? Double(digits) / factor : Double(digits) * factor)
    }
}
