/// What a run is to do: the problem's defaults, and what the command line says instead.
public struct Settings: Sendable {
    enum Format: String, CaseIterable, Sendable {
        case text, csv, jsonl
    }

    /// Which pictures are drawn.
    enum PlotForm: String, CaseIterable, Sendable {
        case all, loss, fit, w, descent, graph
    }

    /// The name of the lesson on the command line; that of its problem unless it is one of its own.
    var lesson: String?
    /// The names of the options that the command line gives.
    var given: Set<String> = []

    // Training. Numbers are kept as they are written; lessons round them to Float32, as PyTorch does.
    var epochs = 100
    var learningRate = 0.01
    var stopBelow: Double?
    var seed: UInt64 = 0
    /// The name of the mistake to make on purpose.
    var mistake: String?
    /// Whether nobody is to see which mistake it is.
    var isMystery = false
    /// Which mistake somebody thinks it is.
    var answer: String?
    /// Whether the hidden mistake is to be told.
    var reveals = false
    /// The options of the problem; see ``ProblemOptions``.
    var own: any Sendable = NoOptions()
    /// What is asked for of a table and of the trained model; and both, when they have been read.
    var data = DataRequest()
    var table: Table?
    var question: Question?
    /// Whether the rows come in a new order in each epoch.
    var isShuffled = false
    /// How many epochs a loaded run has had already.
    var epochsBefore = 0
    /// What is loaded and saved.
    var saving = Saving()
    /// How the update is written, where an option makes it another one than p − learning rate · dL/dp.
    var updateRule: [String]?

    // Looking
    /// The epoch to explain.
    var explain: Int?
    var checkGradient = false
    var step = false
    var graph = false
    var plot: PlotForm?
    /// The learning rates to compare; empty for a run with one.
    var sweep: [Double] = []

    // Output
    var every = 10
    var pace = 0.0
    var format = Format.text
    var timing = false
    var threads: Int?
    /// The pictures and the report that it leaves.
    var leaves = LeftFiles()
}

/// The options that only one problem has: a struct with their values.
protocol ProblemOptions: Sendable {
    /// With the defaults.
    init()
}

/// A problem without options.
struct NoOptions: ProblemOptions {}

extension Settings {
    /// The options of a problem.
    subscript<O: ProblemOptions>(_ type: O.Type) -> O {
        get { own as? O ?? O() }
        set { own = newValue }
    }
}

/// A place in the settings.
struct Place<T>: Sendable {
    var get: @Sendable (Settings) -> T
    var set: @Sendable (inout Settings, T) -> Void

    init(_ path: WritableKeyPath<Settings, T> & Sendable) {
        get = { $0[keyPath: path] }
        set = { $0[keyPath: path] = $1 }
    }

    /// A place in a problem's options.
    init<O: ProblemOptions>(own path: WritableKeyPath<O, T> & Sendable) {
        get = { $0[O.self][keyPath: path] }
        set = { $0[O.self][keyPath: path] = $1 }
    }
}
