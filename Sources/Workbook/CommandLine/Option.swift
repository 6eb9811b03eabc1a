import Classroom
import Words

/// One option of the command line.
public struct Option: Sendable {
    enum Group: String, CaseIterable, Sendable {
        case training = "TRAINING"
        case looking = "LOOKING"
        case output = "OUTPUT"
    }

    /// The value that an option takes.
    struct Value: Sendable {
        /// What the help shows for it, such as "N".
        var placeholder: String
        /// What it must be, for an error message.
        var allowed: String
        /// Reads it into the settings; false if it is not allowed.
        var read: @Sendable (_ text: String, _ settings: inout Settings) -> Bool
        /// What the settings say, as the help shows it; nil for nothing.
        var show: @Sendable (Settings) -> String? = { _ in nil }
    }

    enum Argument: Sendable {
        case flag(@Sendable (inout Settings) -> Void)
        case value(Value)
        /// A value that may be left out, and what then holds.
        case optionalValue(Value, absent: @Sendable (inout Settings) -> Void)

        /// What is allowed as a value; nil if there can be none.
        var value: Value? {
            switch self {
            case .flag: nil
            case .value(let value), .optionalValue(let value, _): value
            }
        }
    }

    /// The names, with their dashes; the first is the usual one.
    var names: [String]
    var group: Group = .training
    var argument: Argument
    /// What it does, for the help.
    var help: String
    /// Whether the help has it; others are named where they are needed.
    var isListed = true
    /// Where the option exists; everywhere by default.
    var stages = Set(Stage.allCases)

    var name: String { names[0] }
}

// MARK: - Kinds of values

extension Option.Argument {
    static func flag(_ place: Place<Bool>) -> Self {
        .flag { place.set(&$0, true) }
    }

    /// A value of any kind.
    ///
    /// - Parameters:
    ///   - parse: the value that a text stands for; nil if it is not allowed.
    ///   - write: puts the value into the settings.
    ///   - show: what the settings say, for the help; nil for nothing.
    private static func value<T>(
        _ placeholder: String, allowed: String, parse: @escaping @Sendable (String) -> T?,
        write: @escaping @Sendable (inout Settings, T) -> Void,
        show: @escaping @Sendable (Settings) -> String? = { _ in nil }
    ) -> Self {
        .value(
            Option.Value(
                placeholder: placeholder, allowed: allowed,
                read: { text, settings in
                    guard let value = parse(text) else { return false }
                    write(&settings, value)
                    return true
                }, show: show))
    }

    static func integer(_ place: Place<Int>, in range: ClosedRange<Int>) -> Self {
        value(
            "N", allowed: allowedIntegers(range), parse: { plainInteger($0, in: range) },
            write: place.set, show: { "\(place.get($0))" })
    }

    static func integer(
        _ place: Place<Int?>, placeholder: String = "N", in range: ClosedRange<Int>
    ) -> Self {
        value(
            placeholder, allowed: allowedIntegers(range), parse: { plainInteger($0, in: range) },
            write: { place.set(&$0, $1) }, show: { place.get($0).map { "\($0)" } })
    }

    static func number(_ place: Place<Double>, atLeast minimum: Double? = nil) -> Self {
        value(
            "X", allowed: allowedNumbers(minimum), parse: { float32($0, atLeast: minimum) },
            write: place.set, show: { Numbers.short(place.get($0)) })
    }

    static func number(
        _ place: Place<Double?>, placeholder: String, atLeast minimum: Double? = nil
    ) -> Self {
        value(
            placeholder, allowed: allowedNumbers(minimum),
            parse: { float32($0, atLeast: minimum) }, write: { place.set(&$0, $1) })
    }

    /// A text of any kind.
    static func text(
        _ place: Place<String?>, _ placeholder: String, allowed: String, isShown: Bool = true
    ) -> Self {
        value(
            placeholder, allowed: allowed, parse: { $0 }, write: { place.set(&$0, $1) },
            show: { isShown ? place.get($0) : nil })
    }

    /// A value that may be left out.
    static func optional(_ argument: Self, absent: @escaping @Sendable (inout Settings) -> Void)
        -> Self
    {
        .optionalValue(argument.value!, absent: absent)
    }

    /// Several numbers between commas.
    static func numbers(
        _ place: Place<[Double]>, placeholder: String, atLeast minimum: Double, atMost count: Int
    ) -> Self {
        value(
            placeholder,
            allowed: "1 to \(count) numbers separated by commas, each \(allowedNumbers(minimum))",
            parse: { text in
                let words = text.split(separator: ",", omittingEmptySubsequences: false)
                let numbers = words.compactMap { float32(String($0), atLeast: minimum) }
                return numbers.count == words.count && numbers.count <= count ? numbers : nil
            }, write: place.set)
    }

    /// One of the cases of an enum.
    ///
    /// - Parameter cases: those that are allowed; all by default.
    static func choice<Choice>(_ place: Place<Choice?>, _ cases: [Choice]? = nil) -> Self
    where Choice: RawRepresentable & CaseIterable & Sendable, Choice.RawValue == String {
        let names = (cases ?? Array(Choice.allCases)).map(\.rawValue)
        return value(
            names.joined(separator: "|"), allowed: list(names, "or"),
            parse: { names.contains($0) ? Choice(rawValue: $0) : nil },
            write: { place.set(&$0, $1) }, show: { place.get($0)?.rawValue })
    }

    static func choice<Choice>(_ place: Place<Choice>, _ cases: [Choice]? = nil) -> Self
    where Choice: RawRepresentable & CaseIterable & Sendable, Choice.RawValue == String {
        let names = (cases ?? Array(Choice.allCases)).map(\.rawValue)
        return value(
            names.joined(separator: "|"), allowed: list(names, "or"),
            parse: { names.contains($0) ? Choice(rawValue: $0) : nil }, write: place.set,
            show: { place.get($0).rawValue })
    }

    // MARK: - Reading

    private static func allowedIntegers(_ range: ClosedRange<Int>) -> String {
        "a whole number from \(range.lowerBound) to \(range.upperBound)"
    }

    private static func allowedNumbers(_ minimum: Double?) -> String {
        let range = minimum.map { "a number from \(Numbers.short($0)) to" } ?? "a number up to"
        return "\(range) \(Numbers.short(Float.greatestFiniteMagnitude)), the range of a Float32"
    }

    static func float32(_ text: String, atLeast minimum: Double?) -> Double? {
        guard let number = plainNumber(text), Float(number).isFinite else { return nil }
        return number >= minimum ?? number ? number : nil
    }

    /// A decimal number as people write it; not "nan", "inf" or "0x10".
    static func plainNumber(_ text: String) -> Double? {
        guard text.consists(of: "0123456789+-.eE"), let number = Double(text) else { return nil }
        return number.isFinite ? number : nil
    }

    private static func plainInteger(_ text: String, in range: ClosedRange<Int>) -> Int? {
        guard text.consists(of: "0123456789+-"), let number = Int(text) else { return nil }
        return range.contains(number) ? number : nil
    }
}
