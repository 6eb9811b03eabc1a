// A lesson imports Workbook, and finds here what it works with.
@_exported import Classroom
import Looking

/// A part of the workbook: it tells the page of its lessons.
public struct Workbook {
    private let stage: Stage
    private let lessons: [LessonEntry]

    public init(_ stage: Stage, lessons: [LessonEntry]) {
        self.stage = stage
        self.lessons = lessons
    }

    public func run() { Page.lessons[stage.rawValue - 1] = lessons }
}

/// All lessons.
public enum Page {
    nonisolated(unsafe) static var lessons: [[LessonEntry]] = [[], [], [], []]

    /// Answers a request of the page with a text in JSON.
    public static func answer(_ request: [UInt8]) -> [UInt8] {
        let request = Request(request)
        let stage = Stage(rawValue: request.whole("part", in: 1...4) ?? 1) ?? .part1
        let problem = request["problem"] ?? "line"
        guard let entry = lessons[stage.rawValue - 1].first(where: { $0.name == problem }) else {
            var json = JSON()
            json.object { $0.field("error", "There is no such lesson in this part.") }
            return json.bytes
        }
        return entry.answer(stage, request)
    }
}

/// A lesson of a part, as the page knows it.
public struct LessonEntry {
    let name: String
    let answer: (Stage, Request) -> [UInt8]

    public init<P: Problem>(
        _ body: @escaping (Lesson<P>) -> Void,
        variants: KeyValuePairs<Variant<P>, (Lesson<P>) -> Void> = [:],
        mistakes: KeyValuePairs<Mistake, (Lesson<P>) -> Void> = [:]
    ) where P.Options: PageOptions {
        name = P.name
        answer = { stage, request in
            var setup = Setup<P>(stage: stage)
            request.apply(to: &setup.training)
            setup.options.take(request, &setup.training)
            setup.options.complete(&setup.training)
            setup.training.every = 0
            var offered = mistakes.map { $0.key }
            if P.defaults.hasLimit { offered.append(.largeLearningRate) }
            let mistake = offered.first { $0.name == setup.training.mistake }
            if mistake == nil { setup.training.mistake = nil }
            let made = mistakes.first { $0.key.name == setup.training.mistake }
            let variant = variants.first { $0.key.applies(setup.options) }
            if mistake == .largeLearningRate {
                setup.training.overstep(setup.problem.knowledge.limit)
            }
            let body = made?.value ?? variant?.value ?? body
            let session = Session(Experiments(setup, body), mistake, request)
            if made == nil, stage <= .part2, request.hasFormulas {
                return session.answerFormulas(request, mistakes: offered)
            }
            return session.answer(request, mistakes: offered)
        }
    }
}
