/// What is learned: the data, and how a run on them is introduced, printed and summed up.
///
/// A problem is one file in `Problems`; its lessons are one short file in each part.
public protocol Problem {
    /// What it is called on the command line.
    static var name: String { get }

    /// What a run does unless the command line says otherwise.
    static var defaults: Settings { get }

    /// Makes the data.
    init(_ settings: Settings)

    /// The data and the training in a line or two, for the header.
    var introduction: [String] { get }

    /// The line of an epoch.
    func line(_ record: EpochRecord) -> String

    /// What closes a run.
    ///
    /// - Parameter last: the last epoch; nil if there was none.
    func summary(_ last: EpochRecord?) -> [String]

    /// From which learning rate on gradient descent diverges on these data.
    var learningRateLimit: LearningRateLimit { get }
}

/// The learning rate from which on gradient descent diverges: 2 / λ, where λ is the largest
/// eigenvalue of the loss's second derivatives.
public struct LearningRateLimit {
    /// The limit.
    var value: Double
    /// How it is computed, such as "n/Σx² = 4/30".
    var formula: String
}
