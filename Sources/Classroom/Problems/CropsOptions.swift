/// The options of the crops.
public struct CropsOptions: ProblemOptions {
    /// The starting values of the parameters.
    package enum Start: String, CaseIterable, Sendable {
        case randn, notebook
        case notebookExact = "notebook-exact"
        case linear

        package var isNotebooks: Bool { self == .notebook || self == .notebookExact }
    }

    package var rows = 5
    package var batchSize: Int?
    package var shuffle = false
    package var start = Start.randn

    /// Creates the default options.
    public init() {}

    public var hasBatches: Bool { true }
    public var isShuffled: Bool { shuffle }

    /// Prints ten lines, however many epochs there are.
    public mutating func complete(_ training: inout Training) {
        if !training.given.contains("--every") { training.every = max(1, training.epochs / 10) }
    }

    public mutating func useAllSamples() {
        batchSize = nil
        shuffle = false
    }
}
