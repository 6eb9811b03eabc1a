import Classroom
import Exercises
import Foundation
import System
import Words

/// A part of the workbook: an executable with its lessons.
///
/// ```swift
/// @main
/// enum Part1 {
///     static func main() {
///         Workbook(.part1, lessons: [LessonEntry(line)]).run()
///     }
/// }
/// ```
public struct Workbook {
    /// All problems with their options, so that a message can say which part has an option.
    static let problems: [(problem: String, options: [Option])] = [
        (LineProblem.name, LineProblem.options), (CropsProblem.name, CropsProblem.options),
        (SineProblem.name, SineProblem.options), (LegendreProblem.name, LegendreProblem.options),
        (NetworkProblem.name, NetworkProblem.options),
    ]

    private let stage: Stage
    private let lessons: [LessonEntry]
    private let exercises: ExerciseList?

    /// - Parameters:
    ///   - stage: the part.
    ///   - lessons: the part's lessons; the first one runs if the command line names none.
    ///   - exercises: the part's tasks.
    public init(_ stage: Stage, lessons: [LessonEntry], exercises: ExerciseList? = nil) {
        self.stage = stage
        self.lessons = lessons
        self.exercises = exercises
    }

    /// Carries out the command line and ends the process: with 0 for success; with 1 if the run failed; with 64 if
    /// the command line was wrong, after an `error:` line on standard error.
    ///
    /// - Parameter arguments: the arguments after the name of the program.
    public func run(_ arguments: [String] = Array(CommandLine.arguments.dropFirst())) -> Never {
        Platform.openStandardFiles()
        let output = Output()
        Interruption.prepare(output)
        let hasTerminal = Platform.isTerminal(STDIN_FILENO) && Platform.isTerminal(STDOUT_FILENO)
        let parser = CommandLineParser(
            stage: stage, lessons: lessons.map(\.signature), hasTerminal: hasTerminal)
        var arguments = SecondProcess.withoutWord(arguments)
        // Other programs run by 'swift run' accept this, too.
        if arguments.first == "--" { arguments.removeFirst() }
        var status = ExitStatus.success
        do throws(UsageError) {
            status = try answer(arguments, parser, output)
        } catch {
            fail("\(error.message) See '\(stage.name) --help'.", status: .usage)
        }
        output.finish()
        exit(status.rawValue)
    }

    private func answer(
        _ arguments: [String], _ parser: CommandLineParser, _ output: Output
    ) throws(UsageError) -> ExitStatus {
        if let status = answerAboutTasks(arguments, output) { return status }
        switch try parser.parse(arguments) {
        case .print(let lines, let status):
            for line in lines { output.print(line) }
            return status
        case .run(let problem, var settings):
            let lesson = lessons.first { $0.signature.name == problem }!
            settings.lesson = problem
            try settings.prepareSaving(lesson.signature, stage)
            try settings.leaves.checkWritable()
            switch lesson.run(stage, settings, output) {
            case .completed: return .success
            case .interrupted(let cause): return cause.status
            case .failed(let reason):
                output.finish()
                fail(reason, status: .failure)
            }
        }
    }

    /// Handles commands about the tasks: `exercises`, and the requests that scripts/mark makes to this program or to a
    /// judge process; nil for anything else.
    private func answerAboutTasks(_ arguments: [String], _ output: Output) -> ExitStatus? {
        guard let exercises, let word = arguments.first else { return nil }
        let rest = Array(arguments.dropFirst())
        let program = ExerciseProgram(stage, exercises, output)
        return switch word {
        case "exercises": program.answer(rest)
        case "mark": MarkProgram.answer(rest, program.package, output)
        case "judge": ExerciseProgram.judge(stage, exercises, output, rest)
        default: nil
        }
    }
}
