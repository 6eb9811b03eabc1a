/// The options of the crops.
public struct CropsOptions: ProblemOptions {
    /// Where the parameters start.
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

    /// With the defaults.
    public init() {}

    public var hasBatches: Bool { true }
    public var isShuffled: Bool { shuffle }

    /// Ten lines, however many epochs.
    public mutating func complete(_ training: inout Training) {
        if !training.given.contains("--every") { training.every = max(1, training.epochs / 10) }
    }

    public mutating func useAllSamples() {
        batchSize = nil
        shuffle = false
    }
}
