import Descent

/// A Legendre polynomial for the sine: ŷ = a + b·P₃(c + d·x) at points from −π to π, with a summed
/// squared error.
public struct LegendreProblem: CurveProblem {
    public static let name = "legendre"
    /// The model is not linear, so the curvature of its loss changes on the way.
    public static let hasLearningRateLimit = false

    public static let defaults: Settings = {
        var settings = SineProblem.defaults
        settings.learningRate = 5e-6
        return settings
    }()

    private let curve: SineCurve
    public var x: [Float] { curve.x }
    public var y: [Float] { curve.y }
    private let settings: Settings

    public init(_ settings: Settings, _ stage: Stage) {
        self.settings = settings
        curve = SineCurve(settings)
    }

    public var introduction: [String] {
        [
            "y = sin x at \(Text.count(settings.samples, "point")) from -π to π, fitted by ŷ = a + b·P₃(c + d·x),",
            "with the Legendre polynomial P₃(u) = (5u³ - 3u)/2.",
            settings.training,
        ]
    }

    public func summary(first: EpochRecord, last: EpochRecord) -> [String] {
        let found = last.parameters.map { Numbers.exact($0.values[0]) }
        return ["Result: y = \(found[0]) + \(found[1]) * P3(\(found[2]) + \(found[3]) x)"]
            + curve.bestCubic
    }

    public var model: SquaredErrorModel {
        SquaredErrorModel(
            samples: x.count, outputs: [[0, 1, 2, 3]], isMean: false,
            target: { sample, _ in Double(y[sample]) },
            predict: { p, sample, partials in
                let x = Double(x[sample])
                let u = p[2] + p[3] * x
                let (value, slope) = ((5 * u * u * u - 3 * u) / 2, 3 * (5 * u * u - 1) / 2)
                partials = [1, value, p[1] * slope, p[1] * slope * x]
                return p[0] + p[1] * value
            })
    }

    /// The best cubic is odd, as the sine is, and b·P₃(d·x) can be any such cubic with these signs.
    public var bestLoss: Double { curve.cubic.best!.loss }

    public var notation: Notation {
        Notation(
            prediction: "a + b·P₃(c + d·x)", parameters: ["a", "b", "c", "d"],
            partials: ["", "P₃(u)", "b·P₃′(u)", "b·P₃′(u)·x"],
            substituted: { parameters, partials in
                "\(parameters[0]) + \(parameters[1])·\(partials[1])"
            },
            constants: { [("x", x), ("y", y)] })
    }
}

/// A lesson on the Legendre polynomial.
public typealias LegendreLesson = Lesson<LegendreProblem>

extension Lesson<LegendreProblem> {
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
}
