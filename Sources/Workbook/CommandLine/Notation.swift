import System
import Words

/// How values of a kind are written in a command line.
struct Notation<T>: Sendable {
    /// What the help shows for one, such as "N".
    var placeholder: String
    /// What one must be, for an error message.
    var allowed: String
    /// The value that a text stands for; nil if it is not allowed.
    var parse: @Sendable (String) -> T?
    /// How the help shows a value; nil for not at all.
    var show: @Sendable (T) -> String? = { "\($0)" }
}

extension Notation where T: FixedWidthInteger & Sendable {
    /// A whole number; one that cannot be negative takes no sign.
    static func whole(_ range: ClosedRange<T>, _ placeholder: String = "N") -> Self {
        Notation(
            placeholder: placeholder,
            allowed: "a whole number from \(range.lowerBound) to \(range.upperBound)",
            parse: { text in
                guard text.consists(of: T.isSigned ? "0123456789+-" : "0123456789") else {
                    return nil
                }
                return T(text).flatMap { range.contains($0) ? $0 : nil }
            })
    }
}

extension ClosedRange<Double> {
    /// The range of a Float32.
    static let float32 = -notNegative.upperBound...notNegative.upperBound
    /// The half of it that is not negative.
    static let notNegative = 0...Double(Float.greatestFiniteMagnitude)
}

extension Notation where T == Double {
    static func number(
        _ range: ClosedRange<Double> = .float32, _ placeholder: String = "X"
    ) -> Self {
        let start = range == .float32 ? "up" : "from \(Numbers.short(range.lowerBound))"
        let isWide = range.upperBound == ClosedRange.float32.upperBound
        return Notation(
            placeholder: placeholder,
            allowed: "a number \(start) to \(Numbers.short(range.upperBound))"
                + (isWide ? ", the range of a Float32" : ""),
            parse: { number($0, in: range) }, show: shown)
    }

    /// A decimal number as people write it; not "nan", "inf" or "0x10".
    static func number(_ text: String, in range: ClosedRange<Double> = .float32) -> Double? {
        guard text.consists(of: "0123456789+-.eE"), let number = Double(text) else { return nil }
        return range.contains(number) ? number : nil
    }

    /// A number as people write it: 0.000001.
    @Sendable private static func shown(_ value: Double) -> String {
        let text = Numbers.short(value)
        if !text.contains("e-0") { return text }
        return String(Numbers.fixed(value, 12).reversed().drop { $0 == "0" }.reversed())
    }
}

extension Notation where T == [Double] {
    /// Several learning rates between commas.
    static func rates(atMost count: Int) -> Self {
        let rate = Notation<Double>.number(.notNegative)
        return Notation(
            placeholder: "LR,LR,…",
            allowed: "1 to \(count) numbers separated by commas, each \(rate.allowed)",
            parse: { text in
                let words = text.split(separator: ",", omittingEmptySubsequences: false)
                let numbers = words.compactMap { rate.parse(String($0)) }
                return numbers.count == words.count && numbers.count <= count ? numbers : nil
            }, show: { _ in nil })
    }
}

extension Notation where T == String {
    /// A text of any kind.
    static func text(_ placeholder: String, _ allowed: String) -> Self {
        Notation(placeholder: placeholder, allowed: allowed, parse: { $0 })
    }

    /// The name of a file to write.
    static func file(_ ending: String) -> Self {
        Notation(
            placeholder: "FILE", allowed: "a name that ends in \(ending)",
            parse: { WholeFile.isName($0, ending: ending) ? $0 : nil })
    }
}

extension Notation where T: RawRepresentable & CaseIterable & Sendable, T.RawValue == String {
    /// One of some words; of all that there are by default.
    static func word(_ cases: [T] = Array(T.allCases)) -> Self {
        let names = cases.map(\.rawValue)
        return Notation(
            placeholder: names.joined(separator: "|"), allowed: list(names, "or"),
            parse: { names.contains($0) ? T(rawValue: $0) : nil }, show: { $0.rawValue })
    }
}
