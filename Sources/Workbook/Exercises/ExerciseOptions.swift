/// What the command line asks of the tasks.
struct ExerciseOptions {
    enum Action: Equatable {
        case check, help, list, watch
        case hint(String?)
        case reset(String), solution(String), handIn(String)
    }

    enum Format: String, CaseIterable {
        case text, jsonl
    }

    var action = Action.check
    /// The only task to check.
    var only: String?
    var seed: UInt64 = 0
    var format = Format.text
    /// Whether a question is answered already.
    var isAgreed = false

    private static let names = [
        "--help", "--hint", "--list", "--only", "--watch", "--reset", "--solution", "--hand-in",
        "--seed", "--format", "--yes",
    ]

    /// Reads the arguments that follow the word `exercises`.
    init(_ arguments: [String], _ stage: Stage, tasks: [String]) throws(UsageError) {
        var rest = arguments[...]
        var given: [String] = []
        while let argument = rest.popFirst() {
            let parts = argument.split(
                separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = argument == "-h" ? "--help" : String(parts[0])
            guard name.hasPrefix("-") else {
                let isTask = tasks.contains(argument)
                throw UsageError(
                    "\(stage.name) exercises takes only options, and \(quoted(argument)) is not one."
                        + (isTask ? " Did you mean '--only \(argument)'?" : ""))
            }
            guard Self.names.contains(name) else {
                let near = suggestion(for: name, among: Self.names)
                throw UsageError(
                    "\(stage.name) exercises has no option \(quoted(name))."
                        + (near.map { " Did you mean '\($0)'?" } ?? ""))
            }
            let attached = parts.count > 1 ? String(parts[1]) : nil
            func value(_ allowed: String) throws(UsageError) -> String {
                let next = rest.first.flatMap { $0.hasPrefix("--") ? nil : $0 }
                guard let text = attached ?? next, !text.isEmpty else {
                    throw UsageError("\(name) needs a value: \(allowed).")
                }
                if attached == nil { rest.removeFirst() }
                return text
            }
            func task() throws(UsageError) -> String {
                try Self.task(named: value(list(tasks, "or")), name, tasks)
            }
            switch name {
            case "--only": only = try task()
            case "--reset": action = .reset(try task())
            case "--solution": action = .solution(try task())
            case "--hand-in": action = .handIn(try Self.person(value("your name")))
            case "--seed":
                let text = try value("a whole number")
                guard Option.Argument.consists(text, of: "0123456789"), let seed = UInt64(text)
                else {
                    throw UsageError(
                        "--seed cannot be \(quoted(text)): it takes a whole number from 0 to \(UInt64.max)."
                    )
                }
                self.seed = seed
            case "--format":
                let text = try value("text or jsonl")
                guard let format = Format(rawValue: text) else {
                    throw UsageError("--format cannot be \(quoted(text)): it takes text or jsonl.")
                }
                self.format = format
            case "--hint":
                let next = rest.first.flatMap { $0.hasPrefix("-") ? nil : $0 }
                if attached == nil && next != nil { rest.removeFirst() }
                action = .hint(
                    try (attached ?? next).map { word throws(UsageError) in
                        try Self.task(named: word, name, tasks)
                    })
            default:
                if let attached {
                    throw UsageError("\(name) takes no value, but you gave \(quoted(attached)).")
                }
                switch name {
                case "--help": action = .help
                case "--list": action = .list
                case "--watch": action = .watch
                default: isAgreed = true
                }
            }
            given.append(name)
        }
        if action == .help { return }
        try Self.check(given)
    }

    /// Refuses what does not go together.
    private static func check(_ given: [String]) throws(UsageError) {
        if given.contains("--yes"), !given.contains("--reset") {
            throw UsageError("--yes needs --reset NAME: it answers what --reset asks.")
        }
        let actions = ["--hint", "--list", "--watch", "--reset", "--solution", "--hand-in"]
        let settings = ["--only", "--seed", "--format"]
        let used = given.filter(actions.contains)
        var others = used.dropFirst()
        if let action = used.first {
            // What is watched or handed in may be checked with other numbers.
            let allowed = ["--watch": ["--only", "--seed"], "--hand-in": ["--seed"]][action] ?? []
            others += given.filter { settings.contains($0) && !allowed.contains($0) }
            if let other = others.first {
                throw UsageError("\(action) and \(other) cannot be used together.")
            }
        }
    }

    private static func task(
        named word: String, _ option: String, _ tasks: [String]
    ) throws(UsageError) -> String {
        // A number is shorter, and the file's name is at hand, as a shell completes it.
        if let number = Int(word), tasks.indices.contains(number - 1) { return tasks[number - 1] }
        if tasks.contains(word) { return word }
        if let file = word.split(separator: "/").last,
            let place = tasks.indices.first(where: { place in
                let name = "\(place < 9 ? "0" : "")\(place + 1)-\(tasks[place])"
                return file == name || file == "\(name).swift"
            })
        {
            return tasks[place]
        }
        let near = suggestion(for: word, among: tasks)
        throw UsageError(
            "\(option) cannot be \(quoted(word)): the tasks are \(list(tasks, "and"))."
                + (near.map { " Did you mean '\($0)'?" } ?? ""))
    }

    private static func person(_ text: String) throws(UsageError) -> String {
        let isPlain = text.unicodeScalars.allSatisfy { scalar in
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator: false
            default: true
            }
        }
        guard isPlain, text.count <= 80,
            text.contains(where: \.isLetter) || text.contains(where: \.isNumber)
        else {
            throw UsageError(
                "--hand-in cannot be \(quoted(text)): it takes your name, up to 80 letters in one line."
            )
        }
        return text
    }

    static func help(_ stage: Stage) -> [String] {
        let command = "swift run \(stage.name) exercises"
        let lines: KeyValuePairs = [
            "": "check all tasks of this part, and show the first that is not done",
            "--only NAME": "check one task",
            "--hint [NAME]": "the next hint for the named task, or the first that is not done",
            "--list": "the tasks and their files",
            "--watch": "check again whenever a task's file is saved; control-C ends",
            "--reset NAME": "restore a task's original file; asks first, unless you add --yes",
            "--solution NAME": "the solution and why, once the task is done; not in a course",
            "--hand-in NAME": "write one file with all your work, for a teacher; NAME is yours",
            "--seed N": "check with other numbers (0)",
            "--format text|jsonl": "text, or one record per task for programs (text)",
            "--help, -h": "show this page",
        ]
        return [
            "OVERVIEW: Tasks of part \(stage.rawValue) of 4: \(stage.title).", "",
            "USAGE: \(command) [options]", "",
        ]
            + lines.filter { !$0.key.isEmpty }.flatMap { left, right in
                var lines = Text.wrap(right, indent: 28, start: 28)
                lines[0] = Text.padded("  \(left)", 28) + lines[0]
                return lines
            }
            + [
                "",
                "Without options, all tasks are checked. NAME is a task's name, number or file.",
                "The exit code is 0 if all are done, 1 if some are not, 64 for a wrong command.",
            ]
    }
}
