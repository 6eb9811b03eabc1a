import Classroom
import Words

extension CurveOptions {
    /// Those of every curve.
    static let common: [Option] = [
        Option(
            names: ["--samples"],
            argument: .integer(Place(own: \CurveOptions.samples), in: 1...10_000_000),
            help: "how many points from −π to π"),
        Option(
            names: ["--points"], argument: .choice(Place(own: \CurveOptions.points)),
            help: "exact, or bit for bit those of notebook 003"),
    ]

    func check(_ settings: Settings, _ stage: Stage) throws(UsageError) {
        if points == .notebook && samples != SineCurve.notebookCount {
            throw UsageError(
                "--points notebook has \(SineCurve.notebookCount) points, "
                    + "so --samples cannot be \(samples).")
        }
    }
}

extension SineProblem: CommandLineProblem {
    public static let options: [Option] =
        CurveOptions.common + [
            start(
                [.randn, .notebook, .notebookNumPy], "random, or that of notebook 003's loop",
                [.part1]),
            start(
                [.randn, .notebook], "random, or that of notebook 003's loop", [.part2, .part3]),
            start(
                [.randn, .notebook, .linear],
                "random, that of notebook 003's loop, or the layer's own", [.part4]),
            Option(
                names: ["--optimizer"], argument: .choice(Place(own: \CurveOptions.optimizer)),
                help: "which optimizer; RMSprop's learning rate is 0.001", stages: [.part4]),
            Option(
                names: ["--update"], argument: .choice(Place(own: \CurveOptions.update)),
                help: "who updates the parameters", stages: [.part4]),
        ]

    private static func start(
        _ cases: [CurveOptions.Start], _ help: String, _ stages: Set<Stage>
    ) -> Option {
        Option(
            names: ["--start"], argument: .choice(Place(own: \CurveOptions.start), cases),
            help: help, stages: stages)
    }

    public static func check(_ settings: Settings, _ stage: Stage) throws(UsageError) {
        let own = settings[CurveOptions.self]
        try own.check(settings, stage)
        if settings.mistake == Mistake.largeLearningRate.name && own.optimizer == .rmsprop {
            throw UsageError(
                "--bug large-lr needs --optimizer sgd: RMSprop has no such limit.")
        }
    }
}

/// The sine has more of its own.
extension CommandLineProblem where Self: CurveProblem {
    public static var options: [Option] { CurveOptions.common }

    public static func check(_ settings: Settings, _ stage: Stage) throws(UsageError) {
        try settings[CurveOptions.self].check(settings, stage)
    }
}

extension LegendreProblem: CommandLineProblem {}

extension NetworkProblem: CommandLineProblem {}

extension OwnProblem: CommandLineProblem {}
