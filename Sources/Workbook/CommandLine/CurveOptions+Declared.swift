import Classroom
import Words

/// The options that all curves have; the sine has more.
extension CommandLineProblem where Self: CurveProblem {
    public static var options: [Option] {
        [
            Option(
                "--samples", \.curve.samples, .whole(1...10_000_000), "how many points from −π to π"
            ),
            Option(
                "--points", \.curve.points, .word(), "exact, or bit for bit those of notebook 003"),
        ]
    }

    public static func check(_ settings: Settings, _ stage: Stage) throws(UsageError) {
        let own = settings.curve
        if own.points == .notebook && own.samples != SineCurve.notebookCount {
            throw UsageError(
                "--points notebook has \(SineCurve.notebookCount) points, "
                    + "so --samples cannot be \(own.samples).")
        }
        if settings.mistake == Mistake.largeLearningRate.name && own.optimizer == .rmsprop {
            throw UsageError("--bug large-lr needs --optimizer sgd: RMSprop has no such limit.")
        }
    }
}

extension SineProblem: CommandLineProblem {
    public static let options: [Option] =
        LegendreProblem.options + [
            Option(
                "--start", \.curve.start, .word([.randn, .notebook, .notebookNumPy]),
                "random, or that of notebook 003's loop", stages: [.part1]),
            Option(
                "--start", \.curve.start, .word([.randn, .notebook]),
                "random, or that of notebook 003's loop", stages: [.part2, .part3]),
            Option(
                "--start", \.curve.start, .word([.randn, .notebook, .linear]),
                "random, that of notebook 003's loop, or the layer's own", stages: [.part4]),
            Option(
                "--optimizer", \.curve.optimizer, .word(),
                "which optimizer; RMSprop's learning rate is 0.001", stages: [.part4]),
            Option(
                "--update", \.curve.update, .word(), "update with the optimizer, or by hand",
                stages: [.part4]),
        ]
}

extension LegendreProblem: CommandLineProblem {}

extension NetworkProblem: CommandLineProblem {}

extension OwnProblem: CommandLineProblem {}
