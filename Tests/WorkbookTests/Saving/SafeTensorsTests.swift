import Foundation
import TestSupport
import Testing

@testable import Classroom
@testable import Exercises
@testable import Files
@testable import Looking
@testable import System
@testable import Words
@testable import Workbook

/// Files of the `safetensors` package, and damaged ones.
@Suite struct SafeTensorsTests {
    struct Recording: Decodable, Sendable {
        let files: [File]
    }

    struct File: Decodable, Sendable, CustomTestStringConvertible {
        let name: String
        let metadata: [String: String]
        let tensors: [Entry]
        let base64: String

        var testDescription: String { name }

        var bytes: [UInt8] { Base64.bytes(base64) ?? [] }

        var content: SafeTensors {
            SafeTensors(
                entries: tensors.map {
                    SafeTensors.Entry(
                        name: $0.name, shape: $0.shape, values: $0.value_bits.floats)
                }, metadata: metadata)
        }
    }

    struct Entry: Decodable, Sendable {
        let name: String
        let shape: [Int]
        let value_bits: Bits
    }

    static let recorded = Reference.load("saving.json", as: Recording.self).files

    @Test(arguments: recorded) func readsThePackagesFiles(file: File) throws {
        #expect(Self.recorded.count == 5)
        let read = try SafeTensors(file.bytes)
        let expected = file.content.entries.sorted { $0.name < $1.name }
        let found = read.entries.sorted { $0.name < $1.name }
        #expect(found.map(\.name) == expected.map(\.name))
        #expect(found.map(\.shape) == expected.map(\.shape))
        #expect(
            found.map { $0.values.map(\.bitPattern) }
                == expected.map { $0.values.map(\.bitPattern) }
        )
        #expect(read.metadata == file.metadata)
    }

    @Test(arguments: recorded) func writesThePackagesBytes(file: File) {
        #expect(file.content.bytes == file.bytes)
    }

    /// Whatever byte is another one, whatever piece is missing: an error or a file, never a trap.
    @Test func damagedFilesAreRefusedOrRead() throws {
        var random = Random(state: 1)
        for file in Self.recorded {
            let bytes = file.bytes
            for end in 0..<bytes.count {
                let read = try? SafeTensors(Array(bytes.prefix(end)))
                #expect(read == nil, "\(file.name), \(end) bytes")
            }
            for _ in 0..<2000 {
                var damaged = bytes
                for _ in 0...random.below(4) {
                    let place = random.below(bytes.count)
                    damaged[place] = UInt8(random.below(256))
                }
                _ = try? SafeTensors(damaged)
            }
        }
    }

    /// A header with what follows it, and the sentence with which it is refused.
    static let hostile: [(header: String, data: Int, reason: String)] = {
        func tensor(_ shape: String, _ offsets: String, _ type: String = "F32") -> String {
            "{\"dtype\":\"\(type)\",\"shape\":\(shape),\"data_offsets\":\(offsets)}"
        }
        let one = tensor("[1]", "[0,4]")
        let (place, form) = ("not where they should be", "is not the JSON of a safetensors file")
        return [
            ("{\"a\":\(tensor("[2]", "[0,8]")),\"w\":\(tensor("[1]", "[4,8]"))}", 8, place),
            ("{\"a\":\(one),\"w\":\(tensor("[1]", "[8,12]"))}", 12, "the bytes of 'w' are not"),
            ("{\"w\":\(tensor("[100]", "[0,400]"))}", 8, place),
            ("{\"w\":\(tensor("[1]", "[4,0]"))}", 8, place),
            ("{\"w\":\(tensor("[1]", "[0,4,8]"))}", 8, place),
            ("{\"w\":\(tensor("[1]", "[]"))}", 8, place),
            ("{\"w\":\(one)}", 8, "4 bytes at its end belong to no tensor"),
            ("{\"w\":\(tensor("[1]", "[0,8]", "F64"))}", 8, "'F64', but the workbook's are F32"),
            ("{\"w\":\(tensor("[1]", "[0,4]", "I32"))}", 4, "'I32'"),
            ("{\"w\":\(tensor("[3]", "[0,4]"))}", 4, place),
            ("{\"w\":\(tensor("[65536,65536,65536,65536]", "[0,4]"))}", 4, place),
            ("{\"w\":\(tensor("[4294967295]", "[4294967291,4294967295]"))}", 4, place),
            ("{\"w\":\(tensor("[99999999999999999999]", "[0,4]"))}", 4, form),
            ("{\"w\":\(tensor("[1]", "[9223372036854775803,9223372036854775807]"))}", 4, form),
            ("{\"w\":\(tensor("[-1]", "[0,4]"))}", 4, form),
            ("{\"w\":\(tensor("[1.5]", "[0,4]"))}", 4, form),
            ("{\"w\":\(tensor("[01]", "[0,4]"))}", 4, form),
            ("{\"__metadata__\":{\"a\":1},\"w\":\(one)}", 4, form),
            ("{\"w\":{\"dtype\":\"F32\",\"shape\":[]}}", 0, form),
            ("{\"w\":\(one)}x", 4, form),
            ("{\"w\":\(one)", 4, form),
            ("{\"w\":" + String(repeating: "[", count: 1_000_000), 0, form),
            ("{\"__metadata__\":" + String(repeating: "{\"a\":", count: 100_000), 0, form),
            ("{\"\\x\":\(one)}", 4, form),
            ("{\"\n\":\(one)}", 4, form),
            ("{\"w", 0, form),
            ("[]", 0, "is not a safetensors file"),
            ("", 4, "is not a safetensors file"),
            (" {}", 0, "is not a safetensors file"),
        ]
    }()

    /// As serde_json writes it, with which the package is made.
    @Test func textsAreThePackages() {
        #expect(
            SafeTensors.json("a/\"\\ \u{8}\u{C}\n\r\t\u{1}\u{1F}\u{7F}é\u{2028}😀")
                == "\"a/\\\"\\\\ \\b\\f\\n\\r\\t\\u0001\\u001f\u{7F}é\u{2028}😀\"")
    }

    /// As the format's own library reads it.
    @Test func metadataMayBeNull() throws {
        let header =
            "{\"__metadata__\": null,\"w\":{\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[0,4]}}"
        let bytes =
            LittleEndian.bytes(UInt64(header.utf8.count)) + Array(header.utf8) + [0, 0, 128, 63]
        let file = try SafeTensors(bytes)
        #expect(file.metadata.isEmpty)
        #expect(file.entries == [SafeTensors.Entry(name: "w", shape: [], values: [1])])
    }

    @Test func hostileFilesAreRefused() throws {
        for (header, count, reason) in Self.hostile {
            let bytes =
                LittleEndian.bytes(UInt64(header.utf8.count)) + Array(header.utf8)
                + [UInt8](repeating: 0, count: count)
            let fault = #expect(throws: FileFault.self) { try SafeTensors(bytes) }
            let sentence = fault?.reason ?? ""
            #expect(sentence.contains(reason), "\(header.prefix(80)): \(sentence)")
            #expect(!sentence.contains("\n"))
        }
    }

    @Test func headersThatAreNoneAreRefused() throws {
        let wrong: [[UInt8]] = [
            [], [1, 2, 3], LittleEndian.bytes(UInt64(1) << 63) + [123, 125],
            LittleEndian.bytes(UInt64.max) + [123, 125],
            LittleEndian.bytes(UInt64(4)) + [123, 34, 255, 125],
            Array("version https://git-lfs.github.com/spec/v1\n".utf8),
        ]
        for bytes in wrong {
            let fault = #expect(throws: FileFault.self) { try SafeTensors(bytes) }
            #expect(fault?.reason.contains("safetensors file") == true, "\(fault?.reason ?? "")")
        }
    }

    /// No more of a file is read than a run can have.
    @Test func largeFilesAreNotRead() throws {
        let error = #expect(throws: FileFault.self) {
            try Platform.bytes(of: "/dev/zero")
        }
        #expect(error?.reason == "File too large")
    }
}
