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
    /// How often the lesson was run for what other runs tell.
    let experiments = Experiments()
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
        if settings.leaves.report != nil { output.keepLines() }
        if settings.format == .text {
            output.print(stage.heading(Terminal.current.style))
            // A long first epoch follows with all the rest.
            output.flush()
        }
        if settings.mistake == Mistake.largeLearningRate.name {
            self.settings.overstep(P(settings, stage).givenLimit)
        }
    }

    /// The name of the lesson.
    var name: String { settings.lesson ?? P.name }

    /// So many epochs tell a model from others that begin alike, and momentum from plain steps.
    private static var rehearsed: Int { 3 }

    func run() -> Outcome {
        if !settings.sweep.isEmpty { return sweep() }
        let transcript = settings.transcript(output, showsFirst: P.firstEpochIsShown)
        if settings.format != .text { output.separatePrints() }
        let check = settings.checkGradient ? GradientCheck(self, lookAhead()) : nil
        let forms = settings.leaves.pictures.map(\.form) + [settings.plot]
        let descent = forms.contains(.descent) && settings.epochs > 0 ? Descent(self) : nil
        let files = settings.leaves.isEmpty ? nil : RunFiles(session: self, descent: descent)
        let watch = Watch(epochs: settings.recordedEpochs, last: settings.lastEpoch)
        if settings.format == .jsonl { watch.isLookingAtAll = P.options.contains(where: \.isBatch) }
        let outcome = train(settings, transcript, watch: watch) { lesson in
            lesson.descent = settings.plot == .descent ? descent : nil
            if settings.step { lesson.prompt = StepPrompt(output) }
            lesson.flush = { output.flush() }
            lesson.keeper.measure = { measure($0, isHeavy: watch.first.first?.isHeavy ?? false) }
            lesson.introduce(mistake)
            if let check { lesson.note(check.lines) }
            files?.begin(lesson, watch)
            body(lesson)
            let outcome = lesson.conclude(mistake)
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
            let pictures = settings.plot == nil ? [] : sweep.plot.screen(height: 20)
            for line in sweep.lines + pictures { output.print(line) }
        }
        let outcome = Interruption.cause.map(Outcome.interrupted) ?? .completed
        if settings.leaves.isEmpty { return outcome }
        Interruption.phase = .ending
        let picture = drawing(sweep.plot)
        var files = settings.leaves.pictures.map { (path: $0.path, text: picture.file) }
        if let path = settings.leaves.report {
            files.append((path, report([picture], nil, outcome)))
        }
        return write(files, outcome)
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
                if !watch.epochs.isEmpty {
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
    /// The epochs in which what autograd does is recorded.
    var recordedEpochs: Set<Int> {
        var epochs: Set<Int> = []
        if let explain { epochs.insert(explain) }
        let isDrawn = leaves.report != nil || leaves.pictures.contains { $0.form == .graph }
        if graph || isDrawn || saving.save != nil { epochs.insert(firstEpoch) }
        return epochs
    }
}

extension Option {
    /// Whether it divides an epoch into several updates.
    var isBatch: Bool { names.contains("--batch-size") }
}
