extension CommandLineParser {
    /// What `--help` prints for a lesson, at most 80 columns wide.
    func help(problem: String) -> [String] {
        let defaults = lessons.first { $0.name == problem }!.defaults
        var lines = [
            "OVERVIEW: Gradient descent, part \(stage.rawValue) of 4: \(stage.title).",
            "",
            "USAGE: swift run \(stage.name) [\(lessons.map(\.name).joined(separator: "|"))]"
                + " [options]",
        ]
        for group in Option.Group.allCases {
            let options = Options.all.filter { $0.group == group && $0.exists(in: stage, problem) }
            if options.isEmpty { continue }
            lines += ["", "\(group.rawValue)"]
            lines += options.map { Self.line($0, defaults) }
        }
        lines += ["", "OTHER"]
        lines += [Self.line("--help, -h", "this page"), Self.line("--version", "the version")]
        if lessons.count > 1 {
            lines += [
                "",
                "The defaults are those of '\(problem)'; '\(stage.name) LESSON --help' shows others.",
            ]
        }
        return lines
    }

    private static func line(_ option: Option, _ defaults: Settings) -> String {
        var left = option.names.joined(separator: ", ")
        var right = option.help
        if case .value(let value) = option.argument {
            left += " \(value.placeholder)"
            if let shown = value.show(defaults), !shown.isEmpty { right += " (\(shown))" }
        }
        return line(left, right)
    }

    /// A name, and behind it, from a fixed column on, what it means, in as many lines as it takes.
    private static func line(_ left: String, _ right: String) -> String {
        let column = 28
        var lines = [left.count <= column - 4 ? "  \(left)" : "  \(left)\n"]
        if left.count <= column - 4 {
            lines[0] += String(repeating: " ", count: column - 2 - left.count)
        } else {
            lines.append(String(repeating: " ", count: column))
        }
        var width = column
        for word in right.split(separator: " ") {
            let last = lines.count - 1
            if width + word.count > 80 {
                lines[last].removeLast()
                lines.append("\n" + String(repeating: " ", count: column))
                width = column
            }
            lines[lines.count - 1] += "\(word) "
            width += word.count + 1
        }
        lines[lines.count - 1].removeLast()
        return lines.joined()
    }
}
