import Words

/// A problem without data: whatever is said of a run comes from what the lesson hands over.
///
/// It is what a lesson of one's own is made for; see `scripts/new-lesson`.
public struct OwnProblem: Problem {
    public static let name = "own"
    public static let defaults = LineProblem.defaults

    public init(_ setup: Setup<OwnProblem>) {}

    public func introduction(_ training: String) -> [String] { Text.wrap(training) }

    public func line(_ record: EpochRecord, of total: Int?) -> String {
        record.line(of: total, loss: Numbers.short(record.loss, 8)) { Numbers.fixed($0, 3) }
    }

    public func summary(_ insight: Insight, first: EpochRecord, last: EpochRecord) -> [String] {
        insight.found(last)
    }

    /// A line or a plane is recognized.
    public var knowledge: Knowledge { Knowledge(model: KnownModel.affine) }
}

/// A lesson of one's own, on data of one's own.
public typealias OwnLesson = Lesson<OwnProblem>
