import Foundation

/// How numbers are printed. The same everywhere, so that transcripts are.
enum Numbers {
    /// A number with a fixed number of decimals, as C and Python print it: 30.00000000.
    static func fixed(_ value: Double, _ decimals: Int) -> String {
        String(format: "%.\(decimals)f", value)
    }

    static func fixed(_ value: Float, _ decimals: Int) -> String {
        fixed(Double(value), decimals)
    }

    /// A number with a number of significant digits and no needless zeros: 0.1333, 2e-06.
    static func short(_ value: Double, _ digits: Int = 4) -> String {
        String(format: "%.\(digits)g", value)
    }

    static func short(_ value: Float, _ digits: Int = 4) -> String {
        short(Double(value), digits)
    }

    /// A Float32 as Python prints it: the shortest decimal that reads back to the same Float64.
    static func exact(_ value: Float) -> String {
        "\(Double(value))"
    }

    /// The shortest decimal that reads back to the same Float32, or nil if it is not finite.
    static func shortest(_ value: Float) -> String? {
        value.isFinite ? "\(value)" : nil
    }

    /// A matrix with four decimals, a line for each row.
    static func matrix(_ values: [Float], columns: Int) -> [String] {
        let cells = values.map { fixed($0, 4) }
        let width = cells.map(\.count).max() ?? 0
        let padded = cells.map { String(repeating: " ", count: width - $0.count) + $0 }
        return stride(from: 0, to: cells.count, by: columns).map { start in
            "  [\(padded[start..<start + columns].joined(separator: ", "))]"
        }
    }

    /// The eight hexadecimal digits of a Float32.
    static func bits(_ value: Float) -> String {
        let digits = String(value.bitPattern, radix: 16)
        return String(repeating: "0", count: 8 - digits.count) + digits
    }
}
