import Foundation

/// What a check says of a task, for programs: one object in a line.
struct ExerciseRecord: Codable, Equatable {
    var part: String
    var task: String
    /// One of ``Verdict/Kind``; or refused or broken, if it was not checked at all.
    var result: String
    var put: [String]?
    var expected: [String]?
    var found: [String]?
    var diagnosis: String?

    init(_ stage: Stage, _ exercise: Exercise, _ verdict: Verdict) {
        part = stage.name
        task = exercise.name
        result = verdict.kind.rawValue
        diagnosis = verdict.diagnosis
        put = verdict.shown?.put.lines(width: Text.width)
        let shown = verdict.shown
        expected = shown?.expected.lines(width: Text.width, besides: shown?.found)
        found = shown?.found?.lines(width: Text.width, besides: shown?.expected)
    }

    var line: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }
}
