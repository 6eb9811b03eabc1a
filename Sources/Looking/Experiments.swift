import Classroom
import Descent
import Words

/// Hidden runs of a lesson besides the visible one, with other starting values, learning rates or inputs. Each is
/// counted.
package struct Experiments<P: Problem> {
    package var setup: Setup<P>
    /// The lesson, or its variant that makes a mistake.
    package let body: (Lesson<P>) -> Void
    /// Runs code in isolation from the screen and the keyboard.
    package var isolate: (() -> Void) -> Void = { $0() }
    /// Creates an observer that reports why a run cannot continue.
    package var observer: () -> any LessonObserver = { NoObserver() }
    /// Creates the checkpoint from which each run loads.
    package var checkpoint: () -> (any Checkpointing)? = { nil }
    private let counter = Counter()

    private final class Counter {
        var runs = 0
    }

    package init(_ setup: Setup<P>, _ body: @escaping (Lesson<P>) -> Void) {
        self.setup = setup
        self.body = body
    }

    /// The number of times that the lesson was run, not counting the visible run.
    package var runs: Int { counter.runs }

    /// True if the user asked for batches, which experiments don't use by default.
    var leavesOutBatches: Bool { setup.training.given.contains("--batch-size") }

    /// A sentence on that number.
    package static func sentence(_ runs: Int) -> String {
        "The lesson was run \(Text.count(runs, "more time")) for this."
    }

    /// The changes for an experiment.
    package struct Changes {
        /// The number of epochs; by default one more than there are points.
        package var epochs: Int?
        package var learningRate: Double?
        /// The offsets to add to the starting values.
        package var moved: [String: [Float]] = [:]
        /// The new starting values.
        package var placed: [String: [Float]] = [:]
        /// The values that the tensors get after each epoch.
        package var points: [[Float]] = []
        /// The inputs that replace those of the samples.
        package var inputs: [Float]?
        /// True if updates use batches; otherwise they use all samples.
        package var usesBatches = false
        /// True to discard samples and predictions.
        package var isBrief = false
        /// True to end when more epochs would be much work.
        package var isShort = false
    }

    /// The result of an experiment.
    package struct Result {
        /// The updates of each epoch.
        package var epochs: [[Update]] = []
        /// The starting values that the lesson has requested.
        package var starts: [(name: String, count: Int)] = []
        /// A sentence on why the lesson cannot continue from a file or be saved; nil if it can.
        package var misfit: String?
        /// The loss that the first epoch reports; nil if that is unknown, or the epoch has several updates.
        package var reported: Float?

        /// The updates of the first epoch.
        package var updates: [Update] { epochs.first ?? [] }
    }

    /// Runs the lesson with changes; by default for one epoch.
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
        plan.isShort = changes.isShort
        let recorder = Recorder(plan, lastEpoch: setup.training.lastEpoch)
        let starts = Starts(
            checkpoint(), moved: changes.moved, placed: changes.placed, points: changes.points)
        counter.runs += 1
        isolate { Lesson.train(setup, recorder, observer(), starts, body) }
        recorder.end()
        return Result(
            epochs: recorder.run.looks.map { $0.updates }, starts: starts.asked,
            misfit: starts.checkpoint?.misfit, reported: recorder.run.startLoss)
    }

    /// The first epochs of a run: at least three, which tell a model from others that begin alike and momentum from
    /// plain steps, and as many more as are little work, because the steps may change along the way.
    package func lookAhead(usesBatches: Bool = false) -> Result {
        run { changes in
            (changes.epochs, changes.usesBatches) = (max(3, setup.training.epochs), usesBatches)
            changes.isShort = true
        }
    }

    /// The conclusions from such a run.
    package func findings(_ result: Result) -> Findings {
        Findings(
            setup.problem, setup.training, first: result.updates,
            others: result.epochs.dropFirst().compactMap { $0.first })
    }
}
