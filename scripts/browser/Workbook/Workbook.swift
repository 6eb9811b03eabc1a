/// A part of the workbook: it tells the page of its lessons.
public struct Workbook {
    private let stage: Stage
    private let lessons: [LessonEntry]

    public init(_ stage: Stage, lessons: [LessonEntry]) {
        self.stage = stage
        self.lessons = lessons
    }

    public func run() { Classroom.lessons[stage.rawValue - 1] = lessons }
}

/// All lessons.
public enum Classroom {
    nonisolated(unsafe) static var lessons: [[LessonEntry]] = [[], [], [], []]

    /// Answers a request of the page with a text in JSON.
    public static func answer(_ request: [UInt8]) -> [UInt8] {
        let request = Request(request)
        let stage = Stage(rawValue: request.whole("part", in: 1...4) ?? 1) ?? .part1
        let problem = request["problem"] ?? "line"
        guard let entry = lessons[stage.rawValue - 1].first(where: { $0.signature.name == problem })
        else {
            var json = JSON()
            json.object { $0.field("error", "There is no such lesson in this part.") }
            return json.bytes
        }
        return entry.answer(stage, request)
    }
}

/// A lesson of a part, as the page knows it.
public struct LessonEntry {
    struct Signature { var name: String }

    var signature: Signature
    let answer: (Stage, Request) -> [UInt8]

    public init<P: Problem>(
        _ body: @escaping (Lesson<P>) -> Void,
        variants: KeyValuePairs<Variant<P>, (Lesson<P>) -> Void> = [:],
        mistakes: KeyValuePairs<Mistake, (Lesson<P>) -> Void> = [:]
    ) {
        signature = Signature(name: P.name)
        answer = { stage, request in
            var settings = P.defaults
            request.apply(to: &settings, P.name)
            P.complete(&settings)
            settings.isShuffled = P.isShuffled(settings)
            var offered = mistakes.map { $0.key }
            if P.hasLearningRateLimit { offered.append(.largeLearningRate) }
            let mistake = offered.first { $0.name == settings.mistake }
            if mistake == nil { settings.mistake = nil }
            let made = mistakes.first { $0.key.name == settings.mistake }
            let variant = variants.first { $0.key.applies(settings) }
            var session = Session(
                stage: stage, settings: settings, body: made?.value ?? variant?.value ?? body,
                mistake: mistake, moved: request.moved)
            if mistake == .largeLearningRate { session.overstep() }
            if made == nil, stage <= .part2, request.hasFormulas {
                return session.answerFormulas(request, mistakes: offered)
            }
            return session.answer(request, mistakes: offered)
        }
    }
}
