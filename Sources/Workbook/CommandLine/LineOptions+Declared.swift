import Classroom
import Words

extension LineProblem: CommandLineProblem {
    public static let options: [Option] =
        DataRequest.options + [
            Option(
                "--samples", \.line.samples, .whole(1...10_000_000),
                "how many samples: x = 1, 2, … N"),
            Option("--w0", \.line.w0, .number(), "where the weight starts"),
            Option(
                "--bias", \.line.bias, .flag,
                "a model with a bias; both parameters start at random", stages: [.part4]),
            Option(
                "--b0", \.line.b0, .number(), "where the bias starts; needs --bias",
                stages: [.part4]),
            Option(
                "--model", \.line.model, .word(), "a Linear layer, or a custom model around it",
                stages: [.part4]),
            Option(
                "--start", \.line.start, .optional(.word()),
                "where that notebook's model starts; needs --bias", stages: [.part4]),
        ]

    public static func check(_ settings: Settings, _ stage: Stage) throws(UsageError) {
        let own = settings.line
        if settings.mistake == Mistake.wrongShape.name, own.samples > 2000 {
            throw UsageError(
                "--samples cannot be \(own.samples) with this mistake: it compares each sample with "
                    + "every other, so it takes at most 2000.")
        }
        for (name, reason) in [
            ("--b0", "without it the model has no bias"),
            ("--start", "the notebooks' models have a bias"),
        ] where settings.given.contains(name) && !own.bias {
            throw UsageError("\(name) needs --bias: \(reason).")
        }
    }
}
