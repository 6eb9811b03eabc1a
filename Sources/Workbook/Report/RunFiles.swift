import Descent

/// Gathers what a run leaves in files, and writes it when the run is over, however it ended.
final class RunFiles<P: Problem> {
    let session: Session<P>
    let check: GradientCheck?
    private let descent: Descent?
    private var missingDescent = ""
    private(set) var epochs: EpochTable

    var settings: Settings { session.settings }
    var leaves: LeftFiles { settings.leaves }
    private var hasReport: Bool { leaves.report != nil }

    /// - Parameters:
    ///   - check: the gradient's, if it has been checked.
    ///   - descent: the picture for the terminal, if there is one.
    init(_ session: Session<P>, check: GradientCheck?, descent: Descent?) {
        self.session = session
        let leaves = session.settings.leaves
        epochs = EpochTable(epochs: session.settings.epochs)
        let hasEpochs = session.settings.epochs > 0
        var picture = descent
        if picture == nil, leaves.wants(.descent), hasEpochs {
            do throws(Descent.Missing) { picture = try Descent(session.experiments, isFine: true) } catch {
                missingDescent = error.reason
            }
        }
        self.descent = picture
        self.check = check
    }

    /// Writes the files.
    ///
    /// - Returns: how the run ended, or that a file could not be written.
    func finish(_ lesson: Lesson<P>, _ history: History, _ outcome: Outcome) -> Outcome {
        for entry in history.entries { epochs.add(entry.epoch, entry.loss, entry.values) }
        let isLarge = lesson.recorder.run.start.first?.x.map { $0.rows > KnownModel.many } ?? false
        let insight = lesson.insight(isHurried: lesson.ending == .interrupted && isLarge)
        let pictures = pictures(lesson, history, insight)
        var files = leaves.pictures.map { file in
            let own = pictures.filter { file.form == .all || $0.form == file.form }
            return (path: file.path, text: PictureSheet(title: name, pictures: own).drawing.file)
        }
        if let path = leaves.report {
            let report = Report(
                self, lesson: lesson, insight: insight, pictures: pictures, outcome: outcome)
            files.append((path, report.html))
        }
        return session.write(files, outcome)
    }

    private var name: String { "\(session.stage.name) \(session.name)" }

    // MARK: - Pictures

    private func pictures(
        _ lesson: Lesson<P>, _ history: History, _ insight: Insight
    ) -> [PictureSheet.Entry] {
        var entries: [PictureSheet.Entry] = []
        func add(_ form: Settings.PlotForm, _ content: PictureSheet.Content) {
            let isForReport = form == .descent && hasReport && settings.plot == .descent
            if leaves.wants(form) || isForReport {
                entries.append(PictureSheet.Entry(form: form, content: content))
            }
        }
        guard let last = lesson.last else {
            for form in [Settings.PlotForm.loss, .fit, .w, .descent] {
                add(form, .none("no epoch was trained"))
            }
            return entries
        }
        var plots = RunPlots(
            insight: insight, history: history, predict: lesson.prediction,
            latest: lesson.recorder.run.latest, terminal: .current)
        plots.dataPoints = 200
        add(.loss, .drawing(PlotPicture(plots.loss).drawing))
        if leaves.wants(.fit) { add(.fit, fit(plots, last)) }
        if let (plot, left) = plots.parameters(last) {
            var drawing = PlotPicture(plot).drawing
            if left > 0 { drawing.description += " \(left) more parameters are not drawn." }
            add(.w, .drawing(drawing))
        } else {
            add(.w, .none("the lesson reports no parameters"))
        }
        add(
            .descent,
            descent?.drawing(steps: lesson.recorder.run.lastEpoch - settings.epochsBefore).map { .drawing($0) }
                ?? .none(missingDescent))
        return entries
    }
}

extension RunFiles {
    private func fit(_ plots: RunPlots, _ last: EpochRecord) -> PictureSheet.Content {
        guard last.isFinite else { return .none("the parameters are not finite in the end") }
        return switch plots.fit(last) {
        case .plot(let plot): .drawing(PlotPicture(plot).drawing)
        case .none(let reason): .none(reason)
        }
    }
}

extension Session {
    /// Writes files and says so.
    func write(_ files: [(path: String, text: String)], _ outcome: Outcome) -> Outcome {
        for (path, text) in files {
            if let reason = WholeFile(path: path).write(text) {
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

/// Several pictures on one sheet, or one alone.
struct PictureSheet {
    enum Content {
        case drawing(Drawing)
        /// With a clause on why there is none.
        case none(String)
    }

    struct Entry {
        var form: Settings.PlotForm
        var content: Content

        /// What is said where there is no picture.
        var sentence: String? {
            guard case .none(let reason) = content else { return nil }
            let name =
                switch form {
                case .loss: "loss is"
                case .fit: "fit is"
                case .w: "parameters are"
                case .descent, .all: "descent is"
                }
            return "The \(name) not drawn: \(reason)."
        }
    }

    let title: String
    let pictures: [Entry]

    var drawing: Drawing {
        let cells = pictures.map { entry -> Drawing in
            if case .drawing(let drawing) = entry.content { return drawing }
            let sentence = entry.sentence ?? ""
            var cell = Drawing(
                width: PlotPicture.width, height: PlotPicture.height, title: entry.form.rawValue,
                description: sentence)
            for (row, line) in Self.broken(sentence).enumerated() {
                cell.text(line, 12, 24 + 20 * Double(row))
            }
            return cell
        }
        if cells.count == 1 {
            var cell = cells[0]
            cell.title = "\(title): \(cell.title)"
            return cell
        }
        let columns = min(2, cells.count)
        let rows = (cells.count + columns - 1) / max(1, columns)
        var sheet = Drawing(
            width: Double(columns) * PlotPicture.width, height: Double(rows) * PlotPicture.height,
            title: title,
            description: cells.map { "\($0.title): \($0.description)" }.joined(separator: " "))
        for (index, cell) in cells.enumerated() {
            sheet.place(
                cell, Double(index % columns) * PlotPicture.width,
                Double(index / columns) * PlotPicture.height)
        }
        return sheet
    }

    /// Lines that fit a picture.
    private static func broken(_ text: String) -> [String] {
        var lines = [""]
        for word in text.split(separator: " ") {
            if lines[lines.count - 1].count + word.count > 54 { lines.append("") }
            lines[lines.count - 1] += (lines[lines.count - 1].isEmpty ? "" : " ") + word
        }
        return lines
    }
}
