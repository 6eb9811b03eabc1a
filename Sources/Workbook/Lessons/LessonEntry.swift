/// A lesson of a part, as the command line knows it.
public struct LessonEntry {
    let name: String
    let defaults: Settings
    /// The names of the mistakes that the lesson can make on purpose.
    let mistakes: [String]
    /// Runs the lesson.
    let run: (Stage, Settings, Output) -> Outcome

    /// - Parameters:
    ///   - body: the lesson, with its training loop.
    ///   - mistakes: variants of it with a mistake in them, under the names that `--bug` takes.
    public init<P: Problem>(
        _ body: @escaping (Lesson<P>) -> Void,
        mistakes: KeyValuePairs<String, (Lesson<P>) -> Void> = [:]
    ) {
        name = P.name
        defaults = P.defaults
        self.mistakes = mistakes.map(\.key)
        run = { stage, settings, output in
            var settings = settings
            P.complete(&settings)
            let variant = mistakes.first { $0.key == settings.bug }?.value
            let transcript = settings.transcript(output, showsFirst: P.firstEpochIsShown)
            let lesson = Lesson(P(settings, stage), settings, transcript)
            lesson.introduce(stage)
            (variant ?? body)(lesson)
            return lesson.conclude()
        }
    }
}

extension Settings {
    fileprivate func transcript(_ output: Output, showsFirst: Bool) -> any Transcript {
        if pace > 0 { output.isLive = true }
        // Programs get every epoch unless the command line says otherwise.
        let recordsEvery = given.contains("--every") ? every : 1
        return switch format {
        case .text: TextTranscript(output, every: every, showsFirst: showsFirst)
        case .csv: RecordTranscript(output, .csv, every: recordsEvery)
        case .jsonl: RecordTranscript(output, .jsonLines, every: recordsEvery)
        }
    }
}
