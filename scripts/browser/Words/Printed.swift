// A page has no Foundation, which prints numbers elsewhere.

extension Numbers {
    /// A number with so many digits, as C prints it.
    static func printed(_ form: Form, _ digits: Int, _ value: Double) -> String {
        if value.isNaN { return "nan" }
        let sign = value.sign == .minus ? "-" : ""
        if value.isInfinite { return sign + "inf" }
        var decimal = Decimal(value.magnitude)
        switch form {
        case .fixed:
            decimal.round(to: decimal.exponent + 1 + digits)
            return sign + decimal.plain(digits)
        case .scientific:
            decimal.round(to: digits + 1)
            return sign + decimal.scientific(digits)
        case .short:
            let digits = max(1, digits)
            decimal.round(to: digits)
            // Without zeros at the end.
            let places = max(0, decimal.digits.count - 1)
            return sign
                + (-4..<digits ~= decimal.exponent
                    ? decimal.plain(max(0, places - decimal.exponent)) : decimal.scientific(places))
        }
    }
}

/// A number that is not negative in decimal digits, exact.
private struct Decimal {
    /// From the first to the last that is not 0; none for zero.
    var digits: [Int] = []
    /// The power of ten of the first digit.
    var exponent = 0

    init(_ value: Double) {
        guard value > 0 else { return }
        // The value is whole · 2^power.
        var whole = UInt64(value.significand * 0x1p52)
        var power = Int(value.exponent) - 52
        let zeros = whole.trailingZeroBitCount
        whole >>= zeros
        power += zeros
        // The last digit comes first. 2^−p = 5^p / 10^p
        digits = "\(whole)".utf8.reversed().map { Int($0) - 48 }
        for _ in 0..<abs(power) {
            var carry = 0
            for index in digits.indices {
                carry += digits[index] * (power < 0 ? 5 : 2)
                digits[index] = carry % 10
                carry /= 10
            }
            if carry > 0 { digits.append(carry) }
        }
        digits.reverse()
        exponent = digits.count - 1 + min(0, power)
        removeZeros()
    }

    /// Keeps so many digits, and rounds a half to the even one.
    mutating func round(to count: Int) {
        guard count < digits.count else { return }
        guard count >= 0 else { return digits = [] }
        let rest = digits.dropFirst(count)
        digits = Array(digits.prefix(count))
        let isOdd = !(digits.last ?? 0).isMultiple(of: 2)
        if rest.first! > 5 || rest.first! == 5 && (rest.count > 1 || isOdd) {
            while digits.last == 9 { digits.removeLast() }
            if digits.isEmpty {
                (digits, exponent) = ([1], exponent + 1)
            } else {
                digits[digits.count - 1] += 1
            }
        }
        removeZeros()
    }

    private mutating func removeZeros() {
        while digits.last == 0 { digits.removeLast() }
    }

    /// The digits with so many decimals: 12.50.
    func plain(_ places: Int) -> String { text(from: max(0, exponent), 0, places) }

    /// The digits with so many decimals and a power of ten: 1.25e+01.
    func scientific(_ places: Int) -> String {
        let size = abs(exponent)
        return text(from: exponent, exponent, places) + (exponent < 0 ? "e-" : "e+")
            + (size < 10 ? "0" : "") + "\(size)"
    }

    /// The digits from a power of ten on, with a point after another one and so many digits behind it.
    private func text(from first: Int, _ point: Int, _ places: Int) -> String {
        var text = ""
        for power in stride(from: first, through: point - places, by: -1) {
            if power == point - 1 { text += "." }
            let index = exponent - power
            text += "\(digits.indices.contains(index) ? digits[index] : 0)"
        }
        return text
    }
}

extension String {
    /// The text with every occurrence of a piece replaced.
    package func replacing(_ piece: String, with other: String) -> String {
        let text = Array(utf8)
        var (result, index): ([UInt8], Int) = ([], 0)
        while index < text.count {
            let isPiece = text[index...].starts(with: piece.utf8)
            result += isPiece ? Array(other.utf8) : [text[index]]
            index += isPiece ? piece.utf8.count : 1
        }
        return String(decoding: result, as: UTF8.self)
    }
}

extension Double {
    /// A number as `Numbers.scientific` writes it with one decimal, "1.5e-01". Embedded Swift cannot read others.
    ///
    /// Up to 10²² powers of ten are exact, so that the quotient has the bits that reading would give.
    package init?(_ text: String) {
        let (point, e) = (UInt8(ascii: "."), UInt8(ascii: "e"))
        let digits = text.utf8.filter { $0 != point }.split(separator: e)
            .compactMap { Int(String(decoding: $0, as: UTF8.self)) }
        guard digits.count == 2 else { return nil }
        let power = (0..<abs(digits[1] - 1)).reduce(1.0) { power, _ in power * 10 }
        self = digits[1] < 1 ? Double(digits[0]) / power : Double(digits[0]) * power
    }
}
