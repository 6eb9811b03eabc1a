import System

/// The points of a submission as GitHub Classroom's reporter reads them: a test for each task.
struct ClassroomReport: Codable {
    /// A task.
    struct Test: Codable {
        package var name: String
        /// pass or fail.
        package var status: String
        var score: Int
        /// What is said of a task that is not done.
        package var message: String
    }

    package var version = 1
    package var status: String
    var maxScore: Int
    var tests: [Test]

    private enum CodingKeys: String, CodingKey {
        case version, status, tests
        case maxScore = "max_score"
    }

    package init(_ marked: Marked) {
        tests = marked.records.map { record in
            let isDone = record.result == "done"
            return Test(
                name: "\(record.part) \(record.task)", status: isDone ? "pass" : "fail",
                score: isDone ? 1 : 0,
                message: isDone ? "" : record.diagnosis ?? record.words)
        }
        if let refusal = marked.submission.refusal {
            tests = [Test(name: marked.submission.part, status: "fail", score: 0, message: refusal)]
        }
        maxScore = tests.count
        status = tests.allSatisfy { $0.status == "pass" } ? "pass" : "fail"
    }
}
