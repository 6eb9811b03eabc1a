import Classroom
import Words

/// The output of a check: a line for each task, and the next thing to do; at most 24 rows.
struct ExerciseScreen {
    package let stage: Stage
    package let list: ExerciseList
    package let terminal: Terminal
    /// True for scripts/watch, which runs the check again by itself.
    var isWatched = false

    private var style: Style { terminal.style }

    private var command: String { "swift run \(stage.name) exercises" }

    /// - Parameter verdicts: the verdict on each task that was checked, with its index.
    package func lines(_ verdicts: [(index: Int, verdict: Verdict)], only: Bool) -> [String] {
        var lines = [style("Part \(stage.rawValue): exercises", .bold), ""]
        let maxWidth = list.names.map(\.count).max() ?? 0
        for (index, verdict) in verdicts {
            let name = Text.padded(list.names[index], maxWidth + 2)
            let task = "  \(mark(verdict.kind)) \(index + 1) \(name)\(verdict.kind.rawValue)"
            let isHidden = !only && list.exercises[index].plot != nil && verdict.last != nil
            lines.append(task + (isHidden ? "; --only \(index + 1) draws it" : ""))
        }
        let done = verdicts.count { $0.verdict.kind == .done }
        if !only { lines.append("\(done) of \(verdicts.count)") }
        lines.append("")
        guard let next = verdicts.first(where: { $0.verdict.kind != .done }) else {
            let last = list.exercises[verdicts.last!.index]
            if only { return lines + Text.wrap("Done. \(last.learned)") }
            let part = Stage(rawValue: stage.rawValue + 1)?.name
            let next = part.map { "Go on with: swift run \($0) exercises" }
            return lines + Text.wrap("All done. \(last.learned)")
                + ["", next ?? "Read on: docs/own-data.md, docs/pytorch.md, docs/beyond.md"]
        }
        let file = "Sources/\(stage.name)/Exercises/\(list.fileName(next.index))"
        lines.append(style("Task \(next.index + 1): \(file)", .bold))

        var results = next.verdict.results(width: Text.width - 14)
        let name = only ? " \(list.names[next.index])" : ""
        let commands = [
            "", "Run again: \(command)\(only ? " --only" : "")\(name)",
            "A hint:    \(command) --hint\(name)",
        ]
        let rest = advice(next.verdict) + (isWatched ? [] : commands)
        // The input gets all rows that are left, because a learner needs all of it to compute the result by hand.
        let taken = lines.count + rest.count + results.dropFirst().map(\.lines.count).reduce(0, +)
        results[0].lines = Array(results[0].lines.prefix(max(2, 24 - taken)))
        let colours: [String: Style.Colour] = ["expected": .green, "found": .red]
        let shown = results.flatMap { label, lines in
            Verdict.labelled(label, lines).map { line in
                colours[label].map { style("  \(line)", $0) } ?? "  \(line)"
            }
        }
        return lines + shown + rest
    }

    /// The plot of the answer's results; empty if the task isn't drawn or the results have the wrong shapes.
    package func drawing(_ index: Int, _ verdict: Verdict) -> [String] {
        guard let plot = list.exercises[index].plot, let last = verdict.last,
            let found = last.found,
            found.entries.map(\.figure.shape) == last.expected.entries.map(\.figure.shape)
        else { return [] }
        return plot(last.put, found).screen(height: 18, terminal)
    }

    private func mark(_ kind: Verdict.Kind) -> String {
        let isPlain = terminal.characters == .ascii
        return switch kind {
        case .done: style(isPlain ? "+" : "✓", .green)
        case .untouched: isPlain ? "." : "·"
        default: style(isPlain ? "x" : "✗", .red)
        }
    }

    private func advice(_ verdict: Verdict) -> [String] {
        if verdict.kind == .untouched {
            return Text.wrapped(
                "Open the file: its comment describes the task. Write your answer where it says "
                    + "'Write it here', and run this again.", indent: 2)
        }
        guard let diagnosis = verdict.diagnosis else {
            return ["  Not a mistake that this check knows. Compare the numbers."]
        }
        return Text.wrapped(diagnosis, indent: 2).prefix(5).map { style($0, .yellow) }
    }
}
