import Descent

/// What a command line asks of a lesson: to train it once, and to look at it before, meanwhile and
/// afterwards; or to train it several times.
struct Session<P: Problem> {
    let stage: Stage
    var settings: Settings
    /// The lesson, or the variant of it that makes a mistake.
    let body: (Lesson<P>) -> Void
    let mistake: Mistake?
    let output: Output
    /// Where standard output is, while only predictions are to go there.
    let aside: OutputAside?

    init(
        stage: Stage, settings: Settings, body: @escaping (Lesson<P>) -> Void,
        mistake: Mistake?, output: Output
    ) {
        self.stage = stage
        self.settings = settings
        self.body = body
        self.mistake = mistake
        self.output = output
        aside = settings.question?.file == nil ? nil : OutputAside(output)
        prepareSaving()
        let isDiagram = settings.graph != nil && settings.graph != .terminal
        if settings.leaves.report != nil { output.keepLines() }
        if settings.format == .text && !isDiagram {
            for line in stage.heading(Terminal.current.style) { output.print(line) }
            // A long first epoch follows with all the rest.
            output.flush()
        }
        if settings.mistake == Mistake.largeLearningRate.name {
            var limit: LearningRateLimit?
            if !settings.given.contains("--lr") {
                let insight = insight(rehearse(epochs: Self.rehearsed))
                // What is hidden on the screen is not hidden here.
                var named = settings
                named.isMystery = false
                limit = P(named, stage).limit(insight).limit
            }
            self.settings.overstep(limit)
        }
    }

    /// The name of the lesson.
    var name: String { settings.lesson ?? P.name }

    /// So many epochs tell a model from others that begin alike, and momentum from plain steps.
    private static var rehearsed: Int { 3 }

    func run() -> Outcome {
        if !settings.sweep.isEmpty { return sweep() }
        let transcript = settings.transcript(output, showsFirst: P.firstEpochIsShown)
        if let form = settings.graph, form != .terminal { return printDiagram(form) }
        let rehearsal = settings.needsRehearsal ? lookAhead() : nil
        let check = settings.checkGradient ? rehearsal.map { GradientCheck(self, $0) } : nil
        var descent: Descent?
        var missing = ""
        if settings.plot == .descent {
            do throws(Descent.Missing) { descent = try Descent(self) } catch {
                missing = error.reason
            }
        }
        let files =
            settings.leaves.isEmpty ? nil : RunFiles(self, check: check, descent: descent)
        let watch = Watch(
            epoch: settings.explain ?? (settings.leaves.report == nil ? nil : settings.firstEpoch),
            last: settings.lastEpoch)
        if settings.format == .jsonl { watch.isLookingAtAll = P.options.contains(where: \.isBatch) }
        let outcome = train(settings, transcript, watch: watch) { lesson in
            (lesson.descent, lesson.missingDescent) = (descent, missing)
            if settings.step { lesson.prompt = StepPrompt(output) }
            lesson.flush = { output.flush() }
            lesson.ignoresRate = { ignoresRate }
            lesson.rehearsal = rehearsal
            lesson.keeper.measure = { measure($0, isHeavy: watch.first.first?.isHeavy ?? false) }
            lesson.introduce(mistake) { insight in
                (check?.lines(insight) ?? []) + (settings.graph == .terminal ? tree() : [])
            }
            files?.begin(lesson, watch)
            body(lesson)
            let outcome = lesson.conclude(mistake) { Diagnosis(self, epoch: $0).sentence }
            let end = files?.finish(lesson, outcome) ?? outcome
            guard end == .completed, let question = settings.question else { return end }
            return answer(question, lesson)
        }
        if outcome == .completed, mistake == nil, let wrong = check?.wrong {
            return .failed("--check-gradient finds that \(wrong).")
        }
        return outcome
    }

    /// What is known of a run that nobody saw.
    func insight(_ rehearsal: Rehearsal) -> Insight {
        Insight(
            P(settings, stage), settings, first: rehearsal.moments,
            others: rehearsal.epochs.dropFirst().compactMap(\.first))
    }

    /// The first epochs of a run that nobody sees; all of them, if that is little work, as a learning
    /// rate may change late.
    func lookAhead(withBatches: Bool = false) -> Rehearsal {
        let few = rehearse(withBatches: withBatches, epochs: Self.rehearsed)
        guard few.epochs.count == Self.rehearsed, let first = few.moments.first else { return few }
        let numbers = first.before.count + few.moments.reduce(0) { $0 + ($1.x?.values.count ?? 0) }
        guard settings.epochs > Self.rehearsed, settings.epochs * numbers <= 50_000 else {
            return few
        }
        return rehearse(withBatches: withBatches, epochs: settings.epochs)
    }

    /// Whether the first step is the same with another learning rate. Where autograd does not record, as
    /// inside withNoGrad, that cannot be tried.
    private var ignoresRate: Bool {
        guard settings.learningRate != 0, (Tensor(0, requiresGrad: true) + 0).requiresGrad else {
            return false
        }
        let (one, two) = (
            rehearse(epochs: 1).moments.first?.after,
            rehearse(epochs: 1, learningRate: 2 * settings.learningRate).moments.first?.after
        )
        return one != nil && one == two
    }

    // MARK: - Sweeps

    /// Trains once with each learning rate and prints a table.
    private func sweep() -> Outcome {
        let rehearsal = lookAhead(withBatches: true)
        var sweep = Sweep(
            settings: settings, problem: P(settings, stage), insight: insight(rehearsal),
            hasBatches: rehearsal.moments.count > 1, style: Terminal.current.style)
        if settings.format == .text {
            if sweep.limit.isMeasured {
                sweep.curvature = Prober(self, rehearse()).flatMap { Curvature.measure($0) }
            }
            let header = TextTranscript(output, every: 0)
            let lesson = Lesson(P(settings, stage), stage, settings, header)
            lesson.rehearsal = rehearsal
            lesson.introduce(mistake)
        }
        if settings.format == .csv { output.print(Sweep.csvHeader) }
        for learningRate in settings.sweep where !Interruption.hasHappened {
            var settings = settings
            settings.learningRate = learningRate
            let transcript = SweepTranscript(sweep, learningRate: learningRate)
            let watch = Watch(last: settings.lastEpoch)
            // The loss of an epoch is that of all its batches.
            watch.isLookingAtAll = sweep.hasBatches
            let interruption = train(settings, transcript, watch: watch) { lesson in
                body(lesson)
                return lesson.interruption
            }
            let row = sweep.add(transcript, watch, isInterrupted: interruption != nil)
            switch settings.format {
            case .text: break
            case .csv: output.print(Sweep.csv(row))
            case .jsonl: output.print(Sweep.json(row))
            }
        }
        if settings.format == .text {
            let pictures = settings.plot == nil ? [] : sweep.plot(.current)
            for line in sweep.lines + pictures { output.print(line) }
        }
        let outcome = Interruption.cause.map(Outcome.interrupted) ?? .completed
        if settings.leaves.isEmpty { return outcome }
        Interruption.phase = .ending
        let picture = sweep.drawing
        var files = settings.leaves.pictures.map { (path: $0.path, text: picture.file) }
        if let path = settings.leaves.report {
            files.append((path, Report(self, sweep, insight(rehearsal)).html))
        }
        return write(files, outcome)
    }

    // MARK: - Graphs

    static var noGraph: String {
        "autograd records nothing for the loss here, so there is no graph to draw."
    }

    func graph() -> RecordedGraph? {
        let rehearsal = rehearse(isRecorded: true, withBatches: true, epochs: Self.rehearsed)
        return rehearsal.moments.first.flatMap { RecordedGraph($0, insight(rehearsal)) }
    }

    private func tree() -> [String] {
        guard let graph = graph() else {
            return Text.wrap("--graph: \(Self.noGraph)") + [""]
        }
        return ["What autograd records in the first epoch, from the loss down:"]
            + GraphTree(graph: graph).lines
            + graph.unknownLeaves.map { "\($0) is a parameter that the lesson does not hand over." }
            + [""]
    }

    /// Prints the graph and nothing else, for another program to draw.
    private func printDiagram(_ form: Settings.GraphForm) -> Outcome {
        guard let graph = graph() else {
            return .failed(Self.noGraph)
        }
        let diagram = GraphDiagram(
            graph: graph, title: "\(stage.name) \(name), epoch \(settings.firstEpoch)")
        for line in form == .dot ? diagram.dot : diagram.mermaid { output.print(line) }
        return .completed
    }

    // MARK: - Training

    /// A lesson that is about to begin, with random numbers and threads of its own.
    @discardableResult
    func train<Result>(
        _ settings: Settings, _ transcript: any Transcript, watch: Watch,
        _ run: (Lesson<P>) -> Result
    ) -> Result {
        withGenerator(Generator(seed: settings.seed)) {
            let lesson = Lesson(P(settings, stage), stage, settings, transcript, watch)
            func runWatched() -> Result {
                if watch.epoch != nil {
                    withTape(watch.tape) { run(lesson) }
                } else {
                    run(lesson)
                }
            }
            return withOptimizers({ lesson.keeper.note($0) }) {
                if let threads = settings.threads {
                    withThreads(threads, runWatched)
                } else {
                    runWatched()
                }
            }
        }
    }
}

extension Settings {
    /// Whether something of the run has to be known before it begins.
    var needsRehearsal: Bool {
        format == .text
            && (checkGradient || graph == .terminal || explain != nil || epochs == 0)
    }
}

extension Option {
    /// Whether it divides an epoch into several updates.
    var isBatch: Bool { names.contains("--batch-size") }
}
