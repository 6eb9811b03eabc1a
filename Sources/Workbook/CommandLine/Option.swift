import Classroom
import Words

/// An option of the command line.
public struct Option: Sendable {
    /// The names, with their dashes; the usual one first.
    var names: [String]
    /// The placeholder for its value in the help, such as "N"; nil for a flag, which has no value.
    var placeholder: String?
    /// A description of the allowed values, for error messages.
    var allowed = ""
    /// The value to use if none is given; nil if one is required.
    var absent: String?
    /// Reads the value into the settings; false if it is not allowed.
    var read: @Sendable (_ text: String, _ settings: inout Settings) -> Bool
    /// The current value as the help shows it; nil to leave it out.
    var show: @Sendable (Settings) -> String? = { _ in nil }
    /// The parts that have the option; all by default.
    var stages = Set(Stage.allCases)
    /// True if the help lists the option. Others are mentioned where they are needed.
    var isListed = true
    /// A description for the help.
    var help: String

    var name: String { names[0] }
}

extension Option {
    /// Creates an option that stores its value in the settings.
    ///
    /// - Parameter names: its names, separated by commas.
    init<T>(
        _ names: String, _ path: WritableKeyPath<Settings, T> & Sendable, _ syntax: ValueSyntax<T>,
        absent: String? = nil, _ help: String, stages: Set<Stage> = Set(Stage.allCases),
        isListed: Bool = true
    ) {
        self.init(
            names: names.split(separator: ", ").map(String.init),
            placeholder: syntax.placeholder, allowed: syntax.allowed, absent: absent,
            read: { text, settings in
                guard let value = syntax.parse(text) else { return false }
                settings[keyPath: path] = value
                return true
            }, show: { syntax.show($0[keyPath: path]) }, stages: stages, isListed: isListed,
            help: help)
    }
}
