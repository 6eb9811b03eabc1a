/// All options of all parts: the one place where they are declared.
enum Options {
    static let all: [Option] = training + output

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
            names: ["--samples"], group: .training,
            // Up to here every whole number is a Float32.
            argument: .integer(\.samples, in: 1...1 << 24),
            help: "how many samples: x = 1, 2, … N", problems: ["line"]),
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
            names: ["--seed"], group: .training,
            argument: .value(
                Option.Value(
                    placeholder: "N", allowed: "a whole number from 0 to \(UInt64.max)",
                    read: { text, settings in
                        guard Option.Argument.consists(text, of: "0123456789"),
                            let seed = UInt64(text)
                        else { return false }
                        settings.seed = seed
                        return true
                    },
                    show: { "\($0.seed)" })),
            help: "the seed of PyTorch's random numbers"),
        Option(
            names: ["--bug"], group: .training,
            argument: .value(
                Option.Value(
                    placeholder: "NAME", allowed: "the name of a mistake",
                    read: { text, settings in
                        settings.bug = text
                        return true
                    })),
            help: "make a classic mistake on purpose: dot-mean",
            stages: [.part1], problems: ["line"]),
    ]

    private static let output: [Option] = [
        Option(
            names: ["--every"], group: .output,
            argument: .integer(\.every, in: 0...1_000_000_000),
            help: "print every Nth epoch; 0: only the summary"),
        Option(
            names: ["--pace"], group: .output,
            argument: .value(
                Option.Value(
                    placeholder: "SECONDS", allowed: "a number from 0 to 3600",
                    read: { text, settings in
                        guard let seconds = Option.Argument.plainNumber(text),
                            0...3600 ~= seconds
                        else { return false }
                        settings.pace = seconds
                        return true
                    },
                    show: { Numbers.short($0.pace) })),
            help: "wait between printed epochs"),
        Option(
            names: ["--format"], group: .output, argument: .choice(\.format),
            help: "text, or a record an epoch for programs"),
    ]
}
