import Classroom
import Words

/// What the command line asks of the tasks.
struct ExerciseOptions {
    enum Action: Equatable {
        case check, help
        case hint(String?)
        case handIn(String)
    }

    package var action = Action.check
    /// The only task to check.
    package var only: String?
    package var seed: UInt64 = 0

    /// The options, with what each takes and what the help says of it.
    private static let all: [(name: String, takes: String?, help: String)] = [
        ("--only", "NAME", "check one task"),
        ("--hint", "[NAME]", "the next hint for the named task, or the first that is not done"),
        ("--hand-in", "NAME", "write one file with all your work, for a teacher; NAME is yours"),
        ("--seed", "N", "check with other numbers (0)"),
        ("--help", nil, "show this page"),
    ]

    /// Reads the arguments that follow the word `exercises`.
    package init(_ arguments: [String], _ stage: Stage, tasks: [String]) throws(UsageError) {
        var rest = arguments[...]
        var given: [(name: String, value: String)] = []
        while let argument = rest.popFirst() {
            let parts = argument.split(
                separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = argument == "-h" ? "--help" : String(parts[0])
            guard name.hasPrefix("-") else {
                let near = tasks.contains(argument) ? " Did you mean '--only \(argument)'?" : ""
                throw UsageError(
                    "\(stage.name) exercises takes only options, and \(quoted(argument)) is not one."
                        + near)
            }
            guard let option = Self.all.first(where: { $0.name == name }) else {
                throw UsageError(
                    "\(stage.name) exercises has no option \(quoted(name))."
                        + didYouMean(name, Self.all.map(\.name)))
            }
            var value = parts.count > 1 ? String(parts[1]) : nil
            if option.takes == nil, let value {
                throw UsageError("\(name) takes no value, but you gave \(quoted(value)).")
            }
            if option.takes != nil, value == nil, rest.first?.hasPrefix("--") == false {
                value = rest.removeFirst()
            }
            if let takes = option.takes, !takes.hasPrefix("["), (value ?? "").isEmpty {
                let allowed = name == "--hand-in" ? "your name" : takes
                throw UsageError("\(name) needs a value: \(allowed).")
            }
            given.append((name, value ?? ""))
        }
        if given.contains(where: { $0.name == "--help" }) {
            action = .help
            return
        }
        try Self.check(given.map(\.name))
        for (name, value) in given { try set(name, value, tasks) }
    }

    private mutating func set(
        _ name: String, _ value: String, _ tasks: [String]
    ) throws(UsageError) {
        func task() throws(UsageError) -> String {
            if let task = Self.task(named: value, tasks) { return task }
            throw UsageError(
                "\(name) cannot be \(quoted(value)): the tasks are \(list(tasks, "and"))."
                    + didYouMean(value, tasks))
        }
        func wrong(_ allowed: String) -> UsageError {
            UsageError("\(name) cannot be \(quoted(value)): it takes \(allowed).")
        }
        switch name {
        case "--only": only = try task()
        case "--hint": action = .hint(value.isEmpty ? nil : try task())
        case "--hand-in":
            guard Self.isName(value) else { throw wrong("your name, up to 80 letters in one line") }
            action = .handIn(value)
        case "--seed":
            guard value.consists(of: "0123456789"), let seed = UInt64(value)
            else { throw wrong("a whole number from 0 to \(UInt64.max)") }
            self.seed = seed
        default: break
        }
    }

    /// Refuses what does not go together.
    private static func check(_ given: [String]) throws(UsageError) {
        let used = given.filter(["--hint", "--hand-in"].contains)
        guard let action = used.first else { return }
        // What is handed in may be checked with other numbers.
        let settings = action == "--hand-in" ? ["--only"] : ["--only", "--seed"]
        if let other = (used.dropFirst() + given.filter(settings.contains)).first {
            throw UsageError("\(action) and \(other) cannot be used together.")
        }
    }

    /// The task of a name, a number, or a file, as a shell completes it.
    private static func task(named word: String, _ tasks: [String]) -> String? {
        let file = word.split(separator: "/").last.map(String.init) ?? ""
        return tasks.enumerated().first { place, task in
            let name = "\(place < 9 ? "0" : "")\(place + 1)-\(task)"
            return [task, "\(place + 1)"].contains(word) || [name, "\(name).swift"].contains(file)
        }?.element
    }

    private static func isName(_ text: String) -> Bool {
        text.count <= 80 && text.contains { $0.isLetter || $0.isNumber }
            && text.unicodeScalars.allSatisfy { scalar in
                switch scalar.properties.generalCategory {
                case .control, .format, .lineSeparator, .paragraphSeparator: false
                default: true
                }
            }
    }

    package static func help(_ stage: Stage) -> [String] {
        let command = "swift run \(stage.name) exercises"
        let lines = all.flatMap { name, takes, help in
            let left = "  \(name) \(takes ?? "")"
            var lines = Text.wrap(help, indent: 28, start: 28)
            lines[0] = Text.padded(left, 28) + lines[0]
            return lines
        }
        return [
            "OVERVIEW: Tasks of part \(stage.rawValue) of 4: \(stage.title).", "",
            "USAGE: \(command) [options]", "",
        ] + lines + [
            "",
            "Without options, all tasks are checked, and the first that is not done is shown.",
            "NAME is a task's name, number or file.",
            "The exit code is 0 if all are done, 1 if some are not, 64 for a wrong command.",
        ]
    }
}
