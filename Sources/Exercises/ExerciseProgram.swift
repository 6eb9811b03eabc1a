import Classroom
import Foundation
import System
import Words

/// Handles `part1 exercises`: checks the tasks of a part, shows hints and writes hand-ins.
package struct ExerciseProgram {
    package let stage: Stage
    package let list: ExerciseList
    package let output: Output
    /// The program that contains the answers; nil for this one.
    private let answers: URL?
    /// The folder with the tasks' files; nil if it can't be found.
    package let folder: URL?

    package init(_ stage: Stage, _ list: ExerciseList, _ output: Output, answers: URL? = nil) {
        (self.stage, self.list, self.output, self.answers) = (stage, list, output, answers)
        // The checkout may have been moved since it was built.
        let here = "\(FileManager.default.currentDirectoryPath)/Sources/\(stage.name)/Exercises"
        let folders: [String?] = [answers?.deletingLastPathComponent().path, list.folder, here]
        folder = folders.compactMap { $0 }.first {
            FileManager.default.fileExists(atPath: "\($0)/\(list.fileName(0))")
        }.map { URL(fileURLWithPath: $0, isDirectory: true) }
    }

    /// The checkout.
    package var package: URL? {
        folder?.deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    }

    /// The contents of a task's file; nil if it can't be read.
    func text(_ index: Int) -> String? {
        let file = folder?.appendingPathComponent(list.fileName(index))
        return file.flatMap { try? Data(contentsOf: $0) }
            .map { String(decoding: $0, as: UTF8.self) }
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
        for index in arguments.dropFirst(2).compactMap(list.names.firstIndex) {
            var verdict = program.verdict(index, seed: seed)
            verdict.last = nil
            output.print(
                ExerciseJSON.line(ExerciseRecord(task: list.names[index], verdict: verdict)))
            output.flush()
        }
        return .success
    }

    /// Runs a command; a wrong one ends the process with exit code 64, after one `error:` line.
    ///
    /// - Parameter arguments: the arguments after the word `exercises`.
    package func answer(_ arguments: [String]) -> ExitStatus {
        let options: ExerciseOptions
        do throws(UsageError) {
            options = try ExerciseOptions(arguments, stage, tasks: list.names)
        } catch {
            fail("\(error.message) See '\(stage.name) exercises --help'.", status: .usage)
        }
        switch options.action {
        case .check(let only):
            guard SecondProcess.isRunning else { return check(only, options) }
            guard let only else { return .usage }
            Attempt.serve(list.exercises[only], seed: options.seed)
        case .hint(let task): return hint(task)
        case .handIn(let name): return handIn(name)
        case .help:
            print(ExerciseOptions.help(stage))
            return .success
        }
    }

    func print(_ lines: [String]) { for line in lines { output.print(line) } }

    // MARK: - Checking

    /// Checks a task in a separate process.
    package func verdict(_ index: Int, seed: UInt64) -> Verdict {
        let exercise = list.exercises[index]
        let examination = Examination(exercise, seed: seed)
        let arguments = ["exercises", "--only", exercise.name, "--seed", "\(seed)"]
        guard let attempt = Attempt(arguments, in: answers, cases: examination.cases.count) else {
            fail("no process could be started to check a task.", status: .failure)
        }
        let asks = text(index)?.contains(#/(?m)^\s*// Write it here/#) == true
        var verdict = examination.judge(attempt, asks: asks)
        if stage != .part1, verdict.diagnosis?.contains("found nil") == true {
            verdict.diagnosis! +=
                ". (A gradient is nil before backward(), and again after zeroGrad().)"
        }
        return verdict
    }

    private func check(_ only: Int?, _ options: ExerciseOptions) -> ExitStatus {
        let indices = only.map { [$0] } ?? Array(list.exercises.indices)
        let verdicts = indices.map { ($0, verdict($0, seed: options.seed)) }
        let screen = ExerciseScreen(
            stage: stage, list: list, terminal: .current, isWatched: options.isWatched)
        print(screen.lines(verdicts, only: only != nil))
        if only != nil { print(screen.drawing(verdicts[0].0, verdicts[0].1)) }
        return verdicts.allSatisfy { $0.1.kind == .done } ? .success : .failure
    }

    private func hint(_ task: Int?) -> ExitStatus {
        // Without a name, the hint is for the first task that isn't done, so the tasks are checked first.
        let index = task ?? list.exercises.indices.first { verdict($0, seed: 0).kind != .done }
        guard let index else {
            print(["All tasks of \(stage.name) are done. For a hint anyway: --hint NAME."])
            return .success
        }
        let exercise = list.exercises[index]
        // A file beside the program, among those of the build, counts the hints shown so far; if it can't be written,
        // the next hint is always the first.
        let file = Bundle.main.executableURL!.deletingLastPathComponent()
            .appendingPathComponent("\(stage.name)-\(exercise.name)-hints.txt")
        let shown = (try? String(contentsOf: file, encoding: .utf8)).flatMap { Int($0) } ?? 0
        try? "\(shown + 1)".write(to: file, atomically: true, encoding: .utf8)
        let number = shown % exercise.hints.count
        print(["\(exercise.name), hint \(number + 1) of \(exercise.hints.count):"])
        print(Text.wrapped(exercise.hints[number], indent: 2))
        return .success
    }
}
