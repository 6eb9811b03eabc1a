import Classroom
import Foundation
import System
import Words

/// `part1 exercises`: checks the tasks of a part, and what goes with it.
package struct ExerciseProgram {
    package let stage: Stage
    package let list: ExerciseList
    package let output: Output
    package let files: ExerciseFiles
    /// The program in which the answers are; nil for this one.
    private let answers: URL?

    package init(_ stage: Stage, _ list: ExerciseList, _ output: Output, answers: URL? = nil) {
        self.stage = stage
        self.list = list
        self.output = output
        self.answers = answers
        files = ExerciseFiles(stage, list, folder: answers?.deletingLastPathComponent())
    }

    /// Checks the answers in another program, for ``Workshop``.
    ///
    /// - Parameter arguments: the program, the seed and the tasks' names.
    package static func judge(
        _ stage: Stage, _ list: ExerciseList, _ output: Output, _ arguments: [String]
    ) -> ExitStatus {
        guard arguments.count > 2, let seed = UInt64(arguments[1]) else { return .usage }
        let program = ExerciseProgram(
            stage, list, output, answers: URL(fileURLWithPath: arguments[0]))
        for place in arguments.dropFirst(2).compactMap(program.place) {
            let verdict = program.verdict(place, seed: seed)
            let record = ExerciseRecord(stage, list.exercises[place], verdict)
            output.print(ExerciseJSON.line(record))
            output.flush()
        }
        return .success
    }

    /// Does what the command line asks for; a wrong one ends the process with 64, after one `error:` line.
    ///
    /// - Parameter arguments: what follows the word `exercises`.
    package func answer(_ arguments: [String]) -> ExitStatus {
        do throws(UsageError) {
            return try run(arguments)
        } catch {
            fail("\(error.message) See '\(stage.name) exercises --help'.", status: .usage)
        }
    }

    private func run(_ arguments: [String]) throws(UsageError) -> ExitStatus {
        let options = try ExerciseOptions(arguments, stage, tasks: list.names)
        if SecondProcess.isRunning {
            guard let name = options.only, let place = place(name) else { return .usage }
            Attempt.serve(list.exercises[place], seed: options.seed)
        }
        switch options.action {
        case .help:
            print(ExerciseOptions.help(stage))
            return .success
        case .check: return check(options)
        case .hint(let name): return hint(name)
        case .handIn(let name): return handIn(name)
        }
    }

    package func print(_ lines: [String]) {
        for line in lines { output.print(line) }
    }

    package func place(_ name: String) -> Int? { list.names.firstIndex(of: name) }

    // MARK: - Checking

    /// Checks a task, in a process of its own.
    package func verdict(_ place: Int, seed: UInt64) -> Verdict {
        let exercise = list.exercises[place]
        let examination = Examination(exercise, seed: seed)
        let arguments = ["exercises", "--only", exercise.name, "--seed", "\(seed)"]
        guard let attempt = Attempt(arguments, in: answers, cases: examination.cases.count) else {
            fail("no process could be started to check a task.", status: .failure)
        }
        var verdict = examination.judge(attempt, asks: files.asks(place))
        if stage != .part1, verdict.diagnosis?.contains("found nil") == true {
            verdict.diagnosis! +=
                ". A gradient is nil before backward(), and again after zeroGrad()."
        }
        return verdict
    }

    private func check(_ options: ExerciseOptions) -> ExitStatus {
        let places = options.only.flatMap(place).map { [$0] } ?? Array(list.exercises.indices)
        let verdicts = places.map { ($0, verdict($0, seed: options.seed)) }
        let screen = ExerciseScreen(stage: stage, list: list, terminal: .current)
        print(screen.lines(verdicts, only: options.only != nil))
        if options.only != nil { print(screen.drawing(verdicts[0].0, verdicts[0].1)) }
        return verdicts.allSatisfy { $0.1.kind == .done } ? .success : .failure
    }

    private func hint(_ name: String?) -> ExitStatus {
        let named = name.flatMap(place)
        // Only what is not done is worth a hint, and to find it takes a check.
        guard
            let place = named
                ?? list.exercises.indices.first(where: { verdict($0, seed: 0).kind != .done })
        else {
            print(["All tasks of \(stage.name) are done; --hint NAME shows a hint all the same."])
            return .success
        }
        let exercise = list.exercises[place]
        let memory = ExerciseMemory("\(stage.name)-hints")
        let number = (memory[exercise.name] ?? 0) % exercise.hints.count
        memory[exercise.name] = number + 1
        print(["\(exercise.name), hint \(number + 1) of \(exercise.hints.count):"])
        print(Text.wrapped(exercise.hints[number], indent: 2))
        return .success
    }
}
