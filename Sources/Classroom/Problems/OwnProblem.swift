import Words

/// A problem that knows nothing: whatever is said of a run comes from what the lesson hands over.
///
/// It is what a lesson of one's own is made for; see `scripts/new-lesson`.
public struct OwnProblem: Problem {
    public static let name = "own"
    public static let defaults = LineProblem.defaults

    public init(_ setup: Setup<OwnProblem>) {}

    public func introduction(_ training: String) -> [String] { Text.wrap(training) }

    public func line(_ record: EpochRecord, of total: Int?) -> String {
        let epoch = total.map { "\(record.epoch)/\($0)" } ?? "\(record.epoch)"
        let parameters = record.few { Numbers.fixed($0, 3) }.map { "\($0), " } ?? ""
        return "Epoch \(epoch): \(parameters)loss = \(Numbers.short(record.loss, 8))"
    }

    public func summary(_ insight: Insight, first: EpochRecord, last: EpochRecord) -> [String] {
        guard !last.parameters.isEmpty else { return [] }
        let found = last.few { "\($0)" } ?? Text.count(last.values.count, "number")
        guard let known = insight.known, let best = known.model.best else {
            return Text.wrap("Found \(found).")
        }
        let numbers = best.parameters.map { Numbers.short($0, 8) }
        let right = zip(known.notation.parameters, numbers).map { "\($0) = \($1)" }
        return Text.wrap(
            right.count <= 4
                ? "Found \(found); least squares gives \(right.joined(separator: ", "))."
                : "Found \(found).")
    }

    public func recognizes(_ samples: Samples) -> Bool { false }

    /// Nothing is known of it.
    public var knowledge: Knowledge { Knowledge() }
}

/// A lesson of one's own, on data of one's own.
public typealias OwnLesson = Lesson<OwnProblem>
