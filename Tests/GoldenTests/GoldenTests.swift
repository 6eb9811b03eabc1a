import Foundation
import TestSupport
import Testing

/// Every file in `Golden` starts with a command line and holds what it must print.
///
/// To record them anew: `RECORD_GOLDEN=1 swift test --filter GoldenTests`, which fails, so that a
/// recording never passes for a test. A new file needs no more than its first line: `$ part1 …`.
@Suite(.recordedLessons) struct GoldenTests {
    static let files: [URL] = {
        let folder = Reference.tests.appendingPathComponent("GoldenTests/Golden")
        let files = try? FileManager.default.contentsOfDirectory(
            at: folder, includingPropertiesForKeys: nil)
        return (files ?? []).filter { $0.pathExtension == "txt" }
            .sorted { $0.lastPathComponent < $1.lastPathComponent }
    }()

    static let isRecording = ProcessInfo.processInfo.environment["RECORD_GOLDEN"] != nil

    @Test func thereAreGoldenFilesForEveryPart() {
        for part in ["part1", "part2", "part3", "part4"] {
            #expect(Self.files.contains { $0.lastPathComponent.hasPrefix(part) })
        }
    }

    @Test(arguments: files)
    func printsWhatItsFileSays(_ file: URL) throws {
        let expected = try String(contentsOf: file, encoding: .utf8)
        let firstLine = expected.prefix { $0 != "\n" }
        try #require(firstLine.hasPrefix("$ "), "the first line of \(file) is a command line")
        let result = try Program.run(String(firstLine.dropFirst(2)))
        var actual = "\(firstLine)\n\(result.output)"
        if !result.error.isEmpty { actual += "--- standard error\n\(result.error)" }
        if result.status != 0 { actual += "--- exit code \(result.status)\n" }
        if Self.isRecording {
            try actual.write(to: file, atomically: true, encoding: .utf8)
            Issue.record("recorded \(file.lastPathComponent); look at it, then run the tests again")
        } else {
            #expect(actual == expected, "\(file.lastPathComponent)")
        }
    }
}
