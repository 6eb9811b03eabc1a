import Classroom
import Files
import Looking
import System
import Words

/// What a run leaves in files, written when it is over, however it ended.
struct RunFiles<P: Problem> {
    let session: Session<P>
    let descent: Descent?

    private var settings: Settings { session.settings }

    /// Writes the files.
    ///
    /// - Returns: how the run ended, or that a file could not be written.
    func finish(_ lesson: Lesson<P>, _ history: History, _ outcome: Outcome) -> Outcome {
        let insight = lesson.insight(isHurried: lesson.ending == .interrupted && lesson.isLarge)
        func draw(_ forms: [PlotForm]) -> [Drawing] {
            forms.map { drawing($0, lesson, history, insight) }
        }
        var files = settings.leaves.pictures.map { file in
            let drawings = draw(file.form == .all ? Self.all : [file.form])
            return (path: file.path, text: Drawing.sheet(session.caption, drawings).file)
        }
        if let path = settings.leaves.report {
            // More than all only where it is asked for.
            let more: [PlotForm] =
                (settings.plot == .descent ? [.descent] : [])
                + (settings.graph == .terminal ? [.graph] : [])
            let drawings = draw(Self.all + more)
            files.append((path, session.report(drawings, lesson, outcome)))
        }
        return session.write(files, outcome)
    }

    // MARK: - Pictures

    private static var all: [PlotForm] { [.loss, .fit, .w] }

    private func drawing(
        _ form: PlotForm, _ lesson: Lesson<P>, _ history: History, _ insight: Insight
    ) -> Drawing {
        let plot: Plot
        if form == .graph {
            let first = lesson.recorder.run[settings.firstEpoch].first
            switch first.flatMap({ RecordedGraph($0, insight) }) {
            case let graph? where graph.values.count <= GraphPicture.most:
                let title = "The graph of epoch \(settings.firstEpoch)"
                return GraphPicture(graph: graph, title: title).drawing
            case let graph?:
                plot = .missing("graph", "\(graph.values.count) values are too many for a picture")
            case nil: plot = .missing("graph", "autograd records nothing for the loss here")
            }
        } else if lesson.last != nil {
            plot = RunPlots(lesson, insight, history, descent, isFine: true).plot(form)
        } else {
            plot = .missing(form.rawValue, "no epoch was trained")
        }
        return session.drawing(plot)
    }
}

extension Session {
    /// Which run a picture shows.
    var caption: String {
        let rate = ", learning rate \(Numbers.short(settings.learningRate))"
        return "\(stage.name) \(name)" + (settings.sweep.isEmpty ? rate : "")
    }

    /// The plot as a picture that says which run it shows.
    func drawing(_ plot: Plot) -> Drawing {
        var plot = plot
        plot.caption = caption
        return PlotPicture(plot).drawing
    }

    /// Writes files and says so.
    func write(_ files: [(path: String, text: String)], _ outcome: Outcome) -> Outcome {
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
