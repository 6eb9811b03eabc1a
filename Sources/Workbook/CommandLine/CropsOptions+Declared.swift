import Classroom

extension CropsProblem: CommandLineProblem {
    public static let options: [Option] =
        DataRequest.options + [
            Option(
                "--rows", \.crops.rows, .whole(1...15),
                "how many rows; the notebook's are 5 and 15"),
            Option(
                "--batch-size", \.crops.batchSize, .optional(.whole(1...1 << 24)),
                "rows per update; all rows by default", stages: [.part4]),
            Option(
                "--shuffle", \.crops.shuffle, .flag,
                "go through the rows in a new order each epoch", stages: [.part4]),
            Option(
                "--start", \.crops.start, .word([.randn, .notebook, .notebookExact]),
                "random, or the start of notebook 001", stages: [.part1, .part2, .part3]),
            Option(
                "--start", \.crops.start, .word(),
                "random, the start of notebook 001, or the layer's own", stages: [.part4]),
        ]

    public static var inputNames: [String] { names.inputs }
    public static var targetNames: [String] { names.targets }
}
