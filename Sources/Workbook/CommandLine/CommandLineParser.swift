/// What a command line asks for.
enum Command {
    case run(problem: String, Settings)
    case help(problem: String)
    case mistakes(problem: String)
    case version
}

/// Reads the command line of a part.
struct CommandLineParser {
    var stage: Stage
    /// The names of the part's lessons, with the defaults of each and the mistakes that it can make;
    /// the first is what runs when no name is given.
    var lessons: [(name: String, defaults: Settings, mistakes: [Mistake])]

    /// Whether somebody can press Enter.
    var hasTerminal = false

    /// Reads the arguments that follow the name of the program.
    ///
    /// Names and values are read first and understood afterwards, because a lesson's name may stand
    /// behind its options.
    func parse(_ arguments: [String]) throws(UsageError) -> Command {
        var options: [(name: String, value: String?)] = []
        var words: [String] = []
        var wantsHelp = false
        var rest = arguments[...]
        while let argument = rest.popFirst() {
            switch argument {
            case "--help", "-h": wantsHelp = true
            case "--version": return .version
            default:
                if argument.hasPrefix("-") && argument != "-" {
                    options.append(try option(argument, &rest))
                } else {
                    words.append(argument)
                }
            }
        }
        let lesson = try lesson(words)
        if wantsHelp { return .help(problem: lesson.name) }
        var settings = lesson.defaults
        for (name, value) in options {
            try apply(name, value, to: &settings, lesson.name)
        }
        if settings.bug == "list" { return .mistakes(problem: lesson.name) }
        try check(settings, lesson.name, mistakes: lesson.mistakes.map(\.name))
        return .run(problem: lesson.name, settings)
    }

    private func lesson(
        _ words: [String]
    ) throws(UsageError) -> (name: String, defaults: Settings, mistakes: [Mistake]) {
        guard let word = words.first else { return lessons[0] }
        let names = lessons.map(\.name)
        guard let lesson = lessons.first(where: { $0.name == word }) else {
            throw UsageError(
                "\(stage.name) has no lesson \(quoted(word)): it has \(list(names, "and"))."
                    + didYouMean(word, names))
        }
        if words.count > 1 {
            throw UsageError(
                "one lesson at a time: \(quoted(words[1])) follows \(quoted(words[0])).")
        }
        return lesson
    }

    /// Finds the option that an argument names, and its value, in the argument or behind it.
    private func option(
        _ argument: String, _ rest: inout ArraySlice<String>
    ) throws(UsageError) -> (name: String, value: String?) {
        let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let name = String(parts[0])
        // Options of the same name in different lessons are of the same kind.
        guard let option = Options.named(name).first else {
            let here = Options.all.filter { option in
                lessons.contains { option.exists(in: stage, $0.name) }
            }
            throw UsageError(
                "there is no option \(quoted(name))."
                    + didYouMean(name, here.flatMap(\.names) + ["--help", "--version"]))
        }
        let attached = parts.count > 1 ? String(parts[1]) : nil
        switch option.argument {
        case .flag:
            if let attached {
                throw UsageError("\(name) takes no value, and \(quoted(attached)) is given.")
            }
            return (name, nil)
        case .optionalValue:
            // A lesson's name behind the option is not its value.
            let next = rest.first.flatMap { word in
                word.hasPrefix("-") || lessons.contains { $0.name == word } ? nil : word
            }
            if attached == nil && next != nil { rest.removeFirst() }
            return (name, attached ?? next)
        case .value(let value):
            // What looks like an option is not a value; -1 is.
            let next = rest.first.flatMap { $0.hasPrefix("--") ? nil : $0 }
            guard let text = attached ?? next, !text.isEmpty else {
                throw UsageError("\(name) needs a value: \(value.allowed).")
            }
            if attached == nil { rest.removeFirst() }
            return (name, text)
        }
    }

    private func apply(
        _ name: String, _ text: String?, to settings: inout Settings, _ problem: String
    ) throws(UsageError) {
        let options = Options.named(name)
        guard let option = options.first(where: { $0.exists(in: stage, problem) }) else {
            throw UsageError(
                "\(stage.name) \(problem) has no option \(name): "
                    + "it belongs to \(list(options.map(\.home), "and")).")
        }
        switch option.argument {
        case .flag(let set): set(&settings)
        case .optionalValue(_, let absent) where text == nil: absent(&settings)
        case .value(let value), .optionalValue(let value, _):
            guard value.read(text ?? "", &settings) else {
                throw UsageError(
                    "\(option.name) cannot be \(quoted(text ?? "")): it takes \(value.allowed).")
            }
        }
        settings.given.insert(option.name)
    }

    /// What no option can know by itself.
    private func check(
        _ settings: Settings, _ problem: String, mistakes: [String]
    ) throws(UsageError) {
        if let bug = settings.bug, !mistakes.contains(bug) {
            throw UsageError(
                "--bug cannot be \(quoted(bug)): it takes \(list(mistakes + ["list"], "or"))."
                    + didYouMean(bug, mistakes + ["list"]))
        }
        try Conflicts.check(settings, hasTerminal: hasTerminal)
        let memory = RunMemory(stage: stage, problem: problem, settings: settings)
        if let refusal = memory.refusal(available: Platform.availableMemory) {
            throw UsageError(refusal)
        }
        if settings.points == "notebook" && settings.samples != SineCurve.notebookCount {
            throw UsageError(
                "--points notebook has \(SineCurve.notebookCount) points, "
                    + "so --samples cannot be \(settings.samples).")
        }
        for (name, reason) in [
            ("--b0", "without it the model has no bias"),
            ("--start", "the notebooks' models have one"),
        ] where settings.given.contains(name) && stage == .part4 && problem == "line" {
            if !settings.bias { throw UsageError("\(name) goes with --bias: \(reason).") }
        }
    }

    private func didYouMean(_ word: String, _ candidates: [String]) -> String {
        suggestion(for: word, among: candidates).map { " Did you mean '\($0)'?" } ?? ""
    }
}
