/// What is learned: the data, the model, and how a run on them is introduced, printed and summed up.
///
/// A problem is one file in `Problems`; its lessons are one short file in each part. What it says of a
/// run comes from what the lesson hands over, see ``Insight``; a lesson may be changed.
public protocol Problem {
    /// The options that no other problem has.
    associatedtype Options: ProblemOptions = NoOptions

    /// What it is called on the command line.
    static var name: String { get }

    /// How a lesson trains unless the command line says otherwise.
    static var defaults: Training { get }

    /// Makes the data and the start. Random numbers come from the current generator, which is at the
    /// beginning of the stream of `--seed`.
    init(_ setup: Setup<Self>)

    /// Puts other inputs in the place of the samples, so that the lesson is asked about them.
    ///
    /// - Returns: whether that is possible.
    static func ask(_ inputs: [Float], _ setup: inout Setup<Self>) -> Bool

    /// What the lesson is given, in a line or two for the header: its data, and the training.
    func introduction(_ training: String) -> [String]

    /// The line of an epoch.
    ///
    /// - Parameter total: how many epochs there are, if that is known.
    func line(_ record: EpochRecord, of total: Int?) -> String

    /// What is said of some epochs before their updates, whatever the options; nil for nothing.
    var remarks: Remarks? { get }

    /// What closes a run of at least one epoch.
    func summary(_ insight: Insight, first: EpochRecord, last: EpochRecord) -> [String]

    /// Whether samples are the problem's own, in any order.
    func recognizes(_ samples: Samples) -> Bool

    /// Its data, its model and its loss.
    var knowledge: Knowledge { get }

    /// From which learning rate on gradient descent diverges, or why there is no such number.
    func limit(_ insight: Insight) -> LimitFinding
}

/// What is said of some epochs before their updates.
public struct Remarks {
    package var epochs: ClosedRange<Int>
    package var lines: (Moment) -> [String]
}

/// What a problem knows of its own data and model.
public struct Knowledge {
    /// Its own samples; nil if the lesson brings its own.
    package var samples: Samples?
    /// The names of its model's parameters, one for each number.
    package var names: [String] = []
    /// Whether the loss is the mean of the squared errors; otherwise it is their sum.
    package var isMean = true
    /// Whether gradient descent diverges from some learning rate on.
    package var hasLimit = true
    /// Its model on any samples, with the names of the parameters' numbers; nil if it does not fit them.
    package var model: (_ samples: Samples, _ names: [String]) -> KnownModel?

    /// The limit of the learning rate on the problem's own samples; nil if there is none.
    package var limit: LearningRateLimit? {
        guard hasLimit, let samples else { return nil }
        return model(samples, names)?.model.learningRateLimit
    }
}

extension Problem {
    /// Not possible, unless a problem says otherwise.
    public static func ask(_ inputs: [Float], _ setup: inout Setup<Self>) -> Bool { false }
    /// By the rows, unless a problem says otherwise.
    public func recognizes(_ samples: Samples) -> Bool {
        knowledge.samples.map(samples.hasRows) ?? false
    }
    /// Nothing, unless a problem says otherwise.
    public var remarks: Remarks? { nil }
    /// That of the model.
    public func limit(_ insight: Insight) -> LimitFinding { insight.limit }
}
