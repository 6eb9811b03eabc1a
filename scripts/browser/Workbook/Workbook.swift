// A lesson imports Workbook, and finds here what it works with.
@_exported import Classroom
import Looking

/// A part of the workbook: it tells the page of its lessons, and runs none until it is asked.
public struct Workbook {
    public init(_ stage: Stage, lessons: [LessonEntry]) {
        Page.lessons[stage.rawValue - 1] = lessons
    }

    public func run() {}
}

/// All lessons.
public enum Page {
    nonisolated(unsafe) static var lessons: [[LessonEntry]] = [[], [], [], []]

    /// Answers a request of the page with a text in JSON.
    public static func answer(_ request: [UInt8]) -> [UInt8] {
        let request = Request(request)
        let stage = Stage(rawValue: request.whole("part", in: 1...4) ?? 1)!
        let entry = lessons[stage.rawValue - 1].first { $0.name == request["problem"] }
        let answer =
            entry?.answer(stage, request)
            ?? JSON { $0.field("error", "There is no such lesson in this part.") }
        return Array(answer.json.utf8)
    }
}

/// A lesson of a part, as the page knows it.
public struct LessonEntry {
    let name: String
    let answer: (Stage, Request) -> JSON

    /// The page has no variants of lessons.
    public init<P: Problem>(
        _ body: @escaping (Lesson<P>) -> Void,
        variants: KeyValuePairs<Variant<P>, (Lesson<P>) -> Void> = [:],
        mistakes: KeyValuePairs<Mistake, (Lesson<P>) -> Void> = [:]
    ) where P.Options: PageOptions {
        name = P.name
        answer = { stage, request in
            var setup = Setup<P>(stage: stage)
            request.apply(to: &setup.training)
            setup.options.read(request)
            setup.options.complete(&setup.training)
            setup.training.every = 0
            var offered = mistakes.map { $0.key }
            if P.defaults.hasLimit { offered.append(.largeLearningRate) }
            let mistake = offered.first { $0.name == request["mistake"] }
            setup.training.mistake = mistake?.name
            if mistake == .largeLearningRate {
                setup.training.overstep(setup.problem.knowledge.limit)
            }
            let mistaken = mistakes.first { $0.key == mistake }?.value
            let session = Session(
                experiments: Experiments(setup, mistaken ?? body), request: request,
                mistake: mistake, mistakes: offered)
            return session.hasFormulas && mistaken == nil
                ? session.answerFormulas() : session.answer()
        }
    }
}
