import Descent

/// What a lesson works with: its data and settings, and where it reports to.
///
/// The training loop is the lesson's own. It goes through ``epochs``, hands over what each of them
/// computes and reports it; the lesson prints and waits, and ends the loop when the loss is small
/// enough or no longer finite.
public final class Lesson<P: Problem> {
    let problem: P
    let settings: Settings
    let stage: Stage
    let watch: Watch
    private let transcript: any Transcript
    private let progress: Progress
    private let style = Terminal.current.style
    /// Waits before each printed epoch, with `--step`.
    var prompt: StepPrompt?
    /// Whether that was answered by q.
    private var hasQuit = false
    private var timing: Timing?
    private var history: LossHistory?
    private var path: ParameterHistory?

    /// The picture of `--plot descent`.
    var descent: Descent?

    /// By how much starts are moved; see ``start(_:_:)``.
    var moved: [String: [Float]] = [:]
    /// The starts that the lesson has asked for.
    var starts: [(name: String, count: Int)] = []
    /// Writes what has been printed.
    var flush: () -> Void = {}
    /// How the lesson predicts, if it says so; see ``predict(with:)``.
    var prediction: (([Float], [Int]) -> [Float])?
    /// The samples of a lesson that hands them out in batches.
    var dataset: Quantity?

    /// What is printed before the first epoch, once it is known what to say.
    private var opening: ((Insight) -> [String])?
    private var pending: [String] = []
    /// What a run that nobody saw has shown of the first epoch.
    var rehearsal: Rehearsal?

    /// The numbers of the parameters that were reported last, one behind the other.
    @usableFromInline
    @exclusivity(unchecked) var values: [Float] = []
    private var reported: [Reported] = []
    private var reportedCount = -1
    @exclusivity(unchecked) private var reports = 0
    @exclusivity(unchecked) private var lastEpoch = 0
    @exclusivity(unchecked) private var lastLoss: Float = .nan
    @exclusivity(unchecked) private var lastIsShown = true
    private(set) var firstRecord: EpochRecord?
    private var usesEpochs = false
    private let threshold: Float
    private let isFollowed: Bool
    private var closing: [String] = []
    private var explanation: [String] = []
    private var ending = Ending.completed
    /// Whether somebody gets to see what comes of the run.
    private let isSeen: Bool

    private enum Ending: Equatable {
        case completed, lossBelowThreshold, diverged, stopped
        case interrupted(Interruption.Cause)
    }

    /// What ended the run, if a signal did.
    var interruption: Interruption.Cause? {
        if case .interrupted(let cause) = ending { cause } else { nil }
    }

    init(
        _ problem: P, _ stage: Stage, _ settings: Settings, _ transcript: any Transcript,
        _ watch: Watch? = nil
    ) {
        self.stage = stage
        self.problem = problem
        self.settings = settings
        self.transcript = transcript
        isSeen = !(transcript is SilentTranscript)
        self.watch = watch ?? Watch(last: settings.epochs)
        timing = settings.timing ? Timing() : nil
        history = settings.plot != nil ? LossHistory() : nil
        path = settings.plot?.showsParameters == true ? ParameterHistory() : nil
        threshold = settings.stopBelow.map { Float($0) } ?? -.infinity
        isFollowed = !transcript.isForPeople
        progress = Progress(
            total: settings.epochs,
            delay: P.hasProgressBar && transcript.leavesProgressBar ? 0 : 1)
        if settings.plot != nil && settings.stopBelow != nil { self.watch.isLookingAtAll = true }
        self.watch.begin(1)
    }

    /// How long a step is.
    public var learningRate: Float { Float(settings.learningRate) }

    /// The epochs to train, counted from 1, until all are done or the run has to end.
    public var epochs: some Sequence<Int> {
        usesEpochs = true
        return (0..<settings.epochs).lazy.map { $0 + 1 }.prefix { [self] _ in
            // What only measures is of no use by halves.
            if isSeen, ending == .completed, let cause = Interruption.cause {
                ending = .interrupted(cause)
            }
            timing?.begin()
            watch.begin(reports + 1)
            let goesOn = ending == .completed
            if isSeen { Interruption.phase = goesOn ? .training : .indivisible }
            return goesOn
        }
    }

    // MARK: - What a lesson hands over

    /// Whether anybody looks at an epoch.
    @usableFromInline
    func isLookedAt(_ epoch: Int) -> Bool {
        watch.wants(epoch) || P.hasRemarks && problem.wantsRemarks(epoch)
    }

    /// Takes what a lesson shows of an epoch.
    func look(_ moment: Moment) {
        let epoch = moment.epoch
        let isRemarked = P.hasRemarks && problem.wantsRemarks(epoch)
        if isRemarked { note(problem.remarks(epoch, moment)) }
        if watch.wants(epoch) { watch.look(moment) }
        if reports == 0 { refuseWithoutGradient(moment) }
    }

    /// A run without any gradient ends here: whatever uses one would only trap.
    private func refuseWithoutGradient(_ moment: Moment) {
        guard stage != .part1, !moment.parameters.isEmpty,
            moment.parameters.allSatisfy({ $0.gradient == nil })
        else { return }
        progress.clear()
        watch.end()
        open()
        flush()
        fail(
            "there is no gradient where lesson.look(…) stands: the loss's backward() must come before "
                + "it, and every parameter needs requiresGrad: true.", status: .failure)
    }

    /// What it takes to report is no part of the epoch.
    @usableFromInline
    func beginReport() {
        timing?.end()
        values.removeAll(keepingCapacity: true)
    }

    @usableFromInline
    func endReport(_ epoch: Int, _ loss: Float, _ describe: () -> [Reported]) {
        reports += 1
        lastEpoch = epoch
        lastLoss = loss
        var isFinite = loss.isFinite
        for value in values where !value.isFinite { isFinite = false }
        if !isFinite {
            ending = .diverged
        } else if loss < threshold {
            ending = .lossBelowThreshold
        }
        let isLast = usesEpochs && epoch == settings.epochs || ending != .completed
        history?.add(epoch, loss)
        path?.add(epoch, values)
        lastIsShown = transcript.shows(epoch, isLast: isLast)
        if !isLast, !lastIsShown, values.count == reportedCount, !watch.wants(epoch) {
            progress.update(epoch)
            return
        }
        reported = describe()
        reportedCount = values.count
        finish(epoch, isLast: isLast)
    }

    /// Shows an epoch, or keeps what was seen of it.
    private func finish(_ epoch: Int, isLast: Bool) {
        let batches = watch.batches
        if watch.wants(epoch) { watch.finish(epoch, after: values) }
        moveParameters()
        var record = last!
        record.batches = self.batches(batches)
        if firstRecord == nil {
            firstRecord = record
            transcript.begin(record)
        }
        open()
        let isExplained = settings.explain == epoch && !isFollowed
        if isExplained { explainSteps(epoch) }
        lastIsShown = isExplained || lastIsShown
        if lastIsShown {
            waitForEnter()
            transcript.print(record, line: problem.line(record, of: total))
            if let descent, prompt != nil {
                note(descent.lines(steps: epoch, .current))
            }
        }
        if isLast { progress.finish(epoch) } else { progress.update(epoch) }
        if lastIsShown && !isLast { Interruption.sleep(settings.pace) }
    }

    /// How many epochs there are; nil where the lesson counts them itself.
    private var total: Int? { usesEpochs ? settings.epochs : nil }

    /// What was reported last; nil if nothing was.
    var last: EpochRecord? {
        guard reports > 0 else { return nil }
        var rest = values[...]
        var parameters: [(name: String, values: [Float])] = []
        for entry in reported {
            let numbers = Array(rest.prefix(entry.count))
            rest = rest.dropFirst(entry.count)
            if let words = Parameter.words(entry.name, entry.count) {
                parameters += zip(words, numbers).map { (name: $0, values: [$1]) }
            } else {
                parameters.append((name: entry.name, values: numbers))
            }
        }
        return EpochRecord(epoch: lastEpoch, loss: lastLoss, parameters: parameters)
    }

    /// Puts the parameters where they are measured next.
    private func moveParameters() {
        guard reports <= watch.points.count else { return }
        var rest = watch.points[reports - 1][...]
        withNoGrad {
            for entry in reported {
                defer { rest = rest.dropFirst(entry.count) }
                guard let tensor = entry.tensor, tensor.isLeaf, rest.count >= entry.count
                else { continue }
                tensor.copy(
                    from: Tensor(Array(rest.prefix(entry.count)), shape: tensor.shape))
            }
        }
    }

    /// The updates of an epoch that has several, or one on samples in another order.
    private func batches(_ moments: [Moment]) -> [EpochRecord.Batch] {
        guard let samples = dataset ?? problem.samples, let first = moments.first?.x,
            moments.count > 1 || settings.isShuffled || first.rows != samples.rows
        else { return [] }
        let places = samples.places
        return moments.compactMap { moment in
            guard let x = moment.x, x.columns == samples.columns else { return nil }
            let rows = (0..<x.rows).compactMap { places[Array(x.row($0))] }
            return EpochRecord.Batch(rows: rows, loss: moment.loss)
        }
    }

    // MARK: - Printing

    /// Prints lines for people.
    func note(_ lines: @autoclosure () -> [String]) {
        if isFollowed { return }
        if opening == nil { transcript.note(lines()) } else { pending += lines() }
    }

    /// Prints a line for people after the training, unless it diverged.
    func noteAfter(_ line: String) {
        closing.append(line)
    }

    /// Prints lines for people at the very end of a run; if it diverged, only for one with a mistake.
    func explain(_ lines: [String]) {
        explanation += lines
    }

    /// Prints the five steps of an epoch, with their numbers.
    private func explainSteps(_ epoch: Int) {
        progress.clear()
        let moments = watch.recorded
        let insight = insight
        for (batch, moment) in moments.enumerated() {
            let ofSeveral = moments.count > 1 ? ", batch \(batch + 1)" : ""
            note(["", style("Epoch \(epoch)\(ofSeveral), step by step", .bold)])
            let explanation = Explanation(
                moment, stage: stage, settings: settings, problem, insight)
            for (number, step) in explanation.steps.enumerated() {
                waitForEnter()
                if hasQuit { return note([""]) }
                note([style("\(number + 1). \(step.name)", .cyan)] + step.lines)
            }
        }
        if moments.isEmpty {
            note(Text.wrap("Epoch \(epoch) cannot be explained: \(Self.noLook)"))
        }
        note([""])
    }

    static var noLook: String { "the lesson hands nothing over, as lesson.look(…) is missing." }

    /// Waits, with `--step`; ends the run if that is the answer.
    private func waitForEnter() {
        progress.clear()
        guard let prompt, !hasQuit, !prompt.wait() else { return }
        hasQuit = true
        if ending == .completed { ending = Interruption.cause.map(Ending.interrupted) ?? .stopped }
    }

    // MARK: - Before and after

    /// What is known of the run so far.
    var insight: Insight {
        let rehearsed = rehearsal?.epochs ?? []
        let first = watch.first.isEmpty ? rehearsed.first ?? [] : watch.first
        let others = rehearsed.dropFirst().compactMap(\.first)
        return Insight(
            problem, settings, first: first,
            others: others + watch.recorded.prefix(1) + watch.latest.suffix(1))
    }

    /// Prints who does what at this stage, and on which data, when that is known: after the first
    /// epoch, unless there was a rehearsal.
    func introduce(_ mistake: Mistake?, then more: @escaping (Insight) -> [String] = { _ in [] }) {
        guard !isFollowed else { return }
        opening = { [stage, style, problem, settings] insight in
            var lines = [style("Part \(stage.rawValue): \(stage.title)", .bold)]
            lines += stage.steps.map { step, by in "  \(Text.padded(step, 12))\(by)" }
            lines += [""] + problem.introduction(insight.opening(settings))
            if let mistake {
                lines.append(style("With a mistake on purpose: \(mistake.name).", .yellow))
            }
            return lines + [""] + more(insight)
        }
        // A lesson may make its samples anew in each run; then only the run itself can tell.
        if rehearsal != nil && (settings.epochs == 0 || !settings.sweep.isEmpty) { open() }
    }

    /// Prints what waited for the first epoch.
    func open() {
        guard let opening else { return }
        self.opening = nil
        var insight = insight
        insight.countsItself = reports > 0 && !usesEpochs
        progress.clear()
        transcript.note(opening(insight) + pending)
        pending = []
    }

    /// Prints how the run ended and what came of it.
    ///
    /// - Returns: how it ended.
    func conclude(_ mistake: Mistake?, diagnosis: (Int) -> String?) -> Outcome {
        Interruption.phase = interruption == nil ? .indivisible : .ending
        watch.end()
        open()
        if let timing { printError(timing.summary) }
        explanation += mistake?.lines ?? []
        let last = last
        if !lastIsShown, reports > 0, ending == .completed, settings.every > 0 {
            note([problem.line(last!, of: total)])
        }
        if usesEpochs, ending == .completed, lastEpoch < settings.epochs, mistake == nil,
            settings.epochs > 0
        {
            note(
                reports == 0
                    ? ["No epoch was reported: lesson.report(…) was never reached."]
                    : ["The lesson left its loop after epoch \(lastEpoch) of \(settings.epochs)."])
        }
        if ending == .diverged {
            note(plots)
            if mistake != nil { note([""] + explanation) }
            return .failed(divergence(diagnosis(lastEpoch)))
        }
        if let interruption { say(interruption) }
        if ending == .stopped, let last {
            note(["Stopped after epoch \(last.epoch) of \(settings.epochs)."])
        }
        if ending == .lossBelowThreshold, let last, let threshold = settings.stopBelow {
            note([
                "Stopped after epoch \(last.epoch): the loss is below \(Numbers.short(threshold))."
            ])
        }
        if let epoch = settings.explain, lastEpoch < epoch {
            note(["Epoch \(epoch) was not reached, so there is nothing to explain."])
        }
        note(closing)
        if let first = firstRecord, let last {
            let insight = insight
            note(problem.summary(insight, first: first, last: last) + tooFast(insight))
        }
        note(plots)
        if !explanation.isEmpty { note([""] + explanation) }
        return interruption.map(Outcome.interrupted) ?? .completed
    }

    private var plots: [String] {
        guard let last, let history, let plot = settings.plot else { return [] }
        if plot == .descent {
            if prompt != nil && descent != nil { return [] }
            return descent?.lines(steps: lastEpoch, .current)
                ?? [""]
                + Text.wrap(
                    "The descent is not drawn: the loss cannot be measured beside the way, as not all "
                        + "parameters can be moved; see --check-gradient.")
        }
        let plots = RunPlots(
            insight: insight, history: history, path: path,
            predict: prediction, latest: watch.latest.last, terminal: .current)
        return plots.lines(plot, last)
    }

    /// A line if the learning rate is above the limit and the run was too short to show it.
    private func tooFast(_ insight: Insight) -> [String] {
        guard let limit = problem.limit(insight).limit, let rate = insight.rate,
            rate >= limit.value
        else { return [] }
        return Text.wrap(
            "Too fast: the learning rate \(Numbers.short(rate)) is not below the limit "
                + "\(limit.formula) = \(Numbers.short(limit.value)).")
    }

    private func say(_ interruption: Interruption.Cause) {
        progress.clear()
        let line = "\(interruption.word) after epoch \(lastEpoch) of \(settings.epochs)."
        // Records are for programs: there the line goes to standard error.
        if settings.format == .text { note([line]) } else { printError(line) }
    }

    private func divergence(_ diagnosis: String?) -> String {
        let epoch = lastEpoch
        let all = [(name: "the loss", values: [lastLoss])] + (last?.parameters ?? [])
        let bad = all.filter { !$0.values.allSatisfy(\.isFinite) }
        let words = [false, true].compactMap { isNaN -> String? in
            let names = bad.filter { $0.values.contains(where: \.isNaN) == isNaN }.map(\.name)
            if names.isEmpty { return nil }
            return "\(list(names, "and")) \(names.count == 1 ? "is" : "are") "
                + (isNaN ? "nan" : "infinite")
        }
        let sentence = "the training diverged: in epoch \(epoch) \(list(words, "and"))."
        let insight = insight
        if let limit = problem.limit(insight).limit, let rate = insight.rate, rate >= limit.value {
            return "\(sentence) The learning rate \(Numbers.short(rate)) is above the limit "
                + "\(limit.formula) = \(Numbers.short(limit.value)), so every step overshoots further."
        }
        return diagnosis.map { "\(sentence) \($0)" } ?? sentence
    }
}
