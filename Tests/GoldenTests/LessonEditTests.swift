import Foundation
import TestSupport
import Testing

/// Lessons as learners change them: each is run with every looking option, and what is said of it has
/// to be true of the changed lesson.
///
/// The lessons are made by `scripts/lesson_edits.py`. What they print is recorded in `Edits`, as in
/// `Golden`; the verdicts are written down here once more, by what the edit does and not by what came.
@Suite struct LessonEditTests {
    private static let folder = Reference.tests.appendingPathComponent("GoldenTests/Edits")

    /// What `--check-gradient` is to say of gradient, update and loss: right, WRONG, CHANGED, or not
    /// known (?).
    static let verdicts: KeyValuePairs<String, String> = [
        "part1-own-rate": "right CHANGED right",
        "part1-rate-forgotten": "right WRONG right",
        "part1-rate-times-4": "right CHANGED right",
        "part1-wrong-sign": "right WRONG right",
        "part1-no-update": "right WRONG right",
        "part1-gradient-sign": "WRONG right right",
        "part1-gradient-half": "WRONG right right",
        "part1-own-points": "right right right",
        "part1-bias": "right right right",
        "part1-bias-from-the-code": "right right right",
        "part1-start-in-the-code": "? right right",
        "part1-absolute-error": "right right CHANGED",
        "part1-sum-in-the-loss": "WRONG right CHANGED",
        "part1-square-model": "right right right",
        "part1-nan": "right ? right",
        "part1-own-loop": "right right right",
        "part1-loop-left": "right right right",
        "part1-other-test-point": "right right right",
        "part1-no-report": "right ? right",
        "part1-prints": "right right right",
        "part1-crops-own-table": "right right right",
        "part1-crops-rate-forgotten-for-b": "right WRONG right",
        "part1-crops-one-gradient-wrong": "WRONG right right",
        "part1-sine-mean": "right right CHANGED",
        "part1-sine-cosine": "right right right",
        "part1-sine-without-d": "right right right",
        "part1-penalty": "right right CHANGED",
        "part1-one-sample-an-epoch": "right right right",
        "part1-too-many-targets": "right right ?",
        "part1-report-before-update": "right WRONG right",
        "part1-look-after-update": "? WRONG right",
        "part1-report-twice": "right right right",
        "part1-rate-falls": "right CHANGED right",
        "part2-own-rate": "right CHANGED right",
        "part2-wrong-sign": "right WRONG right",
        "part2-no-reset": "WRONG right right",
        "part2-bias": "right right right",
        "part2-bias-not-reported": "right right right",
        "part2-own-points": "right right right",
        "part2-sum": "right right CHANGED",
        "part2-fourth-power": "right right CHANGED",
        "part2-exponential": "right right right",
        "part2-root": "right right CHANGED",
        "part2-new-tensors": "right right right",
        "part2-crops-one-output": "right right right",
        "part2-sine-fifth-power": "right CHANGED right",
        "part2-legendre-own-start": "right right right",
        "part2-rate-falls-late": "right right right",
        "part2-detached": "WRONG ? right",
        "part2-root-of-each": "right right CHANGED",
        "part3-momentum": "right CHANGED right",
        "part3-own-rate": "right CHANGED right",
        "part3-rmsprop": "right CHANGED right",
        "part3-no-step": "right WRONG right",
        "part3-no-reset": "WRONG right right",
        "part3-sum": "right right CHANGED",
        "part3-sine-mean": "right right CHANGED",
        "part3-crops-b-left-out": "WRONG WRONG right",
        "part3-crops-scaled": "right right right",
        "part3-sine-rmsprop": "right CHANGED right",
        "part4-bias": "right right right",
        "part4-momentum": "right CHANGED right",
        "part4-own-rate": "right CHANGED right",
        "part4-own-points": "right right right",
        "part4-crops-own-table": "right CHANGED right",
        "part4-crops-batches": "right right right",
        "part4-sine-tanh": "right CHANGED right",
        "part4-sine-tanh-predicts": "right CHANGED right",
        "part4-loader": "right right right",
        "part4-two-features": "right CHANGED right",
        "part1-no-mean-in-the-gradient": "WRONG right right",
        "part1-absolute-loss": "WRONG right CHANGED",
        "part1-target-off": "right right right",
        "part1-other-points": "right right right",
        "part1-crops-own-row": "right right right",
        "part2-sine-mean": "right right CHANGED",
        "part2-sine-step": "right right right",
        "part4-random-start": "right right right",
        "part4-rmsprop": "right CHANGED right",
    ]

    /// Edits with which there is nothing to check, or which end before.
    private static let others = [
        "part1-no-data", "part1-no-look", "part2-no-backward", "part2-log-nan",
        "part2-crops-wrong-shape", "part2-nothing-recorded", "part4-target-row",
    ]

    static let names: [String] = {
        let edits = Reference.tests.appendingPathComponent("LessonFixtures/Edits")
        let files = try? FileManager.default.contentsOfDirectory(atPath: edits.path)
        return (files ?? []).filter { $0.hasPrefix("part") }.map { String($0.dropLast(6)) }.sorted()
    }()

    @Test func everyEditHasItsVerdicts() {
        #expect(Self.names.count >= 55)
        #expect((Self.verdicts.map(\.key) + Self.others).sorted() == Self.names)
    }

    @Test(arguments: verdicts.map { ($0.key, $0.value) })
    func theCheckSaysWhatTheEditDoes(_ name: String, _ expected: String) throws {
        let result = try Program.run("lesson-fixtures \(name) --check-gradient --epochs 1")
        let words = ["Gradient", "Update", "Loss"].map { verdict -> String in
            let line = result.lines.first { $0.hasPrefix("\(verdict): ") } ?? ""
            let word = line.dropFirst(verdict.count + 2).prefix { $0 != "." }
            return word == "not known" ? "?" : String(word)
        }
        #expect(words.joined(separator: " ") == expected, "\(result.output)")
        #expect(result.status == (expected.contains("WRONG") || name == "part1-nan" ? 1 : 0))
    }

    /// What the pages' tables, and their questions, say of a changed lesson, in the default run.
    @Test(arguments: [
        ("part1-other-points", "", "x = [1 2 3 5], y = [2 4 6 10]. "),
        ("part1-other-points", "", "least squares gives w = Σxy/Σx² = 2.\n"),
        ("part1-other-points", "--sweep 0.01", "The limit is 2/λ = 2/19.5 = 0.1026"),
        ("part1-wrong-sign", "", "Epoch 100/100: w = -2348625.000, loss = 31281937121280."),
        (
            "part1-no-mean-in-the-gradient", "--check-gradient --epochs 1",
            "It is n = 4 times too large."
        ),
        ("part1-absolute-loss", "", "Epoch 1/100: w = 0.300, loss = 5.00000000\n"),
        ("part1-target-off", "", "y = [2 4 6 9]. "),
        ("part1-target-off", "", "Epoch 100/100: w = 2.133, "),
        ("part1-crops-own-row", "", "Least squares gives the loss 0.76982975"),
        ("part2-bias", "", "Epoch 100/100: w = 1.846, b = 0.452, "),
        ("part2-sine-mean", "--check-gradient --epochs 1", "one of n = 2000 parts of the sum"),
        ("part2-sine-step", "", "with the loss 281.2"),
        ("part2-sine-step", "", "\n1999 284.7"),
        ("part3-sum", "", "Epoch 1/100: w = 1.200, loss = 120."),
        ("part3-rmsprop", "", "Epoch 100/100: w = 1.550, "),
        ("part3-no-step", "", "Epoch 100/100: w = 0.000, loss = 30.00000000\n"),
        ("part4-random-start", "", "Epoch 100/100: w = 2.000, "),
    ])
    func doesWhatThePagesSay(_ name: String, _ options: String, _ words: String) throws {
        let result = try Program.run(
            "lesson-fixtures \(name)\(options.isEmpty ? "" : " ")\(options)")
        #expect(result.output.contains(words), "\(result.output)\(result.error)")
    }

    /// And these end with an error.
    @Test(arguments: [
        ("part1-rate-forgotten", "error: the training diverged"),
        ("part2-fourth-power", "error: the training diverged"),
        ("part2-no-backward", "there is no gradient"),
        ("part2-nothing-recorded", "backward()"),
        ("part4-target-row", "and these have [4, 1] and [4]"),
    ])
    func endsAsThePagesSay(_ name: String, _ words: String) throws {
        let result = try Program.run("lesson-fixtures \(name)")
        #expect(result.status != 0)
        #expect(result.error.contains(words), "\(result.error)")
    }

    /// What changes late is found if looking at all epochs is little work.
    @Test func theCheckLooksAtLateEpochs() throws {
        let result = try Program.run("lesson-fixtures part2-rate-falls-late --check-gradient")
        #expect(
            result.output.contains("Update: CHANGED. The first step is 0.01 · gradient, and later"))
        #expect(result.status == 0)
    }

    /// All looking options with numbers that suit a lesson.
    private func commandLines(_ name: String) -> [String] {
        let rates =
            name.contains("sine") || name.contains("legendre")
            ? "1e-7,1e-6" : name.contains("crops") ? "1e-6,1e-5" : "0.01,0.1"
        let graph = name.hasPrefix("part1") ? [] : ["--graph --epochs 0"]
        return [
            "--epochs 20", "--check-gradient --epochs 1", "--explain 2 --epochs 2 --every 0",
        ] + graph + ["--plot --epochs 30 --every 0", "--sweep \(rates) --epochs 50"]
    }

    @Test(arguments: names)
    func printsWhatItsFileSays(_ name: String) throws {
        var actual = ""
        for options in commandLines(name) {
            let result = try Program.run("lesson-fixtures \(name) \(options)")
            actual += "$ \(name) \(options)\n\(result.output)"
            if !result.error.isEmpty {
                actual += "--- standard error\n\(withoutPlace(result.error))"
            }
            if result.status != 0 { actual += "--- exit code \(result.status)\n" }
        }
        let file = Self.folder.appendingPathComponent("\(name).txt")
        if GoldenTests.isRecording {
            try actual.write(to: file, atomically: true, encoding: .utf8)
            Issue.record("recorded \(name).txt; look at it, then run the tests again")
        } else {
            let expected = try String(contentsOf: file, encoding: .utf8)
            #expect(actual == expected, "\(name)")
        }
    }

    /// A fatal error without the file and line of the library that it comes from, and without what
    /// differs between systems behind it.
    private func withoutPlace(_ error: String) -> String {
        guard let start = error.range(of: "Fatal error: ") else { return error }
        return error[start.lowerBound...].split(separator: "\n").prefix(1).joined() + "\n"
    }

    /// A run that is repeated to find out why it diverged prints nothing, also if it sleeps; what was
    /// printed before reaches the screen meanwhile.
    @Test func aRepeatedRunPrintsNothing() throws {
        let result = try Program.run("lesson-fixtures part1-prints --lr 1 --every 1")
        #expect(result.status == 1)
        #expect(result.lines.count { $0.hasPrefix("hello ") } == 1, "\(result.output)")
        let epochs = result.lines.filter { $0.hasPrefix("Epoch ") }
        #expect(epochs.count > 10)
        #expect(epochs.enumerated().allSatisfy { $1.hasPrefix("Epoch \($0 + 1)/100: ") })
        #expect(result.error.hasPrefix("error: the training diverged: in epoch \(epochs.count) "))
    }

    /// Uphill, but not beyond bounds.
    @Test func aSweepSaysThatALossRises() throws {
        let result = try Program.run(
            "lesson-fixtures part1-wrong-sign --sweep 1e-5,1e-4,0.1 --epochs 20 --format csv")
        let verdicts = result.lines.dropFirst().map { $0.split(separator: "\"").last! }
        #expect(verdicts == ["rises", "rises", "diverges"])
    }

    /// A trap's sentence is the last thing on the screen, unless a backtrace is asked for.
    @Test func aTrapEndsWithItsSentence() throws {
        let result = try Program.run("lesson-fixtures part2-crops-wrong-shape")
        #expect(result.status > 128)
        let lines = result.error.split(separator: "\n")
        #expect(lines.count == 1 && lines[0].contains("Fatal error: Cannot subtract"))
    }
}
