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
    private func withFolder(_ body: (URL) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("marking-test-\(UUID().uuidString)", isDirectory: true)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try body(folder)
    }

    private func handIn(_ name: String, _ part: String, _ files: [String: String]) -> String {
        var text = "descent hand-in 1\nname: \(name)\npart: \(part)\nversion: 1.0.0\n"
        for (file, content) in files.sorted(by: { $0.key < $1.key }) {
            text += "file: \(file)\n"
            for line in content.components(separatedBy: "\n") { text += "| \(line)\n" }
        }
        return text
    }

    private func write(_ text: String, _ folder: URL, _ name: String) throws {
        try Data(text.utf8).write(to: folder.appendingPathComponent(name))
    }

    /// The rows of the table, without those fields of it that have lines of their own.
    private func marks(_ folder: URL, _ options: [String] = ["--seed", "7"]) throws -> [[String]] {
        let result = try Program.run("part1", ["mark", folder.path] + options)
        #expect(result.status == 0, "\(result.error)")
        let table = folder.appendingPathComponent("marks/marks.csv")
        return try String(contentsOf: table, encoding: .utf8).split(separator: "\n")
            .map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
    }

    @Test func everySolutionPassesAndWhatIsMissingIsNotBegun() throws {
        let solutions = try Self.solutions()
        #expect(solutions.values.map(\.count).reduce(0, +) == 17)
        try withFolder { folder in
            for (part, files) in solutions {
                try write(handIn("all of \(part)", part, files), folder, "\(part)-all.txt")
                let first = files.min { $0.key < $1.key }!
                try write(
                    handIn("first of \(part)", part, [first.key: first.value]), folder,
                    "\(part)-first.txt")
            }
            let rows = try marks(folder)
            // GitHub Classroom's reporter adds these up.
            let report = folder.appendingPathComponent("marks/classroom/part1-all-txt-part1.json")
            let reports = try FileManager.default.contentsOfDirectory(
                atPath: report.deletingLastPathComponent().path)
            #expect(reports.count == 8)
            for name in reports {
                let data = try Data(
                    contentsOf: report.deletingLastPathComponent().appendingPathComponent(name))
                let object = try #require(
                    JSONSerialization.jsonObject(with: data) as? [String: Any])
                let tests = try #require(object["tests"] as? [[String: Any]])
                #expect(object["max_score"] as? Int == tests.count)
                let points = tests.reduce(0) { $0 + ($1["score"] as? Int ?? 0) }
                #expect(points == (name.contains("all") ? tests.count : 1))
                #expect(object["status"] as? String == (name.contains("all") ? "pass" : "fail"))
            }
            #expect(rows.count == 9)
            for row in rows.dropFirst() {
                let results = row[2...].dropLast(3).filter { !$0.isEmpty }
                let count = solutions[row[1]]!.count
                if row[0].hasPrefix("all") {
                    #expect(results == Array(repeating: "done", count: count), "\(row)")
                    #expect(row[row.count - 3] == "\(count)")
                } else {
                    #expect(
                        results == ["done"] + Array(repeating: "not begun", count: count - 1),
                        "\(row)")
                }
            }
        }
    }

    /// The second task of part 1, broken in many ways, and what is said of it.
    private static let broken:
        KeyValuePairs<String, (body: String, result: String, diagnosis: String)> = [
            "syntax": ("return (", "does not compile", "It does not compile: line"),
            "loop": (
                "var i: Float = 0\nwhile i > -1 { i += 0 }\nreturn i", "does not come to an end",
                "It was ended after"
            ),
            "crash": (
                "return prediction[99]", "ends with a fatal error",
                "Fatal error: Index out of range"
            ),
            "memory": (
                "var a = [[Float]]()\nwhile true { a.append(Array(repeating: 1, count: 1 << 20)) }",
                "takes too much memory", "It was ended at"
            ),
            "depth": (
                "func f(_ n: Int) -> Int { n + f(n + 1) }\nreturn Float(f(0))",
                "ends with a fatal error", "The system has ended it"
            ),
            "flood": ("while true { print(1) }", "does not come to an end", "It was ended after"),
            "import": (
                "return 0\n}\nimport Foundation\nfunc f() {", "not marked",
                "It is not marked: it imports Foundation"
            ),
            "hidden": (
                "let r = /\"/; _ = r; return 0\n}\nfunc g() { let r = /\"/ }; import Glibc\nfunc f() {",
                "not marked",
                "It is not marked: it imports Glibc"
            ),
            "forged": (
                "return 0\n}\nstruct Workbook { init(_ a: Any...) {}\n", "not marked",
                "It is not marked: it declares Workbook"
            ),
            "printed": (
                "print(\"{\\\"part\\\":\\\"part1\\\",\\\"result\\\":\\\"done\\\",\\\"task\\\":\\\"mean-squared-error\\\"}\")\nreturn 7",
                "not right", "The result is the same"
            ),
            "twice": (
                "return 0\n}\nfunc gradient(_ x: [Float], _ y: [Float], w: Float) -> Float { 1",
                "does not compile",
                "It does not compile: line"
            ),
            "sum": (
                "return sum(target.count) { (prediction[$0] - target[$0]) * (prediction[$0] - target[$0]) }",
                "not right",
                "The sum"
            ),
        ]

    @Test func brokenAnswersStopNothing() throws {
        let solution = try #require(try Self.solutions()["part1"])
        try withFolder { folder in
            for (name, answer) in Self.broken {
                var files = solution
                files["02-mean-squared-error.swift"] =
                    "import Descent\nfunc meanSquaredError(_ prediction: [Float], _ target: [Float]) -> Float {\n"
                    + "\(answer.body)\n}\n"
                try write(handIn(name, "part1", files), folder, "\(name).txt")
            }
            let rows = try marks(folder)
            #expect(rows.count == Self.broken.count + 1)
            for row in rows.dropFirst() {
                let answer = try #require(Self.broken.first { $0.key == row[0] }).value
                #expect(
                    Array(row[2..<7]) == ["done", answer.result, "done", "done", "done"], "\(row)")
                #expect(row[7] == "4")
                let page = folder.appendingPathComponent("marks/feedback/\(row[0])-part1.md")
                let pages = try FileManager.default.contentsOfDirectory(
                    atPath: folder.appendingPathComponent("marks/feedback").path)
                let file = pages.first { $0.hasPrefix("\(row[0])-") } ?? page.lastPathComponent
                let text = try String(
                    contentsOf: folder.appendingPathComponent("marks/feedback/\(file)"),
                    encoding: .utf8)
                #expect(text.contains(answer.diagnosis), "\(row[0]): \(text)")
            }
        }
    }

    @Test func withoutANameTheFilesNameCounts() throws {
        try withFolder { folder in
            try write(handIn(" ", "part9", [:]), folder, "nameless.txt")
            let rows = try marks(folder)
            #expect(rows.count == 2 && rows[1][0] == "nameless", "\(rows)")
        }
    }

    @Test func marksOnlyWhatHasChanged() throws {
        let solution = try #require(try Self.solutions()["part1"])
        try withFolder { folder in
            let learner = folder.appendingPathComponent("Ada, \"the\" first")
            try FileManager.default.createDirectory(at: learner, withIntermediateDirectories: true)
            for (file, text) in solution { try write(text, learner, file) }
            try FileManager.default.createSymbolicLink(
                atPath: folder.appendingPathComponent("link").path, withDestinationPath: "/etc")
            try write(handIn("=1+1", "part1", ["../../evil.swift": "x"]), folder, "evil.txt")
            try write("hello", folder, "hello.txt")
            try write(handIn("nobody", "part9", [:]), folder, "nine.txt")
            func line() throws -> String {
                try Program.run("part1", ["mark", folder.path]).lines.first ?? ""
            }
            #expect(try line().hasPrefix("Marked 4 submissions in"))
            #expect(try line().hasSuffix("; 4 had not changed."))
            try write("", learner, "01-prediction.swift")
            #expect(try line().hasPrefix("Marked 1 submission in"))
            let table = try String(
                contentsOf: folder.appendingPathComponent("marks/marks.csv"), encoding: .utf8)
            #expect(table.contains("\"Ada, \"\"the\"\" first\",part1,does not compile,done"))
            #expect(
                table.contains(
                    "'=1+1,part1,,,,,,0,Not marked: there is no task's file in it.,evil.txt"))
            #expect(table.contains("hello,,,,,,,0,\"Not marked: this is no hand-in, or"))
            #expect(
                !FileManager.default.fileExists(
                    atPath: folder.appendingPathComponent("../evil.swift").path))
        }
    }

    @Test func aTeachersOwnTaskIsBuilt() throws {
        let folder = Reference.package.appendingPathComponent("docs/own-task").path
        let result = try Program.run("part1", ["own-task", folder])
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
        try withFolder { folder in
            let task = Reference.package.appendingPathComponent("docs/own-task")
            for name in try FileManager.default.contentsOfDirectory(atPath: task.path) {
                try FileManager.default.copyItem(
                    at: task.appendingPathComponent(name), to: folder.appendingPathComponent(name))
            }
            let solution = folder.appendingPathComponent("solution.swift")
            let wrong = folder.appendingPathComponent("wrong-1.swift")
            let right = try Data(contentsOf: solution)
            try Data(contentsOf: wrong).write(to: solution)
            try (Data("// The signs are kept\n".utf8) + right).write(to: wrong)
            let result = try Program.run("part1", ["own-task", folder.path])
            #expect(result.status == 1)
            #expect(
                result.lines.count { $0.hasSuffix(", NOT AS IT SHOULD BE") } == 2,
                "\(result.output)")
            try FileManager.default.removeItem(at: solution)
            let missing = try Program.run("part1", ["own-task", folder.path])
            #expect(missing.status == 64 && missing.error.contains("has no file solution.swift"))
        }
    }

    @Test(
        arguments: [
            ([], "say which folder"), (["/nowhere-at-all"], "there is no folder '/nowhere-at-all'"),
            (["/tmp", "--seed", "x"], "--seed cannot be 'x'"),
            (["/tmp", "--sed"], "there is no option '--sed'"),
            (["/tmp", "/tmp"], "one folder at a time"),
            (["/tmp", "--jobs"], "--jobs needs a value"),
        ] as [([String], String)])
    func refuses(_ arguments: [String], _ reason: String) throws {
        let result = try Program.run("part1", ["mark"] + arguments)
        #expect(result.status == 64 && result.error.contains("error: \(reason)"), "\(result.error)")
    }
}
