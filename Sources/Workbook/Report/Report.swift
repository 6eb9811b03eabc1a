import Descent

/// The page that a run leaves with `--report`: what ran, what came of it, and all pictures and tables.
struct Report {
    private var page: ReportPage
    private var lead: [String] = []

    var html: String { page.html(lead: lead) }

    /// The page on a run.
    init<P: Problem>(
        _ files: RunFiles<P>, lesson: Lesson<P>, insight: Insight,
        pictures: [PictureSheet.Entry], outcome: Outcome
    ) {
        let session = files.session
        page = ReportPage(title: Self.title(session))
        lead = Self.lead(session)
        lead.append(Self.ending(lesson, outcome))
        writeRun(session)
        if session.mistake == nil { writeLesson(session, insight, lesson) }
        writeStages(session.stage)
        writePictures(pictures)
        if session.stage != .part1 {
            let first = lesson.recorder.run[session.settings.firstEpoch].first
            writeGraph(first.flatMap { RecordedGraph($0, insight) }, session)
        }
        writeCheck(files.check)
        writeExplanation(session, lesson, insight)
        writeEpochs(files.epochs, lesson)
        writeText(session)
    }

    /// The page on several runs with different learning rates.
    init<P: Problem>(_ session: Session<P>, _ sweep: Sweep, _ insight: Insight) {
        page = ReportPage(title: Self.title(session))
        lead = Self.lead(session)
        lead.append(
            "Trained once with each of \(Text.count(session.settings.sweep.count, "learning rate")), "
                + "\(Text.count(session.settings.epochs, "epoch")) each.")
        writeRun(session)
        writeStages(session.stage)
        page.section("sweep", "The learning rates")
        let rows = zip(sweep.table, ["verdict"] + sweep.rows.map(\.verdict.rawValue)).map {
            $0 + [$1]
        }
        page.table("What became of each learning rate", rows)
        for text in sweep.conclusion { page.paragraph(text) }
        page.picture(sweep.drawing, id: "losses")
        writeText(session)
    }

    // MARK: - The beginning

    private static func title<P: Problem>(_ session: Session<P>) -> String {
        "\(session.name.prefix(1).uppercased() + session.name.dropFirst()), part \(session.stage.rawValue): "
            + session.stage.title
    }

    private static func lead<P: Problem>(_ session: Session<P>) -> [String] {
        guard session.mistake != nil, let name = session.settings.shownMistake else { return [] }
        return ["With a mistake on purpose: \(name)."]
    }

    private static func ending<P: Problem>(_ lesson: Lesson<P>, _ outcome: Outcome) -> String {
        let last = lesson.last.map { record in
            " The last loss is \(Numbers.short(record.loss, 6))"
                + (record.few { Numbers.short($0, 6) }.map { ", with \($0)." } ?? ".")
        }
        let count = Text.count(lesson.recorder.run.count, "epoch")
        switch outcome {
        case .failed(let reason): return "The run failed: \(reason)"
        case .interrupted(let cause):
            return "\(cause.word) after epoch \(lesson.recorder.run.lastEpoch) of \(lesson.training.lastEpoch)."
                + (last ?? "")
        case .completed:
            guard let last else { return "No epoch was trained." }
            let stopped =
                lesson.ending == .stopped
                ? " It was stopped before its end."
                : lesson.ending == .lossBelowThreshold
                    ? " It stopped as the loss was small enough." : ""
            let before = lesson.training.epochsBefore
            let goesOn = before == 0 ? "" : ", after \(before) of a saved run"
            return "\(count) trained\(goesOn).\(stopped)\(last)"
        }
    }

    private mutating func writeRun<P: Problem>(_ session: Session<P>) {
        page.section("run", "What ran")
        page.paragraph("This command repeats it, with the same code:")
        page.lines([session.settings.leaves.command(session.stage)], label: "The command")
    }

    // MARK: - The lesson

    private mutating func writeLesson<P: Problem>(
        _ session: Session<P>, _ insight: Insight, _ lesson: Lesson<P>
    ) {
        page.section("lesson", "The lesson")
        page.paragraph("What the code does, as its numbers in this run tell:")
        page.list(LessonFacts(insight, lesson.problem).facts.map { (term: $0.name, text: $0.text) })
        guard let source = LessonSource(session.stage, session.name, session.settings) else {
            page.paragraph(
                "The file of the lesson is not where the program is, so it is not shown.")
            return
        }
        guard let text = source.text else {
            page.paragraph(
                "\(source.path) was changed after this program was built, so it is not shown here.")
            return
        }
        page.details("The code: \(source.path)") { page in
            page.lines(
                text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init),
                label: "The code of \(source.path)")
        }
    }

    private mutating func writeStages(_ stage: Stage) {
        page.section("stages", "By hand, and built in")
        let all = Stage.allCases
        let header = ["step"] + all.map { "part \($0.rawValue)\($0 == stage ? " (this run)" : "")" }
        let rows = stage.steps.indices.map { step in
            [stage.steps[step].step] + all.map { $0.steps[step].by }
        }
        page.table(
            "Who does each step, from part to part", [header] + rows, current: stage.rawValue)
    }

    // MARK: - Pictures

    private mutating func writePictures(_ pictures: [PictureSheet.Entry]) {
        page.section("pictures", "Pictures")
        page.pictures { page in
            for entry in pictures {
                guard case .drawing(let drawing) = entry.content else { continue }
                page.picture(drawing, id: "picture-\(entry.form.rawValue)")
            }
        }
        for sentence in pictures.compactMap(\.sentence) { page.paragraph(sentence) }
    }

    private mutating func writeGraph<P: Problem>(
        _ graph: RecordedGraph?, _ session: Session<P>
    ) {
        page.section("graph", "What autograd records")
        guard let graph else { return page.paragraph(Lesson<P>.noGraph.capitalizedSentence) }
        let title = "The graph of epoch \(session.settings.firstEpoch)"
        if graph.values.count <= GraphPicture.most {
            page.picture(
                GraphPicture(graph: graph, title: title).drawing, id: "picture-graph", isWide: true)
        } else {
            page.paragraph(
                "With \(graph.values.count) values it is too large for a drawing; the tree has them all."
            )
        }
        for name in graph.unknownLeaves {
            page.paragraph("\(name) is a parameter that the lesson does not hand over.")
        }
        page.details("The same as a tree, from the loss down") { page in
            page.lines(GraphTree(graph: graph).lines, label: "The graph as a tree")
        }
    }

    // MARK: - Numbers

    private mutating func writeCheck(_ check: GradientCheck?) {
        page.section("check", "The gradient, checked")
        guard let check else {
            return page.paragraph("It was not checked: --check-gradient does that.")
        }
        if check.cells.isEmpty {
            page.paragraph(check.text.map(Self.plain).joined(separator: " "))
        } else {
            page.table(check.heading, check.cells)
        }
        for remark in check.remarks { page.paragraph(remark, "soft") }
        if !check.verdicts.isEmpty {
            page.list(
                check.verdicts.map {
                    (term: $0.name, text: "\($0.verdict.word). \($0.verdict.text)")
                }
            )
        }
    }

    private mutating func writeExplanation<P: Problem>(
        _ session: Session<P>, _ lesson: Lesson<P>, _ insight: Insight
    ) {
        let epoch = session.settings.explain ?? session.settings.firstEpoch
        page.section("epoch", "Epoch \(epoch), step by step")
        let moments = lesson.recorder.run[epoch]
        if moments.isEmpty {
            page.paragraph(
                lesson.recorder.run.lastEpoch < epoch
                    ? "Epoch \(epoch) was not reached, so there is nothing to explain."
                    : "It cannot be explained: \(Lesson<P>.noLook)")
        }
        for (batch, moment) in moments.prefix(Self.batches).enumerated() {
            let ofSeveral = moments.count > 1 ? "Batch \(batch + 1): " : ""
            let explanation = Explanation(
                moment, lesson.setup, insight)
            for (number, step) in explanation.steps.enumerated() {
                page.heading("\(ofSeveral)\(number + 1). \(step.name)")
                page.lines(step.lines.map(Self.plain), label: "\(ofSeveral)\(step.name)")
            }
        }
        if moments.count > Self.batches {
            page.paragraph("And \(Text.count(moments.count - Self.batches, "batch update")) more.")
        }
    }

    /// So many updates of an epoch are explained.
    private static let batches = 4

    private mutating func writeEpochs<P: Problem>(_ epochs: EpochTable, _ lesson: Lesson<P>) {
        page.section("epochs", "The epochs")
        guard let last = lesson.last, !epochs.rows.isEmpty else {
            return page.paragraph("No epoch was trained.")
        }
        let names = last.parameters.flatMap { name, values in
            values.count == 1 ? [name] : values.indices.map { "\(name)[\($0)]" }
        }
        let header = ["epoch", "loss"] + names.prefix(EpochTable.columns)
        let rows = epochs.rows.map { row in
            ["\(row.epoch)"] + ([row.loss] + row.values).map { Numbers.short($0, 7) }
        }
        // A lesson may report other parameters from some epoch on.
        let width = ([header] + rows).map(\.count).max() ?? 0
        page.table(
            "The loss before each update, and the parameters after it",
            ([header] + rows).map { $0 + Array(repeating: "–", count: width - $0.count) })
        let left = names.count - EpochTable.columns
        if left > 0 { page.paragraph("And \(Text.count(left, "more number")) of the parameters.") }
    }

    private mutating func writeText<P: Problem>(_ session: Session<P>) {
        page.section("text", "What the run printed")
        guard session.settings.printing.format == .text else {
            return page.paragraph(
                "Records for programs (--format \(session.settings.printing.format.rawValue)), so there is no text "
                    + "for people.")
        }
        page.lines(session.output.keptLines.map(Self.plain), label: "The text of the run")
    }

    /// A line without what a terminal colours it with.
    static func plain(_ line: String) -> String {
        line.replacing(/\u{1B}\[[0-9;]*m/, with: "")
    }
}

extension String {
    /// With a capital at its beginning.
    fileprivate var capitalizedSentence: String { prefix(1).uppercased() + dropFirst() }
}
