import Classroom

extension CropsProblem: CommandLineProblem {
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

    public static var inputNames: [String] { names.inputs }
    public static var targetNames: [String] { names.targets }
}
