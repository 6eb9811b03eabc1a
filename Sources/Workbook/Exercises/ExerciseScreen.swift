/// What is shown of a check: a line for each task, and what is to be done next; at most 24 rows.
struct ExerciseScreen {
    let stage: Stage
    let list: ExerciseList
    let terminal: Terminal
    /// Whether a task's solution can be shown, by its place: a course has none.
    let hasSolution: (Int) -> Bool

    private var style: Style { terminal.style }

    /// The most lines that the learner's own prints may take.
    private static let printedLines = 3
    private static let rows = 24

    /// - Parameter verdicts: what is known of each task that was checked, by its place.
    func lines(_ verdicts: [(place: Int, verdict: Verdict)], only: Bool) -> [String] {
        var lines = [style("Part \(stage.rawValue): exercises", .bold), ""]
        let width = (list.names.map(\.count).max() ?? 0) + 2
        for (place, verdict) in verdicts {
            let name = Text.padded(list.exercises[place].name, width)
            lines.append("  \(mark(verdict.kind)) \(place + 1) \(name)\(verdict.kind.words)")
        }
        let done = verdicts.count { $0.verdict.kind == .done }
        if !only { lines.append("\(done) of \(verdicts.count)") }
        lines.append("")
        if let next = verdicts.first(where: { $0.verdict.kind != .done }) {
            // What is put in gets what the rest leaves free, as it can be recomputed if nothing is missing.
            let rest = self.next(next.place, next.verdict, only: only, putLines: 0)
            let room = max(2, Self.rows - lines.count - rest.count)
            return lines + self.next(next.place, next.verdict, only: only, putLines: room)
        }
        return lines + end(only ? verdicts.first?.place : nil)
    }

    private func mark(_ kind: Verdict.Kind) -> String {
        let isPlain = terminal.characters == .ascii
        return switch kind {
        case .done: style(isPlain ? "+" : "✓", .green)
        case .untouched: isPlain ? "." : "·"
        default: style(isPlain ? "x" : "✗", .red)
        }
    }

    /// The first task that is not done.
    private func next(
        _ place: Int, _ verdict: Verdict, only: Bool, putLines: Int
    ) -> [String] {
        let exercise = list.exercises[place]
        let file = "Sources/\(stage.name)/Exercises/\(list.fileName(place))"
        var lines = [style("Task \(place + 1): \(file)", .bold)]
        if let shown = verdict.shown { lines += self.lines(shown, verdict, putLines) }
        if !verdict.printed.isEmpty {
            let shown = verdict.printed.prefix(Self.printedLines)
            lines += labelled("printed", shown.map { String($0.prefix(66)) }, nil)
        }
        if verdict.kind == .untouched {
            lines += Text.wrapped(
                "Open the file: its comment says what to do. Write your answer in place of the line "
                    + "'// Write it here', and run this again.", indent: 2)
        } else if let diagnosis = verdict.diagnosis {
            lines += Text.wrapped(diagnosis, indent: 2).prefix(5).map { style($0, .yellow) }
        } else {
            lines += Text.wrapped(
                "Not one of the mistakes that are known: compare the numbers.", indent: 2)
        }
        let command = "swift run \(stage.name) exercises"
        let again = only ? "\(command) --only \(exercise.name)" : command
        return lines + [
            "", "Run again: \(again)",
            "A hint:    \(command) --hint\(only ? " \(exercise.name)" : "")",
        ]
    }

    private func lines(
        _ shown: Verdict.Shown, _ verdict: Verdict, _ putLines: Int
    ) -> [String] {
        let width = Text.width - 14
        let put = labelled(
            "put in", Array(shown.put.lines(width: width).prefix(putLines)), nil)
        guard let found = shown.found else {
            return put
                + labelled("expected", Array(shown.expected.lines(width: width).prefix(2)), .green)
                + labelled("found", ["nothing: it \(verdict.kind.words)"], .red)
        }
        // What is right already needs no line.
        let wrong = shown.expected.entries.indices.filter { index in
            !found.entries.indices.contains(index)
                || !found.entries[index].figure.isNear(shown.expected.entries[index].figure)
        }
        var expected: [String] = []
        var actual: [String] = []
        for index in (wrong.isEmpty ? Array(shown.expected.entries.indices) : wrong).prefix(2) {
            let (e, f) = (shown.expected.entries[index], found.entries[index])
            let rest = width - e.name.count - 3
            expected.append("\(e.name) = \(e.figure.text(width: rest, besides: f.figure))")
            actual.append("\(f.name) = \(f.figure.text(width: rest, besides: e.figure))")
        }
        return put + labelled("expected", expected, .green) + labelled("found", actual, .red)
    }

    private func labelled(_ label: String, _ lines: [String], _ colour: Style.Colour?) -> [String] {
        lines.enumerated().map { index, line in
            "  \(Text.padded(index == 0 ? label : "", 10))\(colour.map { style(line, $0) } ?? line)"
        }
    }

    /// Nothing is left to do.
    private func end(_ place: Int?) -> [String] {
        let command = "swift run \(stage.name) exercises"
        if let place {
            let exercise = list.exercises[place]
            let solution = ["", "The solution: \(command) --solution \(exercise.name)"]
            return Text.wrap("Done. \(exercise.learned)") + (hasSolution(place) ? solution : [])
        }
        var lines = Text.wrap("All done. \(list.exercises.last?.learned ?? "")")
        var next: [String] = []
        if list.exercises.indices.contains(where: hasSolution) {
            next.append("A solution: \(command) --solution NAME")
        }
        if let part = Stage(rawValue: stage.rawValue + 1) {
            next.append("Go on with: swift run \(part.name) exercises")
        }
        if !next.isEmpty { lines += [""] + next }
        return lines
    }
}
