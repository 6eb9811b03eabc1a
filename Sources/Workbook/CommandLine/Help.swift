import Classroom
import Words

extension CommandLineParser {
    /// The output of `--help` for a lesson, at most 80 columns wide.
    func help(_ lesson: LessonSignature) -> [String] {
        var lines = [
            "OVERVIEW: Gradient descent, part \(stage.rawValue) of 4: \(stage.title).",
            "",
            "USAGE: swift run \(stage.name) "
                + "[\((lessons.map(\.name) + ["exercises"]).joined(separator: "|"))] [options]",
        ]
        for (heading, options) in groups(of: lesson) {
            lines += ["", heading]
            lines += options.filter(\.isListed).flatMap { Self.line($0, lesson.defaults) }
        }
        lines += ["", "OTHER"]
        lines +=
            Self.line("--help, -h", "show this page") + Self.line("--version", "show the version")
        if lessons.count > 1 {
            lines += [
                "",
                "These are the defaults of '\(lesson.name)'. For another lesson: "
                    + "\(stage.name) LESSON --help",
            ]
        }
        return lines
    }

    /// The output of `--bug list` for a lesson.
    func gallery(_ lesson: LessonSignature) -> [String] {
        let (problem, mistakes) = (lesson.name, lesson.mistakes)
        if mistakes.isEmpty {
            return [
                "\(stage.name) \(problem) makes no mistakes; \(stage.name) \(lessons[0].name) can."
            ]
        }
        var lines = ["Mistakes that \(stage.name) \(problem) can make on purpose, with --bug NAME:"]
        for mistake in mistakes { lines += Self.line(mistake.name, mistake.sentence) }
        if problem == lessons[0].name && mistakes.count > 1 {
            lines += [""]
            lines += Text.wrap(
                "Each has a file in Sources/\(stage.name)/Mistakes: compare it with "
                    + "Sources/\(stage.name)/Line.swift. large-lr only sets the learning rate.")
        }
        lines += [""]
        lines += Text.wrap(
            "--bug mystery hides one of them, and --seed N chooses another. Add --answer NAME to say "
                + "which one it is, or --reveal to be told."
        )
        return lines
    }

    private static func line(_ option: Option, _ defaults: Settings) -> [String] {
        var left = option.names.joined(separator: ", ")
        var right = option.help
        if let placeholder = option.placeholder {
            left += option.absent == nil ? " \(placeholder)" : " [\(placeholder)]"
            if let shown = option.show(defaults) { right += " (\(shown))" }
        }
        return line(left, right)
    }

    /// A name, followed by its meaning from a fixed column on, in as many lines as needed.
    private static func line(_ left: String, _ right: String) -> [String] {
        let column = 28
        let isShort = left.count <= column - 4
        var lines = Text.wrap(right, indent: column, start: column)
        lines[0] = (isShort ? Text.padded("  \(left)", column) : Text.spaces(column)) + lines[0]
        return (isShort ? [] : ["  \(left)"]) + lines
    }
}
