import Foundation
import TestSupport
import Testing

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

    static func read(_ bytes: [UInt8]) throws(FileFault) -> SafeTensors {
        try SafeTensors(size: bytes.count) { start, count throws(FileFault) in
            Array(bytes.dropFirst(start).prefix(count))
        }
    }

    @Test(arguments: recorded) func readsThePackagesFiles(file: File) throws {
        #expect(Self.recorded.count == 5)
        let read = try Self.read(file.bytes)
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
                let read = try? Self.read(Array(bytes.prefix(end)))
                #expect(read == nil, "\(file.name), \(end) bytes")
            }
            for _ in 0..<2000 {
                var damaged = bytes
                for _ in 0...random.below(4) {
                    let place = random.below(bytes.count)
                    damaged[place] = UInt8(random.below(256))
                }
                _ = try? Self.read(damaged)
            }
        }
    }

    /// A header with what follows it, and the sentence with which it is refused.
    static let hostile: [(header: String, data: Int, reason: String)] = {
        func tensor(_ shape: String, _ offsets: String, _ type: String = "F32") -> String {
            "{\"dtype\":\"\(type)\",\"shape\":\(shape),\"data_offsets\":\(offsets)}"
        }
        let one = tensor("[1]", "[0,4]")
        let many = (0...SafeTensorsHeader.mostEntries).map {
            "\"\($0)\":\(tensor("[0]", "[0,0]"))"
        }
        return [
            ("{\"a\":\(tensor("[2]", "[0,8]")),\"w\":\(tensor("[1]", "[4,8]"))}", 8, "overlaps"),
            ("{\"a\":\(one),\"w\":\(tensor("[1]", "[8,12]"))}", 12, "there is a hole before 'w'"),
            ("{\"w\":\(tensor("[100]", "[0,400]"))}", 8, "damaged or not whole"),
            ("{\"w\":\(tensor("[1]", "[4,0]"))}", 8, "damaged or not whole"),
            ("{\"w\":\(one)}", 8, "4 bytes at its end belong to no tensor"),
            ("{\"w\":\(tensor("[1]", "[0,8]", "F64"))}", 8, "'F64', but the workbook's are F32"),
            ("{\"w\":\(tensor("[1]", "[0,4]", "I32"))}", 4, "'I32'"),
            ("{\"w\":\(tensor("[3]", "[0,4]"))}", 4, "has the shape [3], but 4 bytes"),
            ("{\"w\":\(one),\"w\":\(one)}", 4, "has the name 'w' twice"),
            ("{\"w\":\(one),\"\\u0077\":\(one)}", 4, "has the name 'w' twice"),
            ("{\"__metadata__\":{\"a\":\"\",\"a\":\"\"},\"w\":\(one)}", 4, "the key 'a' twice"),
            ("{\"__metadata__\":{\"a\":1},\"w\":\(one)}", 4, "a quotation mark is missing"),
            ("{\"w\":{\"dtype\":\"F32\",\"dtype\":\"F32\"}}", 0, "'dtype' of 'w' twice"),
            ("{\"w\":{\"dtype\":\"F32\",\"shape\":[]}}", 0, "does not say of 'w' what it must"),
            ("{\"w\":{\"dtype\":\"F32\",\"x\":[]}}", 0, "says 'x' of 'w'"),
            ("{\"w\":\(tensor("[4294967296,4294967296]", "[0,4]"))}", 4, "can be counted"),
            ("{\"w\":\(tensor("[99999999999999999999]", "[0,4]"))}", 4, "a number is too large"),
            (
                "{\"w\":\(tensor("[1]", "[9223372036854775803,9223372036854775807]"))}", 4,
                "damaged or not whole"
            ),
            ("{\"w\":\(tensor("[-1]", "[0,4]"))}", 4, "a whole number is missing"),
            ("{\"w\":\(tensor("[1.0]", "[0,4]"))}", 4, "a closing bracket is missing"),
            ("{\"w\":\(tensor("[01]", "[0,4]"))}", 4, "a whole number is missing"),
            ("{\"w\":\(tensor("[1]", "[0,4,8]"))}", 4, "a list is too long"),
            ("{\"w\":\(one)}x", 4, "something follows"),
            ("{\"w\":\(one)", 4, "closing brace is missing"),
            ("{\"w\":" + String(repeating: "[", count: 1_000_000), 0, "a brace is missing"),
            (
                "{\"__metadata__\":" + String(repeating: "{\"a\":", count: 100_000), 0,
                "a quotation mark is missing"
            ),
            ("{\(many.joined(separator: ","))}", 0, "more than 65536 tensors"),
            ("{\"\\ud800\":\(one)}", 4, "not as JSON has it"),
            ("{\"\\ud800\\u0041\":\(one)}", 4, "not as JSON has it"),
            ("{\"\\x\":\(one)}", 4, "not as JSON has it"),
            ("{\"\n\":\(one)}", 4, "not as JSON has it"),
            ("{\"w", 0, "a text does not end"),
            ("[]", 0, "does not begin with a brace"),
            ("", 4, "does not begin with a brace"),
            (" {}", 0, "does not begin with a brace"),
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
        let file = try Self.read(bytes)
        #expect(file.metadata.isEmpty)
        #expect(file.entries == [SafeTensors.Entry(name: "w", shape: [], values: [1])])
    }

    @Test func hostileFilesAreRefused() throws {
        for (header, count, reason) in Self.hostile {
            let bytes =
                LittleEndian.bytes(UInt64(header.utf8.count)) + Array(header.utf8)
                + [UInt8](repeating: 0, count: count)
            let fault = #expect(throws: FileFault.self) { try Self.read(bytes) }
            let sentence = fault?.reason ?? ""
            #expect(sentence.contains(reason), "\(header.prefix(80)): \(sentence)")
            #expect(!sentence.contains("\n"))
        }
    }

    @Test func headersThatAreNoneAreRefused() throws {
        let wrong: [(bytes: [UInt8], reason: String)] = [
            ([], "it has 0 bytes"),
            ([1, 2, 3], "it has 3 bytes"),
            (LittleEndian.bytes(UInt64(1) << 63) + [123, 125], "should have 9223372036854775808"),
            (LittleEndian.bytes(UInt64.max) + [123, 125], "only 2 follow"),
            (LittleEndian.bytes(UInt64(4)) + [123, 34, 255, 125], "not UTF-8"),
            (Array("version https://git-lfs.github.com/spec/v1\n".utf8), "not a safetensors file"),
        ]
        for (bytes, reason) in wrong {
            let fault = #expect(throws: FileFault.self) { try Self.read(bytes) }
            let sentence = fault?.reason ?? ""
            #expect(sentence.contains(reason), "\(sentence)")
        }
    }

    /// A file may say that it is as large as it likes: no more is read than is needed to see what is wrong.
    @Test func largeFilesAreNotRead() throws {
        var most = 0
        func fault(_ header: String, size: Int, length: UInt64? = nil) -> String {
            let start = LittleEndian.bytes(length ?? UInt64(header.utf8.count)) + Array(header.utf8)
            do throws(FileFault) {
                _ = try SafeTensors(size: size) { place, count throws(FileFault) in
                    most = max(most, count)
                    return Array(start.dropFirst(place).prefix(count))
                }
                return ""
            } catch {
                return error.reason
            }
        }
        let large = 40_000_000_000
        let tensor = "{\"w\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}"
        let numbers = fault(tensor, size: large)
        #expect(numbers.hasSuffix("but the workbook loads at most 16777216"))
        let header = fault("{", size: large, length: 30_000_000_000)
        #expect(header.contains("more than the 100000000 that are allowed"))
        let zeros = fault("\0", size: large, length: 90_000_000)
        #expect(zeros.contains("does not begin with a brace"))
        #expect(most <= 100)
    }
}
