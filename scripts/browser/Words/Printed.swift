// A page has no Foundation: what it prints numbers with there, and the little else, stands here.

extension Numbers {
    /// A number with so many digits, as C prints it.
    static func printed(_ form: Form, _ digits: Int, _ value: Double) -> String {
        if value.isNaN { return "nan" }
        let sign = value.sign == .minus ? "-" : ""
        if value.isInfinite { return sign + "inf" }
        let decimal = Decimal(value.magnitude)
        switch form {
        case .fixed:
            return sign + decimal.rounded(places: digits).plain(places: digits)
        case .scientific:
            return sign + scientific(decimal.rounded(digits: digits + 1), digits)
        case .short:
            let digits = max(1, digits)
            let rounded = decimal.rounded(digits: digits)
            let exponent = rounded.exponent
            let text =
                exponent < -4 || exponent >= digits
                ? scientific(rounded, digits - 1, isTrimmed: true)
                : trimmed(rounded.plain(places: max(0, digits - 1 - exponent)))
            return sign + text
        }
    }

    private static func scientific(
        _ decimal: Decimal, _ places: Int, isTrimmed: Bool = false
    ) -> String {
        var all = decimal.digits.map { UInt8($0 + 48) }
        while all.count < places + 1 { all.append(48) }
        var text = String(decoding: [all[0]], as: UTF8.self)
        if places > 0 { text += "." + String(decoding: all[1...places], as: UTF8.self) }
        if isTrimmed { text = trimmed(text) }
        let exponent = decimal.exponent
        let size = exponent.magnitude
        return text + (exponent < 0 ? "e-" : "e+") + (size < 10 ? "0" : "") + "\(size)"
    }

    /// Without zeros at the end of the decimals.
    private static func trimmed(_ text: String) -> String {
        var bytes = Array(text.utf8)
        guard bytes.contains(46) else { return text }
        while bytes.last == 48 { bytes.removeLast() }
        if bytes.last == 46 { bytes.removeLast() }
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// A number that is not negative in decimal digits, exact.
private struct Decimal {
    /// From the first that is not 0; a single 0 for zero.
    var digits: [Int]
    /// The power of ten of the first digit.
    var exponent: Int

    init(_ value: Double) {
        guard value > 0 else {
            (digits, exponent) = ([0], 0)
            return
        }
        // value = whole · 2^power
        var whole = value.significandBitPattern
        var power = Int(value.exponentBitPattern) - 1075
        if value.exponentBitPattern > 0 { whole |= 1 << 52 } else { power += 1 }
        while whole & 1 == 0 {
            whole >>= 1
            power += 1
        }
        // Little-endian digits. 2^−p = 5^p / 10^p
        var number: [Int] = []
        while whole > 0 {
            number.append(Int(whole % 10))
            whole /= 10
        }
        let factor = power < 0 ? 5 : 2
        for _ in 0..<Int(power.magnitude) {
            var carry = 0
            for index in number.indices {
                let product = number[index] * factor + carry
                number[index] = product % 10
                carry = product / 10
            }
            if carry > 0 { number.append(carry) }
        }
        digits = Array(number.reversed())
        exponent = number.count - 1 + min(0, power)
    }

    /// So many digits, a half to the even one.
    func rounded(digits count: Int) -> Decimal {
        guard count < digits.count else { return self }
        var result = self
        guard count >= 0 else {
            (result.digits, result.exponent) = ([0], 0)
            return result
        }
        result.digits = Array(digits.prefix(count))
        let rest = digits[count...]
        let isOdd = count > 0 && digits[count - 1] % 2 == 1
        let isUp =
            rest[count] > 5 || rest[count] == 5 && (isOdd || rest.dropFirst().contains { $0 > 0 })
        if isUp {
            var index = count - 1
            while index >= 0, result.digits[index] == 9 {
                result.digits[index] = 0
                index -= 1
            }
            if index >= 0 {
                result.digits[index] += 1
            } else {
                result.digits.insert(1, at: 0)
                result.exponent += 1
            }
        }
        if result.digits.isEmpty { (result.digits, result.exponent) = ([0], 0) }
        return result
    }

    func rounded(places: Int) -> Decimal {
        digits == [0] ? self : rounded(digits: exponent + 1 + places)
    }

    /// With so many decimals.
    func plain(places: Int) -> String {
        var bytes: [UInt8] = []
        func digit(_ power: Int) -> UInt8 {
            let index = exponent - power
            return digits.indices.contains(index) ? UInt8(digits[index] + 48) : 48
        }
        for power in stride(from: max(0, exponent), through: 0, by: -1) {
            bytes.append(digit(power))
        }
        if places > 0 {
            bytes.append(46)
            for place in 1...places { bytes.append(digit(-place)) }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension String {
    /// The text with every occurrence of a piece replaced.
    package func replacing(_ piece: String, with other: String) -> String {
        let (text, piece, other) = (Array(utf8), Array(piece.utf8), Array(other.utf8))
        var result: [UInt8] = []
        var index = 0
        while index < text.count {
            if index + piece.count <= text.count,
                text[index..<index + piece.count].elementsEqual(piece)
            {
                result += other
                index += piece.count
            } else {
                result.append(text[index])
                index += 1
            }
        }
        return String(decoding: result, as: UTF8.self)
    }
}

extension Double {
    /// A number as `Numbers.scientific` writes it, "1.5e-01". Embedded Swift cannot read others.
    ///
    /// Up to 10²² powers of ten are exact, so that the quotient has the bits that reading would give.
    package init?(_ text: String) {
        let parts = text.utf8.split(separator: 101).map { String(decoding: $0, as: UTF8.self) }
        guard parts.count == 2, let exponent = Int(parts[1]) else { return nil }
        let mantissa = parts[0].utf8.split(separator: 46)
        let decimals = mantissa.count == 2 ? mantissa[1].count : 0
        guard let digits = Int(String(decoding: mantissa.joined(), as: UTF8.self)) else {
            return nil
        }
        let places = exponent - decimals
        let power = (0..<abs(places)).reduce(1.0) { power, _ in power * 10 }
        self = places < 0 ? Double(digits) / power : Double(digits) * power
    }
}
