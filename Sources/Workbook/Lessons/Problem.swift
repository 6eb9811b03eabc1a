/// What is learned: the data, and how a run on them is introduced, printed and summed up.
///
/// A problem is one file in `Problems`; its lessons are one short file in each part.
public protocol Problem {
    /// What it is called on the command line.
    static var name: String { get }

    /// What a run does unless the command line says otherwise.
    static var defaults: Settings { get }

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

    /// The line of an epoch.
    func line(_ record: EpochRecord) -> String

    /// What closes a run of at least one epoch.
    func summary(first: EpochRecord, last: EpochRecord) -> [String]

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
}

/// The learning rate from which on gradient descent diverges: 2/λ, where λ is the largest eigenvalue
/// of the loss's second derivatives, its greatest curvature.
public struct LearningRateLimit {
    /// The limit.
    var value: Double
    /// How it is computed, such as "n/Σx² = 4/30".
    var formula: String

    /// The limit for a loss that is a factor times the sum of squared errors of a linear model.
    ///
    /// The second derivatives of factor · Σ (x·p − y)² are 2 · factor · XᵀX.
    init(factor: Double, _ x: LinearAlgebra.Rows) {
        value = 1 / (factor * LinearAlgebra.largestEigenvalue(LinearAlgebra.products(x)))
        formula = "2/λ of the loss's second derivatives"
    }

    init(value: Double, formula: String) {
        self.value = value
        self.formula = formula
    }
}
