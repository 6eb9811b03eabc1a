/// The options of the crops.
struct CropsOptions: ProblemOptions {
    /// Where the parameters start.
    enum Start: String, CaseIterable, Sendable {
        case randn, notebook
        case notebookExact = "notebook-exact"
        case linear

        var isNotebooks: Bool { self == .notebook || self == .notebookExact }
    }

    var rows = 5
    var batchSize: Int?
    var shuffle = false
    var start = Start.randn
}

extension CropsProblem {
    public static let options: [Option] =
        DataRequest.options + [
            Option(
                names: ["--rows"], argument: .integer(Place(own: \CropsOptions.rows), in: 1...15),
                help: "how many rows; the notebook's are 5 and 15"),
            Option(
                names: ["--batch-size"],
                argument: .integer(Place(own: \CropsOptions.batchSize), in: 1...1 << 24),
                help: "rows per update; all rows by default", stages: [.part4]),
            Option(
                names: ["--shuffle"], argument: .flag(Place(own: \CropsOptions.shuffle)),
                help: "go through the rows in a new order in each epoch", stages: [.part4]),
            Option(
                names: ["--start"],
                argument: .choice(
                    Place(own: \CropsOptions.start), [.randn, .notebook, .notebookExact]),
                help: "random, or what notebook 001 prints", stages: [.part1, .part2, .part3]),
            Option(
                names: ["--start"], argument: .choice(Place(own: \CropsOptions.start)),
                help: "random, what notebook 001 prints, or the layer's own", stages: [.part4]),
        ]

    public static func isShuffled(_ settings: Settings) -> Bool {
        settings[CropsOptions.self].shuffle
    }

    public static func useAllSamples(_ settings: inout Settings) {
        settings[CropsOptions.self].batchSize = nil
        settings[CropsOptions.self].shuffle = false
    }
}
