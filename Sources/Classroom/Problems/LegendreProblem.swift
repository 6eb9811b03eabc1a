import Descent
import Words

/// A Legendre polynomial for the sine: ŷ = a + b·P₃(c + d·x) at points from −π to π, with a summed squared error.
public struct LegendreProblem: CurveProblem {
    public static let name = "legendre"
    /// The model is not linear, so the curvature of its loss changes along the way.
    public static let defaults = Training(
        epochs: 2000, learningRate: 5e-6, hasLimit: false, every: 100)

    public let curve: SineCurve

    public init(_ setup: Setup<LegendreProblem>) { curve = SineCurve(setup.options) }

    public func summary(_ findings: Findings, first: EpochRecord, last: EpochRecord) -> [String] {
        summary(findings, last) { "Result: y = \($0[0]) + \($0[1]) * P3(\($0[2]) + \($0[3]) x)" }
    }

    public var knowledge: Knowledge {
        Knowledge(
            samples: samples, names: ["a", "b", "c", "d"], isMean: false,
            model: { samples, n in
                guard n.count == 4, let (x, y) = Self.points(samples) else { return nil }
                let model = SquaredErrorModel(
                    samples: x.count, outputs: [[0, 1, 2, 3]], isMean: false,
                    target: { sample, _ in Double(y[sample]) },
                    predict: { p, sample, partials in
                        let x = Double(x[sample])
                        let u = p[2] + p[3] * x
                        let (value, slope) = ((5 * u * u * u - 3 * u) / 2, 3 * (5 * u * u - 1) / 2)
                        partials = [1, value, p[1] * slope, p[1] * slope * x]
                        return p[0] + p[1] * value
                    })
                let notation = Notation(
                    prediction: "\(n[0]) + \(n[1])·P₃(\(n[2]) + \(n[3])·x)", parameters: n,
                    partials: ["", "P₃(u)", "\(n[1])·P₃′(u)", "\(n[1])·P₃′(u)·x"],
                    substituted: { parameters, partials in
                        "\(parameters[0]) + \(parameters[1])·\(partials[1])"
                    })
                return KnownModel(model: model, notation: notation)
            })
    }
}

/// A lesson on the Legendre polynomial.
public typealias LegendreLesson = Lesson<LegendreProblem>

extension Lesson<LegendreProblem> {
    /// The starting values of a, b, c and d: not too far from the solution.
    public var start: (a: Float, b: Float, c: Float, d: Float) {
        (start("a", 0), start("b", -1), start("c", 0), start("d", 0.3))
    }

    /// Compares a derivative with finite differences.
    public func check(_ name: String, derivative: Tensor, measured: Tensor) {
        let differences = zip(derivative.scalars, measured.scalars).map { abs($0 - $1) }
        note([
            "\(name): backward pass and finite differences differ by at most "
                + "\(Numbers.short(differences.max() ?? 0, 1)) at \(differences.count) points.",
            "",
        ])
    }
}
