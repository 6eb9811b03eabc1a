import Classroom
import System
import Words

/// A lesson of a part, as the command line knows it.
public struct LessonEntry {
    var signature: LessonSignature
    /// Runs the lesson.
    let run: (Stage, Settings, Output) -> Outcome

    /// - Parameters:
    ///   - body: the lesson, with its training loop.
    ///   - variants: lessons beside it, which run in its place with some options.
    ///   - mistakes: variants of it with a mistake in them.
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

/// A problem as the command line knows it.
public protocol CommandLineProblem: Problem {
    /// The options that no other problem has.
    static var options: [Option] { get }

    /// What the numbers of a sample are called, and what is predicted from them.
    static var inputNames: [String] { get }
    static var targetNames: [String] { get }

    /// Refuses what does not go together.
    static func check(_ settings: Settings, _ stage: Stage) throws(UsageError)
}

extension CommandLineProblem {
    /// None, unless a problem says otherwise.
    public static var options: [Option] { [] }
    /// x, unless a problem says otherwise.
    public static var inputNames: [String] { ["x"] }
    /// y, unless a problem says otherwise.
    public static var targetNames: [String] { ["y"] }
    /// Everything goes together, unless a problem says otherwise.
    public static func check(_ settings: Settings, _ stage: Stage) throws(UsageError) {}
}

extension LessonEntry {
    /// A lesson of one's own, with its name on the command line.
    public init(_ name: String, _ body: @escaping (OwnLesson) -> Void) {
        self.init(body)
        signature.name = name
    }
}
