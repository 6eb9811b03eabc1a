import Descent
import Words

/// The data and settings that a lesson works with, and the object that it reports to.
///
/// The training loop is the lesson's own. It goes through ``epochs``, hands over what each of them computes, and
/// reports it. The recorder keeps these values, an observer shows them, and the loop ends when the loss is small
/// enough or no longer finite.
public final class Lesson<P: Problem> {
    package let setup: Setup<P>
    package let problem: P
    package let recorder: Recorder
    package let observer: any LessonObserver
    /// The starting values of the parameters.
    package let starts: Starts
    /// The lesson's prediction, if it has provided one; see ``predict(with:)``.
    package var prediction: (([Float], [Int]) -> [Float])?
    /// True if the lesson goes through ``epochs``; otherwise it counts them itself.
    package private(set) var usesEpochs = false
    package private(set) var ending = Ending.completed
    /// The record of the epoch in which the run diverged.
    private var divergedRecord: EpochRecord?
    /// The numbers of the parameters that were reported last, in a flat list.
    // (The attribute avoids a check for overlapping accesses in every epoch.)
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

    /// The learning rate: a step is this times the gradient.
    public var learningRate: Float { Float(training.learningRate) }

    /// The epochs to train, counted from 1, until all are done or the run has to end. A loaded run continues
    /// counting.
    public var epochs: some Sequence<Int> {
        usesEpochs = true
        let first = training.firstEpoch
        return (0..<training.epochs).lazy.map { $0 + first }.prefix { [self] epoch in
            let count = recorder.run.count
            if count == 0 { starts.checkpoint?.beginTraining() }
            recorder.begin(epoch)
            if recorder.isDone { ending = .stopped }
            if ending == .completed, let end = observer.begins(hasReported: count > 0) {
                ending = end
            }
            return ending == .completed
        }
    }

    // MARK: - Looking and reporting

    /// True if an epoch is looked at.
    @usableFromInline
    package func isLookedAt(_ epoch: Int) -> Bool { !hasDiverged && recorder.wants(epoch) }

    /// Takes the values that a lesson hands over in an epoch.
    package func look(_ update: Update) {
        if !recorder.hasLooked { starts.checkpoint?.meet(update.parameters) }
        recorder.look(update)
        observer.looked(update)
        // Anything that uses a gradient would only trap.
        guard recorder.run.count == 0, stage != .part1, !update.parameters.isEmpty,
            update.parameters.allSatisfy({ $0.gradient == nil })
        else { return }
        observer.refuse(
            "there is no gradient at lesson.look(…): call backward() on the loss before it and zeroGrad() only "
                + "after it, and give every parameter requiresGrad: true.", isUsage: false)
    }

    /// Marks the end of the epoch: the time that reporting takes doesn't belong to it.
    @usableFromInline
    package func beginReport() {
        observer.ends()
        values.removeAll(keepingCapacity: true)
    }

    @usableFromInline
    package func endReport(_ epoch: Int, _ loss: Float, _ describe: () -> [Parameter]) {
        // The lesson's own loop may continue, but its numbers mean nothing any more.
        if hasDiverged { return }
        recorder.run.report(epoch, loss)
        // The code may count its epochs itself.
        recorder.begin(epoch + 1)
        var isFinite = loss.isFinite
        for value in values where !value.isFinite { isFinite = false }
        if !isFinite {
            ending = .diverged
        } else if loss < threshold && usesEpochs {
            ending = .lossBelowThreshold
        }
        let isLast = usesEpochs && epoch == training.lastEpoch || ending != .completed
        let isWanted = observer.reported(epoch, loss, values, isLast: isLast)
        guard isLast || isWanted || recorder.needsRecord(epoch, values.count) else { return }
        let reported = describe()
        recorder.run.reported = reported
        var record = recorder.record(values)
        if hasDiverged { divergedRecord = record }
        record.batches = recorder.batches
        recorder.finish(record)
        starts.move(reported, after: recorder.run.count)
        if let end = observer.finished(record, isLast: isLast), ending == .completed {
            ending = end
        }
    }

    /// The number of epochs; nil if the lesson counts them itself.
    package var total: Int? { usesEpochs ? training.lastEpoch : nil }

    /// The last report; nil if there is none.
    package var last: EpochRecord? {
        divergedRecord ?? (recorder.run.count > 0 ? recorder.record(values) : nil)
    }

    /// Prints lines, unless the output is meant for programs.
    package func note(_ lines: @autoclosure () -> [String]) {
        if observer.isForPeople { observer.note(lines()) }
    }

    /// Prints a model, and the shapes along the way through it.
    public func show(_ model: some Module, shapes: KeyValuePairs<String, [Int]> = [:]) {
        starts.checkpoint?.know(model.namedParameters)
        let lines = "\(model)".split(separator: "\n").map { String($0) }
        let numbers = shapes.map { ($0, $1.map { "\($0)" }.joined(separator: ", ")) }
        note(lines + numbers.map { "\($0): shape [\($1)]" } + [""])
    }

    /// Demonstrates a fatal error: runs code that ends the program, and shows the message.
    ///
    /// The error is a real one, from a second process that runs the same program up to this point. This process
    /// continues.
    ///
    /// - Parameter sentence: printed after the message.
    public func showFatalError(then sentence: String? = nil, _ body: () -> Void) {
        guard let lines = observer.exhibit(body) else { return }
        note(lines + (sentence.map { Text.wrap($0) + [""] } ?? []))
    }

    // MARK: - Around a run

    /// Trains a lesson with a separate generator of random numbers.
    package static func train<Outcome>(
        _ setup: Setup<P>, _ recorder: Recorder, _ observer: any LessonObserver, _ starts: Starts,
        _ run: (Lesson<P>) -> Outcome
    ) -> Outcome {
        withGenerator(Generator(seed: setup.training.seed)) {
            let lesson = Lesson(setup, recorder, observer, starts)
            func recorded() -> Outcome {
                if recorder.plan.recorded.isEmpty { return run(lesson) }
                return withTape(recorder.tape) { run(lesson) }
            }
            guard let checkpoint = starts.checkpoint else { return recorded() }
            return withOptimizers({ checkpoint.note($0) }, recorded)
        }
    }

    /// The conclusions from the run so far.
    ///
    /// - Parameter isHurried: whether to skip everything that goes through the samples.
    package func findings(isHurried: Bool = false) -> Findings {
        Findings(
            problem, training,
            first: recorder.run.looks.isEmpty ? recorder.updates : recorder.run.start,
            others: recorder.run.looks.dropFirst().compactMap { $0.updates.first },
            isHurried: isHurried)
    }
}
