import Descent
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

/// What is shown of a check.
@Suite struct ExerciseScreenTests {
    private let list = ExerciseList([
        .prediction { x, w in x.map { w * $0 * $0 } }, .meanAbsoluteError { _, _ in 0 },
        .gradient { _, _, _ in 0 }, .update { w, _, _ in w }, .bias { _, _, _, _ in (0, 0) },
    ])

    private func lines(
        _ verdicts: [Verdict], locale: String = "C.UTF-8", isTerminal: Bool = false,
        only: Bool = false
    ) -> [String] {
        let terminal = Terminal(
            environment: ["LC_ALL": locale, "TERM": "xterm"], isTerminal: isTerminal, columns: 80)
        let screen = ExerciseScreen(stage: .part1, list: list, terminal: terminal)
        return screen.lines(verdicts.enumerated().map { ($0, $1) }, only: only)
    }

    private func verdicts(_ second: Verdict) -> [Verdict] {
        [Verdict(kind: .done), second] + Array(repeating: Verdict(kind: .untouched), count: 3)
    }

    @Test func thePageShowsWhatIsPrinted() throws {
        let sum = try #require(WrongAnswer.part1.first { $0.name == "sum" }).verdict()
        let text = lines(verdicts(sum)).joined(separator: "\n")
        let page = try String(
            contentsOf: Reference.package.appendingPathComponent("docs/exercises.md"),
            encoding: .utf8)
        #expect(page.contains("```\n\(text)\n```"), "\(text)")
    }

    /// Every wrong answer that the tests know, on a screen of 24 rows and 80 columns.
    @Test(arguments: WrongAnswerTests.all)
    func fitsTheScreen(_ answer: WrongAnswer) {
        var verdict = answer.verdict()
        verdict.printed = Array(repeating: String(repeating: "x", count: 200), count: 9)
        let lines = lines(verdicts(verdict))
        #expect(lines.count <= 24, "\(lines.joined(separator: "\n"))")
        #expect(lines.allSatisfy { $0.count <= 80 }, "\(lines.joined(separator: "\n"))")
        #expect(lines.allSatisfy { !$0.contains("\u{1B}") })
    }

    /// Neither on the screen nor in a teacher's page.
    @Test func whatIsDifferentDoesNotLookTheSame() throws {
        func texts(_ expected: Figure, _ found: Figure) -> [String] {
            [expected.text(width: 60, besides: found), found.text(width: 60, besides: expected)]
        }
        #expect(texts(Figure([1.0]), Figure([0.9992])) == ["[1]", "[0.999]"])
        #expect(texts(Figure([1.0]), Figure([0.9996])) == ["[1]", "[0.9996]"])
        #expect(texts(Figure(2.5), Figure(2.5004)) == ["2.5", "2.5004"])
        #expect(texts(Figure([1.0]), Figure([1.0])) == ["[1]", "[1]"])
        #expect(texts(Figure([1.0]), Figure([1.0], shape: [1, 1])) == ["[1]", "[[1]]"])
        let answer = try #require(WrongAnswer.part4.first { $0.name == "a little more" })
        let results = answer.verdict().results(width: 66)
        #expect(results.map(\.label) == ["input", "expected", "found", "printed"])
        #expect(results[1].lines != results[2].lines && !results[2].lines[0].contains("1.000"))
    }

    /// All that is put in is shown where there is room for it.
    @Test func whatIsPutInIsShownWhole() throws {
        let answer = try #require(WrongAnswer.part3.first { $0.name == "ends without a gradient" })
        let text = lines(verdicts(answer.verdict())).joined(separator: "\n")
        for name in ["p =", "r =", "q =", "gradients of q =", "learningRate =", "momentum ="] {
            #expect(text.contains(name), "\(text)")
        }
    }

    @Test(arguments: 1...4)
    func solutionsFitTheScreen(_ part: Int) throws {
        let lines = try String(
            contentsOf: Reference.package.appendingPathComponent("docs/solutions/part\(part).md"),
            encoding: .utf8
        ).components(separatedBy: "\n")
        #expect(lines.allSatisfy { $0.count <= 80 }, "\(lines.filter { $0.count > 80 })")
    }

    @Test func theNextPartIsNamedAtTheEnd() {
        let all = Array(repeating: Verdict(kind: .done), count: 5)
        #expect(lines(all).last == "Go on with: swift run part2 exercises")
        #expect(lines([all[0]], only: true).last?.hasPrefix("Done. A model is") == true)
        let last = ExerciseScreen(
            stage: .part4, list: ExerciseList([.standardize { $0 }]), terminal: Terminal())
        let end = last.lines([(index: 0, verdict: all[0])], only: false)
        #expect(end.last == "Read on: docs/own-data.md, docs/pytorch.md, docs/beyond.md")
    }

    /// What is drawn are the learner's own numbers, right or wrong.
    @Test func anAnswerIsDrawn() throws {
        func drawing(_ exercise: Exercise) -> [String] {
            let examination = Examination(exercise, seed: 0)
            let attempt = Attempt(found: examination.cases.map(exercise.found))
            let screen = ExerciseScreen(
                stage: .part4, list: ExerciseList([exercise]), terminal: Terminal())
            return screen.drawing(0, examination.judge(attempt))
        }
        let right = drawing(
            .eightCurves { x, w, b, v, c in
                let curves = (x * w + b).tanh() * v
                return (curves, curves.sum(axis: 1) + c)
            })
        #expect(right.count == 19 && right[1] == "     your curves   your sum •")
        let straight = drawing(
            .eightCurves { x, w, b, v, c in
                let curves = (x * w + b) * v
                return (curves, curves.sum(axis: 1) + c)
            })
        #expect(straight.count == 19 && straight != right)
        let table = Tensor.zeros([61, 8])
        #expect(drawing(.eightCurves { _, _, _, _, _ in (table, Tensor.zeros([61])) }) != right)
        // Where the shapes are wrong there is nothing to draw, and so it is before anybody begins.
        #expect(drawing(.eightCurves { x, _, _, _, _ in (x, x) }) == [])
        #expect(drawing(.coolingTea { _, _, _, _, _ in [] }) == [])
        #expect(drawing(.standardize { $0 }) == [])
        let still = drawing(
            .coolingTea { _, _, start, epochs, _ in
                (0..<epochs).map { _ in (0, start.a, start.k) }
            })
        #expect(still[1].contains("your tea after 200 epochs   measured •   a·e^(−k·t) ─"))
    }

    @Test func aTaskThatIsDrawnSaysSo() {
        let list = ExerciseList([.eightCurves { x, _, _, _, _ in (x, x) }])
        let screen = ExerciseScreen(stage: .part4, list: list, terminal: Terminal())
        let last = Verdict.Shown(put: [:], expected: [:], found: [:])
        func row(_ verdict: Verdict, only: Bool = false) -> String {
            screen.lines([(index: 0, verdict: verdict)], only: only)[2]
        }
        #expect(row(Verdict(kind: .done, last: last)).hasSuffix("done; --only 1 draws it"))
        #expect(row(Verdict(kind: .done, last: last), only: true).hasSuffix("done"))
        #expect(row(Verdict(kind: .untouched)).hasSuffix("not begun"))
    }

    @Test func coloursAreForSomebodyWhoWatches() {
        let verdicts = verdicts(Verdict(kind: .untouched))
        #expect(lines(verdicts, isTerminal: true).contains { $0.contains("\u{1B}[") })
        #expect(lines(verdicts, locale: "C").contains { $0.hasPrefix("  + 1 prediction") })
    }
}
