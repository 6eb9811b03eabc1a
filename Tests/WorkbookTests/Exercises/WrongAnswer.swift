@testable import Classroom
@testable import Exercises
@testable import Files
@testable import Looking
@testable import System
@testable import Words
@testable import Workbook

/// An answer as a learner might write it, and what is to be said of it.
struct WrongAnswer: Sendable, CustomStringConvertible {
    let name: String
    /// What the diagnosis begins with; nil where none is to be given.
    let diagnosis: String?
    let exercise: @Sendable () -> Exercise

    init(_ name: String, _ diagnosis: String?, _ exercise: @escaping @Sendable () -> Exercise) {
        (self.name, self.diagnosis, self.exercise) = (name, diagnosis, exercise)
    }

    var description: String { name }

    /// What the check says of it.
    func verdict(seed: UInt64 = 0) -> Verdict {
        let exercise = exercise()
        let examination = Examination(exercise, seed: seed)
        let attempt = Attempt(found: examination.cases.map(exercise.found))
        return examination.judge(attempt)
    }
}
