import Classroom
import System
import Words

/// A lesson of a part, with its entry on the command line.
public struct LessonEntry {
    var signature: LessonSignature
    /// Runs the lesson.
    let run: (Stage, Settings, Output) -> Outcome

    /// - Parameters:
    ///   - body: the lesson, with its training loop.
    ///   - variants: lessons that replace it with some options.
    ///   - mistakes: variants of the lesson that contain a mistake.
    public init<P: CommandLineProblem>(
        _ body: @escaping (Lesson<P>) -> Void,
        variants: KeyValuePairs<Variant<P>, (Lesson<P>) -> Void> = [:],
        mistakes: KeyValuePairs<Mistake, (Lesson<P>) -> Void> = [:]
    ) {
        var all = mistakes.map { (mistake: $0.key, body: $0.value as ((Lesson<P>) -> Void)?) }
        if P.defaults.hasLimit { all.append((.largeLearningRate, nil)) }
        signature = LessonSignature(P.self, mistakes: all.map(\.mistake))
        run = { stage, settings, output in
            var settings = settings
            var own = settings[P.Options.self]
            own.complete(&settings.training)
            settings.own = own
            let mistake = all.first { $0.mistake.name == settings.mistake }
            let variant = variants.first { $0.key.applies(own) }
            let body = mistake?.body ?? variant?.value ?? body
            return Session(stage, settings, body, mistake?.mistake, output).run()
        }
    }
}

/// The command line's view of a problem.
public protocol CommandLineProblem: Problem {
    /// The options that only this problem has.
    static var options: [Option] { get }

    /// The names of a sample's inputs, followed by the names of its targets.
    static var inputNames: [String] { get }
    static var targetNames: [String] { get }

    /// Rejects options that don't go together.
    static func check(_ settings: Settings, _ stage: Stage) throws(UsageError)
}

extension CommandLineProblem {
    /// None by default.
    public static var options: [Option] { [] }
    /// Just x by default.
    public static var inputNames: [String] { ["x"] }
    /// Just y by default.
    public static var targetNames: [String] { ["y"] }
    /// Accepts everything by default.
    public static func check(_ settings: Settings, _ stage: Stage) throws(UsageError) {}
}

extension LessonEntry {
    /// Creates an entry for a lesson that you write yourself, with its name on the command line.
    public init(_ name: String, _ body: @escaping (OwnLesson) -> Void) {
        self.init(body)
        signature.name = name
    }
}
