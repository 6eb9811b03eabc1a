/// What a run is to do: the problem's defaults, and what the page says instead.
public struct Settings: Sendable {
    enum Format { case text, jsonl }
    enum PlotForm {
        case all, loss, fit, w, descent
    }

    /// The names of the options that the page gives.
    var given: Set<String> = []

    var epochs = 100
    var learningRate = 0.01
    var stopBelow: Double?
    var seed: UInt64 = 0
    var mistake: String?
    var isShuffled = false
    /// The page hides no mistake.
    let isMystery = false
    var shownMistake: String? { mistake }
    var updateRule: [String]?
    /// True if the page has already shown the fatal error that is part of the lesson.
    var hasShownError = false
    /// The epoch to explain.
    var explain: Int?
    var checkGradient = false
    var step = false
    var graph: Bool { false }
    var plot: PlotForm?
    var sweep: [Double] = []
    var every = 10
    var pace = 0.0
    var format = Format.text
    var timing = false
    var threads: Int?

    /// Points of one's own.
    var table: Table?

    // The options of each problem.
    var line = LineOptions()
    var crops = CropsOptions()
    var curve = CurveOptions()
}

/// The options that only one problem has, and where the settings keep them.
protocol ProblemOptions: Sendable {
    static func get(_ settings: Settings) -> Self
    static func set(_ settings: inout Settings, _ options: Self)
}

extension Settings {
    subscript<O: ProblemOptions>(_ type: O.Type) -> O {
        get { O.get(self) }
        set { O.set(&self, newValue) }
    }
}

extension LineOptions {
    static func get(_ settings: Settings) -> Self { settings.line }
    static func set(_ settings: inout Settings, _ options: Self) { settings.line = options }
}

extension CropsOptions {
    static func get(_ settings: Settings) -> Self { settings.crops }
    static func set(_ settings: inout Settings, _ options: Self) { settings.crops = options }
}

extension CurveOptions {
    static func get(_ settings: Settings) -> Self { settings.curve }
    static func set(_ settings: inout Settings, _ options: Self) { settings.curve = options }
}

extension CropsProblem {
    public static func isShuffled(_ settings: Settings) -> Bool { settings.crops.shuffle }

    public static func useAllSamples(_ settings: inout Settings) {
        settings.crops.batchSize = nil
        settings.crops.shuffle = false
    }
}

/// There is no command line.
public struct Option {}

/// What cannot be done, as a sentence.
public struct UsageError: Error, Equatable {
    var message: String

    init(_ message: String) { self.message = message }
}
