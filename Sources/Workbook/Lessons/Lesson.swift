import Foundation

/// What a lesson works with: its data and settings, and where it reports to.
///
/// The training loop is the lesson's own. It goes through ``epochs`` and reports each of them; the
/// lesson prints and waits, and ends the loop when the loss is small enough or no longer finite.
public final class Lesson<P: Problem> {
    let problem: P
    let settings: Settings
    private let transcript: any Transcript
    private let progress: Progress
    private let watch: Watch?
    private let style = Terminal.current.style
    private let stage: Stage
    /// Waits before each printed epoch, with `--step`.
    var prompt: StepPrompt?
    /// Whether that was answered by q.
    private var hasQuit = false
    /// Where the parameters start, if that is known before the first epoch is reported.
    var start: [Float]?
    private var timing: Timing?
    private var history: LossHistory?

    private(set) var first: EpochRecord?
    private(set) var last: EpochRecord?
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
        self.watch = watch
        timing = settings.timing ? Timing() : nil
        history = settings.plot ? LossHistory() : nil
        progress = Progress(
            total: settings.epochs,
            delay: P.hasProgressBar && transcript.leavesProgressBar ? 0 : 1)
    }

    /// How long a step is.
    public var learningRate: Float { Float(settings.learningRate) }

    /// The epochs to train, counted from 1, until all are done or the run has to end.
    public var epochs: some Sequence<Int> {
        (0..<settings.epochs).lazy.map { $0 + 1 }.prefix { [self] _ in
            if let cause = Interruption.cause, ending == .completed { ending = .interrupted(cause) }
            timing?.begin()
            watch?.begin((last?.epoch ?? 0) + 1)
            let goesOn = ending == .completed
            if isSeen { Interruption.phase = goesOn ? .training : .indivisible }
            return goesOn
        }
    }

    /// Shows what an epoch computes, after the gradient and before the update; see `--explain`.
    ///
    /// - Parameter gradients: a gradient for each parameter that is reported, in that order.
    public func look(
        _ epoch: Int, prediction: @autoclosure () -> any Scalars,
        loss: @autoclosure () -> any Scalars, gradients: @autoclosure () -> [any Scalars]
    ) {
        func moment() -> Moment {
            Moment(prediction: prediction(), loss: loss(), gradients: gradients())
        }
        note(problem.remarks(epoch, moment))
        if let watch, watch.epoch == epoch { watch.look(moment()) }
    }

    /// Takes what an epoch did: the loss before its update, and the parameters after it.
    func report(
        _ epoch: Int, loss: @autoclosure () -> any Scalars,
        parameters: @autoclosure () -> [(String, any Scalars)], batches: [EpochRecord.Batch] = []
    ) {
        // What it takes to report is no part of the epoch.
        timing?.end()
        let parameters = parameters()
        let record = EpochRecord(
            epoch: epoch, loss: loss().scalars[0],
            parameters: parameters.map { (name: $0, values: $1.scalars) }, batches: batches)
        if watch?.epoch == epoch {
            let before = last?.parameters.flatMap(\.values) ?? start ?? []
            watch?.finish(before: before, parameters: parameters, batches: batches)
        }
        history?.add(epoch, record.loss)
        if first == nil {
            first = record
            transcript.begin(record)
        }
        last = record
        if !record.isFinite {
            ending = .diverged
        } else if let threshold = settings.stopBelow, record.loss < Float(threshold) {
            ending = .lossBelowThreshold
        }
        let isLast = epoch == settings.epochs || ending != .completed
        let isExplained = watch?.epoch == epoch && settings.explain == epoch
        if isExplained { explainSteps(epoch) }
        let isShown = isExplained || transcript.shows(epoch, isLast: isLast)
        if isShown {
            waitForEnter()
            transcript.print(record, line: problem.line(record))
        }
        if isLast { progress.finish(epoch) } else { progress.update(epoch) }
        if isShown && !isLast { Interruption.sleep(settings.pace) }
    }

    /// Prints lines for people.
    func note(_ lines: @autoclosure () -> [String]) {
        transcript.note(lines())
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
        guard let watch else { return }
        progress.clear()
        for (batch, moment) in watch.moments.enumerated() {
            let ofSeveral = watch.moments.count > 1 ? ", batch \(batch + 1)" : ""
            note(["", style("Epoch \(epoch)\(ofSeveral), step by step", .bold)])
            let explanation = Explanation(
                moment, stage: stage, settings: settings, problem)
            for (number, step) in explanation.steps.enumerated() {
                waitForEnter()
                if hasQuit { return note([""]) }
                note([style("\(number + 1). \(step.name)", .cyan)] + step.lines)
            }
        }
        note([""])
    }

    /// Waits, with `--step`; ends the run if that is the answer.
    private func waitForEnter() {
        progress.clear()
        guard let prompt, !hasQuit, !prompt.wait() else { return }
        hasQuit = true
        if ending == .completed { ending = Interruption.cause.map(Ending.interrupted) ?? .stopped }
    }

    // MARK: - Before and after

    /// Prints who does what at this stage, and on which data.
    func introduce(_ mistake: Mistake?) {
        note([style("Part \(stage.rawValue): \(stage.title)", .bold)])
        note(
            stage.steps.map { step, by in
                "  \(Text.padded(step, 12))\(by)"
            })
        note([""] + problem.introduction)
        if let mistake {
            note([style("With a mistake on purpose: \(mistake.name).", .yellow)])
        }
        note([""])
    }

    /// Prints how the run ended and what came of it.
    ///
    /// - Returns: how it ended.
    func conclude(_ mistake: Mistake?) -> Outcome {
        Interruption.phase = interruption == nil ? .indivisible : .ending
        if let timing { printError(timing.summary) }
        explanation += mistake?.lines ?? []
        if ending == .diverged {
            note(plots)
            if mistake != nil { note([""] + explanation) }
            return .failed(divergence)
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
        if let epoch = settings.explain, (last?.epoch ?? 0) < epoch {
            note(["Epoch \(epoch) was not reached, so there is nothing to explain."])
        }
        note(closing)
        if let first, let last { note(problem.summary(first: first, last: last) + tooFast) }
        note(plots)
        if !explanation.isEmpty { note([""] + explanation) }
        return interruption.map(Outcome.interrupted) ?? .completed
    }

    private var plots: [String] {
        guard last != nil else { return [] }
        return history.map {
            RunPlots(problem: problem, history: $0, terminal: .current).lines(last)
        } ?? []
    }

    /// A line if the learning rate is above the limit and the run was too short to show it.
    private var tooFast: [String] {
        guard let limit = problem.learningRateLimit, settings.learningRate >= limit.value else {
            return []
        }
        return Text.wrap(
            "Too fast: the learning rate \(Numbers.short(settings.learningRate)) is not below the limit "
                + "\(limit.formula) = \(Numbers.short(limit.value)).")
    }

    private func say(_ interruption: Interruption.Cause) {
        progress.clear()
        let line = "\(interruption.word) after epoch \(last?.epoch ?? 0) of \(settings.epochs)."
        // Records are for programs: there the line goes to standard error.
        if settings.format == .text { note([line]) } else { printError(line) }
    }

    private var divergence: String {
        let what =
            "the training diverged: in epoch \(last!.epoch) the numbers are no longer finite."
        guard let limit = problem.learningRateLimit, settings.learningRate >= limit.value else {
            return "\(what) They grew beyond what a Float32 holds."
        }
        return
            "\(what) The learning rate \(Numbers.short(settings.learningRate)) is above the limit "
            + "\(limit.formula) = \(Numbers.short(limit.value)), so every step overshoots further."
    }
}
