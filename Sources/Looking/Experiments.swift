import Descent

/// Runs of a lesson besides the one that is shown: with other starts, learning rates or inputs. Each is
/// counted, and nobody sees it.
struct Experiments<P: Problem> {
    var setup: Setup<P>
    /// The lesson, or the variant of it that makes a mistake.
    let body: (Lesson<P>) -> Void
    /// Keeps what runs in it apart from screen and keyboard.
    var isolate: (() -> Void) -> Void = { $0() }
    /// Who is told why a run cannot go on.
    var observer: () -> any LessonObserver = { NoObserver() }
    /// What each run loads.
    var keeper: () -> (any Keeping)? = { nil }
    private let counter = Counter()

    private final class Counter {
        var runs = 0
    }

    init(_ setup: Setup<P>, _ body: @escaping (Lesson<P>) -> Void) {
        self.setup = setup
        self.body = body
    }

    /// How often the lesson's function was run besides the run itself.
    var runs: Int { counter.runs }

    /// What is said of it.
    static func sentence(_ runs: Int) -> String {
        "The lesson was run \(Text.count(runs, "more time")) for this."
    }

    /// So many epochs tell a model from others that begin alike, and momentum from plain steps.
    static var few: Int { 3 }

    /// What an experiment changes.
    struct Changes {
        /// How many epochs; one more than there are points, unless it is said.
        var epochs: Int?
        var learningRate: Double?
        /// By how much the starts are moved.
        var moved: [String: [Float]] = [:]
        /// Where starts are put.
        var placed: [String: [Float]] = [:]
        /// Where the tensors are put after each epoch.
        var points: [[Float]] = []
        /// What stands in the place of the samples' inputs.
        var inputs: [Float]?
        /// Whether the updates use batches; otherwise they use all samples.
        var usesBatches = false
        /// Whether autograd's operations are kept of the first epoch.
        var isRecorded = false
        /// Whether samples and predictions are left out of what is kept.
        var isBrief = false
    }

    /// What such a run has shown.
    struct Result {
        /// For each epoch its updates.
        var epochs: [[Moment]] = []
        /// The starts that the lesson has asked the classroom for.
        var starts: [(name: String, count: Int)] = []
        /// Why the lesson cannot go on from a file, or not be saved: a sentence; nil if it can.
        var misfit: String?

        /// The updates of the first epoch.
        var moments: [Moment] { epochs.first ?? [] }
    }

    /// Runs the lesson with changes.
    func run(_ changes: Changes = Changes()) -> Result {
        var setup = setup
        if let learningRate = changes.learningRate { setup.training.learningRate = learningRate }
        setup.training.epochs = changes.epochs ?? changes.points.count + 1
        setup.training.stopBelow = nil
        if !changes.usesBatches { setup.options.useAllSamples() }
        if let inputs = changes.inputs, !P.ask(inputs, &setup) { return Result() }
        var plan = Recorder.Plan()
        if changes.isRecorded { plan.recorded = [setup.training.firstEpoch] }
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

    /// The first epochs of a run; all of them, if that is little work, as a learning rate may change late.
    func lookAhead(usesBatches: Bool = false) -> Result {
        let few = run(Changes(epochs: Self.few, usesBatches: usesBatches))
        guard few.epochs.count == Self.few, let first = few.moments.first else { return few }
        let numbers = first.before.count + few.moments.reduce(0) { $0 + ($1.x?.values.count ?? 0) }
        let epochs = setup.training.epochs
        guard epochs > Self.few, epochs * numbers <= 50_000 else { return few }
        return run(Changes(epochs: epochs, usesBatches: usesBatches))
    }

    /// What is known from such a run.
    func insight(_ result: Result) -> Insight {
        Insight(
            setup.problem, setup.training, first: result.moments,
            others: result.epochs.dropFirst().compactMap { $0.first })
    }

    /// Trains a lesson, with random numbers of its own.
    func train<Outcome>(
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
