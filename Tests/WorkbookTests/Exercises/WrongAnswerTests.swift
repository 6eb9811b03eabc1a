import Descent
import Foundation
import Testing

@testable import Classroom
@testable import Exercises
@testable import Files
@testable import Looking
@testable import System
@testable import Words
@testable import Workbook

/// What the checks of the tasks say of wrong answers.
@Suite struct WrongAnswerTests {
    static let all =
        WrongAnswer.part1 + WrongAnswer.part2 + WrongAnswer.part3 + WrongAnswer.part4
        + WrongAnswer.coolingTea

    @Test func thereAreManyOfThem() {
        #expect(Self.all.count >= 70)
        #expect(Set(Self.all.map(\.name)).count == Self.all.count)
    }

    /// With the learner's numbers, and with those of teachers.
    @Test(arguments: all, [0, 1, 77] as [UInt64])
    func isNotRightAndSaysWhy(_ answer: WrongAnswer, _ seed: UInt64) {
        let verdict = answer.verdict(seed: seed)
        #expect(verdict.kind == .wrong)
        #expect(verdict.shown?.found != nil)
        if let diagnosis = answer.diagnosis {
            #expect(
                verdict.diagnosis?.hasPrefix(diagnosis) == true, "\(verdict.diagnosis ?? "nothing")"
            )
        } else {
            #expect(verdict.diagnosis == nil)
        }
    }

    /// All tasks, with answers that do nothing.
    static let exercises: [@Sendable () -> Exercise] = [
        { .prediction { _, _ in [] } }, { .meanAbsoluteError { _, _ in 0 } },
        { .gradient { _, _, _ in 0 } },
        { .update { w, _, _ in w } }, { .bias { _, _, _, _ in (0, 0) } },
        { .rootMeanSquaredError { _, _ in Tensor(0) } }, { .twoLines { _, _, _, _, _ in } },
        { .cube { 0 * $0 + $0.detached().pow(3) } }, { .absoluteError { _, _ in Tensor(0) } },
        { .momentum { parameters, _, _ in Idle(parameters) } },
        { .weightDecay { parameters, _, _ in Idle(parameters) } },
        { .reduction { _, _, _ in Tensor(0) } },
        { .earlyStop { _, _ in false } }, { .ownParameter { _ in Sequential() } },
        { .twoLayers { Passing($0, $1, $2) } }, { .batches { _, _, _, _, _, _ in [] } },
        { .standardize { $0 } }, { .eightCurves { x, _, _, _, _ in (x, x) } },
        { .coolingTea { _, _, _, _, _ in [] } },
    ]

    private final class Idle: Optimizer {
        let parameters: [Tensor]
        init(_ parameters: [Tensor]) { self.parameters = parameters }
        func step() {}
    }

    private final class Passing: Module {
        let hidden: Linear
        let output: Linear
        init(_ inputs: Int, _ hidden: Int, _ outputs: Int) {
            self.hidden = Linear(inFeatures: inputs, outFeatures: hidden)
            output = Linear(inFeatures: hidden, outFeatures: outputs)
        }
        func callAsFunction(_ input: Tensor) -> Tensor { input }
    }

    @Test(arguments: exercises.indices)
    func anEmptyBodyIsNotBegunAndNeverDone(_ index: Int) {
        for seed in 0..<20 as Range<UInt64> {
            let exercise = Self.exercises[index]()
            let examination = Examination(exercise, seed: seed)
            let attempt = Attempt(found: examination.cases.map(exercise.found))
            #expect(
                examination.judge(attempt, asks: true).kind == .untouched, "\(exercise.name)")
            #expect(examination.judge(attempt).kind == .wrong)
            // A right answer is one, whatever else stands there.
            let right = Attempt(found: examination.expected)
            #expect(examination.judge(right, asks: true).kind == .done)
        }
    }

    /// Known mistakes give something wrong, and something else than each other: otherwise the check could
    /// name one where another was made.
    @Test(arguments: exercises.indices)
    func knownMistakesAreDifferent(_ index: Int) {
        let exercise = Self.exercises[index]()
        #expect(2...3 ~= exercise.hints.count)
        #expect(exercise.mistakes.count >= 6)
        for seed in 0..<5 as Range<UInt64> {
            let examination = Examination(exercise, seed: seed)
            let results = exercise.mistakes.map { mistake in
                (mistake.diagnosis, examination.cases.map(mistake.gives))
            }
            for (diagnosis, result) in results {
                let attempt = Attempt(found: result)
                let verdict = examination.judge(attempt)
                #expect(verdict.kind == .wrong, "\(exercise.name), \(seed): \(diagnosis)")
                let start = diagnosis.split(separator: "{n}")[0]
                #expect(
                    verdict.diagnosis?.hasPrefix(start) == true,
                    "\(exercise.name), \(seed): \(diagnosis) — \(verdict.diagnosis ?? "nothing")")
            }
        }
    }

    /// The same result whatever is put in, and the numbers of one seed for those of another.
    @Test(arguments: exercises.indices)
    func constantsAndCopiedNumbersAreNotRight(_ index: Int) {
        let exercise = Self.exercises[index]()
        let examination = Examination(exercise, seed: 0)
        for answer in examination.expected {
            let attempt = Attempt(found: examination.cases.map { _ in answer })
            #expect(
                examination.judge(attempt).kind == .wrong, "\(exercise.name)")
        }
        let copied = Attempt(found: examination.expected)
        #expect(examination.judge(copied).kind == .done)
        for seed in 1..<20 as Range<UInt64> {
            let verdict = Examination(exercise, seed: seed).judge(copied)
            #expect(verdict.kind == .wrong, "\(exercise.name)")
        }
    }

    /// Answers to other tasks with the same signature, and the numbers of the texts.
    @Test func answersToOtherTasksAreNotRight() {
        func check(_ exercise: Exercise, sourceLine: Int = #line) {
            let examination = Examination(exercise, seed: 0)
            let attempt = Attempt(found: examination.cases.map(exercise.found))
            let kind = examination.judge(attempt).kind
            #expect(kind == .wrong, "line \(sourceLine)")
        }
        func absolute(_ p: Tensor, _ y: Tensor) -> Tensor {
            let e = p - y
            let signs = e.scalars.map { $0 == 0 ? 0 : $0 < 0 ? -1 as Float : 1 }
            return (e * Tensor(signs, shape: e.shape)).mean()
        }
        check(.rootMeanSquaredError(absolute))
        check(.absoluteError { ($0 - $1).pow(2).mean().pow(0.5) })
        check(.reduction { _, p, y in (p - y).pow(2).mean().pow(0.5) })
        check(.momentum { SGD($0, learningRate: $1, weightDecay: $2) })
        check(.weightDecay { SGD($0, learningRate: $1, momentum: $2) })
        check(.update { w, g, rate in w.map { rate * $0 } })
        // The examples' answers.
        check(.prediction { _, _ in [0.5, 2, 4.5] })
        check(.meanAbsoluteError { _, _ in 2 })
        check(.gradient { _, _, _ in -17 })
        check(.update { _, _, _ in [-1, 2] })
        check(.bias { _, _, _, _ in (-2, -1) })
        check(.rootMeanSquaredError { p, _ in 0 * p.sum() + 5 })
        check(.twoLines { w, _, _, _, _ in withNoGrad { w.fill(1) } })
        check(.standardize { _ in [[-1, 0], [1, 0]] })
        check(.batches { _, _, _, _, _, _ in [2.6] })
        check(.eightCurves { _, _, _, _, _ in (Tensor([0, 0], shape: [1, 2]), Tensor([5])) })
        check(.coolingTea { _, _, _, _, _ in [(4, 3, 1)] })
        check(.earlyStop { losses, _ in losses.count == 6 })
        // What was put in.
        check(.prediction { x, _ in x })
        check(.gradient { _, _, w in w })
        check(.absoluteError { p, _ in p })
    }

    /// What is said of an end is what is known of it.
    @Test func anEndSaysNoMoreThanIsKnown() {
        func diagnosis(_ ending: Verdict) -> String {
            var attempt = Attempt(found: [])
            attempt.ending = ending
            let verdict = Examination(.prediction { x, _ in x }, seed: 0).judge(attempt)
            #expect(verdict.kind != .wrong && verdict.kind != .done && verdict.shown?.found == nil)
            return verdict.diagnosis ?? ""
        }
        func crash(_ error: String, signal: Int32? = SIGILL) -> Verdict {
            let result = SecondProcess.Result(
                output: "", error: error, signal: signal, isFlood: false)
            return signal.map { .fatal(result.crash, $0) } ?? .ended
        }
        let stack = "Current stack trace:\n0    libswiftCore.so  0x00007f7f0035f130"
        for (said, shown) in [
            (
                "Swift/ContiguousArrayBuffer.swift:692: Fatal error: Index out of range",
                "Fatal error: Index out of range"
            ),
            (
                "part1/01-prediction.swift:9: Fatal error",
                "01-prediction.swift, line 9: Fatal error"
            ),
            (
                "part3/01-momentum.swift:30: Fatal error: Unexpectedly found nil",
                "01-momentum.swift, line 30: Fatal error: Unexpectedly found nil"
            ),
            (
                "part1/a.swift:9: Precondition failed: my words",
                "a.swift, line 9: Precondition failed: my words"
            ),
            ("part1/a.swift:9: Assertion failed", "a.swift, line 9: Assertion failed"),
            (
                "Could not cast value of type 'm.A' (0x560d827821c8) to 'm.B' (0x560d82782220).",
                "Could not cast value of type 'm.A' to 'm.B'."
            ),
        ] {
            #expect(diagnosis(crash("\(said)\n\(stack)")) == shown)
        }
        // Arithmetic that overflows, an endless recursion, and kill.
        #expect(diagnosis(crash("")).hasPrefix("Swift stopped it without a message"))
        #expect(diagnosis(crash("", signal: SIGSEGV)).hasPrefix("The system stopped it"))
        #expect(diagnosis(crash("", signal: SIGKILL)) == "Signal 9 stopped it.")
        #expect(diagnosis(crash("", signal: nil)).hasPrefix("The program ended"))
        #expect(diagnosis(.slow).contains("an endless loop"))
        #expect(diagnosis(.flood).contains("printed more than 16 MB"))
    }

    @Test func rightAnswersAreRightWithAllNumbers() {
        for seed in 0..<50 as Range<UInt64> {
            for exercise in Self.exercises.map({ $0() }) {
                let examination = Examination(exercise, seed: seed)
                // The reference itself gives finite numbers, which differ from doing nothing.
                for (put, expected) in zip(examination.cases, examination.expected) {
                    #expect(
                        expected.entries.allSatisfy { $0.figure.numbers.allSatisfy(\.isFinite) })
                    #expect(put.entries.allSatisfy { $0.figure.numbers.allSatisfy(\.isFinite) })
                }
            }
        }
    }
}
