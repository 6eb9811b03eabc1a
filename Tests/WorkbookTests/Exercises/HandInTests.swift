import Testing

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

    @Test func foreignImportsAreRefused() {
        for text in [
            "import Foundation", "  import Glibc", "@testable import Workbook",
            "import struct Foundation.URL",
            "let a = 1; import Darwin", "import\nGlibc", "import /* x */ Glibc",
            "let r = /\"/; import Glibc",
            "@_silgen_name(\"system\") func s(_ c: UnsafePointer<Int8>) -> Int32",
            "struct Workbook {}",
            "extension ExerciseList {}", "func exercises() -> Int { 1 }",
            "@_exported import Descent",
        ] {
            #expect(SwiftSource.refusal(text) != nil, "\(text)")
        }
        for text in [
            "import Descent", "import Descent\nfunc f() {}", "// import Foundation",
            "/// import Glibc\nimport Descent",
            "let important = 1", "func exercise() {}",
        ] {
            #expect(SwiftSource.refusal(text) == nil, "\(text)")
        }
    }

    @Test func commentsAndSpacesAreNoCode() {
        let plain = SwiftSource("func f() -> Int { 0 }").tokens
        #expect(
            SwiftSource("// a\nfunc f() -> Int {\n  /* b /* c */ d */ 0 // e\n}\n").tokens == plain)
        #expect(SwiftSource("func f() -> Int { 1 }").tokens != plain)
        #expect(SwiftSource("let a = \"// no comment\"; b").tokens.last == "b")
        #expect(SwiftSource("let a = #\"\"\"\n// \"\n\"\"\"#; b").tokens.last == "b")
    }
}
