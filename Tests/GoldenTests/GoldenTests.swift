import Foundation
import TestSupport
import Testing

/// Every file in `Golden` starts with a command line and holds what it must print, as an ``Excerpt``.
///
/// A few files hold whole screens: a lesson a part, and each kind of option once. All others leave out
/// what those have, so that a sentence is recorded in few places.
///
/// To record: `RECORD_GOLDEN=1 swift test --filter GoldenTests` writes the whole output of each file that no
/// longer matches, and fails, so that a recording never passes for a test; cut it down again by hand. A new
/// file needs no more than its first line: `$ part1 …`.
@Suite(.recordedLessons) struct GoldenTests {
    private static let folder = Reference.tests.appendingPathComponent("GoldenTests")

    static let files: [URL] = {
        let files = try? FileManager.default.contentsOfDirectory(
            at: folder.appendingPathComponent("Golden"), includingPropertiesForKeys: nil)
        return (files ?? []).filter { $0.pathExtension == "txt" }
            .sorted { $0.lastPathComponent < $1.lastPathComponent }
    }()

    private static let isRecording = ProcessInfo.processInfo.environment["RECORD_GOLDEN"] != nil

    /// Everything that a run leaves on a screen, as lines.
    static func screen(_ result: Program.Result) -> [String] {
        var text = result.output
        if !result.error.isEmpty { text += "--- standard error\n\(result.error)" }
        if result.status != 0 { text += "--- exit code \(result.status)\n" }
        return text.components(separatedBy: "\n").dropLast()
    }

    @Test func thereAreGoldenFilesForEveryPart() {
        for part in ["part1", "part2", "part3", "part4"] {
            #expect(Self.files.contains { $0.lastPathComponent.hasPrefix(part) })
        }
    }

    @Test(arguments: files.filter { !isSlow($0) })
    func printsWhatItsFileSays(_ file: URL) throws { try check(file) }

    @Test(.slow, arguments: files.filter(isSlow))
    func longRunsPrintWhatTheirFilesSay(_ file: URL) throws { try check(file) }

    /// True for the whole training of a lesson with 2,000 points.
    private static func isSlow(_ file: URL) -> Bool {
        let name = file.lastPathComponent
        return ["-sine", "-legendre", "-network"].contains { name.contains($0) }
            && !["-explain", "-graph", "-check", "-list", "-help"].contains { name.contains($0) }
            && !["part1-sine.txt", "part2-legendre.txt", "part4-network.txt"].contains(name)
    }

    private func check(_ file: URL) throws {
        let expected = try String(contentsOf: file, encoding: .utf8)
            .components(separatedBy: "\n").dropLast()
        let firstLine = try #require(expected.first)
        try #require(firstLine.hasPrefix("$ "), "the first line of \(file) is a command line")
        let screen = Self.screen(try Program.run(String(firstLine.dropFirst(2))))
        let mismatch = Excerpt(Array(expected.dropFirst())).mismatch(screen)
        #expect(mismatch == nil, "\(file.lastPathComponent)")
        if Self.isRecording && mismatch != nil {
            let text = ([firstLine] + screen).map { $0 + "\n" }.joined()
            try text.write(to: file, atomically: true, encoding: .utf8)
        }
    }

    /// Wrong command lines, each with the one line that it leads to.
    static let wrongUsage: [(command: String, error: String)] = {
        let file = folder.appendingPathComponent("UsageErrors.txt")
        let lines = (try? String(contentsOf: file, encoding: .utf8))?.split(separator: "\n") ?? []
        return stride(from: 0, to: lines.count, by: 2).map {
            (String(lines[$0].dropFirst(2)), String(lines[$0 + 1]))
        }
    }()

    @Test(arguments: wrongUsage)
    func aWrongCommandLineIsRefused(_ command: String, _ error: String) throws {
        let part = command.prefix { $0 != " " }
        #expect(
            try Program.run(command)
                == .init(output: "", error: "error: \(error) See '\(part) --help'.\n", status: 64))
    }
}
