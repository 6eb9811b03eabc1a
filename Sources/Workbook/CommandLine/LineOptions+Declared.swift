import Classroom
import Words

extension LineProblem: CommandLineProblem {
    public static let options: [Option] =
        DataRequest.options + [
            Option(
                names: ["--samples"],
                argument: .integer(Place(own: \LineOptions.samples), in: 1...10_000_000),
                help: "how many samples: x = 1, 2, … N"),
            Option(
                names: ["--w0"], argument: .number(Place(own: \LineOptions.w0)),
                help: "where the weight starts"),
            Option(
                names: ["--bias"], argument: .flag(Place(own: \LineOptions.bias)),
                help: "a model with a bias; both parameters start at random", stages: [.part4]),
            Option(
                names: ["--b0"], argument: .number(Place(own: \LineOptions.b0)),
                help: "where the bias starts; needs --bias", stages: [.part4]),
            Option(
                names: ["--model"], argument: .choice(Place(own: \LineOptions.model)),
                help: "a Linear layer, or a custom model around it", stages: [.part4]),
            Option(
                names: ["--start"], argument: .choice(Place(own: \LineOptions.start)),
                help: "where that notebook's model starts; needs --bias", stages: [.part4]),
        ]

    public static func check(_ settings: Settings, _ stage: Stage) throws(UsageError) {
        let own = settings[LineOptions.self]
        if settings.mistake == Mistake.wrongShape.name, own.samples > 2000 {
            throw UsageError(
                "--samples cannot be \(own.samples) with this mistake: it compares each sample with "
                    + "each, so 2000 are the most.")
        }
        for (name, reason) in [
            ("--b0", "without it the model has no bias"),
            ("--start", "the notebooks' models have a bias"),
        ] where settings.given.contains(name) && !own.bias {
            throw UsageError("\(name) needs --bias: \(reason).")
        }
    }
}
