import Classroom
import System
import Words

/// The action that a command line asks for.
enum Command {
    case run(problem: String, Settings)
    /// Print lines, without a run.
    case print([String], ExitStatus = .success)
}

/// The command line's view of a lesson.
struct LessonSignature {
    var name: String
    /// Its problem, which has options of its own.
    var problem: any CommandLineProblem.Type
    var defaults: Settings
    /// The mistakes that it can make.
    var mistakes: [Mistake]
    /// True if a sample is a single number with a single target.
    var takesOneInput: Bool { problem.inputNames.count == 1 }

    init<P: CommandLineProblem>(_ problem: P.Type, mistakes: [Mistake] = []) {
        name = problem.name
        self.problem = problem
        defaults = Settings()
        defaults.training = P.defaults
        defaults.own = P.Options()
        self.mistakes = mistakes
    }
}

/// Reads the command line of a part.
struct CommandLineParser {
    var stage: Stage
    /// The part's lessons. The first one runs if no name is given.
    var lessons: [LessonSignature]
    /// True if a user can press Enter.
    var hasTerminal = false

    /// Reads the arguments that follow the name of the program.
    ///
    /// Names and values are read first and interpreted later, because a lesson's name may come after its options.
    func parse(_ arguments: [String]) throws(UsageError) -> Command {
        if let word = arguments.first(where: { $0.contains("\u{FFFD}") }) {
            throw UsageError("\(quoted(word)) is not UTF-8. Rename the file.")
        }
        var options: [(name: String, value: String)] = []
        var words: [String] = []
        var wantsHelp = false
        var rest = arguments[...]
        while let argument = rest.popFirst() {
            switch argument {
            case "--help", "-h": wantsHelp = true
            case "--version": return .print(["\(stage.name) \(Stage.version)"])
            case "--": continue
            default:
                if argument.hasPrefix("-") && argument != "-" {
                    options.append(try option(argument, &rest, among: arguments))
                } else {
                    words.append(argument)
                }
            }
        }
        let lesson = try lesson(words)
        if wantsHelp { return .print(help(lesson)) }
        var settings = lesson.defaults
        settings.leaves.arguments = arguments
        for (name, value) in options {
            try apply(name, value, to: &settings, lesson)
        }
        if settings.mistake == "list" { return .print(gallery(lesson)) }
        try DataRequest.read(into: &settings, lesson)
        try Mystery.hide(in: &settings, lesson, stage)
        try check(settings, lesson)
        if let answer = try Mystery.answer(settings, lesson, stage) { return answer }
        return .run(problem: lesson.name, settings)
    }

    private func lesson(_ words: [String]) throws(UsageError) -> LessonSignature {
        guard let word = words.first else { return lessons[0] }
        let names = lessons.map(\.name)
        guard let lesson = lessons.first(where: { $0.name == word }) else {
            let elsewhere = ["legendre": " part2 has it.", "network": " part4 has it."]
            throw UsageError(
                "\(stage.name) has no lesson \(quoted(word)): it has \(list(names, "and"))."
                    + (elsewhere[word] ?? didYouMean(word, names + ["exercises"])))
        }
        if words.count > 1 {
            throw UsageError(
                "one lesson at a time: \(quoted(words[1])) follows \(quoted(words[0])).")
        }
        return lesson
    }

    /// The options that a lesson has in this part, under the headings of the help.
    func groups(of lesson: LessonSignature) -> [(heading: String, options: [Option])] {
        [
            ("TRAINING", Options.training + lesson.problem.options), ("LOOKING", Options.looking),
            ("OUTPUT", Options.output),
        ].map { ($0, $1.filter { $0.stages.contains(stage) }) }
    }

    private func options(of lesson: LessonSignature) -> [Option] {
        groups(of: lesson).flatMap(\.options)
    }

    /// The options of all problems, each with its problem; nil for common ones.
    private static let allOptions: [(problem: String?, option: Option)] =
        Options.common.map { (nil, $0) }
        + Workbook.problems.flatMap { problem, options in options.map { (problem, $0) } }

    /// Finds the option that an argument names, and its value, which may be part of the argument or follow it.
    private func option(
        _ argument: String, _ rest: inout ArraySlice<String>, among arguments: [String]
    ) throws(UsageError) -> (name: String, value: String) {
        let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let name = String(parts[0])
        // Options with the same name in different lessons are of the same kind.
        guard let option = Self.allOptions.first(where: { $0.option.names.contains(name) })?.option
        else {
            // The lesson's name may be anywhere.
            let lesson = lessons.first { arguments.contains($0.name) } ?? lessons[0]
            let names = options(of: lesson).flatMap(\.names)
            throw UsageError(
                "there is no option \(quoted(name))."
                    + didYouMean(name, names + ["--help", "--version"]))
        }
        let attached = parts.count > 1 ? String(parts[1]) : nil
        if option.placeholder == nil {
            guard let attached else { return (name, "") }
            throw UsageError("\(name) takes no value, but you gave \(quoted(attached)).")
        }
        // A word that looks like an option is not a value, but -1 is. If the value is optional, any word with a dash
        // is an option, and a lesson's name isn't a value either.
        let next = rest.first.flatMap { word in
            let isOther =
                option.absent == nil
                ? word.hasPrefix("--")
                : word.hasPrefix("-") || lessons.contains { $0.name == word }
            return isOther ? nil : word
        }
        if attached == nil && next != nil { rest.removeFirst() }
        guard let text = attached ?? next ?? option.absent, !text.isEmpty || option.absent != nil
        else { throw UsageError("\(name) needs a value: \(option.allowed).") }
        return (name, text)
    }

    private func apply(
        _ name: String, _ text: String, to settings: inout Settings, _ lesson: LessonSignature
    ) throws(UsageError) {
        guard let option = options(of: lesson).first(where: { $0.names.contains(name) }) else {
            let owners = owners(of: name)
            throw UsageError(
                "\(stage.name) \(lesson.name) has no option \(name): "
                    + "only \(list(owners, "and")) \(owners.count == 1 ? "has" : "have") it.")
        }
        guard option.read(text, &settings) else {
            throw UsageError(
                "\(option.name) cannot be \(quoted(text)): it takes \(option.allowed).")
        }
        settings.given.insert(option.name)
    }

    /// The lessons and parts that have an option; just a lesson's name if it has the option in every part.
    private func owners(of name: String) -> [String] {
        // A lesson may have two options of the same name, in different parts.
        var stages: [String?: Set<Stage>] = [:]
        for (problem, option) in Self.allOptions where option.names.contains(name) {
            stages[problem, default: []].formUnion(option.stages)
        }
        let isEverywhere = { (stages: Set<Stage>) in stages.count == Stage.allCases.count }
        let lessons = stages.compactMap { isEverywhere($1) ? $0 : nil }
        let parts = stages.filter { !isEverywhere($1) }.flatMap { problem, stages in
            stages.map { $0.name + (problem.map { " \($0)" } ?? "") }
        }
        return lessons.sorted() + parts.sorted()
    }

    /// Checks that no option can make on its own.
    private func check(_ settings: Settings, _ lesson: LessonSignature) throws(UsageError) {
        let mistakes = lesson.mistakes.map(\.name)
        if let mistake = settings.mistake, !mistakes.contains(mistake) {
            if let other = Mistake.all.first(where: { $0.name == mistake }) {
                let homes = other.stages.map { "\($0.name) \(LineProblem.name)" }
                throw UsageError(
                    "\(stage.name) \(lesson.name) does not make the mistake \(quoted(mistake)): "
                        + "\(list(homes, "and")) \(homes.count == 1 ? "does" : "do").")
            }
            let allowed = mistakes + ["list", "mystery"]
            throw UsageError(
                "--bug cannot be \(quoted(mistake)): it takes \(list(allowed, "or"))."
                    + didYouMean(mistake, allowed))
        }
        try Conflicts.check(settings, hasTerminal: hasTerminal)
        try lesson.problem.check(settings, stage)
    }
}
