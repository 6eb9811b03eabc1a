import Classroom
import Descent
import Files
import Looking
import Words

/// The page that a run leaves with `--report`, to hand in: what ran and what it printed, its pictures, its
/// losses, the first update step by step, and the code.
extension Session {
    /// The page on a run, or on the runs of a sweep.
    func report(
        _ drawings: [Drawing], _ lesson: Lesson<P>?, _ history: History, _ outcome: Outcome
    ) -> String {
        let problem = name.prefix(1).uppercased() + name.dropFirst()
        var page = ReportPage(title: "\(problem), part \(stage.rawValue): \(stage.title)")
        page.parts = [
            .paragraph("This command repeats the run, with the same code:"),
            .lines([settings.leaves.command(stage)], label: "The command"),
        ]
        if case .failed(let reason) = outcome {
            page.parts.append(.paragraph("The run failed: \(reason)"))
        }
        page.parts += [.heading("What the run printed")] + printed
        page.parts += [.heading("Pictures")] + drawings.map { .drawing($0) }
        if let lesson { page.parts += losses(lesson, history) + firstUpdate(lesson) }
        if mistake == nil { page.parts += source }
        return page.html
    }

    // MARK: - Parts

    private func losses(_ lesson: Lesson<P>, _ history: History) -> [ReportPage.Part] {
        let entries = history.entries
        guard let last = lesson.last else { return [] }
        let names = last.numberNames.prefix(History.parameters)
        let rows = Self.some(entries).map { entry -> [String] in
            let values = entry.values.map { Numbers.short($0, 5) }
            // A lesson may report other parameters from some epoch on.
            let cells = names.indices.map { values[safe: $0] ?? "–" }
            return ["\(entry.epoch)", Numbers.short(entry.loss, 7)] + cells
        }
        return [
            .heading("Losses"),
            .table(
                [["epoch", "loss"] + names] + rows,
                caption: "The loss before each update, and the parameters after it"),
        ]
    }

    /// Some epochs for a table: the first, those at round numbers, and the last.
    private static func some(_ entries: [History.Entry]) -> [History.Entry] {
        let most = 40
        let ends = [entries.first, entries.last].compactMap { $0?.epoch }
        var step = RoundStep(exponent: 0)
        while Double(ends[1] - ends[0]) / step.size >= Double(most) { step.grow() }
        let round = entries.filter { $0.epoch % Int(step.size) == 0 || ends.contains($0.epoch) }
        // Of a very long run other epochs are kept.
        return round.count > 3 ? round : spread(entries.count, most).map { entries[$0] }
    }

    /// The first update, unless another one was asked for: that is among what the run printed.
    private func firstUpdate(_ lesson: Lesson<P>) -> [ReportPage.Part] {
        let epoch = settings.firstEpoch
        guard settings.explain == nil, let moment = lesson.recorder.run[epoch].first else {
            return []
        }
        let explanation = Explanation(moment, lesson.setup, lesson.insight())
        let lines = explanation.steps.enumerated().flatMap { ["\($0 + 1). \($1.name)"] + $1.lines }
        let name = "Epoch \(epoch), step by step"
        return [.heading(name), .lines(lines.map(plain), label: name)]
    }

    private var printed: [ReportPage.Part] {
        settings.printing.format == .text
            ? [.lines(output.keptLines.map(plain), label: "The text of the run")]
            : [.paragraph("Records for programs: --format \(settings.printing.format.rawValue).")]
    }

    private var source: [ReportPage.Part] {
        guard let source = LessonSource(stage, name, settings) else { return [] }
        let heading = "The lesson: \(source.path)"
        return [.heading(heading), .lines([source.text], label: heading)]
    }
}

/// A line without what a terminal colours it with.
private func plain(_ line: String) -> String {
    line.replacing(/\u{1B}\[[0-9;]*m/, with: "")
}
