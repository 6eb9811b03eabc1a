import TestSupport
import Testing

/// Mistakes that are to be found, not told.
@Suite(.recordedLessons) struct MysteryTests {
    private static let lessons: [(part: String, lesson: String)] = [
        "part1", "part2", "part3", "part4",
    ]
    .flatMap { part in ["line", "crops", "sine"].map { (part, $0) } }

    /// The names of a lesson's mistakes, as `--bug list` has them.
    private func names(_ part: String, _ lesson: String) throws -> [String] {
        try Program.run("\(part) \(lesson) --bug list").lines.compactMap { line in
            guard line.hasPrefix("  "), !line.hasPrefix("   ") else { return nil }
            // Then come other parts, with theirs.
            return line.hasPrefix("  part")
                ? nil : line.split(separator: " ").first.map(String.init)
        }
    }

    /// No name, no sentence and no story.
    private func tellsNothing(_ command: String, _ names: [String]) throws {
        let result = try Program.run(command)
        let text = result.output + result.error
        let stories = [
            "What is wrong", "Where you meet it", "The cure", "In this run", "Fatal error",
            "too large",
        ]
        for word in names + stories {
            #expect(!text.contains(word), "\(command): \(word)")
        }
        #expect(result.status == 0 || result.status == 1, "\(command): \(result.error)")
        #expect(!result.error.contains("learning rate"), "\(command): \(result.error)")
        if command.contains("--explain") {
            #expect(text.contains("With a mistake on purpose: mystery."), "\(command)")
            // The next step, with the seed of this run.
            let words = command.split(separator: " ").prefix(6).joined(separator: " ")
            #expect(text.contains("\nswift run \(words) --answer NAME\n"), "\(text)")
        }
    }

    @Test(arguments: lessons.map { "\($0.part) \($0.lesson)" })
    func showsNoName(_ lesson: String) throws {
        let words = lesson.split(separator: " ").map(String.init)
        let names = try names(words[0], words[1])
        let isLine = words[1] == "line"
        let hasGraph = words[0] != "part1"
        // What people see, in one run; and what ends a run.
        var always = ["--explain --plot", "--lr 0.4 \(isLine ? "--epochs 400" : "")"]
        if hasGraph { always[0] += " --graph" }
        // What programs read; which mistake it is changes no more than the numbers.
        var often = ["--format jsonl", "--sweep \(isLine ? "0.01,0.2" : "1e-7,1e-6")"]
        often += ["--format csv"]
        // As many seeds as mistakes, which hides each of them once.
        for seed in 0..<(isLine ? names.count { $0 != "tracked-update" } : 1) {
            // Every other seed has every other of these.
            let some = often.indices.filter { !isLine || ($0 + seed).isMultiple(of: 2) }
            for option in always + some.map({ often[$0] }) {
                try tellsNothing(
                    "\(lesson) --bug mystery --seed \(seed) \(isLine ? "" : "--epochs 4") \(option)",
                    names)
            }
        }
    }

    /// Every mistake but the one that tells itself; and a mystery is the lesson with that mistake.
    @Test(arguments: ["part1", "part2", "part3", "part4"])
    func hidesEveryMistake(_ part: String) throws {
        var found: Set<String> = []
        let hidden = Set(try names(part, "line")).subtracting(["tracked-update"])
        // As many seeds as mistakes are enough.
        for seed in 0..<hidden.count {
            let command = "\(part) --bug mystery --seed \(seed)"
            let result = try Program.run("\(command) --reveal")
            #expect(result.status == 0)
            let name = try #require(result.output.firstMatch(of: /The mistake is ([a-z-]+)\./)).1
            #expect(result.lines.contains { $0.hasPrefix("What is wrong: ") })
            #expect(result.lines.allSatisfy { $0.count <= 80 })
            found.insert(String(name))
            if part == "part2" {
                let named = try Program.run("part2 --bug \(name) --seed \(seed) --format jsonl")
                #expect(try Program.run("\(command) --format jsonl") == named)
            }
        }
        #expect(found == hidden)
    }

    @Test func anAnswerIsRightOrWrong() throws {
        let command = "part3 --bug mystery --seed 918273645"
        let name = try #require(
            Program.run("\(command) --reveal").output.firstMatch(of: /The mistake is ([a-z-]+)\./)
        ).1
        let other = try #require(names("part3", "line").first { $0 != name })
        let wrong = try Program.run("\(command) --answer \(other)")
        #expect(wrong.output == "No, it is not \(other).\n" && wrong.status == 1)
        let right = try Program.run("\(command) --answer \(name)")
        #expect(right.lines[0] == "Right: it is \(name)." && right.status == 0)
    }

    @Test(arguments: [
        ("part2 legendre --bug mystery", "makes no mistake here"),
        ("part4 sine --bug mystery --optimizer rmsprop", "makes no mistake here"),
        ("part1 --answer dot-mean", "--answer needs --bug mystery"),
        ("part1 --reveal", "--reveal needs --bug mystery"),
        ("part1 --bug mystery --answer dot-men", "Did you mean 'dot-mean'?"),
        ("part1 --bug mystery --answer large-lr --reveal", "cannot be used together"),
        ("part1 --bug mystry", "Did you mean 'mystery'?"),
    ])
    func refuses(_ command: String, _ reason: String) throws {
        let result = try Program.run(command)
        #expect(result.status == 64 && result.output.isEmpty)
        #expect(
            result.error.hasPrefix("error: ") && result.error.contains(reason), "\(result.error)")
        #expect(result.error.split(separator: "\n").count == 1)
    }
}
