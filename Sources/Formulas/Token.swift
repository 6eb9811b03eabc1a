/// A word, number or sign of a formula.
struct Token {
    var text: String
    var offset: Int
    var isName = false
    /// The number that it is.
    var number: Float?
    /// True for the first token of a line.
    var startsLine: Bool
    /// True if a space comes next.
    var isBeforeSpace = false
}

/// Splits a formula into tokens; the last one is empty.
struct Lexer {
    private let field: FormulaField
    private let bytes: [UInt8]
    private var index = 0

    /// Longer texts are no formulas.
    private static let maxLength = 2000
    private static let longSigns = [
        "..<", "...", "+=", "-=", "*=", "/=", "==", "!=", "<=", ">=", "&&", "||",
    ]

    init(_ text: String, _ field: FormulaField) {
        (bytes, self.field) = (Array(text.utf8), field)
    }

    mutating func tokens() throws(FormulaError) -> [Token] {
        guard bytes.count <= Self.maxLength else {
            throw error(0, "A formula can have at most \(Self.maxLength) characters.")
        }
        var result: [Token] = []
        repeat {
            let startsLine = skipSpace()
            var token = Token(text: "", offset: index, startsLine: startsLine || result.isEmpty)
            if index < bytes.count { try read(&token) }
            token.text = String(decoding: bytes[token.offset..<index], as: UTF8.self)
            token.isBeforeSpace = byte <= 32
            result.append(token)
        } while result.last!.text != ""
        return result
    }

    private func error(_ offset: Int, _ message: String) -> FormulaError {
        FormulaError(field: field, offset: offset, message: message)
    }

    private var byte: UInt8 { index < bytes.count ? bytes[index] : 0 }
    private var isAtDigit: Bool { 48...57 ~= byte }
    private var isAtName: Bool {
        65...90 ~= byte || 97...122 ~= byte || isAtDigit || byte == UInt8(ascii: "_")
    }

    /// Skips spaces and comments. Returns true at the beginning of a line; a semicolon begins one, too.
    private mutating func skipSpace() -> Bool {
        var startsLine = false
        while index < bytes.count {
            if bytes[index...].starts(with: "//".utf8) {
                while index < bytes.count, byte != 10 { index += 1 }
            } else if byte <= 32 || byte == UInt8(ascii: ";") {
                startsLine = startsLine || byte == 10 || byte == UInt8(ascii: ";")
                index += 1
            } else {
                break
            }
        }
        return startsLine
    }

    private mutating func read(_ token: inout Token) throws(FormulaError) {
        if isAtDigit {
            token.number = try number()
        } else if isAtName || byte == UInt8(ascii: "$") {
            token.isName = true
            repeat { index += 1 } while isAtName
        } else {
            guard byte < 128 else {
                throw error(
                    index,
                    "This sign isn't read here. Write * for times, - for minus, .pow(2) or x * x for a "
                        + "square, and names in plain letters.")
            }
            let rest = bytes[index...]
            index += Self.longSigns.first { rest.starts(with: $0.utf8) }?.utf8.count ?? 1
        }
    }

    /// A number in decimal digits: `2`, `0.5`, `1e-3`.
    private mutating func number() throws(FormulaError) -> Float {
        let start = index
        var (number, count) = digits()
        var power = 0
        if byte == UInt8(ascii: "."), index + 1 < bytes.count, 48...57 ~= bytes[index + 1] {
            index += 1
            let (decimals, places) = digits()
            number = number * Self.power(places) + decimals
            (count, power) = (count + places, -places)
        }
        if byte == UInt8(ascii: "e") {
            index += 1
            let isNegative = byte == UInt8(ascii: "-")
            if isNegative || byte == UInt8(ascii: "+") { index += 1 }
            let exponent = Int(min(digits().number, 99))
            power += isNegative ? -exponent : exponent
        }
        // Within these bounds both factors are exact, so the result is rounded once.
        guard count <= 15, abs(power) <= 22, !isAtName, 48...57 ~= bytes[index - 1] else {
            throw error(start, "This number can't be read. Numbers look like 2, 0.5 or 1e-3.")
        }
        return Float(power < 0 ? number / Self.power(-power) : number * Self.power(power))
    }

    private mutating func digits() -> (number: Double, count: Int) {
        let start = index
        var number = 0.0
        while isAtDigit {
            number = number * 10 + Double(byte - 48)
            index += 1
        }
        return (number, index - start)
    }

    private static func power(_ exponent: Int) -> Double {
        (0..<exponent).reduce(1) { product, _ in product * 10 }
    }
}
