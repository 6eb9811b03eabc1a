/// A subject to learn: the data, the model, and the text that introduces, reports and sums up a run.
///
/// A problem is a file or a few in `Problems`; its lessons are one short file in each part. Its statements about a run
/// come from what the lesson hands over (see ``Findings``), because lessons may be edited.
public protocol Problem {
    /// The options that only this problem has.
    associatedtype Options: ProblemOptions = NoOptions

    /// The name on the command line.
    static var name: String { get }

    /// The settings for training unless the command line overrides them.
    static var defaults: Training { get }

    /// Creates the data and the starting values. Random numbers come from the current generator, which is at the
    /// beginning of the stream of `--seed`.
    init(_ setup: Setup<Self>)

    /// Replaces the samples with other inputs, so that the lesson makes predictions for them.
    ///
    /// - Returns: whether that is possible.
    static func ask(_ inputs: [Float], _ setup: inout Setup<Self>) -> Bool

    /// A line or two for the header on the data and the training.
    func introduction(_ training: String) -> [String]

    /// The line of an epoch.
    ///
    /// - Parameter total: the number of epochs, if known.
    func line(_ record: EpochRecord, of total: Int?) -> String

    /// Remarks on an update, before it takes place, whatever the options.
    func remarks(_ update: Update) -> [String]

    /// The closing lines of a run with at least one epoch.
    func summary(_ findings: Findings, first: EpochRecord, last: EpochRecord) -> [String]

    /// True if the samples are the problem's own, in any order.
    func recognizes(_ samples: Samples) -> Bool

    /// The problem's data, model and loss.
    var knowledge: Knowledge { get }

    /// The learning rate beyond which gradient descent diverges, or the reason why there is none.
    func limit(_ findings: Findings) -> LimitFinding
}

extension Problem {
    /// Not possible by default.
    public static func ask(_ inputs: [Float], _ setup: inout Setup<Self>) -> Bool { false }
    /// Compares the rows by default.
    public func recognizes(_ samples: Samples) -> Bool {
        knowledge.samples.map(samples.hasRows) ?? false
    }
    /// None by default.
    public func remarks(_ update: Update) -> [String] { [] }
    /// The limit of the model by default.
    public func limit(_ findings: Findings) -> LimitFinding { findings.limit }
}
