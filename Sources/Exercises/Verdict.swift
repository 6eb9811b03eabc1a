import Classroom
import Foundation
import Words

/// What a check says of a task.
package struct Verdict: Equatable {
    package enum Kind: String, Codable {
        case done, wrong, untouched, crashed, slow, greedy, ended, lost
        // Not checked at all.
        case refused, broken

        package var words: String {
            switch self {
            case .done: "done"
            case .wrong: "not right"
            case .untouched: "not begun"
            case .crashed: "ends with a fatal error"
            case .slow: "does not end"
            case .greedy: "takes too much memory"
            case .ended: "ends the program"
            case .lost: "has ended its check"
            case .refused: "not marked"
            case .broken: "does not compile"
            }
        }
    }

    var kind: Kind
    /// What was put in, and what ought to come out and did, in the case that is shown.
    var shown: Shown?
    /// What the mistake is, if it is a known one, or what is known of the result.
    var diagnosis: String?
    /// What the learner's code printed in that case.
    package var printed: [String] = []
    /// The last case, if the answer has given something of the right shape for it.
    var last: Shown?

    struct Shown: Equatable {
        package var put: Figures
        package var expected: Figures
        /// Nil where nothing came out.
        package var found: Figures?
    }
}

/// What a check says of a task, for programs: one object in a line.
struct ExerciseRecord: Codable, Equatable {
    package var part: String
    package var task: String
    package var result: Verdict.Kind
    package var put: [String]?
    package var expected: [String]?
    package var found: [String]?
    var diagnosis: String?
}

extension ExerciseRecord {
    package init(_ stage: Stage, _ exercise: Exercise, _ verdict: Verdict) {
        self.init(
            part: stage.name, task: exercise.name, result: verdict.kind,
            diagnosis: verdict.diagnosis)
        guard let shown = verdict.shown else { return }
        put = shown.put.lines(width: Text.width)
        expected = shown.expected.lines(width: Text.width, besides: shown.found)
        found = shown.found?.lines(width: Text.width, besides: shown.expected)
    }

    /// A task that could not be checked.
    package init(_ part: String, _ file: String, _ result: Verdict.Kind, _ diagnosis: String?) {
        self.init(
            part: part, task: SubmissionTask.name(file) ?? file, result: result,
            diagnosis: diagnosis)
    }

}
