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

/// What travels from a learner to a teacher.
@Suite struct HandInTests {
    @Test func whatIsWrittenIsRead() {
        for text in [
            "", "a", "a\n", "\n\na\n\n", "file: x\nname: y\n| z\n", "| \n|", "descent hand-in 1\n",
            "ä\t\"'\n",
        ] {
            let handIn = HandIn(
                name: "Ada: L", part: "part1", version: "1.0.0",
                results: ["a done", "b not right"],
                files: [
                    .init(name: "01-a.swift", text: text), .init(name: "02-b.swift", text: "x\n"),
                ])
            #expect(HandIn(handIn.text) == handIn, "\(text.debugDescription)")
            // As a mail program leaves it.
            let mailed = handIn.text.split(separator: "\n", omittingEmptySubsequences: false)
                .joined(separator: "\r\n")
            #expect(HandIn(String(mailed)) == handIn)
            // As an editor leaves it.
            #expect(HandIn("\u{FEFF}\(handIn.text)") == handIn)
        }
    }

    @Test(arguments: [
        "", "hello", "descent hand-in 1", "descent hand-in 1\n| x\n",
        "descent hand-in 1\nname: x\n\u{0}",
    ])
    func anythingElseIsNone(_ text: String) {
        #expect(HandIn(text) == nil)
    }

    /// What is found in a folder with these files.
    private func submissions(_ files: [String: String]) throws -> [Submission] {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("submissions-\(UUID().uuidString)", isDirectory: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        for (path, text) in files {
            let file = folder.appendingPathComponent(path)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: file)
        }
        let reader = SubmissionReader(tasks: ["part1": ["01-a.swift", "02-b.swift"]])
        return try reader.read(folder, except: folder.appendingPathComponent("marks")).submissions
    }

    @Test func aFileThatIsTwiceInAHandInIsRefused() throws {
        func handIn(_ names: [String]) -> String {
            HandIn(
                name: "Ada", part: "part1", version: "1", results: [],
                files: names.map { HandIn.File(name: $0, text: "text of \($0)") }
            ).text
        }
        let found = try submissions([
            "once.txt": handIn(["02-b.swift", "01-a.swift", "c"]),
            "twice.txt": handIn(["01-a.swift", "02-b.swift", "01-a.swift"]),
        ])
        #expect(found.map(\.refusal) == [nil, "01-a.swift is in it twice"])
        let texts = ["01-a.swift", "02-b.swift"].map { ($0, "text of \($0)") }
        #expect(found[0].files == Dictionary(uniqueKeysWithValues: texts))
    }

    /// Of files with the same name in a folder, the one in the usual place counts.
    @Test func theFileInItsUsualPlaceCounts() throws {
        let usual = "Sources/part1/Exercises"
        let found = try submissions([
            "Ada/A/01-a.swift": "old", "Ada/\(usual)/01-a.swift": "new", "Ada/Z/01-a.swift": "old",
            "Bob/a/02-b.swift": "first", "Bob/b/02-b.swift": "second",
        ])
        #expect(found.map(\.files) == [["01-a.swift": "new"], ["02-b.swift": "first"]])
    }

    /// What somebody has tried says more than what is not begun.
    @Test func theFirstDiagnosisIsOfWhatWasTried() {
        func diagnosis(
            _ results: KeyValuePairs<String, String?>, _ refusal: String? = nil
        ) -> String {
            Marked(
                submission: Submission(
                    name: "", place: "", part: "part1", files: [:], refusal: refusal),
                stamp: "", seed: 0,
                records: results.enumerated().map { index, result in
                    ExerciseRecord("part1", "0\(index + 1)-task.swift", result.key, result.value)
                }
            ).firstDiagnosis
        }
        #expect(diagnosis(["done": nil, "done": nil]) == "")
        #expect(diagnosis(["untouched": nil, "wrong": "The sum."]) == "task: The sum.")
        #expect(diagnosis(["crashed": "Nil.", "wrong": "The sum."]) == "task: Nil.")
        #expect(diagnosis(["done": nil, "untouched": nil]) == "task: not begun")
        #expect(diagnosis(["wrong": nil]) == "task: not right")
        #expect(diagnosis(["wrong": "The sum."], "it is empty") == "Not marked: it is empty.")
    }

    /// What is missing is not the same as what is there, nor as something else that is missing.
    @Test func whatIsMissingIsNotNearWhatIsThere() {
        let gradient = Figure.absent("no gradient")
        #expect(gradient.isNear(.absent("no gradient")))
        #expect(!gradient.isNear(.absent("no parameter")))
        #expect(!gradient.isNear(Figure([Double]())) && !Figure([Double]()).isNear(gradient))
        #expect(gradient.text(width: 80) == "no gradient")
    }

    @Test func aFieldIsReadAsText() {
        for (text, field) in [
            ("a", "a"), ("a,b", "\"a,b\""), ("a\"b", "\"a\"\"b\""), ("a\nb", "\"a\nb\""),
            ("=1+1", "'=1+1"),
            ("@x", "'@x"), ("-x", "'-x"), ("-3", "-3"), ("+a,b", "\"'+a,b\""), (" a", "\" a\""),
            ("", ""),
            ("a;b", "\"a;b\""),
        ] {
            #expect(MarksTable.field(text) == field, "\(text)")
        }
    }

    /// What the compiler finds in a file counts, and not what a file looks like.
    @Test(.enabled(if: Compiler.exists)) func foreignImportsAreRefused() throws {
        let refused = [
            "import Foundation", "  import Glibc", "@testable import Descent", "import Workbook",
            "import struct Foundation.URL", "let a = 1; import Darwin", "import\nGlibc",
            "import /* x */ Glibc", "/*\n// */ import Glibc", "let r = /\"/; import Glibc",
            "#if true\nimport Glibc\n#endif", "internal import Glibc", "let a =\nimport Glibc",
            "@_silgen_name(\"system\") func s(_ c: UnsafePointer<Int8>) -> Int32",
        ]
        let allowed = [
            "import Descent", "import Descent\nfunc f() {}", "// import Foundation",
            "/// import Glibc\nimport Descent", "let important = 1", "func exercise() {}",
            "// me@cam.example, no import needed", "/* import Glibc */ import Descent",
            "let text = \"import Glibc\"", "let text = \"\"\"\nimport Glibc\n\"\"\"",
            "#if false\nimport Glibc\n#endif", "func f( {", "struct Workbook {}",
        ]
        let texts = refused + allowed
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("imports-\(UUID().uuidString)", isDirectory: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        var files: [String: String] = [:]
        for (index, text) in texts.enumerated() {
            files["\(index).swift"] = text
            try Data(text.utf8).write(to: folder.appendingPathComponent("\(index).swift"))
        }
        let refusals = HandInRules.refusals(files, in: folder)
        for (index, text) in texts.enumerated() {
            let refusal = refusals["\(index).swift"]
            #expect((refusal != nil) == (index < refused.count), "\(text): \(refusal ?? "")")
        }
        #expect(refusals["8.swift"] == "it imports Glibc, and a task needs nothing but Descent")
    }
}
