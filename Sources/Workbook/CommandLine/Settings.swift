/// What a run is to do: the problem's defaults, and what the command line says instead.
public struct Settings: Sendable {
    enum Format: String, CaseIterable, Sendable {
        case text, csv, jsonl
    }

    enum GraphForm: String, CaseIterable, Sendable {
        case terminal, dot, mermaid
    }

    /// The names of the options that the command line gives.
    var given: Set<String> = []

    // Training. Numbers are kept as they are written; lessons round them to Float32, as PyTorch does.
    var epochs = 100
    var learningRate = 0.01
    var stopBelow: Double?
    var seed: UInt64 = 0
    /// Where the parameters start, by name; what the names mean is the problem's affair.
    var start = ""
    var bug: String?

    // Data
    var samples = 4
    var points = "exact"
    var rows = 5
    var batchSize: Int?
    var shuffle = false

    // Model
    var w0 = 0.0
    var b0 = 0.0
    var bias = false
    var model = "linear"
    var optimizer = "sgd"
    var update = "optimizer"

    // Looking
    /// The epoch to explain.
    var explain: Int?
    var checkGradient = false
    var step = false
    var graph: GraphForm?
    var plot = false
    /// The learning rates to compare; empty for a run with one.
    var sweep: [Double] = []

    /// The training in a sentence.
    var training: String {
        let count = Text.count(epochs, "epoch")
        if !sweep.isEmpty { return "\(count) with each learning rate." }
        return "Learning rate \(Numbers.short(learningRate)), \(count)."
    }

    /// Whether the numbers of the start are needed before the training.
    var looksAtTheStart: Bool { explain != nil || checkGradient }

    // Output
    var every = 10
    var pace = 0.0
    var format = Format.text
    var timing = false
    var threads: Int?
}
