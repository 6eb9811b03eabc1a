import Foundation
import TestSupport
import Testing

/// What the pages tell a reader to type works.
@Suite(.recordedLessons) struct DocumentationTests {
    struct Command: Sendable, Hashable, CustomTestStringConvertible {
        var page: String
        var line: String
        var testDescription: String { "\(page): \(line)" }
    }

    /// Every `swift run part…` of the README and the chapters; transcripts are checked elsewhere.
    static let commands: [Command] = {
        let docs = Reference.package.appendingPathComponent("docs")
        let chapters =
            (try? FileManager.default.contentsOfDirectory(atPath: docs.path))?.sorted()
            .filter { $0.hasSuffix(".md") }.map { docs.appendingPathComponent($0) } ?? []
        let pages = [Reference.package.appendingPathComponent("README.md")] + chapters
        var commands: [Command] = []
        for page in pages {
            let text = (try? String(contentsOf: page, encoding: .utf8)) ?? ""
            for match in text.matches(of: /(?:`|\n)swift run (part[1-4][^`\n]*)/) {
                let command = Command(
                    page: page.lastPathComponent,
                    line: match.1.trimmingCharacters(in: .whitespaces))
                if !commands.contains(command) { commands.append(command) }
            }
        }
        return commands
    }()

    @Test func thePagesHaveCommandsForEveryPart() {
        #expect(Self.commands.count >= 25)
        for part in 1...4 { #expect(Self.commands.contains { $0.line.hasPrefix("part\(part)") }) }
    }

    @Test(arguments: commands)
    func theCommandRuns(_ command: Command) throws {
        // This one writes a file; see ExerciseTests.
        if command.line.contains("--hand-in") { return }
        // And these; see SavingTests.
        if command.line.contains("--save") || command.line.contains("--load") { return }
        // Files are written where nobody misses them.
        let writes = [".svg", ".html"].contains(where: command.line.contains)
        let result =
            writes
            ? try Program.shell(
                "folder=$(mktemp -d) && cd \"$folder\" && \(command.line) && rm -r \"$folder\"")
            : try Program.run(command.line)
        // Tasks are there to be done, and not all are.
        let allowed: [Int32] = command.line.contains(" exercises") ? [0, 1] : [0]
        #expect(allowed.contains(result.status), "\(result.error)")
        #expect(result.error.isEmpty)
        #expect(!result.output.isEmpty)
    }
}
