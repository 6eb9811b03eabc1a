/// A lesson of a part, as the command line knows it.
public struct LessonEntry {
    let name: String
    let defaults: Settings
    /// The mistakes that the lesson can make on purpose.
    let mistakes: [Mistake]
    /// Runs the lesson.
    let run: (Stage, Settings, Output) -> Outcome

    /// - Parameters:
    ///   - body: the lesson, with its training loop.
    ///   - mistakes: variants of it with a mistake in them.
    public init<P: Problem>(
        _ body: @escaping (Lesson<P>) -> Void,
        mistakes: KeyValuePairs<Mistake, (Lesson<P>) -> Void> = [:]
    ) {
        var all = mistakes.map { (mistake: $0.key, body: $0.value) }
        if P.hasLearningRateLimit { all.append((.largeLearningRate, body)) }
        name = P.name
        defaults = P.defaults
        self.mistakes = all.map(\.mistake)
        run = { stage, settings, output in
            var settings = settings
            P.complete(&settings)
            let variant = all.first { $0.mistake.name == settings.bug }
            if settings.bug == Mistake.largeLearningRate.name {
                settings.overstep(P(settings, stage).learningRateLimit)
            }
            let session = Session(
                stage: stage, settings: settings, body: variant?.body ?? body,
                mistake: variant?.mistake, output: output)
            return session.run()
        }
    }
}

extension Settings {
    /// Makes the learning rate too large, and the run so short that the numbers stay finite.
    fileprivate mutating func overstep(_ limit: LearningRateLimit?) {
        if let limit, !given.contains("--lr") {
            let larger = Numbers.scientific(limit.value * 1.1, 1)
            learningRate = Double(larger)!
        }
        if !given.contains("--epochs") { epochs = 20 }
        if !given.contains("--every") { every = 1 }
    }

    func transcript(_ output: Output, showsFirst: Bool) -> any Transcript {
        if pace > 0 { output.beLive() }
        // Programs get every epoch unless the command line says otherwise.
        let recordsEvery = given.contains("--every") ? every : 1
        return switch format {
        case .text: TextTranscript(output, every: every, showsFirst: showsFirst)
        case .csv: RecordTranscript(output, .csv, every: recordsEvery)
        case .jsonl: RecordTranscript(output, .jsonLines, every: recordsEvery)
        }
    }
}
