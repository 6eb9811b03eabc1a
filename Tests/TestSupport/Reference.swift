import Foundation

/// Recordings of PyTorch and NumPy, made by `scripts/record_reference.py`.
public enum Reference {
    /// Reads a file of `Tests/Reference`.
    public static func load<T: Decodable>(_ file: String, as type: T.Type = T.self) -> T {
        do {
            let data = try Data(contentsOf: tests.appendingPathComponent("Reference/\(file)"))
            return try JSONDecoder().decode(T.self, from: data)
        } catch {
            fatalError("Tests/Reference/\(file): \(error)")
        }
    }

    /// The folder `Tests`.
    public static let tests = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent()

    /// The package's folder.
    public static let package = tests.deletingLastPathComponent()
}

/// A training run: the loss before each step, and the parameters after every so many steps.
public struct Trace<Settings: Decodable & Sendable>: Decodable, Sendable {
    public var name: String
    public var variant: String
    public var settings: Settings
    public var startBits: [String: Bits]
    public var lossBits: Bits
    public var parameterBits: [String: Bits]

    enum CodingKeys: String, CodingKey {
        case name, variant, settings
        case startBits = "start_bits"
        case lossBits = "loss_bits"
        case parameterBits = "parameter_bits"
    }
}

/// Float32 numbers, written as eight hexadecimal digits each.
public struct Bits: Decodable, Sendable, Equatable, CustomStringConvertible {
    public var floats: [Float]

    public init(_ floats: [Float]) {
        self.floats = floats
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let words = try container.decode(String.self).split(separator: " ")
        floats = try words.map { word in
            guard word.count == 8, let bits = UInt32(word, radix: 16) else {
                throw DecodingError.dataCorruptedError(
                    in: container, debugDescription: "\(word) is not a Float32 in hexadecimal")
            }
            return Float(bitPattern: bits)
        }
    }

    public static func == (a: Bits, b: Bits) -> Bool {
        a.floats.map(\.bitPattern) == b.floats.map(\.bitPattern)
    }

    public var description: String {
        floats.map { String($0.bitPattern, radix: 16) }.joined(separator: " ")
    }
}

/// The largest relative difference between two lists of numbers of the same length; nil for lists of
/// different lengths.
public func relativeDifference(_ a: [Float], _ b: [Float]) -> Double? {
    guard a.count == b.count else { return nil }
    var largest = 0.0
    for (a, b) in zip(a, b) where a != b {
        let (a, b) = (Double(a), Double(b))
        largest = max(largest, abs(a - b) / max(abs(a), abs(b)))
    }
    return largest
}
