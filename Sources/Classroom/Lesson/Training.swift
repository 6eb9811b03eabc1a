import Words

/// The settings of a training run: the problem's defaults, or the values from the command line or the page.
public struct Training: Sendable {
    /// The names of the options that were given.
    package var given: Set<String> = []
    // Numbers are kept in full precision; lessons round them to Float32, as PyTorch does.
    package var epochs = 100
    package var learningRate = 0.01
    package var stopBelow: Double?
    package var seed: UInt64 = 0
    /// The number of epochs that a loaded run has already had.
    package var epochsBefore = 0
    /// The table or points that replace the problem's own samples.
    package var table: Table?
    /// The name of the mistake to make on purpose.
    package var mistake: String?
    /// True if the name of the mistake is kept secret.
    package var isMystery = false
    /// The formula of the update, if it isn't p − learning rate · dL/dp.
    package var updateRule: UpdateRule?
    /// True if there may be a learning rate beyond which gradient descent diverges.
    package var hasLimit = true
    /// The number of epochs from one printed epoch to the next.
    package var every = 10
    /// True if the first epoch is always printed, whatever ``every`` says.
    package var showsFirstEpoch = false

    /// The settings of a problem that sets none of its own.
    package static let standard = Training()

    /// The first epoch of the run.
    package var firstEpoch: Int { epochsBefore + 1 }

    /// The last epoch, unless the run ends early.
    package var lastEpoch: Int { epochsBefore + epochs }

    /// The name shown for a mistake: not its real one if that is secret.
    package var shownMistake: String? { isMystery ? Mistake.mystery : mistake }

    /// Makes the learning rate too large, and the run short enough that the numbers stay finite.
    package mutating func overstep(_ limit: LearningRateLimit?) {
        if let limit, !given.contains("--lr") {
            learningRate = Double(Numbers.scientific(limit.value * 1.1, 1))!
        }
        if !given.contains("--epochs") { epochs = 20 }
        if !given.contains("--every") { every = 1 }
    }
}

/// The options of one particular problem, as a struct with their values.
public protocol ProblemOptions: Sendable {
    /// Creates the default options.
    init()

    /// True if an epoch may have several updates.
    var hasBatches: Bool { get }

    /// True if the rows come in a new order in each epoch.
    var isShuffled: Bool { get }

    /// Fills in values that depend on other options.
    mutating func complete(_ training: inout Training)

    /// Makes every update use all samples, for measurements.
    mutating func useAllSamples()
}

extension ProblemOptions {
    /// False by default.
    public var hasBatches: Bool { false }
    /// False by default.
    public var isShuffled: Bool { false }
    /// Changes nothing by default.
    public mutating func complete(_ training: inout Training) {}
    /// Changes nothing by default.
    public mutating func useAllSamples() {}
}

/// A problem without options.
public struct NoOptions: ProblemOptions {
    /// Creates the empty set of options.
    public init() {}
}

/// Everything needed to create a lesson.
public struct Setup<P: Problem>: Sendable {
    package var stage: Stage
    package var training = P.defaults
    package var options = P.Options()

    package init(stage: Stage, training: Training = P.defaults, options: P.Options = P.Options()) {
        self.stage = stage
        self.training = training
        self.options = options
    }

    /// The problem, with its data and its starting values.
    package var problem: P { P(self) }
}
