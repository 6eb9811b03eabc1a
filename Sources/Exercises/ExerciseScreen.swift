import Classroom
import Words

/// What is shown of a check: a line for each task, and what is to be done next; at most 24 rows.
struct ExerciseScreen {
    package let stage: Stage
    package let list: ExerciseList
    package let terminal: Terminal

    private var style: Style { terminal.style }

    /// The most lines that the learner's own prints may take.
    private static let printedLines = 3
    private static let rows = 24

    private var command: String { "swift run \(stage.name) exercises" }

    /// - Parameter verdicts: what is known of each task that was checked, by its place.
    package func lines(_ verdicts: [(place: Int, verdict: Verdict)], only: Bool) -> [String] {
        var lines = [style("Part \(stage.rawValue): exercises", .bold), ""]
        let longest = list.names.map(\.count).max() ?? 0
        for (place, verdict) in verdicts {
            let name = Text.padded(list.names[place], longest + 2)
            let task = "  \(mark(verdict.kind)) \(place + 1) \(name)\(verdict.kind.words)"
            let isHidden = !only && list.exercises[place].plot != nil && verdict.last != nil
            lines.append(task + (isHidden ? "; --only \(place + 1) draws it" : ""))
        }
        let done = verdicts.count { $0.verdict.kind == .done }
        if !only { lines.append("\(done) of \(verdicts.count)") }
        lines.append("")
        guard let next = verdicts.first(where: { $0.verdict.kind != .done }) else {
            return lines + end(only ? verdicts.first?.place : nil)
        }
        lines.append(
            style(
                "Task \(next.place + 1): Sources/\(stage.name)/Exercises/\(list.fileName(next.place))",
                .bold))
        let (verdict, width) = (next.verdict, Text.width - 14)
        let rest = results(verdict, width) + advice(verdict) + commands(only ? next.place : nil)
        // What is put in gets what the rest leaves free, as it can be recomputed if nothing is missing.
        let room = max(2, Self.rows - lines.count - rest.count)
        let put = verdict.shown?.put.lines(width: width) ?? []
        return lines + labelled("put in", put.prefix(room), nil) + rest
    }

    /// What the answer has given, drawn, if there is something to see.
    package func drawing(_ place: Int, _ verdict: Verdict) -> [String] {
        guard let plot = list.exercises[place].plot, let last = verdict.last,
            let found = last.found,
            zip(found.entries, last.expected.entries).allSatisfy({
                $0.figure.shape == $1.figure.shape
            })
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

    /// What ought to come out of the case that is shown, what did, and what was printed.
    private func results(_ verdict: Verdict, _ width: Int) -> [String] {
        var lines: [String] = []
        if let shown = verdict.shown {
            // What is right already needs no line.
            let wrong = shown.expected.entries.filter { entry in
                shown.found?.figure(entry.name)?.isNear(entry.figure) != true
            }.prefix(2).map(\.name)
            let expected = shown.expected.only(wrong)
            let found = shown.found?.only(wrong)
            lines += labelled(
                "expected", expected.lines(width: width, besides: found).prefix(2), .green)
            lines += labelled(
                "found",
                found?.lines(width: width, besides: expected).prefix(2)
                    ?? ["nothing: it \(verdict.kind.words)"], .red)
        }
        let printed = verdict.printed.prefix(Self.printedLines).map { String($0.prefix(66)) }
        return lines + labelled("printed", printed[...], nil)
    }

    private func advice(_ verdict: Verdict) -> [String] {
        if verdict.kind == .untouched {
            return Text.wrapped(
                "Open the file: its comment says what to do. Write your answer in place of the line "
                    + "'// Write it here', and run this again.", indent: 2)
        }
        guard let diagnosis = verdict.diagnosis else {
            return ["  Not a known mistake: compare the numbers."]
        }
        return Text.wrapped(diagnosis, indent: 2).prefix(5).map { style($0, .yellow) }
    }

    private func commands(_ only: Int?) -> [String] {
        let name = only.map { " \(list.names[$0])" } ?? ""
        return [
            "", "Run again: \(command)\(only == nil ? "" : " --only")\(name)",
            "A hint:    \(command) --hint\(name)",
        ]
    }

    private func labelled(
        _ label: String, _ lines: ArraySlice<String>, _ colour: Style.Colour?
    ) -> [String] {
        lines.enumerated().map { index, line in
            "  \(Text.padded(index == 0 ? label : "", 10))\(colour.map { style(line, $0) } ?? line)"
        }
    }

    /// Nothing is left to do.
    private func end(_ only: Int?) -> [String] {
        if let only { return Text.wrap("Done. \(list.exercises[only].learned)") }
        let next = Stage(rawValue: stage.rawValue + 1).map { part in
            ["", "Go on with: swift run \(part.name) exercises"]
        }
        return Text.wrap("All done. \(list.exercises.last?.learned ?? "")") + (next ?? [])
    }
}
