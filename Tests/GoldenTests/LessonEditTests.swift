import TestSupport
import Testing

/// Lessons as learners change them: what is said of each has to be true of the changed lesson.
///
/// Each edit is a file of `Edits`; see ``LessonEdit``. Its verdicts are written down there by what the edit
/// does, not by what came.
@Suite(.recordedLessons, .enabled(if: Compiler.exists)) struct LessonEditTests {
    static let edits = LessonEdit.all.map(\.name)

    private static func edit(_ name: String) -> LessonEdit {
        LessonEdit.all.first { $0.name == name }!
    }

    @Test func thereAreEditsOfEveryPart() {
        #expect(Self.edits.count >= 80)
        for part in 1...4 {
            #expect(Self.edits.count { $0.hasPrefix("part\(part)-") } >= 10)
        }
    }

    @Test(arguments: edits.filter { edit($0).verdicts != nil })
    func theCheckSaysWhatTheEditDoes(_ name: String) throws {
        let expected = Self.edit(name).verdicts!
        let result = try Program.run("edited-lesson \(name) --check-gradient --epochs 1")
        let words = ["Gradient", "Update", "Loss"].map { verdict -> String in
            let line = result.lines.first { $0.hasPrefix("\(verdict): ") } ?? ""
            let word = line.dropFirst(verdict.count + 2).prefix { $0 != "." }
            return word == "not known" ? "?" : String(word)
        }
        #expect(words.joined(separator: " ") == expected, "\(result.output)")
        #expect(result.status == (expected.contains("WRONG") || name == "part1-nan" ? 1 : 0))
    }

    @Test(arguments: edits.filter { !edit($0).runs.isEmpty })
    func saysWhatItsFileSays(_ name: String) throws {
        for (options, phrases) in Self.edit(name).runs {
            let result = try Program.run(
                "edited-lesson \(name)\(options.isEmpty ? "" : " ")\(options)")
            let text = (result.output + result.error).split(whereSeparator: \.isWhitespace)
                .joined(separator: " ")
            for phrase in phrases {
                #expect(text.contains(phrase), "\(name) \(options)")
            }
        }
    }

    /// What changes late is found if looking at all epochs is little work.
    @Test func theCheckLooksAtLateEpochs() throws {
        let result = try Program.run("edited-lesson part2-rate-falls-late --check-gradient")
        #expect(
            result.output.contains("Update: CHANGED. The first step is 0.01 · gradient, but later"))
        #expect(result.status == 0)
    }

    /// A run that is repeated to find out why it diverged prints nothing, also if it sleeps; what was
    /// printed before reaches the screen meanwhile.
    @Test func aRepeatedRunPrintsNothing() throws {
        let result = try Program.run("edited-lesson part1-prints --lr 1 --every 1")
        #expect(result.status == 1)
        #expect(result.lines.count { $0.hasPrefix("hello ") } == 1, "\(result.output)")
        let epochs = result.lines.filter { $0.hasPrefix("Epoch ") }
        #expect(epochs.count > 10)
        #expect(epochs.enumerated().allSatisfy { $1.hasPrefix("Epoch \($0 + 1)/100: ") })
        #expect(result.error.hasPrefix("error: the training diverged: in epoch \(epochs.count) "))
    }

    /// Uphill, but not beyond bounds.
    @Test func aSweepSaysThatALossDoesNotFall() throws {
        let result = try Program.run(
            "edited-lesson part1-wrong-sign --sweep 1e-5,1e-4,0.1 --epochs 20 --format csv")
        let verdicts = result.lines.dropFirst().map { $0.split(separator: "\"").last! }
        #expect(verdicts == ["does not fall", "does not fall", "diverges"])
    }

    /// A trap's sentence is the last thing on the screen, unless a backtrace is asked for.
    @Test func aTrapEndsWithItsSentence() throws {
        let result = try Program.run("edited-lesson part2-crops-wrong-shape")
        #expect(result.status > 128)
        let lines = result.error.split(separator: "\n")
        #expect(lines.count == 1 && lines[0].contains("Fatal error: Cannot subtract"))
    }
}
