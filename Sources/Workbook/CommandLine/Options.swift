/// All options of all parts: the one place where they are declared.
///
/// Two options may have the same name if no lesson has both.
enum Options {
    static let all = training + data + model + looking + output

    /// The options of a name.
    static func named(_ name: String) -> [Option] {
        all.filter { $0.names.contains(name) }
    }

    private static let training: [Option] = [
        Option(
            names: ["--epochs"], group: .training,
            argument: .integer(\.epochs, in: 0...1_000_000_000),
            help: "how often to go through all samples"),
        Option(
            names: ["--lr", "--learning-rate"], group: .training,
            argument: .number(\.learningRate, atLeast: 0),
            help: "the learning rate: how long a step is"),
        Option(
            names: ["--stop-below"], group: .training,
            argument: .number(\.stopBelow, placeholder: "LOSS", atLeast: 0),
            help: "stop after the first epoch with a smaller loss"),
        Option(
            names: ["--seed"], group: .training, argument: seed,
            help: "the seed of PyTorch's random numbers"),
        Option(
            names: ["--threads"], group: .training, argument: .integer(\.threads, in: 1...256),
            help: "threads for large data; all processors by default"),
    ]

    private static let data: [Option] = [
        Option(
            names: ["--samples"], group: .training,
            // Up to here every whole number is a Float32.
            argument: .integer(\.samples, in: 1...1 << 24),
            help: "how many samples: x = 1, 2, … N", problems: ["line"]),
        Option(
            names: ["--samples"], group: .training,
            argument: .integer(\.samples, in: 1...1 << 24),
            help: "how many points from −π to π", problems: ["sine", "legendre"]),
        Option(
            names: ["--points"], group: .training,
            argument: .word(\.points, ["exact", "notebook"]),
            help: "exact ones, or those of notebook 003 in every bit",
            problems: ["sine", "legendre"]),
        Option(
            names: ["--rows"], group: .training, argument: .integer(\.rows, in: 1...15),
            help: "how many rows of the table; the notebook's are 5 and 15", problems: ["crops"]),
        Option(
            names: ["--batch-size"], group: .training,
            argument: .integer(\.batchSize, in: 1...1 << 24),
            help: "update after so many rows; all rows by default",
            stages: [.part4], problems: ["crops"]),
        Option(
            names: ["--shuffle"], group: .training, argument: .flag(\.shuffle),
            help: "go through the rows in a new order in each epoch",
            stages: [.part4], problems: ["crops"]),
    ]

    private static let model: [Option] = [
        Option(
            names: ["--w0"], group: .training, argument: .number(\.w0),
            help: "where the weight starts", problems: ["line"]),
        Option(
            names: ["--bias"], group: .training, argument: .flag(\.bias),
            help: "a model with a bias, from PyTorch's random start",
            stages: [.part4], problems: ["line"]),
        Option(
            names: ["--b0"], group: .training, argument: .number(\.b0),
            help: "where the bias starts; goes with --bias",
            stages: [.part4], problems: ["line"]),
        Option(
            names: ["--model"], group: .training, argument: .word(\.model, ["linear", "custom"]),
            help: "a Linear layer, or a model of our own around it",
            stages: [.part4], problems: ["line"]),
        Option(
            names: ["--start"], group: .training,
            argument: .word(\.start, ["notebook-000", "notebook-002"]),
            help: "where that notebook's model starts; goes with --bias",
            stages: [.part4], problems: ["line"]),
        Option(
            names: ["--start"], group: .training,
            argument: .word(\.start, ["randn", "notebook", "notebook-exact"]),
            help: "random, or what notebook 001 prints",
            stages: [.part1, .part2, .part3], problems: ["crops"]),
        Option(
            names: ["--start"], group: .training,
            argument: .word(\.start, ["randn", "notebook", "notebook-exact", "linear"]),
            help: "random, what notebook 001 prints, or the layer's own",
            stages: [.part4], problems: ["crops"]),
        Option(
            names: ["--start"], group: .training,
            argument: .word(\.start, ["randn", "notebook", "notebook-numpy"]),
            help: "random, or that of notebook 003's loop",
            stages: [.part1], problems: ["sine"]),
        Option(
            names: ["--start"], group: .training,
            argument: .word(\.start, ["randn", "notebook"]),
            help: "random, or that of notebook 003's loop",
            stages: [.part2, .part3], problems: ["sine"]),
        Option(
            names: ["--start"], group: .training,
            argument: .word(\.start, ["randn", "notebook", "linear"]),
            help: "random, that of notebook 003's loop, or the layer's own",
            stages: [.part4], problems: ["sine"]),
        Option(
            names: ["--optimizer"], group: .training,
            argument: .word(\.optimizer, ["sgd", "rmsprop"]),
            help: "which optimizer; RMSprop's learning rate is 0.001",
            stages: [.part4], problems: ["sine"]),
        Option(
            names: ["--update"], group: .training,
            argument: .word(\.update, ["optimizer", "by-hand"]),
            help: "who updates the parameters",
            stages: [.part4], problems: ["sine"]),
    ]

    private static let looking: [Option] = [
        Option(
            names: ["--explain"], group: .looking,
            argument: .optional(
                .integer(\.explain, placeholder: "EPOCH", in: 1...1_000_000_000),
                absent: { $0.explain = 1 }),
            help: "show an epoch's five steps with their numbers; the first by default"),
        Option(
            names: ["--check-gradient"], group: .looking, argument: .flag(\.checkGradient),
            help: "compare the first gradient with others, found in other ways"),
        Option(
            names: ["--graph"], group: .looking,
            argument: .optional(.choice(\.graph), absent: { $0.graph = .terminal }),
            help: "draw what autograd records; here, or for Graphviz or Mermaid",
            stages: [.part2, .part3, .part4]),
        Option(
            names: ["--plot"], group: .looking, argument: .flag(\.plot),
            help: "draw the loss and the fit after the training"),
        Option(
            names: ["--sweep"], group: .looking,
            argument: .numbers(\.sweep, placeholder: "LR,LR,…", atLeast: 0, atMost: 50),
            help: "train with each of these learning rates and compare"),
        Option(
            names: ["--step"], group: .looking, argument: .flag(\.step),
            help: "wait for Enter before each printed epoch; q ends"),
        Option(
            names: ["--bug"], group: .looking, argument: bug,
            help: "make a classic mistake on purpose; 'list' names them"),
    ]

    private static let output: [Option] = [
        Option(
            names: ["--every"], group: .output,
            argument: .integer(\.every, in: 0...1_000_000_000),
            help: "print every Nth epoch; 0: only the summary"),
        Option(
            names: ["--pace"], group: .output, argument: pace,
            help: "wait between printed epochs"),
        Option(
            names: ["--format"], group: .output, argument: .choice(\.format),
            help: "text, or a record an epoch for programs"),
        Option(
            names: ["--timing"], group: .output, argument: .flag(\.timing),
            help: "print to standard error how long an epoch takes"),
    ]

    // MARK: - Values of their own kind

    private static let seed = Option.Argument.value(
        Option.Value(
            placeholder: "N", allowed: "a whole number from 0 to \(UInt64.max)",
            read: { text, settings in
                guard Option.Argument.consists(text, of: "0123456789"), let seed = UInt64(text)
                else { return false }
                settings.seed = seed
                return true
            },
            show: { "\($0.seed)" }))

    private static let bug = Option.Argument.value(
        Option.Value(
            placeholder: "NAME", allowed: "the name of a mistake",
            read: { text, settings in
                settings.bug = text
                return true
            }))

    private static let pace = Option.Argument.value(
        Option.Value(
            placeholder: "SECONDS", allowed: "a number from 0 to 3600",
            read: { text, settings in
                guard let seconds = Option.Argument.plainNumber(text), 0...3600 ~= seconds else {
                    return false
                }
                settings.pace = seconds
                return true
            },
            show: { Numbers.short($0.pace) }))
}
