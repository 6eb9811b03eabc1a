/// A problem that knows nothing: whatever is said of a run comes from what the lesson hands over.
///
/// It is what a lesson of one's own is made for; see `scripts/new-lesson`.
public struct OwnProblem: Problem {
    public static let name = "own"
    public static let firstEpochIsShown = true
    public static let defaults = Settings()

    public init(_ settings: Settings, _ stage: Stage) {}

    public func introduction(_ training: String) -> [String] { Text.wrap(training) }

    /// Nothing is known of it.
    public var givenLimit: LearningRateLimit? { nil }

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

    public var forms: [KnownModel.Form] { [] }

    public var isMean: Bool { true }

    /// There is none of its own.
    public var model: SquaredErrorModel { Self.unknownModel }

    static var unknownModel: SquaredErrorModel {
        SquaredErrorModel(
            samples: 0, outputs: [], isMean: true, target: { _, _ in 0 }, predict: { _, _, _ in 0 })
    }
}

/// A lesson of one's own, on data of one's own.
public typealias OwnLesson = Lesson<OwnProblem>

extension LessonEntry {
    /// A lesson of one's own, with its name on the command line.
    public init(_ name: String, _ body: @escaping (OwnLesson) -> Void) {
        self.init(body)
        signature.name = name
    }
}
