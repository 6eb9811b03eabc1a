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
    let transcript: any Transcript
    let progress: Progress
    let style = Terminal.current.style
    /// Waits before each printed epoch, with `--step`.
    var prompt: StepPrompt?
    /// Whether that was answered by q.
    private var hasQuit = false
    // (The attribute: otherwise each access is checked for overlapping ones, in every epoch.)
    @exclusivity(unchecked) var timing: Timing?
    @exclusivity(unchecked) var history: History?
    /// The picture of `--plot descent`.
    var descent: Descent?

    /// By how much starts are moved; see ``start(_:_:)``.
    var moved: [String: [Float]] = [:]
    /// Where starts are put, to ask a trained lesson.
    var placed: [String: [Float]] = [:]
    /// The starts that the lesson has asked for.
    var starts: [(name: String, count: Int)] = []
    /// Writes what has been printed.
    var flush: () -> Void = {}
    /// What is loaded and saved of it.
    let keeper: Keeper
    /// How the lesson predicts, if it says so; see ``predict(with:)``.
    var prediction: (([Float], [Int]) -> [Float])?
    /// The samples of a lesson that hands them out in batches.
    var dataset: Quantity?

    /// The numbers of the parameters that were reported last, one behind the other.
    @usableFromInline
    @exclusivity(unchecked) var values: [Float] = []
    private(set) var reported: [Reported] = []
    private var reportedCount = -1
    @exclusivity(unchecked) var reports = 0
    @exclusivity(unchecked) var lastEpoch = 0
    @exclusivity(unchecked) var lastLoss: Float = .nan
    @exclusivity(unchecked) var lossBefore: Float = .nan
    @exclusivity(unchecked) var lastIsShown = true
    private(set) var firstRecord: EpochRecord?
    var usesEpochs = false
    private let threshold: Float
    let isFollowed: Bool
    var closing: [String] = []
    /// True once the lesson has asked for its data.
    var hasAskedForData = false
    /// Lines with scaled numbers, and what they are in the table's own units.
    var unscaled: [String: String] = [:]
    var explanation: [String] = []
    private(set) var hasExplained = false
    var ending = Ending.completed
    /// Whether somebody gets to see what comes of the run.
    private let isSeen: Bool

    enum Ending: Equatable {
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
        keeper = Keeper(settings)
        self.watch = watch ?? Watch(last: settings.lastEpoch)
        timing = settings.timing ? Timing() : nil
        history = settings.plot != nil ? History() : nil
        threshold = settings.stopBelow.map { Float($0) } ?? -.infinity
        isFollowed = !transcript.isForPeople
        progress = Progress(
            total: settings.lastEpoch,
            delay: P.hasProgressBar && transcript.leavesProgressBar ? 0 : 1)
        if settings.plot != nil && settings.stopBelow != nil { self.watch.isLookingAtAll = true }
        self.watch.begin(settings.firstEpoch)
    }

    /// How long a step is.
    public var learningRate: Float { Float(settings.learningRate) }

    /// The epochs to train, counted from 1, until all are done or the run has to end. A run that was
    /// loaded goes on counting.
    public var epochs: some Sequence<Int> {
        usesEpochs = true
        let first = settings.firstEpoch
        return (0..<settings.epochs).lazy.map { $0 + first }.prefix { [self] _ in
            keeper.beginTraining()
            // What only measures is of no use by halves.
            if isSeen, ending == .completed, let cause = Interruption.cause {
                ending = .interrupted(cause)
            }
            timing?.begin()
            watch.begin(settings.firstEpoch + reports)
            let goesOn = ending == .completed
            if isSeen {
                // Before the first report there is nothing to sum up, but in a sweep.
                let isWorthwhile = reports > 0 || !settings.sweep.isEmpty
                Interruption.phase = goesOn && isWorthwhile ? .training : .indivisible
            }
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
        if !keeper.hasLooked { meet(moment.parameters) }
        let isRemarked = P.hasRemarks && problem.wantsRemarks(epoch)
        if isRemarked { note(problem.remarks(epoch, moment)) }
        if watch.wants(epoch) { watch.look(moment) }
        if reports == 0 {
            if watch.batches.count == 1 { showGraph() }
            refuseWithoutGradient(moment)
        }
    }

    /// Ends the program if the parameters do not fit the file that the run goes on from.
    private func meet(_ parameters: [Parameter]) {
        keeper.meet(parameters)
        guard isSeen else { return }
        if let misfit = keeper.misfit {
            progress.clear()
            fail(misfit, status: .usage)
        }
        note(keeper.unusedStates)
    }

    /// A run without any gradient ends here: whatever uses one would only trap.
    private func refuseWithoutGradient(_ moment: Moment) {
        guard stage != .part1, !moment.parameters.isEmpty,
            moment.parameters.allSatisfy({ $0.gradient == nil })
        else { return }
        progress.clear()
        watch.end()
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
        (lossBefore, lastLoss) = (lastLoss, loss)
        var isFinite = loss.isFinite
        for value in values where !value.isFinite { isFinite = false }
        if !isFinite {
            ending = .diverged
        } else if loss < threshold {
            ending = .lossBelowThreshold
        }
        let isLast = usesEpochs && epoch == settings.lastEpoch || ending != .completed
        history?.add(epoch, loss, values)
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
            if let fault = keeper.faultWithoutLook, isSeen {
                progress.clear()
                fail(fault, status: .usage)
            }
            firstRecord = record
            transcript.begin(record)
            let reported = batches.count == 1 ? lastLoss : nil
            if !isFollowed,
                let text = insight.thisRun(countsItself: !usesEpochs, reported: reported)
            {
                note(Text.wrap(text))
            }
        }
        let isExplained =
            settings.explain == epoch && !isFollowed && !(hasExplained && batches.isEmpty)
        if isExplained { explainSteps(epoch) }
        lastIsShown = isExplained || lastIsShown
        if lastIsShown {
            waitForEnter()
            transcript.print(record, line: problem.line(record, of: total))
            if let descent, descent.missing == nil, prompt != nil {
                note(descent.plot(steps: epoch - settings.epochsBefore).screen(height: 20))
            }
        }
        if isLast { progress.finish(epoch) } else { progress.update(epoch) }
        if lastIsShown && !isLast { Interruption.sleep(settings.pace) }
    }

    /// How many epochs there are; nil where the lesson counts them itself.
    var total: Int? { usesEpochs ? settings.lastEpoch : nil }

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
        if !isFollowed { transcript.note(inOwnUnits(lines())) }
    }

    /// Prints a line for people after the training, unless it diverged.
    func noteAfter(_ line: String) {
        closing.append(line)
    }

    /// Prints lines for people at the very end of a run; if it diverged, only for one with a mistake.
    func explain(_ lines: [String]) {
        if settings.isMystery { return }
        explanation += lines
    }

    /// Prints the five steps of an epoch, with their numbers.
    private func explainSteps(_ epoch: Int) {
        progress.clear()
        hasExplained = true
        let moments = watch.recorded[epoch] ?? []
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
}
