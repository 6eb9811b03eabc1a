import Foundation
import TestSupport
import Testing

/// What a class gets: the course, the kit for a stick, the chapters on paper and on a screen.
@Suite(.recordedLessons) struct CourseTests {
    private static func text(_ file: String) throws -> String {
        try String(contentsOfFile: file, encoding: .utf8)
    }

    /// Runs a script in a new folder. `$package` is the workbook.
    private func inFolder(_ script: String, _ check: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("course-\(UUID().uuidString)", isDirectory: true)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let result = try Program.shell(
            "set -e; package=$PWD; cd '\(folder.path)'\n\(script)")
        try #require(result.status == 0, "\(result.output)\(result.error)")
        try check(folder.path)
    }

    private func files(_ folder: String) -> [String] {
        (FileManager.default.enumerator(atPath: folder)?.allObjects ?? [])
            .compactMap { $0 as? String }.filter { !$0.hasPrefix(".git/") }
    }

    // MARK: - The course

    /// Somebody may have solved tasks in this checkout; a course is made of the original ones.
    private static let originalTasks = """
        for part in part1 part2 part3 part4; do cp docs/tasks/$part/* Sources/$part/Exercises; done
        """

    @Test func theCourseHasWhatAClassNeedsAndNoMore() throws {
        // In a copy with a task of the teacher's own, and a file that the build passes over.
        let script = """
            mkdir teacher; cd teacher
            cp -R "$package"/{.devcontainer,.vscode,.gitattributes,.gitignore,.swift-format} .
            cp -R "$package"/{.github,README.md,Package.swift,Sources,docs,scripts} .
            \(Self.originalTasks)
            sed 's/largestError/ownTask/' docs/own-task/task.swift >Sources/part1/Exercises/77-own.swift
            cp Sources/part1/Exercises/77-own.swift docs/tasks/part1
            echo '// its checks' >Sources/part1/Exercises/own-checks.swift
            echo '// my answer' >Sources/part1/Exercises/.01-prediction.old-1.swift
            scripts/make-course ../course
            cd ../course; git status --porcelain >../status; git log --format=%s >../log
            git branch --show-current >../branch
            """
        try inFolder(script) { folder in
            let files = files("\(folder)/course")
            let unwanted =
                /(^|\/)Tests(\/|$)|solutions|own-task|docs\/(teaching|marking|classroom)|old-1|ci\.yml|site\.yml|\.bak/
            #expect(files.filter { $0.contains(unwanted) } == [])
            for wanted in [
                "Sources/part1/Exercises/77-own.swift", "Sources/part1/Exercises/own-checks.swift",
                "Sources/part4/Network.swift", "docs/part1.md", "docs/data/hubble-1929.csv",
                ".github/workflows/classroom.yml", "scripts/doctor", "scripts/lessons.txt",
                "scripts/class.py", "scripts/classroom", "scripts/mark",
                "docs/tasks/part2/02-two-lines.swift",
            ] {
                #expect(files.contains(wanted), "\(wanted)")
            }
            #expect(try Self.text("\(folder)/status") == "")
            #expect(try Self.text("\(folder)/log") == "The course\n")
            #expect(try Self.text("\(folder)/branch") == "main\n")
            #expect(FileManager.default.fileExists(atPath: "\(folder)/course.zip"))
            // Comments name no page that stays with the teacher.
            for file in files where file.hasPrefix("scripts/") || file.hasPrefix(".github/") {
                let text = (try? Self.text("\(folder)/course/\(file)")) ?? ""
                for page in text.matches(of: /docs\/[\w-]+\.md/) {
                    #expect(files.contains(String(page.output)), "\(file): \(page.output)")
                }
            }
            let manifest = try Self.text("\(folder)/course/Package.swift")
            #expect(!manifest.contains("estTarget") && !manifest.contains("TestSupport"))
            #expect(manifest.contains(#"name: "part4", dependencies"#))
            let readme = try Self.text("\(folder)/course/README.md")
            #expect(readme.components(separatedBy: "\n## ")[1].hasPrefix("Get it\n"))
            #expect(readme.contains("open [the page](docs/page.html)"))
            #expect(readme.contains("| `network` |"))
            // Who can't install anything finds the page.
            #expect(
                try Self.text("\(folder)/course/docs/setup.md")
                    .contains("[browser edition](page.html)"))
            #expect(
                try Self.text("\(folder)/course/docs/README.md")
                    .contains("[In the browser](page.html)"))
            for page in files where page.hasSuffix(".md") {
                try expectLinksLead(from: "\(folder)/course/\(page)")
            }
        }
    }

    /// A template that is the whole repository would give the solutions to every learner.
    @Test func theTemplateOfAClassroomIsACourse() throws {
        let page = try Self.text(
            Reference.package.appendingPathComponent("docs/classroom.md").path)
        let steps = page.components(separatedBy: "\n2. ")[0].components(separatedBy: "\n1. ")
        #expect(steps.last!.contains("scripts/make-course") && steps.last!.contains("template"))
    }

    @Test func aTaskThatHasBeenSolvedStaysWithTheTeacher() throws {
        let script = """
            mkdir teacher; cd teacher
            cp -R "$package"/{Package.swift,Sources,docs,scripts} .
            \(Self.originalTasks)
            sed -i.old 's/return 0/return 1/' Sources/part1/Exercises/02-*.swift
            rm Sources/part1/Exercises/*.old
            scripts/make-course ../course 2>../error && exit 1 || [ $? = 64 ]
            mkdir ../full; touch ../full/file
            scripts/make-course ../full 2>>../error && exit 1 || [ $? = 64 ]
            """
        try inFolder(script) { folder in
            let error = try Self.text("\(folder)/error")
            let file = "/Exercises/02-mean-absolute-error.swift"
            #expect(error.contains("\(file) differs from docs/tasks/part1/"))
            #expect(error.contains("error: ../full is not empty."))
            #expect(files("\(folder)/course") == [])
        }
    }

    private func expectLinksLead(from page: String) throws {
        let folder = URL(fileURLWithPath: page).deletingLastPathComponent()
        for link in try Self.text(page).matches(of: /\]\(([^()\s]+)\)|href="([^"]+)"/) {
            let target = String(link.1 ?? link.2!)
            let file = target.prefix { $0 != "#" }
            guard !target.hasPrefix("http"), !file.isEmpty else { continue }
            let path = folder.appendingPathComponent(String(file)).path
            #expect(FileManager.default.fileExists(atPath: path), "\(page): \(target)")
        }
    }

    // MARK: - HTML

    /// Elements that are not closed where they should be.
    private func wrongNesting(_ html: String) -> String? {
        var open: [Substring] = []
        for tag in html.matches(of: /<(\/?)([a-z0-9]+)[^>]*>/) {
            if ["html", "meta", "img", "br"].contains(tag.2) { continue }
            if tag.1.isEmpty {
                open.append(tag.2)
            } else if open.popLast() != tag.2 {
                return "</\(tag.2)> at \(html[tag.range.lowerBound...].prefix(60))"
            }
        }
        return open.last.map { "<\($0)> stays open" }
    }

    @Test func theKitOpensFromAStick() throws {
        let script = """
            mkdir workbook; cd workbook
            cp -R "$package"/{docs,scripts} .
            scripts/offline-kit ../kit >../said
            mkdir ../laptop; tar -xzf ../kit/descent.tar.gz -C ../laptop
            """
        try inFolder(script) { folder in
            let files = files("\(folder)/kit")
            for file in [
                "START-HERE.html", "descent.tar.gz", "chapters/page.html", "workbook.html",
                "teacher/sheets.html",
            ] {
                #expect(files.contains(file))
            }
            let chapters = files.filter {
                $0.hasPrefix("chapters/") && $0.hasSuffix(".html") && $0 != "chapters/page.html"
            }
            #expect(chapters.contains("chapters/index.html") && chapters.count >= 20)
            for file in chapters + ["START-HERE.html", "workbook.html"] {
                let html = try Self.text("\(folder)/kit/\(file)")
                #expect(wrongNesting(html) == nil, "\(file)")
                #expect(!html.contains("```") && !html.contains("<p>|"), "\(file)")
                try expectLinksLead(from: "\(folder)/kit/\(file)")
            }
            let chapter = try Self.text("\(folder)/kit/chapters/part1.html")
            #expect(chapter.contains("<details><summary>Answer</summary>"))
            #expect(chapter.contains("\"page.html#problem=line&amp;part=1"))
            let page = try Self.text("\(folder)/kit/chapters/page.html")
            #expect(page.contains(#"<meta name="chapters" content="*.html">"#))
            #expect(try Self.text("\(folder)/said").contains("chapters\n"))
            #expect(self.files("\(folder)/laptop/workbook").contains("docs/part1.md"))
        }
    }

    @Test func onPaperAnswersAreAtTheEndAndFiguresHaveNumbers() throws {
        try inFolder("out=$PWD/book.html; cd \"$package\"; scripts/build-docs --workbook $out") {
            let html = try Self.text("\($0)/book.html")
            let answers = try #require(html.range(of: "<h1 id=\"answers\">"))
            #expect(!html.contains("<details>"))
            #expect(html[..<answers.lowerBound].firstRange(of: "so w becomes 0.3 + 0.255") == nil)
            #expect(html[answers.lowerBound...].contains("so w becomes 0.3 + 0.255"))
            #expect(html.contains("<b>Figure 1.1</b>") && html.contains("<b>Figure 7.2</b>"))
            let ids = html.matches(of: /id="([^"]+)"/).map { String($0.1) }
            #expect(ids.count == Set(ids).count)
            for link in html.matches(of: /href="#([^"]+)"/) {
                #expect(ids.contains(String(link.1)), "\(link.1)")
            }
            #expect(!html[answers.lowerBound...].contains("class=\"room\""))
            // There is room to write for each answer.
            let rooms = html.matches(of: /class="room" id="q([0-9.]+)"/).map { String($0.1) }
            #expect(rooms.count >= 40)
            for room in rooms { #expect(ids.contains("a\(room)")) }
        }
    }

    @Test func markdownBecomesHTML() throws {
        let markdown = """
            <!-- computed
            2 = 1+1
            -->
            1. One `a < b`
               ```swift
               let x = 1
               ```
            2. Two, **bold** and *soft*
               - inner [one](part1.md#the-code)

            After, see [no page](none.md) ([how](none.md)).

            | a | b |
            |---|--:|
            | `x \\| y` | 2 |
            """
        let html = """
            <ol>
            <li>
            One <code>a &lt; b</code>
            <pre class="swift"><code>let x = 1
            </code></pre>
            </li>
            <li>
            Two, <strong>bold</strong> and <em>soft</em>
            <ul>
            <li>
            inner <a href="part1.html#the-code">one</a>
            </li>
            </ul>
            </li>
            </ol>
            <p>After, see no page.</p>
            <table><thead>
            <tr><th>a</th><th class="right">b</th></tr>
            </thead><tbody>
            <tr><td><code>x | y</code></td><td class="right">2</td></tr>
            </tbody></table>

            """
        let result = try Program.shell(
            "awk -v book=part1 -f scripts/pages/markdown.awk <<'END'\n\(markdown)\nEND")
        #expect(result.output == html)
    }

    // MARK: - The lesson

    /// The output of `swift run` begins with two lines of its own, and a prompt follows.
    @Test func commandsOfTheShortPlanFitTheScreen() throws {
        let page = try Self.text(Reference.package.appendingPathComponent("docs/teaching.md").path)
        let begin = try #require(page.range(of: "\n## Two lessons of 45 minutes\n"))
        let end = try #require(page.range(of: "\n## Blind mistakes\n"))
        let commands = page[begin.upperBound..<end.lowerBound]
            .matches(of: /`swift run (part[^`]+)`/)
            .map { $0.1.replacingOccurrences(of: "\\|", with: "|") }
        #expect(commands.count >= 12)
        for command in commands where !command.contains("--step") {
            let result = try Program.shell(command)
            #expect(result.status == 0 && result.error.isEmpty, "\(command)")
            #expect((2...21).contains(result.lines.count), "\(command): \(result.lines.count)")
            #expect(result.lines.allSatisfy { $0.count <= 80 }, "\(command)")
        }
    }

    /// Builds nothing, and finds the programs of the tests.
    private static let swift =
        "swift() { [[ $* != *--show-bin-path ]] || dirname $(command -v part1); }; export -f swift"

    /// A table of dashes would say that nothing is hidden there.
    @Test func theKeyOfNoProblemIsAnError() throws {
        let result = try Program.shell("\(Self.swift); scripts/mystery-key 1 corps")
        #expect(result.status == 64 && result.output == "")
        #expect(result.error.hasPrefix("error: no part has a mistake to hide in 'corps'."))
    }

    @Test(.slow) func theKeyOfTheMysteriesIsRight() throws {
        let result = try Program.shell("\(Self.swift); scripts/mystery-key 5")
        #expect(result.lines.count == 6)
        let row = try #require(result.lines.last).split(separator: " ").map(String.init)
        for (part, name) in zip(1...4, row.dropFirst()) {
            let told = try Program.run("part\(part) line --bug mystery --seed \(row[0]) --reveal")
            #expect(told.lines[0].hasPrefix("The mistake is \(name)."))
        }
    }
}
