import Descent
import Words

/// A cubic for the sine: ŷ = a + b·x + c·x² + d·x³ at points from −π to π, with a summed squared error.
public struct SineProblem: CurveProblem {
    public static let name = "sine"
    public static let defaults = Training(epochs: 2000, learningRate: 1e-6, every: 100)

    public let curve: SineCurve
    /// The starting values; nil if the model keeps its own.
    let start: Coefficients?
    package let own: CurveOptions

    /// a, b, c and d.
    typealias Coefficients = (a: Float, b: Float, c: Float, d: Float)

    public init(_ setup: Setup<SineProblem>) {
        own = setup.options
        // Points can be drawn on the page.
        curve =
            setup.training.table.map { SineCurve(x: $0.x, y: $0.y, isSine: false) }
            ?? SineCurve(own)
        start =
            switch own.start {
            case .linear: nil
            case .notebook: Self.notebookStart(setup.stage)
            case .notebookNumPy: Self.numpyStart
            case .randn: Self.randomStart(.current)
            }
    }

    public func summary(_ findings: Findings, first: EpochRecord, last: EpochRecord) -> [String] {
        summary(findings, last) { "Result: y = \(SineCurve.text($0))" }
    }

    /// RMSprop's steps don't grow with the slope.
    public var knowledge: Knowledge {
        Knowledge(
            samples: samples, names: ["a", "b", "c", "d"], isMean: false,
            model: { samples, n in
                guard n.count == 4, let (x, y) = Self.points(samples) else { return nil }
                return KnownModel(
                    model: SineCurve.cubic(x, y),
                    notation: Notation(
                        prediction: "\(n[0]) + \(n[1])·x + \(n[2])·x² + \(n[3])·x³",
                        parameters: n, partials: ["", "x", "x²", "x³"],
                        constants: { [("x", x), ("y", y)] + SineCurve.powers(x) }))
            })
    }

    // MARK: - Starts

    private static func randomStart(_ generator: Generator) -> Coefficients {
        let draws = generator.randn(4)
        return (draws[0], draws[1], draws[2], draws[3])
    }

    /// The starting values of the loop in notebook 003 that a part corresponds to.
    ///
    /// The notebook sets no seed; its stream was recovered from what it prints. It draws four numbers for the loop by
    /// hand and four for the loop with autograd, then creates a Linear(3, 1).
    private static func notebookStart(_ stage: Stage) -> Coefficients {
        let generator = Generator(seed: 694_671_996)
        let byHand = randomStart(generator)
        if stage == .part1 { return byHand }
        let autograd = randomStart(generator)
        if stage < .part4 { return autograd }
        let k = Float(1 / 3.0.squareRoot())
        let weight = generator.uniform(3, in: -k...k)
        let bias = generator.uniform(1, in: -k...k)
        return (bias[0], weight[0], weight[1], weight[2])
    }

    /// The starting values of the notebook's NumPy loop, in Float64, solved from what it prints.
    private static let numpyStart: Coefficients = (
        -1.8163292815899372, 1.0112540260560863, 0.39695043816522024, -0.1153085438071959
    )
}

/// A lesson on the sine.
public typealias SineLesson = Lesson<SineProblem>

extension Lesson<SineProblem> {
    /// The starting values of a, b, c and d.
    public var start: (a: Float, b: Float, c: Float, d: Float) {
        let numbers = problem.start!
        return (
            start("a", numbers.a), start("b", numbers.b), start("c", numbers.c),
            start("d", numbers.d)
        )
    }

    /// The same; nil if the model should keep PyTorch's random start.
    public var modelStart: (a: Float, b: Float, c: Float, d: Float)? {
        problem.start.map { numbers in
            let w = starts.layer("weight", [numbers.b, numbers.c, numbers.d])
            return (
                start("a", starts.layer("bias", [numbers.a])[0]), start("b", w[0]),
                start("c", w[1]), start("d", w[2])
            )
        }
    }
}
