import Descent

/// What a command line asks of a lesson: to train it once, and to look at it before, meanwhile and
/// afterwards; or to train it several times.
struct Session<P: Problem> {
    let stage: Stage
    let settings: Settings
    /// The lesson, or the variant of it that makes a mistake.
    let body: (Lesson<P>) -> Void
    let mistake: Mistake?
    let output: Output

    func run() -> Outcome {
        if !settings.sweep.isEmpty { return sweep() }
        let transcript = settings.transcript(output, showsFirst: P.firstEpochIsShown)
        if let form = settings.graph, form != .terminal { return printDiagram(form) }
        let start = settings.looksAtTheStart ? lookAtTheStart(withBatches: false) : nil
        let watch = settings.explain.map { Watch(epoch: $0) }
        return train(settings, transcript, watch: watch) { lesson in
            lesson.start = start?.before
            if settings.step { lesson.prompt = StepPrompt(output) }
            lesson.introduce(mistake)
            if settings.checkGradient { lesson.note(check(start, lesson.problem)) }
            if settings.graph == .terminal { lesson.note(tree(lesson.problem)) }
            body(lesson)
            return lesson.conclude(mistake)
        }
    }

    // MARK: - Looking

    /// The first update of a run that nobody sees, without a step, so that the parameters stay where
    /// they start. Nil if the lesson shows no gradient; without parameters if it does not come
    /// to the end of an epoch.
    ///
    /// - Parameter withBatches: whether it uses the first batch; otherwise it uses all samples.
    private func lookAtTheStart(withBatches: Bool) -> Moment? {
        var settings = settings
        (settings.epochs, settings.learningRate) = (1, 0)
        if !withBatches { (settings.batchSize, settings.shuffle) = (nil, false) }
        settings.explain = nil
        let watch = Watch(epoch: 1)
        train(settings, SilentTranscript(), watch: watch, body)
        return watch.moments.first.map { moment in
            var moment = moment
            moment.before = moment.after
            return moment
        }
    }

    private func check(_ start: Moment?, _ problem: P) -> [String] {
        guard let start, !start.before.isEmpty else {
            return ["There is no gradient to check: no epoch comes to its end.", ""]
        }
        let check = GradientCheck(
            stage: stage, notation: problem.notation, model: problem.model, moment: start,
            style: Terminal.current.style)
        return check.lines
    }

    // MARK: - Sweeps

    /// Trains once with each learning rate and prints a table.
    private func sweep() -> Outcome {
        let problem = P(settings, stage)
        var sweep = Sweep(
            settings: settings, best: problem.bestLoss, limit: problem.learningRateLimit,
            style: Terminal.current.style)
        if settings.format == .text {
            let header = TextTranscript(output, every: 0, showsFirst: false)
            let lesson = Lesson(problem, stage, settings, header)
            lesson.introduce(mistake)
        }
        if settings.format == .csv { output.print(Sweep.csvHeader) }
        for learningRate in settings.sweep where !Interruption.hasHappened {
            var settings = settings
            settings.learningRate = learningRate
            let transcript = SweepTranscript(sweep, learningRate: learningRate)
            let interruption = train(settings, transcript) { lesson in
                body(lesson)
                return lesson.interruption
            }
            var row = transcript.row()
            if interruption != nil { row.verdict = .interrupted }
            sweep.rows.append(row)
            switch settings.format {
            case .text: break
            case .csv: output.print(Sweep.csv(row))
            case .jsonl: output.print(Sweep.json(row))
            }
        }
        if settings.format == .text { for line in sweep.lines { output.print(line) } }
        return Interruption.cause.map(Outcome.interrupted) ?? .completed
    }

    // MARK: - Graphs

    private static var noGraph: String {
        "autograd records nothing for the loss here, so there is no graph to draw."
    }

    private func graph(_ problem: P) -> RecordedGraph? {
        lookAtTheStart(withBatches: true).flatMap {
            RecordedGraph($0, problem.notation, samples: problem.model.samples)
        }
    }

    private func tree(_ problem: P) -> [String] {
        guard let graph = graph(problem) else {
            return Text.wrap("--graph: \(Self.noGraph)") + [""]
        }
        return ["What autograd records in the first epoch, from the loss down:"]
            + GraphTree(graph: graph).lines + [""]
    }

    /// Prints the graph and nothing else, for another program to draw.
    private func printDiagram(_ form: Settings.GraphForm) -> Outcome {
        guard let graph = graph(P(settings, stage)) else {
            return .failed(Self.noGraph)
        }
        let diagram = GraphDiagram(graph: graph, title: "\(stage.name) \(P.name), epoch 1")
        for line in form == .dot ? diagram.dot : diagram.mermaid { output.print(line) }
        return .completed
    }

    // MARK: - Training

    /// A lesson that is about to begin, with random numbers and threads of its own.
    private func train<Result>(
        _ settings: Settings, _ transcript: any Transcript, watch: Watch? = nil,
        _ run: (Lesson<P>) -> Result
    ) -> Result {
        withGenerator(Generator(seed: settings.seed)) {
            let lesson = Lesson(P(settings, stage), stage, settings, transcript, watch)
            func runWatched() -> Result {
                if let watch { withTape(watch.tape) { run(lesson) } } else { run(lesson) }
            }
            return if let threads = settings.threads {
                withThreads(threads, runWatched)
            } else {
                runWatched()
            }
        }
    }
}
