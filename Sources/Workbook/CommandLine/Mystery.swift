import Classroom
import Descent
import Words

/// `--bug mystery`: a lesson makes a mistake without revealing which one.
enum Mystery {
    /// The user's request about a hidden mistake.
    struct Request: Sendable {
        /// The user's answer.
        var answer: String?
        /// True to reveal the mistake.
        var reveals = false
    }

    /// The mistakes that can be hidden. One that immediately ends with an error would reveal itself.
    private static func candidates(_ lesson: LessonSignature) -> [Mistake] {
        lesson.mistakes.filter { $0 != .trackedUpdate }
    }

    /// Replaces the word "mystery" with the mistake that the seed chooses.
    static func hide(
        in settings: inout Settings, _ lesson: LessonSignature, _ stage: Stage
    ) throws(UsageError) {
        guard settings.mistake == Mistake.mystery else {
            for option in ["--answer", "--reveal"] where settings.given.contains(option) {
                throw UsageError("\(option) needs --bug mystery and the same --seed as that run.")
            }
            return
        }
        if settings.mystery.answer != nil && settings.mystery.reveals {
            throw UsageError("--answer and --reveal cannot be used together.")
        }
        let given = settings
        let mistakes = candidates(lesson).filter { mistake in
            var settings = given
            settings.mistake = mistake.name
            // With some options a mistake is impossible, and the error message would name it.
            return (try? lesson.problem.check(settings, stage)) != nil
        }
        guard !mistakes.isEmpty else {
            throw UsageError(
                "\(stage.name) \(lesson.name) makes no mistake here, so none can be hidden.")
        }
        // Consecutive seeds go through all mistakes in random order, then through all of them in another order.
        let (round, position) = settings.seed.quotientAndRemainder(
            dividingBy: UInt64(mistakes.count))
        let order = Generator(seed: round &* 4 &+ UInt64(stage.rawValue)).randperm(mistakes.count)
        settings.mistake = mistakes[order[Int(position)]].name
        settings.isMystery = true
    }

    /// The response to an answer, or the mistake itself; nil if the lesson should run.
    static func answer(
        _ settings: Settings, _ lesson: LessonSignature, _ stage: Stage
    ) throws(UsageError) -> Command? {
        let all = candidates(lesson)
        guard let hidden = all.first(where: { $0.name == settings.mistake }) else { return nil }
        if settings.mystery.reveals {
            return .print(
                Text.wrap("The mistake is \(hidden.name). \(hidden.sentence)") + [""] + hidden.lines
                    + ["", "To see it run with its name, type --bug \(hidden.name)."])
        }
        guard let answer = settings.mystery.answer else { return nil }
        let names = all.map(\.name)
        guard names.contains(answer) else {
            throw UsageError(
                "--answer cannot be \(quoted(answer)): it takes \(list(names, "or"))."
                    + didYouMean(answer, names))
        }
        if answer != hidden.name { return .print(["No, it is not \(answer)."], .failure) }
        let command = command(settings, lesson.name, stage)
        return .print(["Right: it is \(answer).", "Its story: \(command) --reveal"])
    }

    /// The command that runs a lesson with the same hidden mistake.
    static func command(_ settings: Settings, _ lesson: String, _ stage: Stage) -> String {
        let seed = settings.given.contains("--seed") ? " --seed \(settings.seed)" : ""
        return "swift run \(stage.name) \(lesson) --bug mystery\(seed)"
    }
}
