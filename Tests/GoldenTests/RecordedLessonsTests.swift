import Foundation
import TestSupport
import Testing

/// What is skipped if somebody has changed a lesson, and that nothing is otherwise.
@Suite struct RecordedLessonsTests {
    /// All command lines that have a golden file.
    private static let commandLines: [[String]] = GoldenTests.files.map { file in
        let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
        return text.prefix { $0 != "\n" }.dropFirst(2).split(separator: " ").map(String.init)
    }

    private func skipped(ifEdited paths: Set<String>) -> [[String]] {
        Self.commandLines.filter { words in
            RecordedLessons.sources(words[0], Array(words.dropFirst())).contains(
                where: paths.contains)
        }
    }

    @Test func everyLessonIsRecorded() throws {
        let sources = Reference.package.appendingPathComponent("Sources")
        var files: [String] = []
        for part in 1...4 {
            let folder = sources.appendingPathComponent("part\(part)")
            let names = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
            files += names.filter { $0.hasSuffix(".swift") }.map { "part\(part)/\($0)" }
        }
        #expect(RecordedLessons.recorded.count >= 25)
        #expect(RecordedLessons.recorded.keys.filter { !files.contains($0) }.isEmpty)
        // A file beside the recorded ones is a lesson of the reader's own.
        let edited = RecordedLessons.edited
        for (path, sum) in RecordedLessons.recorded where !edited.contains(path) {
            let data = try Data(contentsOf: sources.appendingPathComponent(path))
            #expect(RecordedLessons.checkSum(data) == sum)
        }
    }

    @Test func withUneditedFilesNothingIsSkipped() {
        #expect(Self.commandLines.count > 150)
        #expect(skipped(ifEdited: []).isEmpty)
        // Every run has a file that it depends on, so that an edit cannot go unnoticed.
        for words in Self.commandLines
        where !words.contains("--help") && !words.contains("--version") {
            let sources = RecordedLessons.sources(words[0], Array(words.dropFirst()))
            #expect(sources.contains { RecordedLessons.recorded[$0] != nil }, "\(words)")
        }
        if RecordedLessons.edited.isEmpty {
            for words in Self.commandLines {
                #expect(throws: Never.self) {
                    try RecordedLessons.require(words[0], Array(words.dropFirst()))
                }
            }
        }
    }

    @Test func anEditSkipsItsLessonOnly() {
        let line = skipped(ifEdited: ["part1/Line.swift"])
        #expect(line.contains(["part1"]))
        #expect(line.count > 20 && line.allSatisfy { $0[0] == "part1" && !$0.contains("crops") })
        let rmsprop = skipped(ifEdited: ["part4/RMSprop.swift"])
        #expect(!rmsprop.isEmpty && rmsprop.allSatisfy { $0.contains("rmsprop") })
        let mistake = skipped(ifEdited: ["part2/Mistakes/NoZeroGrad.swift"])
        #expect(!mistake.isEmpty && mistake.allSatisfy { $0[0] == "part2" && $0.contains("--bug") })
    }

    /// On a projector a lesson has 80 columns.
    @Test func lessonsFitTheScreen() throws {
        let edited = RecordedLessons.edited
        let lessons = RecordedLessons.recorded.keys.filter { path in
            !path.contains("Mistakes/") && !path.contains("/Part") && !edited.contains(path)
        }
        for path in lessons {
            let file = Reference.package.appendingPathComponent("Sources/\(path)")
            let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
            #expect(lines.allSatisfy { $0.count <= 80 }, "\(path)")
            #expect(lines.count <= 72, "\(path)")
        }
    }

    @Test func theCheckSumIsThatOfCksum() {
        #expect(RecordedLessons.checkSum(Data("123456789".utf8)) == 930_766_865)
        #expect(RecordedLessons.checkSum(Data()) == 4_294_967_295)
    }
}
