import Classroom
import Files
import Looking
import System
import Words

/// The files that a run writes when it is over, however it ended.
extension Session {
    /// Writes the files.
    ///
    /// - Returns: the outcome of the run, or a failure if a file could not be written.
    func writeFiles(
        _ lesson: Lesson<P>, _ history: History, _ descent: Descent?, _ outcome: Outcome
    ) -> Outcome {
        if settings.leaves.isEmpty { return outcome }
        let findings = lesson.findings(isHurried: lesson.ending == .interrupted && lesson.isLarge)
        return write(outcome, lesson) { forms in
            forms.map { form in
                if form == .graph { return graph(lesson, findings) }
                if lesson.last == nil {
                    return drawing(.missing(form.rawValue, "no epoch was trained"))
                }
                let plots = RunPlots(lesson, findings, history, descent, isFine: true)
                return drawing(plots.plot(form))
            }
        }
    }

    private func graph(_ lesson: Lesson<P>, _ findings: Findings) -> Drawing {
        let first = lesson.recorder.run[settings.firstEpoch].first
        guard let graph = first.flatMap({ RecordedGraph($0, findings) }) else {
            return drawing(.missing("graph", "autograd records nothing for the loss here"))
        }
        guard graph.values.count <= GraphPicture.maxValues else {
            let reason = "\(graph.values.count) values are too many for a picture"
            return drawing(.missing("graph", reason))
        }
        return GraphPicture.drawing(graph, title: "The graph of epoch \(settings.firstEpoch)")
    }

    /// A caption that says which run a picture shows.
    var caption: String {
        let rate = ", learning rate \(Numbers.short(settings.learningRate))"
        return "\(stage.name) \(name)" + (settings.sweep.isEmpty ? rate : "")
    }

    /// The plot as a picture with a caption.
    func drawing(_ plot: Plot) -> Drawing {
        var plot = plot
        plot.caption = caption
        return PlotPicture(plot).drawing
    }

    /// Draws and writes the files of a run or a sweep, and reports that it has done so.
    func write(
        _ outcome: Outcome, _ lesson: Lesson<P>?, _ draw: ([PlotForm]) -> [Drawing]
    ) -> Outcome {
        let all: [PlotForm] = [.loss, .fit, .w]
        var files = settings.leaves.pictures.map { form, path in
            let drawings = draw(form == .all ? all : [form])
            return (path: path, text: Drawing.sheet(caption, drawings).file)
        }
        if let path = settings.leaves.report {
            // Further pictures only on request.
            let more: [PlotForm] =
                (settings.plot == .descent ? [.descent] : [])
                + (settings.graph ? [.graph] : [])
            files.append((path, report(draw(all + more), lesson, outcome)))
        }
        for (path, text) in files {
            if let reason = WholeFile(path: path).write(text.utf8) {
                return .failed("\(quoted(path)) cannot be written: \(reason).")
            }
        }
        if settings.printing.format == .text {
            let names = files.map { quoted($0.path) }
            output.print("")
            for line in Text.wrap("Written: \(list(names, "and")).") { output.print(line) }
        }
        return outcome
    }
}
