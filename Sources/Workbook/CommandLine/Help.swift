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
            lines += ["", "The defaults are those of '\(problem)'. Each lesson has its own:"]
            lines += [lessons.map { "'\(stage.name) \($0.name) --help'" }.joined(separator: ", ")]
        }
        return lines
    }

    private static func line(_ option: Option, _ defaults: Settings) -> String {
        var left = option.names.joined(separator: ", ")
        var right = option.help
        if case .value(let value) = option.argument {
            left += " \(value.placeholder)"
            if let shown = value.show(defaults) { right += " (\(shown))" }
        }
        return line(left, right)
    }

    private static func line(_ left: String, _ right: String) -> String {
        let column = 28
        if left.count > column - 4 {
            return "  \(left)\n" + String(repeating: " ", count: column) + right
        }
        return "  \(left)" + String(repeating: " ", count: column - 2 - left.count) + right
    }
}
