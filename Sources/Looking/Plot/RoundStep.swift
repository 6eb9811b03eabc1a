import Foundation

/// A distance between labels: 1, 2 or 5 times a power of ten.
struct RoundStep {
    var digit = 1
    var exponent: Int

    var size: Double { multiple(1) }

    /// The next larger one.
    mutating func grow() {
        switch digit {
        case 1: digit = 2
        case 2: digit = 5
        default: (digit, exponent) = (1, exponent + 1)
        }
    }

    /// A multiple, as near to its decimal as a Float64 can be.
    func multiple(_ factor: Int) -> Double {
        let power = pow(10, Double(abs(exponent)))
        return exponent < 0 ? Double(factor * digit) / power : Double(factor * digit) * power
    }

    /// The multiples that lie in a range.
    func multiples(in range: ClosedRange<Double>) -> [Double] {
        let first = Int((range.lowerBound / size - 1e-6).rounded(.up))
        let last = Int((range.upperBound / size + 1e-6).rounded(.down))
        return first <= last ? (first...last).map(multiple) : []
    }
}

/// How the numbers along an axis are written: all of them alike.
struct NumberFormat {
    /// The power of ten that is written behind the numbers, if that is shorter.
    private let power: Int?
    private let decimals: Int
    private let isTrimmed: Bool

    /// - Parameters:
    ///   - largest: the largest of the numbers.
    ///   - exponent: the power of ten of the last digit.
    ///   - isPlain: whether there is never a power of ten.
    ///   - isTrimmed: whether zeros at the end of a fraction are left out.
    init(largest: Double, exponent: Int, isPlain: Bool = false, isTrimmed: Bool = false) {
        self.isTrimmed = isTrimmed
        let first = largest < Axis.tiny ? 0 : Int(log10(largest).rounded(.down))
        let digits = max(0, first - exponent)
        let plain = max(0, first) + 1 + (exponent < 0 ? 1 - exponent : 0)
        let scientific = 1 + (digits > 0 ? 1 + digits : 0) + "e\(first)".count
        let isLong = (first < -3 || first > 5) && scientific < plain
        power = isLong && !isPlain ? first : nil
        decimals = power == nil ? max(0, -exponent) : digits
    }

    func label(_ value: Double) -> String {
        if value == 0 && power != nil { return "0" }
        var text = Numbers.fixed(RoundStep(exponent: -(power ?? 0)).size * value, decimals)
        if isTrimmed && text.contains(".") {
            while text.last == "0" { text.removeLast() }
            if text.last == "." { text.removeLast() }
        }
        if text == "-0" || text == "0" { return "0" }
        return power.map { "\(text)e\($0)" } ?? text
    }
}
