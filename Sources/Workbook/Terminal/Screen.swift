import Classroom
import Files
import Foundation
import Looking
import System
import Words

/// Shows a run while it happens, on a terminal or as records for programs.
final class Screen<P: Problem>: LessonObserver {
    private let session: Session<P>
    private let transcript: Transcript
    private let progress: ProgressBar
    let checkpoint: Checkpoint
    /// The lesson to show.
    unowned var lesson: Lesson<P>!
    /// True to wait before each printed epoch, with `--step`.
    private var isStepping: Bool
    private var timing: Timing?
    /// The losses and parameters of the run, for pictures and tables.
    var history = History()
    /// The picture of `--plot descent`.
    private let descent: Descent?
    private var closing: [String] = []
    private var explanation: [String] = []
    private var hasExplained = false
    private var lastIsShown = true

    var isForPeople: Bool { transcript.isForPeople }
    private var settings: Settings { session.settings }
    private var recorder: Recorder { lesson.recorder }

    init(_ session: Session<P>, _ checkpoint: Checkpoint, descent: Descent?) {
        self.session = session
        self.checkpoint = checkpoint
        self.descent = descent
        transcript = Transcript(session.output, session.settings)
        progress = ProgressBar(total: session.settings.lastEpoch)
        isStepping = session.settings.step
        timing = settings.printing.timing ? Timing() : nil
    }

    // MARK: - While it happens

    /// Prints the header before the lesson runs.
    func introduce() {
        guard isForPeople else { return }
        let lines = lesson.header(session.mistake, Terminal.current.style)
        transcript.note([""] + lines + checkpoint.opening + [""])
    }

    func begins(hasReported: Bool) -> Ending? {
        let isInterrupted = Interruption.hasHappened
        Interruption.phase = !isInterrupted && hasReported ? .training : .indivisible
        timing?.begin()
        return isInterrupted ? .interrupted : nil
    }

    func ends() { timing?.end() }

    func looked(_ update: Update) {
        let isFirst = recorder.run.looks.isEmpty && recorder.updates.count == 1
        if isFirst {
            if let misfit = checkpoint.misfit { refuse(misfit, isUsage: true) }
            session.output.hold(false)
            note(checkpoint.unusedStates)
        }
        note(lesson.problem.remarks(update))
        if isFirst { showGraph(update) }
    }

    func reported(_ epoch: Int, _ loss: Float, _ values: [Float], isLast: Bool) -> Bool {
        if settings.plot != nil || !settings.leaves.isEmpty { history.add(epoch, loss, values) }
        lastIsShown = transcript.shows(epoch, isLast: isLast)
        if !lastIsShown { progress.update(epoch) }
        return lastIsShown
    }

    func finished(_ record: EpochRecord, isLast: Bool) -> Ending? {
        var ending: Ending?
        if recorder.run.count == 1 {
            if let fault = checkpoint.finalMisfit { refuse(fault, isUsage: true) }
            transcript.begin(record)
            if isForPeople, let text = lesson.thisRun { note(Text.wrap(text)) }
        }
        let isExplained = settings.explain == record.epoch && isForPeople && !hasExplained
        if isExplained { ending = explainSteps(record.epoch) }
        lastIsShown = isExplained || lastIsShown
        if lastIsShown {
            ending = ending ?? waitForEnter()
            transcript.print(record, line: lesson.problem.line(record, of: lesson.total))
            if let descent, descent.missing == nil, isStepping {
                let plot = descent.plot(to: record.epoch)
                note(plot.screen(height: 20, .current))
            }
        }
        if isLast { progress.clear() } else { progress.update(record.epoch) }
        if lastIsShown && !isLast { Interruption.sleep(settings.printing.pace) }
        return ending
    }

    func note(_ lines: [String]) {
        if isForPeople && !lines.isEmpty {
            progress.clear()
            transcript.note(lines)
        }
    }

    func noteAfter(_ line: String) { closing.append(line) }

    func explain(_ lines: [String]) { if !settings.isMystery { explanation += lines } }

    func exhibit(_ body: () -> Void) -> [String]? {
        if SecondProcess.isRunning {
            body()
            exit(ExitStatus.success.rawValue)
        }
        // The error would reveal the mistake, and the second process is needed only if someone reads the result.
        if settings.isMystery || !isForPeople { return nil }
        // The same program runs once more, silently, and really ends with the error.
        let crash = SecondProcess.run(Array(CommandLine.arguments.dropFirst()))?.crash
        let error = crash?.firstMatch(of: /Fatal error: .*/).map { String($0.0) }
        let text =
            error
            ?? "(Here the program would end with a fatal error. It could not be started a second "
            + "time to show it.)"
        return Text.wrap(text).map { Terminal.current.style($0, .red) }
    }

    func refuse(_ message: String, isUsage: Bool) -> Never {
        progress.clear()
        fail(message, status: isUsage ? .usage : .failure)
    }

    /// Prints the graph of the first update, with `--graph`.
    private func showGraph(_ update: Update) {
        guard settings.graph, isForPeople else { return }
        guard let graph = RecordedGraph(recorder.updates[0], lesson.findings()) else {
            return note([""] + Text.wrap("--graph: \(Lesson<P>.noGraph)") + [""])
        }
        note(
            ["", "What autograd records in the first epoch, from the loss down:"]
                + graph.tree
                + graph.unknownLeaves.map {
                    "\($0) is a parameter that the lesson does not hand over."
                } + [""])
    }

    /// Prints the five steps of an epoch, with their numbers.
    private func explainSteps(_ epoch: Int) -> Ending? {
        hasExplained = true
        let updates = recorder.run[epoch]
        let findings = lesson.findings()
        let word = updates.allSatisfy { $0.x == updates[0].x } ? "update" : "batch"
        for (number, update) in updates.enumerated() {
            let ofSeveral = updates.count > 1 ? ", \(word) \(number + 1)" : ""
            let style = Terminal.current.style
            note(["", style("Epoch \(epoch)\(ofSeveral), step by step", .bold)])
            let steps = Explanation(update, lesson.setup, findings).steps
            for (number, step) in steps.enumerated() {
                if let ending = waitForEnter() {
                    note([""])
                    return ending
                }
                note([style("\(number + 1). \(step.name)", .cyan)] + step.lines)
            }
        }
        if updates.isEmpty {
            note(
                Text.wrap("Epoch \(epoch) cannot be explained: lesson.look(…) is not called in it.")
            )
        }
        note([""])
        return nil
    }

    /// Waits for Enter, with `--step`; returns an ending if the user doesn't want to continue.
    private func waitForEnter() -> Ending? {
        progress.clear()
        if !isStepping { return nil }
        let terminal = Terminal.current
        session.output.write(terminal.style("Enter: continue, q: quit ", .dim).utf8)
        let answer = Platform.readLine()
        if terminal.canErase {
            // Pressing Enter has moved the cursor to the next line.
            session.output.write(((answer == nil ? "" : "\u{1B}[1A") + "\r\u{1B}[2K").utf8)
        } else if answer == nil {
            session.output.write("\n".utf8)
        }
        // The end of the input and control-C count as q.
        if let answer, !answer.lowercased().hasPrefix("q") { return nil }
        isStepping = false
        if !lesson.usesEpochs {
            note(["The code counts its epochs itself, so it goes on."])
            return nil
        }
        return Interruption.hasHappened ? .interrupted : .stopped
    }

    // MARK: - When it is over

    /// Prints the end and the results of the run.
    ///
    /// - Returns: the outcome.
    func conclude() -> Outcome {
        let (ending, run) = (lesson.ending, recorder.run)
        let cause = ending == .interrupted ? Interruption.cause : nil
        Interruption.phase = cause == nil ? .indivisible : .ending
        recorder.end()
        if let timing { printError(timing.summary) }
        if let mistake = session.mistake { explain(mistake.lines) }
        if settings.isMystery {
            let run = Mystery.command(settings, session.name, session.stage)
            explanation = ["Which mistake is it? See --bug list, then:", "\(run) --answer NAME"]
        }
        let before = session.experiments.runs
        var kept = checkpoint.save(lesson, isHurried: Interruption.hasHappened)
        let runs = session.experiments.runs - before
        if runs > 0 { kept.lines.append(Experiments<P>.sentence(runs)) }
        if !lastIsShown, let last = lesson.last, ending == .completed, settings.every > 0 {
            note([lesson.problem.line(last, of: lesson.total)])
        }
        if ending == .diverged {
            note(plots + kept.lines)
            if session.mistake != nil { note([""] + explanation) }
            return .failed(lesson.divergence)
        }
        if let cause {
            progress.clear()
            let line = "\(cause.word) after epoch \(run.lastEpoch) of \(settings.lastEpoch)."
            // Records are for programs, so this line goes to standard error.
            if settings.printing.format == .text { note([line]) } else { printError(line) }
            if settings.question != nil { note(["--predict needs a run that reaches its end."]) }
        }
        if settings.graph, recorder.run[settings.firstEpoch].isEmpty {
            note(["--graph: lesson.look(…) is not called in the first epoch."])
        }
        note(lesson.earlyEnd(session.mistake))
        if let epoch = settings.explain, !hasExplained {
            let word = run.lastEpoch < epoch && ending != .completed ? "reached" : "reported"
            note(["Epoch \(epoch) was not \(word), so there is nothing to explain."])
        }
        note(closing)
        if isForPeople { note(lesson.summary(isHurried: cause != nil && lesson.isLarge)) }
        note(plots)
        if !explanation.isEmpty { note([""] + explanation) }
        note(kept.lines)
        if let fault = kept.fault { return .failed(fault) }
        return cause.map(Outcome.interrupted) ?? .completed
    }

    private var plots: [String] {
        guard isForPeople, lesson.last != nil, let plot = settings.plot else { return [] }
        let isDrawn = plot == .descent && descent?.missing == nil
        if isDrawn && settings.step { return [] }
        let plots = RunPlots(lesson, lesson.findings(), history, descent)
        let runs = isDrawn ? Text.wrap(Experiments<P>.sentence(descent?.runs ?? 0)) : []
        return plots.lines(plot, .current) + runs
    }
}
