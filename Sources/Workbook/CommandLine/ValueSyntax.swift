import System
import Words

/// The syntax for one kind of value on a command line.
struct ValueSyntax<T>: Sendable {
    /// The placeholder in the help, such as "N"; nil for a flag, which has no value.
    var placeholder: String?
    /// A description of the allowed values, for error messages.
    var allowed: String
    /// The value of a text; nil if it is not allowed.
    var parse: @Sendable (String) -> T?
    /// A value as the help shows it; nil to leave it out.
    var show: @Sendable (T) -> String? = { "\($0)" }
}

extension ValueSyntax where T == Bool {
    /// No value: naming the option is enough.
    static var flag: Self {
        ValueSyntax(placeholder: nil, allowed: "", parse: { _ in true }, show: { _ in nil })
    }
}

extension ValueSyntax {
    /// The same syntax, for settings that may have no value.
    static func optional<Value>(_ syntax: ValueSyntax<Value>) -> Self where T == Value? {
        ValueSyntax(
            placeholder: syntax.placeholder, allowed: syntax.allowed,
            parse: { syntax.parse($0).map(Optional.some) }, show: { $0.flatMap(syntax.show) })
    }
}

extension ValueSyntax where T: FixedWidthInteger & Sendable {
    /// A whole number. Types that can't be negative accept no sign.
    static func whole(_ range: ClosedRange<T>, _ placeholder: String = "N") -> Self {
        ValueSyntax(
            placeholder: placeholder,
            allowed: "a whole number from \(range.lowerBound) to \(range.upperBound)",
            parse: { text in
                let hasSign = !text.consists(of: "0123456789")
                return hasSign && !T.isSigned
                    ? nil : T(text).flatMap { range.contains($0) ? $0 : nil }
            })
    }
}

extension ClosedRange<Double> {
    /// The range of a Float32.
    static let float32 = -notNegative.upperBound...notNegative.upperBound
    /// The range of a Float32 that isn't negative.
    static let notNegative = 0...Double(Float.greatestFiniteMagnitude)
}

extension ValueSyntax where T == Double {
    static func number(
        _ range: ClosedRange<Double> = .float32, _ placeholder: String = "X"
    ) -> Self {
        let start = range == .float32 ? "up" : "from \(Numbers.short(range.lowerBound))"
        let isWide = range.upperBound == ClosedRange.float32.upperBound
        return ValueSyntax(
            placeholder: placeholder,
            allowed: "a number \(start) to \(Numbers.short(range.upperBound))"
                + (isWide ? ", the range of a Float32" : ""),
            parse: { number($0, in: range) }, show: shown)
    }

    /// A decimal number in everyday syntax, but not "nan", "inf" or "0x10".
    static func number(_ text: String, in range: ClosedRange<Double> = .float32) -> Double? {
        guard text.consists(of: "0123456789+-.eE"), let number = Double(text) else { return nil }
        // The lesson would get 0 anyway.
        return range.contains(number) ? Float(number) == 0 ? 0 : number : nil
    }

    /// A number in everyday syntax: 0.000001.
    @Sendable private static func shown(_ value: Double) -> String {
        let text = Numbers.short(value)
        if !text.contains("e-0") { return text }
        return String(Numbers.fixed(value, 12).reversed().drop { $0 == "0" }.reversed())
    }
}

extension ValueSyntax where T == [Double] {
    /// Several learning rates, separated by commas.
    static func rates(atMost count: Int) -> Self {
        let rate = ValueSyntax<Double>.number(.notNegative)
        return ValueSyntax(
            placeholder: "LR,LR,…",
            allowed: "1 to \(count) numbers separated by commas, each \(rate.allowed)",
            parse: { text in
                let words = text.split(separator: ",", omittingEmptySubsequences: false)
                let numbers = words.compactMap { rate.parse(String($0)) }
                return numbers.count == words.count && numbers.count <= count ? numbers : nil
            }, show: { _ in nil })
    }
}

extension ValueSyntax where T == String {
    /// Any text.
    static func text(_ placeholder: String, _ allowed: String) -> Self {
        ValueSyntax(placeholder: placeholder, allowed: allowed, parse: { $0 })
    }

    /// The name of a file to write.
    static func file(_ ending: String) -> Self {
        ValueSyntax(
            placeholder: "FILE", allowed: "a name that ends in \(ending)",
            parse: { WholeFile.isName($0, ending: ending) ? $0 : nil })
    }
}

extension ValueSyntax where T: RawRepresentable & CaseIterable & Sendable, T.RawValue == String {
    /// One of a set of words; by default, of all cases.
    static func word(_ cases: [T] = Array(T.allCases)) -> Self {
        let names = cases.map(\.rawValue)
        return ValueSyntax(
            placeholder: names.joined(separator: "|"), allowed: list(names, "or"),
            parse: { names.contains($0) ? T(rawValue: $0) : nil }, show: { $0.rawValue })
    }
}
