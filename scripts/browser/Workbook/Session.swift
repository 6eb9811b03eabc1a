import Descent

/// A lesson with its settings: it is trained, and looked at, as often as the page asks.
struct Session<P: Problem> {
    let stage: Stage
    var settings: Settings
    /// The lesson, or the variant of it that makes a mistake.
    var body: (Lesson<P>) -> Void
    let mistake: Mistake?
    /// Whether the body is the learner's formulas, and what autograd says of their gradient.
    var hasOwnFormulas = false
    var verdict: FormulaVerdict?
    /// By how much the starts are moved, by dragging.
    var moved: [String: [Float]] = [:]
    let output = Output()
    let experiments = Experiments()

    /// So many epochs tell a model from others that begin alike, and momentum from plain steps.
    static var rehearsed: Int { 3 }

    /// Makes the learning rate larger than the limit, unless the page says how large it is.
    mutating func overstep() {
        settings.overstep(P(settings, stage).givenLimit)
    }

    /// Trains the lesson, for everybody to see.
    func record(_ recorder: Recorder) -> Outcome {
        train(settings, recorder, watch: recorder.watch) { lesson in
            lesson.introduce(mistake)
            body(lesson)
            return lesson.conclude(mistake)
        }
    }

    /// What is known of a run that nobody saw.
    func insight(_ rehearsal: Rehearsal) -> Insight {
        Insight(
            P(settings, stage), settings, first: rehearsal.moments,
            others: rehearsal.epochs.dropFirst().compactMap(\.first))
    }

    /// A lesson that is about to begin, with random numbers of its own.
    func train<Result>(
        _ settings: Settings, _ transcript: any Transcript, watch: Watch,
        _ run: (Lesson<P>) -> Result
    ) -> Result {
        withGenerator(Generator(seed: settings.seed)) {
            let lesson = Lesson(P(settings, stage), stage, settings, transcript, watch)
            lesson.moved = moved
            guard !watch.epochs.isEmpty else { return run(lesson) }
            return withTape(watch.tape) { run(lesson) }
        }
    }
}
