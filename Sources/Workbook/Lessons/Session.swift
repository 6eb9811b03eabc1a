import Descent

/// What a command line asks of a lesson: to train it once, and to look at it before, meanwhile and
/// afterwards; or to train it several times.
struct Session<P: Problem> {
    let stage: Stage
    let settings: Settings
    /// The lesson, or the variant of it that makes a mistake.
    let body: (Lesson<P>) -> Void
    let mistake: Mistake?
    let output: Output

    func run() -> Outcome {
        train(settings, settings.transcript(output, showsFirst: P.firstEpochIsShown)) { lesson in
            lesson.introduce(stage, mistake)
            body(lesson)
            return lesson.conclude(mistake)
        }
    }

    /// A lesson that is about to begin, with random numbers and threads of its own.
    private func train<Result>(
        _ settings: Settings, _ transcript: any Transcript, watch: Watch? = nil,
        _ run: (Lesson<P>) -> Result
    ) -> Result {
        withGenerator(Generator(seed: settings.seed)) {
            let lesson = Lesson(P(settings, stage), settings, transcript, watch)
            func runWatched() -> Result {
                if let watch { withTape(watch.tape) { run(lesson) } } else { run(lesson) }
            }
            return if let threads = settings.threads {
                withThreads(threads, runWatched)
            } else {
                runWatched()
            }
        }
    }
}
