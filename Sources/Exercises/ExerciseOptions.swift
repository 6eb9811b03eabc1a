import Classroom
import Words

/// The options of `part1 exercises`.
struct ExerciseOptions {
    /// The command to run. A task is given by its index.
    enum Action: Equatable {
        case check(only: Int?), help
        case hint(Int?)
        case handIn(String)
    }

    package private(set) var action = Action.check(only: nil)
    package private(set) var seed: UInt64 = 0
    /// True for scripts/watch.
    private(set) var isWatched = false

    /// Reads the arguments that follow the word `exercises`.
    package init(_ arguments: [String], _ stage: Stage, tasks: [String]) throws(UsageError) {
        // "--only=NAME" is "--only NAME".
        let arguments = arguments.flatMap { word in
            word.hasPrefix("--")
                ? word.split(separator: "=", maxSplits: 1).map(String.init) : [word]
        }
        let names = arguments.filter { $0.hasPrefix("--") }
        if names.count > 1, let alone = names.first(where: ["--hint", "--hand-in"].contains) {
            throw UsageError("\(alone) cannot be used together with other options.")
        }
        var rest = arguments[...]
        while let name = rest.popFirst() {
            let value = rest.first?.hasPrefix("--") == false ? rest.removeFirst() : nil
            switch name {
            case "--only": action = .check(only: try Self.task(name, value, tasks))
            case "--hint": action = .hint(value == nil ? nil : try Self.task(name, value, tasks))
            case "--watched": isWatched = true
            case "--hand-in":
                guard let value, value.count <= 80, value.contains(where: \.isLetter) else {
                    throw Self.wrong(name, nil, "your name, up to 80 letters.")
                }
                action = .handIn(value)
            case "--seed":
                guard let value, let number = UInt64(value) else {
                    throw Self.wrong(name, value, "a whole number from 0.")
                }
                seed = number
            case "--help", "-h":
                action = .help
                return
            default:
                let known = ["--only", "--hint", "--hand-in", "--seed", "--help"]
                throw UsageError(
                    "\(stage.name) exercises has no option \(quoted(name))."
                        + (tasks.contains(name)
                            ? " Did you mean '--only \(name)'?" : didYouMean(name, known)))
            }
        }
    }

    /// The index of a task, given by its name, its number, or its file, as a shell completes it.
    private static func task(
        _ option: String, _ value: String?, _ tasks: [String]
    ) throws(UsageError) -> Int {
        let word = value ?? ""
        let file = word.split(separator: "/").last.flatMap { Submission.task(String($0)) }
        if let index = tasks.firstIndex(of: file ?? word) { return index }
        if let number = Int(word), 1...tasks.count ~= number { return number - 1 }
        throw wrong(
            option, value,
            "a number from 1 to \(tasks.count), or \(list(tasks, "or")).\(didYouMean(word, tasks))")
    }

    /// The error for a value that is missing or wrong.
    private static func wrong(_ option: String, _ value: String?, _ rule: String) -> UsageError {
        let fault = value.map { "cannot be \(quoted($0)): it takes" } ?? "needs a value:"
        return UsageError("\(option) \(fault) \(rule)")
    }

    package static func help(_ stage: Stage) -> [String] {
        """
        OVERVIEW: Tasks of part \(stage.rawValue) of 4: \(stage.title).

        USAGE: swift run \(stage.name) exercises [options]

          --only NAME               check one task
          --hint [NAME]             the next hint, for NAME or the first task not done
          --hand-in YOUR NAME       write one file with all your work, for a teacher
          --seed N                  check with other numbers (0)
          --help                    show this page

        Without options, all tasks are checked, and the first that is not done is shown.
        NAME is a task's name, number or file.
        The exit code is 0 if all are done, 1 if some are not, 64 for a wrong command.
        """.components(separatedBy: "\n")
    }
}
