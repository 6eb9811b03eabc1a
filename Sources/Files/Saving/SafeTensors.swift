import Foundation
import Words

/// The contents of a `.safetensors` file: named tensors, and some words about them.
///
/// The format is that of the `safetensors` package (huggingface.co/docs/safetensors): eight bytes with the length of
/// the header, the header in JSON, and the numbers of all tensors in sequence, all little-endian.
package struct SafeTensors: Equatable, Sendable {
    /// A tensor: Float32 numbers in row-major order.
    package struct Entry: Equatable, Sendable {
        package var name: String
        package var shape: [Int]
        package var values: [Float]

        /// A description such as "weight of shape [2, 3]".
        package var words: String { "\(visible(name)) of shape \(visible("\(shape)"))" }
    }

    package var entries: [Entry]
    var metadata: [String: String] = [:]

    /// The bytes of a file, identical to those that the `safetensors` package writes.
    package var bytes: [UInt8] {
        let sorted = entries.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
        var fields: [String] = []
        if !metadata.isEmpty {
            let words = metadata.sorted { $0.key < $1.key }.map {
                "\(Self.json($0.key)):\(Self.json($0.value))"
            }
            fields.append("\"__metadata__\":{\(words.joined(separator: ","))}")
        }
        var end = 0
        for entry in sorted {
            let start = end
            end += 4 * entry.values.count
            fields.append(
                "\(Self.json(entry.name)):{\"dtype\":\"F32\",\"shape\":\(Self.json(entry.shape)),"
                    + "\"data_offsets\":[\(start),\(end)]}")
        }
        var header = Array("{\(fields.joined(separator: ","))}".utf8)
        // The numbers begin at a multiple of eight bytes.
        while header.count % 8 != 0 { header.append(UInt8(ascii: " ")) }
        var bytes = LittleEndian.bytes(UInt64(header.count)) + header
        bytes.reserveCapacity(bytes.count + end)
        for entry in sorted { bytes += LittleEndian.bytes(entry.values) }
        return bytes
    }

    /// A text, or a list of texts, as JSON.
    package static func json(_ text: some Encodable) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .withoutEscapingSlashes
        // Any text can be encoded.
        return String(decoding: try! encoder.encode(text), as: UTF8.self)
    }
}

/// Numbers in the byte order of files, whatever the processor's.
enum LittleEndian {
    static func bytes<I: FixedWidthInteger>(_ number: I) -> [UInt8] {
        withUnsafeBytes(of: number.littleEndian) { Array($0) }
    }

    static func bytes(_ numbers: [Float]) -> [UInt8] {
        numbers.map(\.bitPattern.littleEndian).withUnsafeBytes { Array($0) }
    }

    static func number<I: FixedWidthInteger>(_ type: I.Type, _ bytes: some Collection<UInt8>) -> I {
        bytes.reversed().reduce(0) { $0 << 8 | I($1) }
    }

    /// Float32 numbers of four bytes each.
    static func floats(_ bytes: ArraySlice<UInt8>) -> [Float] {
        bytes.withUnsafeBytes { raw in
            (0..<raw.count / 4).map { index in
                let bits = raw.loadUnaligned(fromByteOffset: 4 * index, as: UInt32.self)
                return Float(bitPattern: UInt32(littleEndian: bits))
            }
        }
    }
}
