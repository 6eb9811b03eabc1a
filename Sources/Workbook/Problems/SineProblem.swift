import Descent
import Foundation

/// A cubic for the sine: ŷ = a + b·x + c·x² + d·x³ at points from −π to π, with a summed squared
/// error.
public struct SineProblem: CurveProblem {
    public static let name = "sine"

    public static let defaults = Settings(
        epochs: 2000, learningRate: 1e-6, start: "randn", samples: 2000, every: 100)

    /// RMSprop takes steps of another kind, so it has a learning rate of its own.
    public static func complete(_ settings: inout Settings) {
        if settings.optimizer == "rmsprop" && !settings.given.contains("--lr") {
            settings.learningRate = 1e-3
        }
        let isNotebooks = settings.start == "notebook" && !settings.given.contains("--points")
        if isNotebooks && settings.samples == SineCurve.notebookCount {
            settings.points = "notebook"
        }
    }

    private let curve: SineCurve
    public var x: [Float] { curve.x }
    public var y: [Float] { curve.y }
    /// The start; nil where the model keeps its own.
    let start: Coefficients?
    private let settings: Settings

    /// a, b, c and d.
    typealias Coefficients = (a: Float, b: Float, c: Float, d: Float)

    public init(_ settings: Settings, _ stage: Stage) {
        self.settings = settings
        curve = SineCurve(settings)
        start =
            switch settings.start {
            case "linear": nil
            case "notebook": Self.notebookStart(stage)
            case "notebook-numpy": Self.numpyStart
            default: Self.randomStart(.current)
            }
    }

    public var introduction: [String] {
        [
            "y = sin x at \(Text.count(settings.samples, "point")) from -π to π, "
                + "fitted by ŷ = a + b·x + c·x² + d·x³.",
            settings.training,
        ]
    }

    public func summary(first: EpochRecord, last: EpochRecord) -> [String] {
        let found = last.parameters.map { Numbers.exact($0.values[0]) }
        return ["Result: y = \(SineCurve.cubic(found))"] + curve.bestCubic
    }

    public var model: SquaredErrorModel { curve.cubic }

    public var notation: Notation {
        Notation(
            prediction: "a + b·x + c·x² + d·x³", parameters: ["a", "b", "c", "d"],
            partials: ["", "x", "x²", "x³"],
            constants: { [("x", x), ("y", y)] + powers })
    }

    /// x² and x³, and the matrix of part 4 with x in its columns, too.
    private var powers: [(name: String, values: [Float])] {
        let x2 = x.map { $0 * $0 }
        let x3 = x.map { $0 * $0 * $0 }
        let matrix = Tensor(x).unsqueezed(-1).pow([1, 2, 3]).scalars
        return [("x²", x2), ("x³", x3), ("[x x² x³]", matrix)]
    }

    /// None for RMSprop, whose steps do not grow with the slope.
    public var learningRateLimit: LearningRateLimit? {
        settings.optimizer == "sgd" ? model.learningRateLimit : nil
    }

    // MARK: - Starts

    private static func randomStart(_ generator: Generator) -> Coefficients {
        let draws = generator.randn(4)
        return (draws[0], draws[1], draws[2], draws[3])
    }

    /// Where the loop of notebook 003 started that a part corresponds to.
    ///
    /// The notebook sets no seed; its stream was recovered from what it prints. It draws four numbers
    /// for its loop by hand, four for the one with autograd, and then makes a Linear(3, 1).
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

    /// Where the notebook's NumPy loop started, in Float64; solved from what it prints.
    private static let numpyStart: Coefficients = (
        -1.8163292815899372, 1.0112540260560863, 0.39695043816522024, -0.1153085438071959
    )
}

/// A lesson on the sine.
public typealias SineLesson = Lesson<SineProblem>

extension Lesson<SineProblem> {
    /// Where a, b, c and d start.
    public var start: (a: Float, b: Float, c: Float, d: Float) { problem.start! }

    /// The same; nil if the model is to keep PyTorch's random start.
    public var modelStart: (a: Float, b: Float, c: Float, d: Float)? { problem.start }

    /// Whether RMSprop updates the parameters, not SGD.
    public var usesRMSprop: Bool { settings.optimizer == "rmsprop" }

    /// Whether the parameters are updated by hand, without an optimizer.
    public var updatesByHand: Bool { settings.update == "by-hand" }

    /// Shows the shapes on the way through the model.
    public func show(_ model: some Module, shapes: KeyValuePairs<String, [Int]>) {
        note("\(model)".split(separator: "\n").map(String.init))
        for (name, shape) in shapes { note(["\(name): shape \(shape)"]) }
        note([""])
    }
}
