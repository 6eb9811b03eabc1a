import Descent
import Words

/// What a lesson works with: its data and settings, and where it reports to.
///
/// The training loop is the lesson's own. It goes through ``epochs``, hands over what each of them
/// computes and reports it. The recorder keeps it, an observer shows it, and the loop ends when the loss
/// is small enough or no longer finite.
public final class Lesson<P: Problem> {
    package let setup: Setup<P>
    package let problem: P
    package let recorder: Recorder
    package let observer: any LessonObserver
    /// Where the parameters start.
    package let starts: Starts
    /// How the lesson predicts, if it says so; see ``predict(with:)``.
    package var prediction: (([Float], [Int]) -> [Float])?
    /// Whether it goes through ``epochs``; otherwise it counts them itself.
    package private(set) var usesEpochs = false
    package private(set) var ending = Ending.completed
    /// The epoch in which the run diverged.
    private var divergedRecord: EpochRecord?
    /// The numbers of the parameters that were reported last, one behind the other.
    // (The attribute: otherwise each access is checked for overlapping ones, in every epoch.)
    @usableFromInline
    @exclusivity(unchecked) package var values: [Float] = []
    private let threshold: Float

    package init(
        _ setup: Setup<P>, _ recorder: Recorder, _ observer: any LessonObserver,
        _ starts: Starts = Starts()
    ) {
        self.setup = setup
        self.recorder = recorder
        self.observer = observer
        self.starts = starts
        problem = setup.problem
        threshold = setup.training.stopBelow.map { Float($0) } ?? -.infinity
        recorder.begin(setup.training.firstEpoch)
    }

    private var hasDiverged: Bool { ending == .diverged }
    package var stage: Stage { setup.stage }
    package var training: Training { setup.training }

    /// How long a step is.
    public var learningRate: Float { Float(training.learningRate) }

    /// The epochs to train, counted from 1, until all are done or the run has to end. A run that was
    /// loaded goes on counting.
    public var epochs: some Sequence<Int> {
        usesEpochs = true
        let first = training.firstEpoch
        return (0..<training.epochs).lazy.map { $0 + first }.prefix { [self] _ in
            let count = recorder.run.count
            if count == 0 { starts.keeper?.beginTraining() }
            recorder.begin(first + count)
            if ending == .completed, let end = observer.begins(hasReported: count > 0) {
                ending = end
            }
            return ending == .completed
        }
    }

    // MARK: - What a lesson hands over

    /// Whether anybody looks at an epoch.
    @usableFromInline
    package func isLookedAt(_ epoch: Int) -> Bool { !hasDiverged && recorder.wants(epoch) }

    /// Takes what a lesson shows of an epoch.
    package func look(_ moment: Moment) {
        if !recorder.hasLooked { starts.keeper?.meet(moment.parameters) }
        recorder.look(moment)
        observer.looked(moment)
        // Whatever uses a gradient would only trap.
        guard recorder.run.count == 0, stage != .part1, !moment.parameters.isEmpty,
            moment.parameters.allSatisfy({ $0.gradient == nil })
        else { return }
        observer.refuse(
            "there is no gradient where lesson.look(…) stands: the loss's backward() must come before "
                + "it, and every parameter needs requiresGrad: true.", isUsage: false)
    }

    /// What it takes to report is no part of the epoch.
    @usableFromInline
    package func beginReport() {
        observer.ends()
        values.removeAll(keepingCapacity: true)
    }

    @usableFromInline
    package func endReport(_ epoch: Int, _ loss: Float, _ describe: () -> [Parameter]) {
        // A loop of the lesson's own may go on; its numbers say nothing any more.
        if hasDiverged { return }
        recorder.run.report(epoch, loss)
        var isFinite = loss.isFinite
        for value in values where !value.isFinite { isFinite = false }
        if !isFinite {
            ending = .diverged
        } else if loss < threshold && usesEpochs {
            ending = .lossBelowThreshold
        }
        let isLast = usesEpochs && epoch == training.lastEpoch || ending != .completed
        let isWanted = observer.reported(epoch, loss, values, isLast: isLast)
        if isLast || isWanted || recorder.needsRecord(epoch, values.count) {
            finish(epoch, describe(), isLast: isLast)
        }
    }

    private func finish(_ epoch: Int, _ reported: [Parameter], isLast: Bool) {
        recorder.run.reported = reported
        var record = recorder.run.record(values)
        if hasDiverged { divergedRecord = record }
        record.batches = recorder.batches
        recorder.finish(record, after: values)
        starts.move(reported, after: recorder.run.count)
        if let end = observer.finished(record, isLast: isLast), ending == .completed {
            ending = end
        }
    }

    /// How many epochs there are; nil where the lesson counts them itself.
    package var total: Int? { usesEpochs ? training.lastEpoch : nil }

    /// What was reported last; nil if nothing was.
    package var last: EpochRecord? {
        divergedRecord ?? (recorder.run.count > 0 ? recorder.run.record(values) : nil)
    }

    /// Hands lines for people to whoever watches.
    package func note(_ lines: @autoclosure () -> [String]) {
        if observer.isForPeople { observer.note(lines()) }
    }

    /// Does what ends the program with a fatal error, and shows the error.
    ///
    /// The error is a real one, of a second process that runs the same program up to here; this one
    /// goes on.
    ///
    /// - Parameter sentence: how it goes on.
    public func showFatalError(then sentence: String? = nil, _ body: () -> Void) {
        guard let lines = observer.exhibit(body) else { return }
        note(lines + (sentence.map { Text.wrap($0) + [""] } ?? []))
    }
}
