/// What is learned: the data, and how a run on them is introduced, printed and summed up.
///
/// A problem is one file in `Problems`; its lessons are one short file in each part.
public protocol Problem {
    /// What it is called on the command line.
    static var name: String { get }

    /// What a run does unless the command line says otherwise.
    static var defaults: Settings { get }

    /// Whether there is a learning rate from which on gradient descent diverges.
    static var hasLearningRateLimit: Bool { get }

    /// Fills in what depends on other settings.
    static func complete(_ settings: inout Settings)

    /// Makes the data and the start. Random numbers come from the current generator, which is at the
    /// beginning of the stream of `--seed`.
    init(_ settings: Settings, _ stage: Stage)

    /// The data and the training in a line or two, for the header.
    var introduction: [String] { get }

    /// Whether the first epoch is printed, whatever `--every` says.
    static var firstEpochIsShown: Bool { get }

    /// Whether a progress bar is shown from the beginning on; otherwise only when it takes long.
    static var hasProgressBar: Bool { get }

    /// What is said about an epoch before its update, whatever the options.
    ///
    /// - Parameter moment: what the lesson shows.
    func remarks(_ epoch: Int, _ moment: () -> Moment) -> [String]

    /// The line of an epoch.
    func line(_ record: EpochRecord) -> String

    /// What closes a run of at least one epoch.
    func summary(first: EpochRecord, last: EpochRecord) -> [String]

    /// The model and its loss once more, in Float64, as what the lessons are compared with. The
    /// parameters are those that a lesson reports, in that order.
    var model: SquaredErrorModel { get }

    /// The inputs, where each sample has one: the x axis of a plot; nil otherwise.
    var abscissa: [Float]? { get }

    /// The smallest possible loss.
    var bestLoss: Double { get }

    /// How the model is written, for explanations.
    var notation: Notation { get }

    /// From which learning rate on gradient descent diverges on these data; nil where there is no
    /// such number.
    var learningRateLimit: LearningRateLimit? { get }
}

extension Problem {
    /// Nothing depends on anything, unless a problem says otherwise.
    public static func complete(_ settings: inout Settings) {}
    /// False, unless a problem says otherwise.
    public static var firstEpochIsShown: Bool { false }
    /// False, unless a problem says otherwise.
    public static var hasProgressBar: Bool { false }
    /// True, unless a problem says otherwise.
    public static var hasLearningRateLimit: Bool { true }
    /// Nothing, unless a problem says otherwise.
    public func remarks(_ epoch: Int, _ moment: () -> Moment) -> [String] { [] }
    /// Nil, unless a problem says otherwise.
    public var abscissa: [Float]? { nil }
    /// That of least squares.
    public var bestLoss: Double { model.best!.loss }
    /// That of the model, unless a problem says otherwise.
    public var learningRateLimit: LearningRateLimit? { model.learningRateLimit }
}

/// The learning rate from which on gradient descent diverges: 2/λ, where λ is the largest eigenvalue
/// of the loss's second derivatives, its greatest curvature.
public struct LearningRateLimit {
    /// The limit.
    var value: Double
    /// How it is computed, such as "n/Σx² = 4/30".
    var formula: String
    /// λ; nil if the limit is not that of the loss, because the gradient is wrong.
    var curvature: Double?

}

/// How a model is written: the words and letters of an explanation.
public struct Notation {
    /// The prediction, such as "w·x".
    var prediction: String
    /// The parameters, in the order in which a lesson reports them, one name for each number.
    var parameters: [String]
    /// The outputs; "ŷ" if there is only one.
    var outputs = ["ŷ"]
    /// How the prediction changes with each parameter, such as "x"; "" for 1.
    var partials: [String]
    /// The prediction with numbers in it, for a sample: from an output's parameters and what they are
    /// multiplied with.
    var substituted: (_ parameters: [String], _ partials: [String]) -> String = Notation.sum
    /// The data of a lesson by their names, to be recognised in a graph.
    var constants: () -> [(name: String, values: [Float])]

    /// 0.300·[1 2 3 4] + 0.500: a parameter alone where it is multiplied with 1.
    static func sum(_ parameters: [String], _ partials: [String]) -> String {
        let terms = zip(parameters, partials).map { $1 == "1" ? $0 : "\($0)·\($1)" }
        return terms.joined(separator: " + ")
    }
}
