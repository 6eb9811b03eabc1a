/// What is learned: the data, and how a run on them is introduced, printed and summed up.
///
/// A problem is one file in `Problems`; its lessons are one short file in each part. What it says of a
/// run comes from what the lesson hands over, see ``Insight``; a lesson may be changed.
public protocol Problem {
    /// What it is called on the command line.
    static var name: String { get }

    /// What a run does unless the command line says otherwise.
    static var defaults: Settings { get }

    /// The options that no other problem has.
    static var options: [Option] { get }

    /// What the numbers of a sample are called, and what is predicted from them.
    static var inputNames: [String] { get }
    static var targetNames: [String] { get }

    /// Puts other inputs in the place of the samples, so that the lesson is asked about them.
    ///
    /// - Returns: whether that is possible.
    static func ask(_ inputs: [Float], _ settings: inout Settings) -> Bool

    /// Whether there is a learning rate from which on gradient descent diverges.
    static var hasLearningRateLimit: Bool { get }

    /// Fills in what depends on other settings.
    static func complete(_ settings: inout Settings)

    /// Refuses what does not go together.
    static func check(_ settings: Settings, _ stage: Stage) throws(UsageError)

    /// Whether the rows come in a new order in each epoch.
    static func isShuffled(_ settings: Settings) -> Bool

    /// Takes away what makes the samples of an update other ones than all: for measurements.
    static func useAllSamples(_ settings: inout Settings)

    /// Makes the data and the start. Random numbers come from the current generator, which is at the
    /// beginning of the stream of `--seed`.
    init(_ settings: Settings, _ stage: Stage)

    /// What the lesson is given, in a line or two for the header: its data, and the training.
    func introduction(_ training: String) -> [String]

    /// The limit of the learning rate for the problem's own model, loss and samples; nil if there is none.
    var givenLimit: LearningRateLimit? { get }

    /// Whether the first epoch is printed, whatever `--every` says.
    static var firstEpochIsShown: Bool { get }

    /// Whether a progress bar is shown from the beginning on; otherwise only when it takes long.
    static var hasProgressBar: Bool { get }

    /// Whether ``remarks(_:_:)`` ever says anything.
    static var hasRemarks: Bool { get }

    /// Whether something is said about an epoch before its update, whatever the options.
    func wantsRemarks(_ epoch: Int) -> Bool

    /// What is said about such an epoch.
    func remarks(_ epoch: Int, _ moment: Moment) -> [String]

    /// The line of an epoch.
    ///
    /// - Parameter total: how many epochs there are, if that is known.
    func line(_ record: EpochRecord, of total: Int?) -> String

    /// What closes a run of at least one epoch.
    func summary(_ insight: Insight, first: EpochRecord, last: EpochRecord) -> [String]

    /// Whether samples are the problem's own, in any order.
    func recognizes(_ samples: Samples) -> Bool

    /// All samples, where lessons hand them out in batches, to number the rows.
    var samples: Quantity? { get }

    /// The forms of the problem's model.
    var forms: [KnownModel.Form] { get }

    /// Whether the problem's loss is the mean of the squared errors; otherwise it is their sum.
    var isMean: Bool { get }

    /// The problem's model and loss on its own samples, in Float64.
    var model: SquaredErrorModel { get }

    /// The smallest possible loss for what the lesson does; nil if nobody knows.
    func bestLoss(_ insight: Insight) -> Double?

    /// From which learning rate on gradient descent diverges, or why there is no such number.
    func limit(_ insight: Insight) -> LimitFinding
}

/// The limit of the learning rate, or why none is given.
public struct LimitFinding {
    var limit: LearningRateLimit?
    /// Why there is none: a clause.
    var reason = ""
    /// Whether the curvature at the start says something all the same.
    var isMeasured = false

    static func none(_ reason: String, isMeasured: Bool = false) -> LimitFinding {
        LimitFinding(limit: nil, reason: reason, isMeasured: isMeasured)
    }
}

extension Problem {
    /// None, unless a problem says otherwise.
    public static var options: [Option] { [] }
    /// Nothing depends on anything, unless a problem says otherwise.
    public static func complete(_ settings: inout Settings) {}
    /// Everything goes together, unless a problem says otherwise.
    public static func check(_ settings: Settings, _ stage: Stage) throws(UsageError) {}
    /// False, unless a problem says otherwise.
    public static func isShuffled(_ settings: Settings) -> Bool { false }
    /// Nothing, unless a problem says otherwise.
    public static func useAllSamples(_ settings: inout Settings) {}
    /// False, unless a problem says otherwise.
    public static var firstEpochIsShown: Bool { false }
    /// False, unless a problem says otherwise.
    public static var hasProgressBar: Bool { false }
    /// False, unless a problem says otherwise.
    public static var hasRemarks: Bool { false }
    /// x, unless a problem says otherwise.
    public static var inputNames: [String] { ["x"] }
    /// y, unless a problem says otherwise.
    public static var targetNames: [String] { ["y"] }
    /// Not possible, unless a problem says otherwise.
    public static func ask(_ inputs: [Float], _ settings: inout Settings) -> Bool { false }
    /// True, unless a problem says otherwise.
    public static var hasLearningRateLimit: Bool { true }
    /// False, unless a problem says otherwise.
    public func wantsRemarks(_ epoch: Int) -> Bool { false }
    /// Nothing, unless a problem says otherwise.
    public func remarks(_ epoch: Int, _ moment: Moment) -> [String] { [] }
    /// That of the model, unless a problem says otherwise.
    public var givenLimit: LearningRateLimit? {
        Self.hasLearningRateLimit ? model.learningRateLimit : nil
    }
    /// None, unless a problem says otherwise.
    public var samples: Quantity? { nil }
    /// That of least squares, as far as the loss is a squared error.
    public func bestLoss(_ insight: Insight) -> Double? { insight.leastLoss }
    /// That of the model.
    public func limit(_ insight: Insight) -> LimitFinding { insight.limit }
}

extension Insight {
    /// The model and the loss on all samples, if both are known.
    var fit: SquaredErrorModel? {
        switch loss {
        // A mistake on purpose is compared with what should have been.
        case .other: settings.mistake == nil ? nil : known?.model
        case .same, .multiple, .unknown: changesSamples ? nil : known?.model
        }
    }

    /// The smallest possible loss; nil if nobody knows.
    var leastLoss: Double? { fit?.best?.loss }

    /// The limit of the learning rate, from the model and the samples that the lesson uses.
    var limit: LimitFinding {
        if moments.isEmpty {
            return .none("the lesson hands nothing over, as lesson.look(…) is missing")
        }
        if changesSamples { return .none("each epoch has other samples") }
        if isMisplaced {
            return .none("no update stands between lesson.look(…) and lesson.report(…)")
        }
        if !hasPlainSteps {
            return .none("the steps of this lesson are not learning rate · gradient")
        }
        if settings.mistake == nil, let step, case .uniform(let rate, _) = step.kind, rate < 0 {
            return .none("the steps of this lesson go uphill")
        }
        guard let known else {
            return .none("the model is not one that the workbook knows", isMeasured: true)
        }
        guard let fit else { return .none("the loss is not a squared error", isMeasured: true) }
        let named = loss == .same ? known.namedLimit : nil
        guard let limit = named.flatMap({ named in samples.map(named) }) ?? fit.learningRateLimit
        else {
            return .none(
                "the model is not linear, so the curvature changes on the way", isMeasured: true)
        }
        if !limit.value.isFinite { return .none("the loss is the same everywhere") }
        if settings.mistake == nil, let first = moments.first, !known.hasGradient(of: first, fit) {
            return .none("the gradient is not the slope of the loss")
        }
        return LimitFinding(limit: limit)
    }
}
