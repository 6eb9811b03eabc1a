import Foundation
import TestSupport
import Testing

/// A task is to be thought out: no lesson and no page holds its answer, but for those with solutions.
@Suite struct CopiedAnswerTests {
    /// Swift code without comments and blanks, in which all values have the same name.
    private static func plain(_ code: String) -> String {
        code.replacing(/\/\/[^\n]*/, with: "")
            .replacing(/lesson\.|self\.|\breturn\b|\blet\b|\bvar\b/, with: "")
            .replacing(/(^|[^.\w$])[a-z]\w*(?=[^\w({])/.anchorsMatchLineEndings()) { "\($0.1)v" }
            .replacing(/\s/, with: "")
    }

    /// The lessons, their mistakes, and the code in the pages.
    private static func texts() throws -> [String: String] {
        var texts: [String: String] = [:]
        for folder in ["Sources/part1", "Sources/part2", "Sources/part3", "Sources/part4", "docs"] {
            let url = Reference.package.appendingPathComponent(folder)
            let paths = FileManager.default.enumerator(atPath: url.path)?.compactMap {
                $0 as? String
            }
            for path in paths ?? [] where path.hasSuffix(".swift") || path.hasSuffix(".md") {
                if path.contains(/Exercises\/|solutions\/|tasks\//) { continue }
                let text = try String(contentsOf: url.appendingPathComponent(path), encoding: .utf8)
                texts["\(folder)/\(path)"] = plain(text)
            }
        }
        return texts
    }

    @Test func noLessonAndNoPageHoldsAnAnswer() throws {
        let texts = try Self.texts()
        #expect(texts.count > 30)
        // It finds what is there: the lesson's own prediction.
        let own = Self.plain("x.map { w * $0 }")
        #expect(texts["Sources/part1/Line.swift"]?.contains(own) == true)
        for (part, files) in try MarkingTests.solutions() {
            for (file, solution) in files {
                let task = Reference.package.appendingPathComponent("docs/tasks/\(part)/\(file)")
                let given = Set(
                    try String(contentsOf: task, encoding: .utf8).split(separator: "\n"))
                let answer = solution.split(separator: "\n").filter { !given.contains($0) }
                let code = Self.plain(answer.joined(separator: "\n"))
                #expect(!code.isEmpty, "\(file)")
                // A product of two values stands everywhere.
                if code.count < 8 { continue }
                let places = texts.filter { $0.value.contains(code) }.keys
                #expect(
                    places.isEmpty, "\(part) \(file) is answered in \(places.sorted()): \(code)")
            }
        }
    }
}
