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
    @Test(arguments: [
        "", "a", "a\n", "\n\na\n\n", "{\"name\": 1}\n", "\"\\\u{1B}\u{FEFF}", "ä\t\"'\n",
    ])
    func whatIsWrittenIsRead(_ text: String) throws {
        let texts = ["01-a.swift": text, "02-b.swift": "x\n"]
        let handIn = HandIn(name: "Ada: L", part: "part1", texts: texts)
        let data = try handIn.data()
        #expect(HandIn(data) == handIn && handIn.texts == texts)
        // As a mail program leaves it.
        let mailed = String(decoding: data, as: UTF8.self)
            .replacingOccurrences(of: "\n", with: "\r\n")
        #expect(HandIn(Data(mailed.utf8)) == handIn)
        // As an editor leaves it.
        #expect(HandIn(Data("\u{FEFF}".utf8) + data) == handIn)
    }

    @Test(arguments: ["", "hello", "{}", "[]", "{\"name\": \"Ada\", \"part\": \"part1\"}"])
    func anythingElseIsNone(_ text: String) {
        #expect(HandIn(Data(text.utf8)) == nil)
    }

    /// What is found in a folder with these files.
    private func submissions(_ files: [String: Data]) throws -> [Submission] {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("submissions-\(UUID().uuidString)", isDirectory: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        for (path, data) in files {
            let file = folder.appendingPathComponent(path)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try data.write(to: file)
        }
        let reader = SubmissionReader(tasks: ["part1": ["01-a.swift", "02-b.swift"]])
        return try reader.read(folder, except: folder.appendingPathComponent("marks"))
    }

    private static func handIn(_ name: String, _ part: String = "part1") throws -> Data {
        try HandIn(name: name, part: part, texts: ["01-a.swift": "a", "../c": "c"]).data()
    }

    /// Learning platforms say whose something is; a learner may have written any name.
    @Test func aSubmissionHasTheNameOfItsOwner() throws {
        let found = try submissions([
            "Ada Lovelace_12_assignsubmission_file_/part1-Eve.txt": Self.handIn("Eve"),
            "Bob\nB_13_assignsubmission_file_part1-Eve.txt": Self.handIn("Eve"),
            "cydney_LATE_14_15_answers.txt": Self.handIn("Eve"),
            "Dan/x/part1-Eve.txt": Self.handIn("Eve"),
            "eve.txt": Self.handIn("Eve"), "fay.txt": Self.handIn(" "),
        ])
        #expect(found.map(\.name) == ["Ada Lovelace", "Bob\nB", "Dan", "cydney", "Eve", "fay"])
        #expect(found.allSatisfy { $0.files == ["01-a.swift": "a"] && $0.part == "part1" })
    }

    /// Who has handed in nothing has a row, too.
    @Test func whatHasNothingInItIsASubmissionWithoutFiles() throws {
        let found = try submissions([
            "Ada/notes.md": Data(), "bob.zip": Data("PK".utf8), "cyd.txt": Data("hello".utf8),
            "dan.txt": Self.handIn("Dan", "part9"), "roster.csv": Data(), ".x": Data(),
            "marks/x.txt": Data(),
            "eve/part1.txt": Self.handIn("Eve") + Data(repeating: 32, count: 1 << 20),
        ])
        #expect(found.map(\.name) == ["Ada", "bob", "cyd", "dan", "eve"])
        #expect(found.allSatisfy { $0.files.isEmpty && $0.part.isEmpty })
    }

    /// Of files with the same name in a folder, the one in the usual place counts.
    @Test func theFileInItsUsualPlaceCounts() throws {
        let usual = "Sources/part1/Exercises"
        let found = try submissions(
            [
                "Ada/A/01-a.swift": "old", "Ada/\(usual)/01-a.swift": "new",
                "Ada/Z/01-a.swift": "old",
                "Bob/a/02-b.swift": "first", "Bob/b/02-b.swift": "second",
            ].mapValues { Data($0.utf8) })
        #expect(found.map(\.files) == [["01-a.swift": "new"], ["02-b.swift": "first"]])
    }

    /// What somebody has tried says more than what is not begun.
    @Test func theFirstDiagnosisIsOfWhatWasTried() {
        func diagnosis(
            _ results: KeyValuePairs<Verdict.Kind, String?>, _ files: [String: String] = ["": ""]
        ) -> String {
            Marked(
                submission: Submission(name: "", path: "", part: "part1", files: files),
                records: results.map { kind, diagnosis in
                    ExerciseRecord(
                        task: "task", verdict: Verdict(kind: kind, diagnosis: diagnosis))
                }
            ).firstDiagnosis
        }
        #expect(diagnosis([.done: nil, .done: nil]) == "")
        #expect(diagnosis([.untouched: nil, .wrong: "The sum."]) == "task: The sum.")
        #expect(diagnosis([.crashed: "Nil.", .wrong: "The sum."]) == "task: Nil.")
        #expect(diagnosis([.done: nil, .untouched: nil]) == "task: not begun")
        #expect(diagnosis([.wrong: nil]) == "task: not right")
        #expect(diagnosis([:], [:]).hasPrefix("Not marked: it contains no task files"))
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
            ("a", "a"), ("a,b", "\"a,b\""), ("a\"b", "\"a\"\"b\""), ("a\nb\u{1B}", "a b\u{FFFD}"),
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
