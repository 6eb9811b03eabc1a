import Foundation
import TestSupport
import Testing

/// Solutions and broken answers, built and checked as a teacher's computer does it.
@Suite(.serialized) struct MarkingTests {
    /// The solutions of docs/solutions, by part and file name.
    static func solutions() throws -> [String: [String: String]] {
        var all: [String: [String: String]] = [:]
        for part in ["part1", "part2", "part3", "part4"] {
            let page = Reference.package.appendingPathComponent("docs/solutions/\(part).md")
            let text = try String(contentsOf: page, encoding: .utf8)
            let sections = text.matches(
                of: #/## (\d)\. ([a-z-]+)\n[\s\S]*?```swift\n([\s\S]*?)```/#)
            for section in sections {
                all[part, default: [:]]["0\(section.1)-\(section.2).swift"] = String(section.3)
            }
        }
        return all
    }

    /// A folder that is gone afterwards.
    private static func withFolder<Result>(_ body: (URL) throws -> Result) throws -> Result {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("marking-test-\(UUID().uuidString)", isDirectory: true)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        return try body(folder)
    }

    private static func handIn(
        _ name: String, _ part: String, _ files: [String: String]
    ) throws -> Data {
        try JSONSerialization.data(
            withJSONObject: [
                "name": name, "part": part, "version": "1.0.0",
                "files": files.mapValues { $0.components(separatedBy: "\n") },
            ] as [String: Any])
    }

    /// Answers to tasks of part 1, broken in many ways, and what is said of each. Those of one name are
    /// handed in together; the other tasks are solved.
    private static let broken:
        [(name: String, task: Int, body: String, result: String, diagnosis: String)] = [
            (
                "limits", 1, "var i: Float = 0\nwhile i > -1 { i += 0 }\nreturn x",
                "does not end", "It was stopped after"
            ),
            (
                "limits", 2, "return prediction[99]", "ends with a fatal error",
                "Fatal error: Index out of range"
            ),
            (
                "limits", 3,
                "var a = [[Float]]()\nwhile true { a.append(Array(repeating: 1, count: 1 << 20)) }",
                "takes too much memory", "It was stopped at"
            ),
            (
                "limits", 4, "while true { print(1) }", "does not end",
                "It was stopped"
            ),
            (
                "refused", 1,
                "let r = /\"/; _ = r; return x\n}\nfunc g() { let r = /\"/ }; import Glibc\nfunc f() {",
                "not marked", "It is not marked: it imports Glibc"
            ),
            (
                "refused", 2,
                "return sum(target.count) { abs(prediction[$0] - target[$0]) }",
                "not right", "The sum"
            ),
            (
                "refused", 3, "return 0\n}\nimport Foundation\nfunc f() {", "not marked",
                "It is not marked: it imports Foundation"
            ),
            (
                "refused", 4, "return weights\n}\n/*\n// */ import Glibc\nfunc f() {", "not marked",
                "It is not marked: it imports Glibc"
            ),
            // What the judge imports reaches no answer.
            (
                "forged", 1,
                "return (try? String(contentsOfFile: \"/etc/passwd\")) == nil ? x : []",
                "does not compile",
                "It does not compile: line 3: initializer 'init(contentsOfFile:)'"
            ),
            (
                "forged", 2,
                "try! \"{\\\"part\\\":\\\"part1\\\"}\".write(toFile: \"/proc/self/fd/1\", atomically: false, encoding: .utf8)\n"
                    + "return 0", "does not compile",
                "is not available due to missing import"
            ),
            (
                "limits", 5, "precondition(w > 1000, \"my words\")\nreturn (0, 0)",
                "ends with a fatal error", "05-bias.swift, line 3: Precondition failed: my words"
            ),
            (
                "syntax", 4,
                "var i = Int.max\nfor _ in weights { i += 1 }\nreturn i > 0 ? [] : weights",
                "ends with a fatal error", "Swift stopped it without a message"
            ),
            ("syntax", 1, "return (", "does not compile", "It does not compile: line"),
            (
                "syntax", 2,
                "print(\"{\\\"part\\\":\\\"part1\\\",\\\"result\\\":\\\"done\\\",\\\"task\\\":\\\"mean-absolute-error\\\"}\")\nreturn 7",
                "not right", "found     L = 7"
            ),
            (
                "syntax", 3, "func f(_ n: Int) -> Int { n + f(n + 1) }\nreturn Float(f(0))",
                "ends with a fatal error", "The system stopped it"
            ),
            (
                "twice", 2,
                "return 0\n}\nfunc gradient(_ x: [Float], _ y: [Float], w: Float) -> Float { 1",
                "does not compile", "It does not compile: line"
            ),
            // A program of its own, which says that everything is done.
            (
                "twice", 4,
                "return weights\n}\nenum Part { case part1 }\nstruct Workbook { init(_: Part, lessons: [Int], "
                    + "exercises: Any) {}\nfunc run() { while let line = readLine() { print(\"\\n\\(line) "
                    + "{\\\"result\\\":\\\"done\\\"}\") } }", "ends the program",
                "The program ended before your function returned"
            ),
        ]

    private static let heads = [
        1: "func predictions(_ x: [Float], w: Float) -> [Float]",
        2: "func meanAbsoluteError(_ prediction: [Float], _ target: [Float]) -> Float",
        3: "func gradient(_ x: [Float], _ y: [Float], w: Float) -> Float",
        4: "func updated(_ weights: [Float], gradient: [Float], learningRate: Float) -> [Float]",
        5: "func gradients(_ x: [Float], _ y: [Float], w: Float, b: Float) -> (w: Float, b: Float)",
    ]

    /// A folder that has been marked twice: a learner has changed a file in between.
    private struct Class {
        /// What the program printed, each time.
        var lines: [String] = []
        /// The rows of the table after the first time, by name, without what has quotes in it.
        var rows: [String: [String]] = [:]
        var table = ""
        var tableAfterwards = ""
        /// The learners' pages and points, by file name.
        var pages: [String: Data] = [:]
        var hasLeftTheFolder = false
    }

    /// Everything is marked at once, as compiling takes most of the time.
    private static let marked = Result<Class, any Error> {
        let solutions = try MarkingTests.solutions()
        let solution = solutions["part1"]!
        return try withFolder { folder in
            func write(_ data: Data, _ name: String) throws {
                try data.write(to: folder.appendingPathComponent(name))
            }
            for (part, files) in solutions {
                try write(handIn("all of \(part)", part, files), "\(part)-all.txt")
                // Nothing has to be compiled to refuse one, and to see that the others are missing.
                var first = files.min { $0.key < $1.key }!
                if part != "part1" { first.value = "import Glibc\n\(first.value)" }
                try write(
                    handIn("first of \(part)", part, [first.key: first.value]),
                    "\(part)-first.txt")
            }
            for name in Set(broken.map(\.name)) {
                var files = solution
                for answer in broken where answer.name == name {
                    let file = files.keys.first { $0.hasPrefix("0\(answer.task)-") }!
                    files[file] = "import Descent\n\(heads[answer.task]!) {\n\(answer.body)\n}\n"
                }
                try write(handIn(name, "part1", files), "\(name).txt")
            }
            let learner = folder.appendingPathComponent("Ada, \"the\" first")
            try FileManager.default.createDirectory(at: learner, withIntermediateDirectories: true)
            for (file, text) in solution {
                try write(Data(text.utf8), "\(learner.lastPathComponent)/\(file)")
            }
            try FileManager.default.createSymbolicLink(
                atPath: folder.appendingPathComponent("link").path, withDestinationPath: "/etc")
            try write(handIn("=1+1", "part1", ["../../evil.swift": "x"]), "evil.txt")
            try write(Data("hello".utf8), "hello.txt")
            try write(handIn(" ", "part9", [:]), "nameless.txt")

            var marked = Class()
            let marks = folder.appendingPathComponent("marks")
            try FileManager.default.createDirectory(at: marks, withIntermediateDirectories: true)
            try write(Data("7\n".utf8), "marks/seed.txt")
            func mark() throws {
                let result = try Program.run("part1", ["mark", folder.path, marks.path])
                #expect(result.status == 0, "\(result.error)")
                marked.lines.append(result.lines.first ?? "")
            }
            let table = marks.appendingPathComponent("marks.csv")
            try mark()
            marked.table = try String(contentsOf: table, encoding: .utf8)
            for line in marked.table.split(separator: "\n") {
                let row = line.split(separator: ",", omittingEmptySubsequences: false)
                marked.rows[String(row[0])] = row.map(String.init)
            }
            for file in try FileManager.default.contentsOfDirectory(
                at: marks.appendingPathComponent("feedback"), includingPropertiesForKeys: nil)
            {
                marked.pages[file.lastPathComponent] = try Data(contentsOf: file)
            }
            try write(Data(), "\(learner.lastPathComponent)/01-prediction.swift")
            try mark()
            marked.tableAfterwards = try String(contentsOf: table, encoding: .utf8)
            marked.hasLeftTheFolder = FileManager.default.fileExists(
                atPath: folder.appendingPathComponent("../evil.swift").path)
            return marked
        }
    }

    /// The results of the tasks in a row of the table.
    private func results(_ row: [String], _ part: String) throws -> [String] {
        let marked = try Self.marked.get()
        let names = try #require(marked.rows["name"])
        return names.indices.filter { names[$0].hasPrefix("\(part) ") }.map { row[$0] }
    }

    @Test(.slow, arguments: ["part1", "part2", "part3", "part4"])
    func everySolutionPassesAndWhatIsMissingIsNotBegun(_ part: String) throws {
        let marked = try Self.marked.get()
        let count = try #require(try Self.solutions()[part]).count
        #expect(count == ExerciseTests.counts[part])
        for (name, done) in [("all", count), ("first", part == "part1" ? 1 : 0)] {
            let row = try #require(marked.rows["\(name) of \(part)"])
            let first = done == 0 ? ["not marked"] : Array(repeating: "done", count: done)
            let rest = Array(repeating: "not begun", count: count - first.count)
            #expect(try results(row, part) == first + rest, "\(row)")
            let points = try #require(marked.rows["name"]?.firstIndex(of: "points"))
            #expect(row[points] == "\(done)")
        }
    }

    /// GitHub Classroom's reporter adds the points up.
    @Test(.slow) func aLearnersCheckoutHasAReport() throws {
        try Self.withFolder { folder in
            func report(
                _ files: [String: String], _ part: String = "part1"
            ) throws -> (status: Int32, tests: [[String: Any]]) {
                let exercises = folder.appendingPathComponent("Sources/\(part)/Exercises")
                try FileManager.default.createDirectory(
                    at: exercises, withIntermediateDirectories: true)
                for (file, text) in files {
                    try Data(text.utf8).write(to: exercises.appendingPathComponent(file))
                }
                let output = folder.appendingPathComponent("output")
                try? FileManager.default.removeItem(at: output)
                let script = """
                    \(Self.swift); export GITHUB_OUTPUT='\(output.path)'
                    scripts/classroom '\(folder.path)' \(part)
                    """
                let result = try Program.shell(script)
                let text = try String(contentsOf: output, encoding: .utf8).dropFirst(7).dropLast()
                let data = try #require(Data(base64Encoded: String(text)))
                let object = try #require(
                    JSONSerialization.jsonObject(with: data) as? [String: Any])
                #expect(object["status"] as? String == (result.status == 0 ? "pass" : "fail"))
                #expect(object["max_score"] as? Int == ExerciseTests.counts[part])
                #expect(result.lines.first == "# \(part)", "\(result.output)")
                return (result.status, try #require(object["tests"] as? [[String: Any]]))
            }
            let solution = try #require(try Self.solutions()["part1"])
            let one = solution.filter { $0.key.hasPrefix("01-") }
            let first = try report(one)
            #expect(
                first.status == 1 && first.tests.map { $0["score"] as? Int } == [1, 0, 0, 0, 0])
            #expect(first.tests[1]["message"] as? String == "not begun")
            let quoted =
                "import Descent\n\(Self.heads[2]!) {\nfatalError(\"a \\\"quoted\\\" \\\\word\")\n}\n"
            let second = try report(["02-mean-absolute-error.swift": quoted])
            let message = try #require(second.tests[1]["message"] as? String)
            #expect(message.hasSuffix(#"Fatal error: a "quoted" \word"#), "\(message)")
            let all = try report(solution)
            #expect(all.status == 0 && all.tests.allSatisfy { $0["status"] as? String == "pass" })
            // Only where gradients are known is a nil explained by one.
            let unwrapped = [
                "part1": "\(Self.heads[2]!) {\nreturn prediction.first { $0 > 100 }!\n}",
                "part2": """
                func train(_ w: Tensor, _ x: Tensor, _ y: Tensor, learningRate: Float, epochs: Int) {
                    withNoGrad { w -= learningRate * w.grad! }
                }
                """,
            ]
            for (part, code) in unwrapped {
                let file = part == "part1" ? "02-mean-absolute-error.swift" : "02-two-lines.swift"
                let answer = try report([file: "import Descent\n\(code)\n"], part).tests[1]
                let message = try #require(answer["message"] as? String)
                #expect(message.contains("found nil"), "\(message)")
                #expect(message.contains("A gradient is nil before") == (part == "part2"))
            }
        }
    }

    @Test(.slow, arguments: broken.map(\.name).reduce(into: []) { $0 += $0.last == $1 ? [] : [$1] })
    func brokenAnswersStopNothing(_ name: String) throws {
        let marked = try Self.marked.get()
        let row = try #require(marked.rows[name])
        let file = try #require(
            marked.pages.first { $0.key.hasPrefix("\(name)-") && $0.key.hasSuffix(".md") })
        let page = String(decoding: file.value, as: UTF8.self)
        var expected = Array(repeating: "done", count: 5)
        for answer in Self.broken where answer.name == name {
            expected[answer.task - 1] = answer.result
            let section = page.components(separatedBy: "\n## ")[answer.task]
            #expect(section.contains(answer.diagnosis), "\(name): \(section)")
        }
        #expect(try results(row, "part1") == expected, "\(row)")
        #expect(row.contains("\(expected.count { $0 == "done" })"))
    }

    @Test(.slow) func marksEverySubmissionEachTime() throws {
        let marked = try Self.marked.get()
        let count = 8 + Set(Self.broken.map(\.name)).count + 5
        #expect(marked.rows.count == count + 1)
        #expect(marked.lines.count == 2)
        #expect(marked.lines.allSatisfy { $0.hasPrefix("Marked \(count) submissions in") })
        let ada = "\"Ada, \"\"the\"\" first\",part1"
        #expect(marked.table.contains("\(ada),done,done,done,done,done,"))
        #expect(marked.tableAfterwards.contains("\(ada),does not compile,done,done,done,done,"))
    }

    @Test(.slow) func whatIsNoSubmissionIsNotMarked() throws {
        let marked = try Self.marked.get()
        let table = marked.table
        #expect(table.contains("\n'=1+1,part1,"))
        for name in ["hello", "nameless", "link"] {
            let row = try #require(marked.rows[name]).joined(separator: ",")
            #expect(row.contains(",0,0,\"Not marked: it contains no task files"), "\(row)")
        }
        #expect(!marked.hasLeftTheFolder)
    }

    /// Builds nothing, and finds the programs of the tests.
    private static let swift =
        "swift() { [[ $* != *--show-bin-path ]] || dirname $(command -v part1); }; export -f swift"

    @Test func aTeachersOwnTaskIsBuilt() throws {
        let result = try Program.shell("\(Self.swift); scripts/own-task docs/own-task")
        #expect(
            result.status == 0 && !result.output.contains("NOT"), "\(result.output)\(result.error)")
        #expect(result.lines.count { $0.hasSuffix(", as it should be") } == 4)
        // What the page shows is what is printed.
        let page = try String(
            contentsOf: Reference.package.appendingPathComponent("docs/own-task.md"),
            encoding: .utf8)
        #expect(page.contains(result.output))
    }

    /// A solution that is none, and a wrong answer that is right, are found.
    @Test func aTaskThatIsNotAsItShouldBeIsRefused() throws {
        try Self.withFolder { folder in
            let task = Reference.package.appendingPathComponent("docs/own-task")
            for name in ["task.swift", "checks.swift", "solution.swift", "wrong-1.swift"] {
                try FileManager.default.copyItem(
                    at: task.appendingPathComponent(name), to: folder.appendingPathComponent(name))
            }
            let solution = folder.appendingPathComponent("solution.swift")
            let wrong = folder.appendingPathComponent("wrong-1.swift")
            let right = try Data(contentsOf: solution)
            try Data(contentsOf: wrong).write(to: solution)
            try (Data("// The signs are kept\n".utf8) + right).write(to: wrong)
            let result = try Program.shell("\(Self.swift); scripts/own-task '\(folder.path)'")
            #expect(result.status == 1)
            #expect(
                result.lines.count { $0.hasSuffix(", NOT AS IT SHOULD BE") } == 2,
                "\(result.output)")
            try FileManager.default.removeItem(at: solution)
            let missing = try Program.shell("\(Self.swift); scripts/own-task '\(folder.path)'")
            #expect(missing.status == 64 && missing.error.contains("has no file solution.swift"))
        }
    }

    /// What runs ends, and leaves nothing behind.
    @Test func anInterruptionCleansUp() throws {
        let names = try #require(Self.solutions()["part1"]?.keys)
        let loops = Self.heads.map { task, head in
            (
                names.first { $0.hasPrefix("0\(task)-") }!,
                "import Descent\n\(head) {\nwhile true {}\n}\n"
            )
        }
        let handIn = try Self.handIn(
            "endless", "part1", Dictionary(uniqueKeysWithValues: loops))
        try Self.withFolder { folder in
            // More than are marked at a time.
            for number in 1...(3 * ProcessInfo.processInfo.activeProcessorCount) {
                try handIn.write(to: folder.appendingPathComponent("\(number).txt"))
            }
            let script = """
                cd '\(folder.path)'; mkdir .tmp; export TMPDIR="$PWD/.tmp"
                timeout --preserve-status -s INT 1 part1 mark . marks >/dev/null; echo "status $?"
                ls -A .tmp; for p in /proc/[0-9]*/exe; do readlink $p; done | grep "$PWD" || true
                """
            let result = try Program.shell(script)
            #expect(result.output == "status 130\n", "\(result.output)")
            #expect(result.error.hasPrefix("Interrupted"), "\(result.error)")
        }
    }

    /// A folder that was meant to be another one is left as it is.
    @Test func aFolderWithoutASubmissionIsNotMarked() throws {
        let script = """
            \(Self.swift); d=$(mktemp -d); mkdir "$d/Ada"; touch "$d/Ada/notes.md"
            scripts/mark "$d" 2>&1 | sed "s|$d|FOLDER|"; ls "$d"; rm -r "$d"
            """
        let lines = try Program.shell(script).lines
        #expect(
            lines.first?.hasPrefix("error: there is nothing to mark in 'FOLDER'") == true,
            "\(lines)")
        #expect(lines.dropFirst() == ["Ada"])
    }

    @Test(
        arguments: [
            ("", "name the folder"), ("/nowhere-at-all", "there is no folder '/nowhere-at-all'"),
            ("/tmp --sed", "there is no option '--sed'"), ("/tmp /tmp", "one folder at a time"),
            ("/tmp --class", "--class needs a value"), ("/tmp --class x", "--class needs the part"),
            ("/tmp --class x --part 5", "--class needs the part"),
            ("/tmp --class /nowhere.csv --part part1", "there is no roster '/nowhere.csv'"),
        ])
    func refuses(_ arguments: String, _ reason: String) throws {
        let result = try Program.shell("\(Self.swift); scripts/mark \(arguments)")
        #expect(result.status == 64 && result.error.contains("error: \(reason)"), "\(result.error)")
    }

    // MARK: - A class

    /// Hand-ins as Moodle and Canvas pack them, rosters as they write them, and gradebooks as they read
    /// them.
    @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/python3")))
    func aClassHasARowForEachLearner() throws {
        let solution = try #require(Self.solutions()["part1"])
        // Two answers that are long enough to be told apart, and a short one that many find.
        var other: [String: String] = [:]
        for (task, body) in [
            (1, "return x.map { w * $0 * $0 }"),
            (2, "var total: Float = 0\nfor i in target.indices { total += 0 }\nreturn total"),
            (3, "var slope: Float = 7\nfor i in x.indices { slope += x[i] }\nreturn slope / 4"),
        ] {
            let file = try #require(solution.keys.first { $0.hasPrefix("0\(task)-") })
            other[file] = "import Descent\n\(Self.heads[task]!) {\n\(body)\n}\n"
        }
        let copied = other.mapValues { "// my own work\n" + $0.replacing("\n", with: "\n\n  ") }
        try Self.withFolder { folder in
            for (path, files) in [
                "Ada Lovelace_11_assignsubmission_file_/a.txt": other,
                "Bob B_12_assignsubmission_file_/b.txt": copied,
                "Eve_99_assignsubmission_file_/e.txt": [:],
            ] {
                let file = folder.appendingPathComponent("in/\(path)")
                try FileManager.default.createDirectory(
                    at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
                try Self.handIn("Somebody", "part1", files).write(to: file)
            }
            // Dan's, with paths that lead elsewhere; and one that is broken.
            try JSONEncoder().encode(solution).write(to: folder.appendingPathComponent("dan.json"))
            let pack = """
                import json, zipfile
                with zipfile.ZipFile("in/dan_LATE_14_15_x.zip", "w") as archive:
                    for name, text in json.load(open("dan.json")).items():
                        archive.writestr("../../dan/" + name, text)
                    archive.writestr("/dan.txt", "x")
                open("in/Cyd_13_assignsubmission_file_.zip", "w").write("PK")
                """
            let moodle = """
                Identifier,Full name,Grade,Maximum grade
                Participant 11,Ada L,,10.00
                Participant 12,"B, Bob",,10.00
                Participant 13,Cyd,,10.00
                Participant 16,Fay,,10.00

                """
            let canvas = """
                Student;ID;Section
                \u{20}   Points Possible;;
                "Lovelace, Ada";1;x
                Dan;14;x

                """
            try Data(moodle.utf8).write(to: folder.appendingPathComponent("moodle.csv"))
            try Data(canvas.utf8).write(to: folder.appendingPathComponent("canvas.csv"))
            let script = """
                \(Self.swift); package=$PWD; cd '\(folder.path)'; set -e
                mkdir tmp; export TMPDIR="$PWD/tmp"
                python3 -c '\(pack)'
                $package/scripts/mark in --class moodle.csv --part 1 2>&1
                cp in/marks/gradebook.csv moodle-grades.csv; cp in/marks/class.csv .
                $package/scripts/mark in --class canvas.csv --part part1 2>&1
                find . -name dan -o -name dan.txt; ls -A tmp
                """
            let result = try Program.shell(script)
            #expect(result.status == 0, "\(result.error)")
            #expect(result.output.contains("_.zip' cannot be unpacked: "), "\(result.output)")
            #expect(result.output.components(separatedBy: "Marked 5 submissions in").count == 3)
            #expect(result.output.hasSuffix("/gradebook.csv (for Canvas)\n"))
            func lines(_ name: String) throws -> [String] {
                let file = folder.appendingPathComponent(name)
                let text = try String(decoding: Data(contentsOf: file), as: UTF8.self)
                #expect(text.hasPrefix("\u{FEFF}"))
                return text.dropFirst().split(whereSeparator: \.isNewline).map(String.init)
            }
            #expect(
                try lines("moodle-grades.csv").dropFirst() == [
                    "Participant 11,Ada L,2,10.00", "Participant 12,\"B, Bob\",2,10.00",
                    "Participant 13,Cyd,0,10.00", "Participant 16,Fay,,10.00",
                ])
            #expect(
                try lines("in/marks/gradebook.csv") == [
                    "Student;ID;Section;part1", "    Points Possible;;;5",
                    "Lovelace, Ada;1;x;1", "Dan;14;x;5",
                ])
            let rows = try lines("class.csv").dropFirst()
            #expect(
                rows.dropLast() == [
                    "Ada L,1,0,0,0,0,1,5,,\"as B, Bob: mean-absolute-error, gradient\"",
                    "\"B, Bob\",1,0,0,0,0,1,5,,\"as Ada L: mean-absolute-error, gradient\"",
                    "Cyd,,,,,,0,5,nothing to mark in it,", "Fay,,,,,,,5,missing,",
                    "Eve,,,,,,0,5,\"not in the roster, nothing to mark in it\",",
                ], "\(rows)")
            let dan = "dan,1,1,1,1,1,5,5,\"not in the roster, late\",\"as the solution: "
            #expect(rows.last?.hasPrefix(dan) == true, "\(rows)")
        }
    }
}
