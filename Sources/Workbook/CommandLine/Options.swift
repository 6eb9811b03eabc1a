import Exercises
import Files
import Words

/// The options of every lesson. Those of one problem are declared where the problem is.
enum Options {
    static let common = training + Saving.options + looking + output

    private static let training: [Option] = [
        Option(
            names: ["--epochs"], argument: .integer(Place(\.epochs), in: 0...1_000_000_000),
            help: "how often to go through all samples"),
        Option(
            names: ["--lr", "--learning-rate"],
            argument: .number(Place(\.learningRate), atLeast: 0),
            help: "the learning rate: how long a step is"),
        Option(
            names: ["--stop-below"],
            argument: .number(Place(\.stopBelow), placeholder: "LOSS", atLeast: 0),
            help: "stop after the first epoch with a smaller loss"),
        Option(names: ["--seed"], argument: seed, help: "the seed of the random numbers"),
        Option(
            names: ["--threads"], argument: .integer(Place(\.printing.threads), in: 1...256),
            help: "threads for large data; all processors by default"),
    ]

    private static let looking: [Option] = [
        Option(
            names: ["--explain"], group: .looking,
            argument: .optional(
                .integer(Place(\.explain), placeholder: "EPOCH", in: 1...1_000_000_000),
                absent: { $0.explain = 1 }),
            help: "show an epoch's five steps; the first by default"),
        Option(
            names: ["--check-gradient"], group: .looking, argument: .flag(Place(\.checkGradient)),
            help: "compute the first gradient in several ways"),
        Option(
            names: ["--graph"], group: .looking,
            argument: .optional(.choice(Place(\.graph)), absent: { $0.graph = .terminal }),
            help: "draw what autograd records; dot, mermaid: for tools",
            stages: [.part2, .part3, .part4]),
        Option(
            names: ["--plot"], group: .looking,
            argument: .optional(
                LeftFiles.plot, absent: { $0.plot = .all }),
            help: "draw loss and fit, or one; to a file: loss=FILE.svg"),
        Option(
            names: ["--report"], group: .looking, argument: LeftFiles.report,
            help: "write a page about the run, to hand in: FILE.html"),
        Option(
            names: ["--sweep"], group: .looking,
            argument: .numbers(
                Place(\.sweep), placeholder: "LR,LR,…", atLeast: 0, atMost: 50),
            help: "train with each of these learning rates and compare"),
        DataRequest.predict,
        Option(
            names: ["--step"], group: .looking, argument: .flag(Place(\.step)),
            help: "wait for Enter before each printed epoch; q ends"),
        Option(
            names: ["--bug"], group: .looking,
            argument: .text(
                Place(\.mistake), "NAME", allowed: "the name of a mistake", isShown: false),
            help: "make a classic mistake on purpose; 'list' names them"),
        Option(
            names: ["--answer"], group: .looking,
            argument: .text(
                Place(\.mystery.answer), "NAME", allowed: "the name of a mistake", isShown: false),
            help: "which mistake --bug mystery makes", isListed: false),
        Option(
            names: ["--reveal"], group: .looking, argument: .flag(Place(\.mystery.reveals)),
            help: "tell which mistake --bug mystery makes", isListed: false),
    ]

    private static let output: [Option] = [
        Option(
            names: ["--every"], group: .output,
            argument: .integer(Place(\.every), in: 0...1_000_000_000),
            help: "print every Nth epoch; 0: only the summary"),
        Option(
            names: ["--pace"], group: .output, argument: pace,
            help: "wait between printed epochs"),
        Option(
            names: ["--format"], group: .output, argument: .choice(Place(\.printing.format)),
            help: "text, or one record per epoch for programs"),
        Option(
            names: ["--timing"], group: .output, argument: .flag(Place(\.printing.timing)),
            help: "print the time per epoch to standard error"),
    ]

    // MARK: - Values of their own kind

    private static let seed = Option.Argument.value(
        Option.Value(
            placeholder: "N", allowed: "a whole number from 0 to \(UInt64.max)",
            read: { text, settings in
                guard text.consists(of: "0123456789"), let seed = UInt64(text)
                else { return false }
                settings.seed = seed
                return true
            },
            show: { "\($0.seed)" }))

    private static let pace = Option.Argument.value(
        Option.Value(
            placeholder: "SECONDS", allowed: "a number from 0 to 3600",
            read: { text, settings in
                guard let seconds = Option.Argument.plainNumber(text), 0...3600 ~= seconds else {
                    return false
                }
                settings.printing.pace = seconds
                return true
            },
            show: { Numbers.short($0.printing.pace) }))
}
