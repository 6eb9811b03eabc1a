import Words

/// What a lesson trains with: the problem's defaults, and what the command line or the page says instead.
public struct Training: Sendable {
    /// The names of the options that were given.
    package var given: Set<String> = []
    // Numbers are kept as they are written; lessons round them to Float32, as PyTorch does.
    package var epochs = 100
    package var learningRate = 0.01
    package var stopBelow: Double?
    package var seed: UInt64 = 0
    /// How many epochs a loaded run has had already.
    package var epochsBefore = 0
    /// A table, or points, in the place of the problem's own samples.
    package var table: Table?
    /// The name of the mistake to make on purpose.
    package var mistake: String?
    /// Whether nobody is to see which mistake it is.
    package var isMystery = false
    /// How the update is written, where it is another one than p − learning rate · dL/dp.
    package var updateRule: [String]?
    /// Whether there may be a learning rate from which on gradient descent diverges.
    package var hasLimit = true
    /// How often an epoch is printed.
    package var every = 10
    /// Whether the first epoch is printed, whatever ``every`` says.
    package var showsFirstEpoch = false

    package init() {}

    /// The first epoch of the run.
    package var firstEpoch: Int { epochsBefore + 1 }

    /// And the last one, unless it ends before.
    package var lastEpoch: Int { epochsBefore + epochs }

    /// What is said of a mistake: not its name, where that is hidden.
    package var shownMistake: String? { isMystery ? Mistake.mystery : mistake }

    /// Makes the learning rate too large, and the run so short that the numbers stay finite.
    package mutating func overstep(_ limit: LearningRateLimit?) {
        if let limit, !given.contains("--lr") {
            let larger = Numbers.scientific(limit.value * 1.1, 1)
            learningRate = Double(larger)!
        }
        if !given.contains("--epochs") { epochs = 20 }
        if !given.contains("--every") { every = 1 }
    }
}

/// The options that only one problem has: a struct with their values.
public protocol ProblemOptions: Sendable {
    /// With the defaults.
    init()

    /// Whether an epoch may have several updates.
    var hasBatches: Bool { get }

    /// Whether the rows come in a new order in each epoch.
    var isShuffled: Bool { get }

    /// Fills in what depends on other options.
    mutating func complete(_ training: inout Training)

    /// Takes away what makes the samples of an update other ones than all: for measurements.
    mutating func useAllSamples()
}

extension ProblemOptions {
    /// False, unless a problem says otherwise.
    public var hasBatches: Bool { false }
    /// False, unless a problem says otherwise.
    public var isShuffled: Bool { false }
    /// Nothing depends on anything, unless a problem says otherwise.
    public mutating func complete(_ training: inout Training) {}
    /// Nothing, unless a problem says otherwise.
    public mutating func useAllSamples() {}
}

/// A problem without options.
public struct NoOptions: ProblemOptions {
    /// There is nothing to choose.
    public init() {}
}

/// What a lesson is made from.
public struct Setup<P: Problem>: Sendable {
    package var stage: Stage
    package var training = P.defaults
    package var options = P.Options()

    package init(stage: Stage, training: Training = P.defaults, options: P.Options = P.Options()) {
        self.stage = stage
        self.training = training
        self.options = options
    }

    /// The problem, with its data and its start.
    package var problem: P { P(self) }
}
