/// A lesson of a part, as the command line knows it.
public struct LessonEntry {
    var signature: LessonSignature
    /// Runs the lesson.
    let run: (Stage, Settings, Output) -> Outcome

    /// - Parameters:
    ///   - body: the lesson, with its training loop.
    ///   - variants: lessons beside it, which run in its place with some options.
    ///   - mistakes: variants of it with a mistake in them.
    public init<P: Problem>(
        _ body: @escaping (Lesson<P>) -> Void,
        variants: KeyValuePairs<Variant<P>, (Lesson<P>) -> Void> = [:],
        mistakes: KeyValuePairs<Mistake, (Lesson<P>) -> Void> = [:]
    ) {
        var all = mistakes.map { (mistake: $0.key, body: $0.value as ((Lesson<P>) -> Void)?) }
        if P.hasLearningRateLimit { all.append((.largeLearningRate, nil)) }
        signature = LessonSignature(P.self, mistakes: all.map(\.mistake))
        run = { stage, settings, output in
            var settings = settings
            P.complete(&settings)
            settings.isShuffled = P.isShuffled(settings)
            let mistake = all.first { $0.mistake.name == settings.mistake }
            let variant = variants.first { $0.key.applies(settings) }
            let session = Session(
                stage: stage, settings: settings,
                body: mistake?.body ?? variant?.value ?? body, mistake: mistake?.mistake,
                output: output)
            return session.run()
        }
    }
}

extension Settings {
    func transcript(_ output: Output, showsFirst: Bool) -> any Transcript {
        if pace > 0 { output.beLive() }
        // Programs get every epoch unless the command line says otherwise.
        let recordsEvery = given.contains("--every") ? every : 1
        return switch format {
        case .text: TextTranscript(output, every: every, shown: showsFirst ? firstEpoch : nil)
        case .csv: RecordTranscript(output, .csv, every: recordsEvery)
        case .jsonl: RecordTranscript(output, .jsonLines, every: recordsEvery)
        }
    }
}
