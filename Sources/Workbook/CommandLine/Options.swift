import Words

/// The options of every lesson. The options of a single problem are declared with the problem.
enum Options {
    static let common = training + looking + output

    static let training: [Option] = [
        Option(
            "--epochs", \.epochs, .whole(0...1_000_000_000), "how many passes through all samples"),
        Option(
            "--lr, --learning-rate", \.learningRate, .number(.notNegative),
            "the learning rate: how long a step is"),
        Option(
            "--stop-below", \.stopBelow, .optional(.number(.notNegative, "LOSS")),
            "stop after the first epoch with a smaller loss"),
        Option("--seed", \.seed, .whole(0...UInt64.max), "the seed for the random numbers"),
        Option(
            "--threads", \.printing.threads, .optional(.whole(1...256)),
            "threads for large data; all processors by default"),
        Option(
            "--save", \.saving.save, .optional(.file(".safetensors")),
            "save the run, so that --load can continue it"),
        Option(
            "--load", \.saving.load, .optional(.text("FILE", "the name of a file")),
            "continue a saved run for --epochs more epochs"),
    ]

    static let looking: [Option] = [
        Option(
            "--explain", \.explain, .optional(.whole(1...1_000_000_000, "EPOCH")), absent: "1",
            "show an epoch's five steps; the first by default"),
        Option(
            "--check-gradient", \.checkGradient, .flag, "compare the gradient with measured slopes"),
        Option(
            "--graph", \.graph, .flag, "draw what autograd records",
            stages: [.part2, .part3, .part4]),
        LeftFiles.plot,
        Option(
            "--report", \.leaves.report, .optional(.file(".html")),
            "write a page about the run, to hand in: FILE.html"),
        Option(
            "--sweep", \.sweep, .rates(atMost: 50),
            "train with each of these learning rates and compare"),
        Option(
            "--predict", \.data.question,
            .optional(
                .text(
                    "X,…|FILE",
                    "numbers separated by commas, rows separated by semicolons, or a file")),
            "predict from new inputs with the trained model"),
        Option("--step", \.step, .flag, "wait for Enter before each printed epoch; q quits"),
        Option(
            "--bug", \.mistake, .optional(.text("NAME", "the name of a mistake")),
            "make a classic mistake on purpose; 'list' names them"),
        Option(
            "--answer", \.mystery.answer, .optional(.text("NAME", "the name of a mistake")),
            "your answer to --bug mystery", isListed: false),
        Option(
            "--reveal", \.mystery.reveals, .flag, "reveal the mistake of --bug mystery",
            isListed: false),
    ]

    static let output: [Option] = [
        Option(
            "--every", \.every, .whole(0...1_000_000_000),
            "print every Nth epoch; 0: only the summary"),
        Option(
            "--pace", \.printing.pace, .number(0...3600, "SECONDS"), "wait between printed epochs"),
        Option(
            "--format", \.printing.format, .word(), "text, or one record per epoch for programs"),
        Option(
            "--timing", \.printing.timing, .flag, "print the time per epoch to standard error"),
    ]
}
