import Descent

/// A Legendre polynomial for the sine: ŷ = a + b·P₃(c + d·x) at points from −π to π, with a summed
/// squared error.
public struct LegendreProblem: Problem {
    public static let name = "legendre"

    public static let defaults: Settings = {
        var settings = SineProblem.defaults
        settings.learningRate = 5e-6
        return settings
    }()

    let curve: SineCurve
    private let settings: Settings

    public init(_ settings: Settings, _ stage: Stage) {
        self.settings = settings
        curve = SineCurve(settings)
    }

    public var introduction: [String] {
        [
            "y = sin x at \(settings.samples) points from -π to π, fitted by ŷ = a + b·P₃(c + d·x),",
            "with the Legendre polynomial P₃(u) = (5u³ - 3u)/2.",
            "Learning rate \(Numbers.short(settings.learningRate)), \(settings.epochs) epochs.",
        ]
    }

    /// As the notebook prints it: the step, counted from 0, and all digits of the loss.
    public func line(_ record: EpochRecord) -> String {
        "\(record.epoch - 1) \(Numbers.exact(record.loss))"
    }

    public func summary(first: EpochRecord, last: EpochRecord) -> [String] {
        let found = last.parameters.map { Numbers.exact($0.values[0]) }
        return ["Result: y = \(found[0]) + \(found[1]) * P3(\(found[2]) + \(found[3]) x)"]
            + curve.bestCubic
    }

    /// The model is not linear in its parameters: the curvature changes on the way.
    public var learningRateLimit: LearningRateLimit? { nil }
}

/// A lesson on the Legendre polynomial.
public typealias LegendreLesson = Lesson<LegendreProblem>

extension Lesson<LegendreProblem> {
    /// The points from −π to π, and their sines.
    public var x: [Float] { problem.curve.x }
    public var y: [Float] { problem.curve.y }

    /// Where a, b, c and d start: not too far from the solution.
    public var start: (a: Float, b: Float, c: Float, d: Float) { (0, -1, 0, 0.3) }

    /// Shows a derivative beside what finite differences measure.
    public func check(_ name: String, derivative: Tensor, measured: Tensor) {
        let differences = zip(derivative.scalars, measured.scalars).map { abs($0 - $1) }
        note([
            "\(name): the backward pass and finite differences agree to "
                + "\(Numbers.short(differences.max() ?? 0, 1)) at \(differences.count) points.",
            "",
        ])
    }

    /// Reports an epoch: the loss before its update, and the parameters after it.
    public func report(
        _ epoch: Int, loss: some Scalars, a: some Scalars, b: some Scalars, c: some Scalars,
        d: some Scalars
    ) {
        report(epoch, loss: loss, parameters: [("a", a), ("b", b), ("c", c), ("d", d)])
    }
}
