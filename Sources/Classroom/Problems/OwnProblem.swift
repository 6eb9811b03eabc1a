import Words

/// A problem without data: everything that is said about a run comes from what the lesson hands over.
///
/// It is the basis for the lessons you write yourself; see `scripts/new-lesson`.
public struct OwnProblem: Problem {
    public static let name = "own"
    public static let defaults = LineProblem.defaults

    public init(_ setup: Setup<OwnProblem>) {}

    public func introduction(_ training: String) -> [String] { Text.wrap(training) }

    public func line(_ record: EpochRecord, of total: Int?) -> String {
        record.line(of: total, loss: Numbers.short(record.loss, 8)) { Numbers.fixed($0, 3) }
    }

    public func summary(_ findings: Findings, first: EpochRecord, last: EpochRecord) -> [String] {
        findings.found(last)
    }

    /// Recognizes a line or a plane.
    public var knowledge: Knowledge { Knowledge(model: KnownModel.affine) }
}

/// A lesson that you write yourself, with your own data.
public typealias OwnLesson = Lesson<OwnProblem>
