import Classroom
import Words

/// One option of the command line.
public struct Option: Sendable {
    enum Group: String, CaseIterable, Sendable {
        case training = "TRAINING"
        case looking = "LOOKING"
        case output = "OUTPUT"
    }

    /// The names, with their dashes; the first is the usual one.
    var names: [String]
    var group = Group.training
    /// What the help shows for its value, such as "N"; nil for a flag, which takes none.
    var placeholder: String?
    /// What the value must be, for an error message.
    var allowed = ""
    /// The value that is meant where none is given; nil if there must be one.
    var absent: String?
    /// Reads the value into the settings; false if it is not allowed.
    var read: @Sendable (_ text: String, _ settings: inout Settings) -> Bool
    /// What the settings say, as the help shows it; nil for nothing.
    var show: @Sendable (Settings) -> String? = { _ in nil }
    /// Where the option exists; everywhere by default.
    var stages = Set(Stage.allCases)
    /// Whether the help has it; others are named where they are needed.
    var isListed = true
    /// What it does, for the help.
    var help: String

    var name: String { names[0] }
}

extension Option {
    /// An option whose value stands at a place in the settings.
    ///
    /// - Parameter names: its names, between commas.
    init<T>(
        _ names: String, _ path: WritableKeyPath<Settings, T> & Sendable, _ notation: Notation<T>,
        _ help: String, stages: Set<Stage> = Set(Stage.allCases)
    ) {
        self.init(
            names: names.split(separator: ", ").map(String.init),
            placeholder: notation.placeholder, allowed: notation.allowed,
            read: { text, settings in
                guard let value = notation.parse(text) else { return false }
                settings[keyPath: path] = value
                return true
            }, show: { notation.show($0[keyPath: path]) }, stages: stages, help: help)
    }

    /// The same where the settings may have none.
    init<T>(
        _ name: String, optional path: WritableKeyPath<Settings, T?> & Sendable,
        _ notation: Notation<T>, absent: String? = nil, _ help: String,
        stages: Set<Stage> = Set(Stage.allCases), isListed: Bool = true
    ) {
        self.init(
            name, path,
            Notation(
                placeholder: notation.placeholder, allowed: notation.allowed,
                parse: { notation.parse($0).map(Optional.some) },
                show: { $0.flatMap(notation.show) }),
            help, stages: stages)
        self.absent = absent
        self.isListed = isListed
    }

    /// A flag.
    init(
        _ name: String, flag path: WritableKeyPath<Settings, Bool> & Sendable, _ help: String,
        stages: Set<Stage> = Set(Stage.allCases), isListed: Bool = true
    ) {
        self.init(
            names: [name],
            read: { _, settings in
                settings[keyPath: path] = true
                return true
            }, stages: stages, isListed: isListed, help: help)
    }
}

extension [Option] {
    /// The same, under a heading of the help.
    func under(_ group: Option.Group) -> [Option] {
        map { option in
            var option = option
            option.group = group
            return option
        }
    }
}
