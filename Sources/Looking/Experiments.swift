import Classroom
import Descent
import Words

/// Runs of a lesson besides the one that is shown: with other starts, learning rates or inputs. Each is
/// counted, and nobody sees it.
package struct Experiments<P: Problem> {
    package var setup: Setup<P>
    /// The lesson, or the variant of it that makes a mistake.
    package let body: (Lesson<P>) -> Void
    /// Keeps what runs in it apart from screen and keyboard.
    package var isolate: (() -> Void) -> Void = { $0() }
    /// Who is told why a run cannot go on.
    package var observer: () -> any LessonObserver = { NoObserver() }
    /// What each run loads.
    package var keeper: () -> (any Keeping)? = { nil }
    private let counter = Counter()

    private final class Counter {
        var runs = 0
    }

    package init(_ setup: Setup<P>, _ body: @escaping (Lesson<P>) -> Void) {
        self.setup = setup
        self.body = body
    }

    /// How often the lesson's function was run besides the run itself.
    package var runs: Int { counter.runs }

    /// What is said of it.
    package static func sentence(_ runs: Int) -> String {
        "The lesson was run \(Text.count(runs, "more time")) for this."
    }

    /// What an experiment changes.
    package struct Changes {
        /// How many epochs; one more than there are points, unless it is said.
        package var epochs: Int?
        package var learningRate: Double?
        /// By how much the starts are moved.
        package var moved: [String: [Float]] = [:]
        /// Where starts are put.
        package var placed: [String: [Float]] = [:]
        /// Where the tensors are put after each epoch.
        package var points: [[Float]] = []
        /// What stands in the place of the samples' inputs.
        package var inputs: [Float]?
        /// Whether the updates use batches; otherwise they use all samples.
        package var usesBatches = false
        /// Whether samples and predictions are left out of what is kept.
        package var isBrief = false
    }

    /// What such a run has shown.
    package struct Result {
        /// For each epoch its updates.
        package var epochs: [[Moment]] = []
        /// The starts that the lesson has asked the classroom for.
        package var starts: [(name: String, count: Int)] = []
        /// Why the lesson cannot go on from a file, or not be saved: a sentence; nil if it can.
        package var misfit: String?

        /// The updates of the first epoch.
        package var moments: [Moment] { epochs.first ?? [] }
    }

    /// Runs the lesson with changes, for one epoch unless they say otherwise.
    package func run(_ change: (inout Changes) -> Void = { _ in }) -> Result {
        var changes = Changes()
        change(&changes)
        var setup = setup
        if let learningRate = changes.learningRate { setup.training.learningRate = learningRate }
        setup.training.epochs = changes.epochs ?? changes.points.count + 1
        setup.training.stopBelow = nil
        if !changes.usesBatches { setup.options.useAllSamples() }
        if let inputs = changes.inputs, !P.ask(inputs, &setup) { return Result() }
        var plan = Recorder.Plan()
        (plan.looksAtAll, plan.keepsAll, plan.isBrief) = (true, true, changes.isBrief)
        let recorder = Recorder(plan, lastEpoch: setup.training.lastEpoch)
        let starts = Starts(
            keeper(), moved: changes.moved, placed: changes.placed, points: changes.points)
        counter.runs += 1
        isolate { train(setup, recorder, observer(), starts, body) }
        recorder.end()
        return Result(
            epochs: recorder.run.looks.map { $0.updates }, starts: starts.asked,
            misfit: starts.keeper?.misfit)
    }

    /// So many epochs tell a model from others that begin alike, and momentum from plain steps.
    package static var few: Int { 3 }

    /// The first epochs of a run: a few, and some more, as the steps may change on the way.
    package func lookAhead(usesBatches: Bool = false) -> Result {
        let epochs = max(Self.few, min(12, setup.training.epochs))
        return run { ($0.epochs, $0.usesBatches) = (epochs, usesBatches) }
    }

    /// What is known from such a run.
    package func insight(_ result: Result) -> Insight {
        Insight(
            setup.problem, setup.training, first: result.moments,
            others: result.epochs.dropFirst().compactMap { $0.first })
    }

    /// Trains a lesson, with random numbers of its own.
    package func train<Outcome>(
        _ setup: Setup<P>, _ recorder: Recorder, _ observer: any LessonObserver, _ starts: Starts,
        _ run: (Lesson<P>) -> Outcome
    ) -> Outcome {
        withGenerator(Generator(seed: setup.training.seed)) {
            let lesson = Lesson(setup, recorder, observer, starts)
            func recorded() -> Outcome {
                if recorder.plan.recorded.isEmpty { return run(lesson) }
                return withTape(recorder.tape) { run(lesson) }
            }
            guard let keeper = starts.keeper else { return recorded() }
            return withOptimizers({ keeper.note($0) }, recorded)
        }
    }
}
