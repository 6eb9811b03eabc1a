import Classroom
import Files
import Looking
import Words

/// The page that a run writes with `--report`, to hand in: the command and its output, the pictures, the first update
/// step by step, and the code.
extension Session {
    /// The page on a run, or on the runs of a sweep.
    func report(_ drawings: [Drawing], _ lesson: Lesson<P>?, _ outcome: Outcome) -> String {
        let problem = name.prefix(1).uppercased() + name.dropFirst()
        var parts: [ReportPage.Part] = [
            .paragraph("This command runs the same code again:"),
            .lines([settings.leaves.command(stage)], label: "The command"),
        ]
        if case .failed(let reason) = outcome {
            parts.append(.paragraph("The run failed: \(reason)"))
        }
        parts += [.heading("What the workbook printed"), printed, .heading("Pictures")]
        parts += drawings.map { .drawing($0) }
        if let lesson { parts += firstUpdate(lesson) }
        if mistake == nil { parts += source }
        return ReportPage.html(
            title: "\(problem), part \(stage.rawValue): \(stage.title)", parts)
    }

    // MARK: - Parts

    /// The first update. It is left out if another one was requested, because the output contains that.
    private func firstUpdate(_ lesson: Lesson<P>) -> [ReportPage.Part] {
        let epoch = settings.firstEpoch
        guard settings.explain == nil, let update = lesson.recorder.run[epoch].first else {
            return []
        }
        let explanation = Explanation(update, lesson.setup, lesson.findings())
        let lines = explanation.steps.enumerated().flatMap { ["\($0 + 1). \($1.name)"] + $1.lines }
        let name = "Epoch \(epoch), step by step"
        return [.heading(name), .lines(lines.map(plain), label: name)]
    }

    private var printed: ReportPage.Part {
        settings.printing.format == .text
            ? .lines(output.keptLines.map(plain), label: "The output of the run")
            : .paragraph("Records for programs: --format \(settings.printing.format.rawValue).")
    }
}

/// A line without the control codes for colours.
private func plain(_ line: String) -> String {
    line.replacing(/\u{1B}\[[0-9;]*m/, with: "")
}
