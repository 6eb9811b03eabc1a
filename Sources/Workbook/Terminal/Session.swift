import Classroom
import Descent
import Files
import Looking
import System
import Words

/// Carries out what a command line asks of a lesson: training it once and looking at it before, during and after; or
/// training it several times.
struct Session<P: Problem> {
    var settings: Settings
    let mistake: Mistake?
    let output: Output
    /// Hidden runs of the lesson besides the visible one.
    var experiments: Experiments<P>
    /// Ends the redirection to standard error, or begins it again. It is set if only predictions should go to standard
    /// output.
    let exchange: (() -> Void)?

    init(
        _ stage: Stage, _ settings: Settings, _ body: @escaping (Lesson<P>) -> Void,
        _ mistake: Mistake?, _ output: Output
    ) {
        self.mistake = mistake
        self.output = output
        exchange = settings.question?.file == nil ? nil : output.putAside()
        if settings.leaves.report != nil { output.keepLines() }
        // The first look at the lesson shows whether it can continue from the file.
        output.hold(settings.saving.load != nil)
        if settings.printing.format == .text {
            output.print(Terminal.current.style(stage.heading, .bold))
        }
        var setup = Setup<P>(
            stage: stage, training: settings.training, options: settings[P.Options.self])
        if settings.mistake == Mistake.largeLearningRate.name {
            setup.training.overstep(setup.problem.knowledge.limit)
        }
        self.settings = settings
        self.settings.training = setup.training
        experiments = Experiments(setup, body)
        experiments.isolate = { body in Isolation.run(output, body) }
        experiments.observer = { Unseen() }
        if settings.saving.load != nil || settings.saving.save != nil {
            experiments.checkpoint = { [settings] in makeCheckpoint(settings) }
        }
    }

    var setup: Setup<P> { experiments.setup }
    var stage: Stage { setup.stage }

    /// The name of the lesson.
    var name: String { settings.lesson ?? P.name }

    func run() -> Outcome {
        guard let threads = settings.printing.threads else { return runWithThreads() }
        return withThreads(threads, runWithThreads)
    }

    private func runWithThreads() -> Outcome {
        // Standard output carries records for programs, so what the lesson itself prints goes to standard error.
        if settings.printing.format != .text { output.putAside()?() }
        if !settings.sweep.isEmpty { return sweep() }
        let check =
            settings.checkGradient
            ? GradientCheck(experiments, experiments.lookAhead(), Terminal.current.style) : nil
        let forms = settings.leaves.pictures.map(\.form) + [settings.plot]
        let descent = forms.contains(.descent) && settings.epochs > 0 ? Descent(experiments) : nil
        let recorder = Recorder(plan, lastEpoch: settings.lastEpoch)
        let checkpoint = makeCheckpoint(settings)
        let screen = Screen(self, checkpoint, descent: settings.plot == .descent ? descent : nil)
        let outcome = Lesson.train(setup, recorder, screen, Starts(checkpoint)) { lesson in
            screen.lesson = lesson
            checkpoint.measure = {
                measure($0, isHeavy: recorder.run.start.first?.isHeavy ?? false)
            }
            screen.introduce()
            if let check { screen.note(check.lines) }
            experiments.body(lesson)
            var end = screen.conclude()
            if end == .completed { end = settings.question.map { answer($0, lesson) } ?? end }
            return writeFiles(lesson, screen.history, descent, end)
        }
        if outcome == .completed, mistake == nil, let wrong = check?.wrong {
            return .failed("--check-gradient finds that \(wrong).")
        }
        return outcome
    }

    /// The epochs to look at besides the usual ones.
    private var plan: Recorder.Plan {
        var plan = Recorder.Plan()
        if let explain = settings.explain { plan.recorded.insert(explain) }
        let isDrawn =
            settings.leaves.report != nil || settings.leaves.pictures.contains { $0.form == .graph }
        if settings.graph || isDrawn || settings.saving.save != nil {
            plan.recorded.insert(settings.firstEpoch)
        }
        let hasPictures = settings.plot != nil || !settings.leaves.isEmpty
        plan.looksAtAll =
            hasPictures && settings.stopBelow != nil
            || settings.printing.format == .jsonl && setup.options.hasBatches
        plan.isShuffled = setup.options.isShuffled
        return plan
    }

    // MARK: - Sweeps

    /// Trains once with each learning rate and prints a table.
    private func sweep() -> Outcome {
        let firstEpochs = experiments.lookAhead(usesBatches: true)
        output.hold(false)
        let findings = experiments.findings(firstEpochs)
        let format = settings.printing.format
        let first = firstEpochs.updates
        let hasBatches = first.contains { $0.x != first[0].x }
        let again = experiments.run { $0.usesBatches = true }.updates
        var sweep = Sweep(
            setup, findings, hasBatches: hasBatches,
            isSteady: zip(first.prefix(1), again).allSatisfy { $0.hasSamples(of: $1) },
            reported: firstEpochs.reported, Terminal.current.style)
        if format == .text {
            let lesson = Lesson(setup, Recorder(lastEpoch: 0), NoObserver())
            var lines = lesson.header(mistake, isSweep: true, sweep.style)
            if let text = findings.thisRun(countsItself: false, reported: firstEpochs.reported) {
                let rate = "With a learning rate of \(Numbers.short(setup.training.learningRate)):"
                lines += Text.wrap(text.replacing("This run:", with: rate))
            }
            Transcript(output, settings).note(
                [""] + lines + makeCheckpoint(settings).opening + [""])
            output.flush()
        }
        if format == .csv { output.print(Sweep.Row.csvHeader) }
        for learningRate in settings.sweep where !Interruption.hasHappened {
            var setup = setup
            setup.training.learningRate = learningRate
            var plan = Recorder.Plan()
            // The loss of an epoch is that of all its batches.
            plan.looksAtAll = sweep.hasBatches
            let recorder = Recorder(plan, lastEpoch: settings.lastEpoch)
            let progress = ProgressBar(total: settings.lastEpoch)
            let observer = SweptRun(
                sweep, recorder, learningRate: learningRate,
                hasToEnd: {
                    Interruption.phase = .training
                    return Interruption.hasHappened
                }, progress: progress.update)
            let starts = Starts(experiments.checkpoint())
            Lesson.train(setup, recorder, observer, starts, experiments.body)
            progress.clear()
            let row = sweep.add(observer)
            if format != .text { output.print(format == .csv ? row.csv : row.json) }
        }
        if format == .text {
            let pictures = settings.plot == nil ? [] : sweep.plot.screen(height: 20, .current)
            for line in sweep.lines + pictures { output.print(line) }
        }
        let outcome = Interruption.cause.map(Outcome.interrupted) ?? .completed
        if settings.leaves.isEmpty { return outcome }
        Interruption.phase = .ending
        return write(outcome, nil) { _ in [drawing(sweep.plot)] }
    }
}

/// Creates the checkpoint for a run with these settings.
func makeCheckpoint(_ settings: Settings) -> Checkpoint {
    Checkpoint(settings.saving, settings.training, comparesRates: settings.sweep.isEmpty)
}

/// The observer of a hidden run. If the run cannot continue, the whole program ends with an error.
private final class Unseen: LessonObserver {
    func refuse(_ message: String, isUsage: Bool) -> Never {
        fail(message, status: isUsage ? .usage : .failure)
    }
}
