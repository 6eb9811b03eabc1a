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
        ("--hand-in", "YOUR NAME", "write one file with all your work, for a teacher"),
        ("--seed", "N", "check with other numbers (0)"),
        ("--help", nil, "show this page"),
    ]

    /// Reads the arguments that follow the word `exercises`.
    package init(_ arguments: [String], _ stage: Stage, tasks: [String]) throws(UsageError) {
        var rest = arguments[...]
        var given: [String] = []
        while let argument = rest.popFirst() {
            let parts = argument.split(
                separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = argument == "-h" ? "--help" : String(parts[0])
            guard let option = Self.all.first(where: { $0.name == name }) else {
                throw UsageError(
                    "\(stage.name) exercises has no option \(quoted(name))."
                        + (tasks.contains(name)
                            ? " Did you mean '--only \(name)'?"
                            : didYouMean(name, Self.all.map(\.name))))
            }
            var value = parts.count > 1 ? String(parts[1]) : ""
            if let takes = option.takes {
                if parts.count == 1, rest.first?.hasPrefix("--") == false {
                    value = rest.removeFirst()
                }
                if !takes.hasPrefix("["), value.isEmpty {
                    throw UsageError("\(name) needs a value: \(takes).")
                }
            } else if parts.count > 1 {
                throw UsageError("\(name) takes no value, but you gave \(quoted(value)).")
            }
            given.append(name)
            try set(name, value, tasks)
            if action == .help { return }
        }
        if let alone = given.first(where: ["--hint", "--hand-in"].contains),
            let other = given.first(where: { $0 != alone })
        {
            throw UsageError("\(alone) and \(other) cannot be used together.")
        }
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
            guard value.count <= 80, value.contains(where: { $0.isLetter || $0.isNumber })
            else { throw wrong("your name, up to 80 letters") }
            action = .handIn(value)
        case "--seed":
            guard value.consists(of: "0123456789"), let seed = UInt64(value)
            else { throw wrong("a whole number from 0 to \(UInt64.max)") }
            self.seed = seed
        default: action = .help
        }
    }

    /// The task of a name, a number, or a file, as a shell completes it.
    private static func task(named word: String, _ tasks: [String]) -> String? {
        let file = word.split(separator: "/").last.flatMap { SubmissionTask.name(String($0)) }
        return tasks.enumerated().first { index, task in
            [task, "\(index + 1)"].contains(word) || task == file
        }?.element
    }

    package static func help(_ stage: Stage) -> [String] {
        let command = "swift run \(stage.name) exercises"
        let lines = all.flatMap { name, takes, help in
            var lines = Text.wrap(help, indent: 28, start: 28)
            lines[0] = Text.padded("  \(name) \(takes ?? "")", 28) + lines[0]
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
