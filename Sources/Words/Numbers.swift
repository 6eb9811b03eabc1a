/// The printed form of numbers, which is the same on every system so that transcripts agree.
package enum Numbers {
    /// A number with a fixed number of decimals, as C and Python print it: 30.00000000.
    package static func fixed(_ value: Double, _ decimals: Int) -> String {
        text(.fixed, decimals, value)
    }

    package static func fixed(_ value: Float, _ decimals: Int) -> String {
        fixed(Double(value), decimals)
    }

    /// A number with a few significant digits and no trailing zeros: 0.1333, 2e-06.
    package static func short(_ value: Double, _ digits: Int = 4) -> String {
        text(.short, digits, value + 0)  // A zero has no sign.
    }

    package static func short(_ value: Float, _ digits: Int = 4) -> String {
        short(Double(value), digits)
    }

    /// A number in the form 1.2e-05, with the given number of decimals.
    package static func scientific(_ value: Double, _ decimals: Int) -> String {
        text(.scientific, decimals, value)
    }

    /// A Float32 as Python prints it: the shortest decimal that reads back as the same Float64.
    package static func exact(_ value: Float) -> String {
        "\(canonical(Double(value)))"
    }

    /// The shortest decimal that reads back as the same Float32. Other values are "inf", "-inf" and "nan", which
    /// spreadsheets and Python can read.
    package static func shortest(_ value: Float) -> String {
        "\(canonical(value))"
    }

    /// The forms in which C prints a number: %f, %g and %e.
    package enum Form: String {
        case fixed = "f"
        case short = "g"
        case scientific = "e"
    }

    private static func text(_ form: Form, _ digits: Int, _ value: Double) -> String {
        printed(form, digits, canonical(value))
    }

    /// The value, or for any NaN the one without a sign. The sign of an undefined result, and its other insignificant
    /// bits, differ between processors.
    private static func canonical<F: BinaryFloatingPoint>(_ value: F) -> F {
        value.isNaN ? .nan : value
    }

    // MARK: - In explanations

    /// Numbers in one format, all with the same number of decimals: none if all are whole, otherwise three, or four
    /// significant digits if three decimals wouldn't show them.
    package static func alike(_ values: [Float]) -> [String] {
        let values = values.map { $0 + 0 }  // A zero has no sign.
        let isWhole = values.allSatisfy { $0 == $0.rounded() && abs($0) < 1e6 }
        let isPlain = values.allSatisfy { $0 == 0 || 1e-3..<1e5 ~= abs($0) }
        return values.map { isWhole ? fixed($0, 0) : isPlain ? fixed($0, 3) : short($0) }
    }

    package static func plain(_ value: Float) -> String { alike([value])[0] }
    package static func plain(_ value: Double) -> String { plain(Float(value)) }

    /// As many numbers as fit, in brackets: [1 2 3 … 2000]. A single number has no brackets.
    package static func vector(_ values: [Float], width: Int = 48) -> String {
        if values.count == 1 { return plain(values[0]) }
        for shown in [values.count, 3, 2, 1] where shown <= 12 {
            if shown == values.count {
                let text = "[\(alike(values).joined(separator: " "))]"
                if text.count <= width { return text }
            } else if shown < values.count - 1 {
                let ends = alike(values.prefix(shown) + values.suffix(1))
                let text = "[\(ends.dropLast().joined(separator: " ")) … \(ends[shown])]"
                if text.count <= width || shown == 1 { return text }
            }
        }
        return "[\(alike(values).joined(separator: " "))]"
    }

    /// All numbers, the first and the last, or only the first, whichever fits; three significant digits if some are
    /// left out.
    package static func summary(_ values: [Float], width: Int) -> String {
        let all = values.count <= 6 ? vector(values) : ""
        if values.count == 1 || !all.isEmpty && all.count <= width { return all }
        let (first, last) = (short(values[0], 3), short(values[values.count - 1], 3))
        let ends = "[\(first) … \(last)]"
        return ends.count <= width ? ends : "[\(first) …]"
    }

    /// A number in subscript digits: v₁₂.
    package static func subscripted(_ number: Int) -> String {
        String(
            String.UnicodeScalarView(
                "\(number)".unicodeScalars.map {
                    Unicode.Scalar($0.value - 48 + 0x2080)!
                }))
    }

    /// A matrix with four decimals, one line per row.
    package static func matrix(_ values: [Float], columns: Int) -> [String] {
        let cells = values.map { fixed($0, 4) }
        let width = cells.map { $0.count }.max() ?? 0
        let padded = cells.map { Text.right($0, width) }
        return stride(from: 0, to: cells.count, by: columns).map { start in
            "  [\(padded[start..<start + columns].joined(separator: ", "))]"
        }
    }

    /// The eight hexadecimal digits of a Float32; the same for every NaN.
    package static func bits(_ value: Float) -> String {
        let digits = String(canonical(value).bitPattern, radix: 16)
        return String(repeating: "0", count: 8 - digits.count) + digits
    }
}
