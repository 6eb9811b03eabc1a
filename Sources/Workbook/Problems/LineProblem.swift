import Descent

/// A line through the origin: y = 2·x at x = 1, 2, … n. To be found: w in ŷ = w·x, which is 2.
public struct LineProblem: Problem {
    public static let name = "line"
    public static let defaults = Settings()
    public static let firstEpochIsShown = true

    private let settings: Settings
    /// 1, 2, … n.
    let x: [Float]
    /// 2·x.
    let y: [Float]

    /// Where the random models of the notebooks started, as found from what they print.
    static let notebookStarts: [String: (w: Float, b: Float)] = [
        // The second nn.Linear(1, 1) after torch.manual_seed(2376853816).
        "notebook-000": (Float(bitPattern: 0x3F7C_9644), Float(bitPattern: 0xBE81_8990)),
        "notebook-002": (Float(bitPattern: 0xBEF9_013C), Float(bitPattern: 0x3EAB_3268)),
    ]

    public init(_ settings: Settings, _ stage: Stage) {
        self.settings = settings
        x = (1...settings.samples).map { Float($0) }
        y = x.map { 2 * $0 }
    }

    public var introduction: [String] {
        let n = settings.samples
        let samples =
            switch n {
            case 1: "x = 1"
            case 2: "x = 1, 2"
            case 3: "x = 1, 2, 3"
            default: "x = 1 … \(n)"
            }
        return [
            "y = 2·x for \(samples). \(settings.training)"
        ]
    }

    public func line(_ record: EpochRecord) -> String {
        let w = Numbers.fixed(record["w"]!, 3)
        let b = record["b"].map { ", b = \(Numbers.fixed($0, 3))" } ?? ""
        let loss = Numbers.fixed(record.loss, 8)
        return "Epoch \(record.epoch)/\(settings.epochs): w = \(w)\(b), loss = \(loss)"
    }

    public func summary(first: EpochRecord, last: EpochRecord) -> [String] {
        let w = last["w"]!
        let best = model.best!.parameters
        guard let b = last["b"] else {
            return [
                "Found w = \(w); least squares gives w = Σxy/Σx² = \(Numbers.short(best[0], 8))."
            ]
        }
        return [
            "Found w = \(w), b = \(b); least squares gives "
                + "w = \(Numbers.short(best[0], 8)), b = \(Numbers.short(best[1], 8))."
        ]
    }

    public var abscissa: [Float]? { x }

    public var model: SquaredErrorModel {
        SquaredErrorModel(
            linear: rows, outputs: settings.bias ? [[0, 1]] : [[0]], isMean: true,
            target: { sample, _ in Double(y[sample]) })
    }

    public var notation: Notation {
        Notation(
            prediction: settings.bias ? "w·x + b" : "w·x",
            parameters: settings.bias ? ["w", "b"] : ["w"],
            partials: settings.bias ? ["x", ""] : ["x"], constants: { [("x", x), ("y", y)] })
    }

    public var learningRateLimit: LearningRateLimit? {
        if settings.bug == Mistake.stepBeforeBackward.name { return nil }
        if settings.bias { return limitWithBias }
        let n = Double(x.count)
        let squares = x.reduce(0) { $0 + Double($1) * Double($1) }
        func limit(_ letters: String, _ over: Double, _ under: Double) -> LearningRateLimit {
            let numbers = "\(Numbers.short(over, 12))/\(Numbers.short(under, 12))"
            return LearningRateLimit(value: over / under, formula: "\(letters) = \(numbers)")
        }
        // A gradient that is wrong by a factor has another limit, and so have gradients that add up.
        switch settings.bug {
        case Mistake.dotMean.name: return limit("1/Σx²", 1, squares)
        case Mistake.recursiveOrder.name: return limit("n/(2Σx²)", n, 2 * squares)
        case Mistake.assignGradient.name:
            let last = Double(x[x.count - 1])
            return limit("2n/xₙ²", 2 * n, last * last)
        case Mistake.noZeroGrad.name: return limit("2n/Σx²", 2 * n, squares)
        default:
            var right = limit("n/Σx²", n, squares)
            right.curvature = 2 * squares / n
            return right
        }
    }

    private var limitWithBias: LearningRateLimit? {
        guard let right = model.learningRateLimit else { return nil }
        guard settings.bug == Mistake.noZeroGrad.name else { return right }
        return LearningRateLimit(
            value: 2 * right.value, formula: "4/λ of the loss's second derivatives")
    }

    /// What each parameter is multiplied with: x for w, and 1 for b.
    private var rows: LinearAlgebra.Rows {
        LinearAlgebra.Rows(count: x.count, columns: settings.bias ? 2 : 1) { sample, row in
            row[0] = Double(x[sample])
            if settings.bias { row[1] = 1 }
        }
    }
}

/// A lesson on a line.
public typealias LineLesson = Lesson<LineProblem>

extension Lesson<LineProblem> {
    /// The samples x = 1, 2, … n, and what is to be predicted for them, y = 2·x.
    public var x: [Float] { problem.x }
    public var y: [Float] { problem.y }

    /// Where the weight starts.
    public var w0: Float { Float(settings.w0) }

    /// Whether the model has a bias, which is then learned too.
    public var bias: Bool { settings.bias }

    /// Whether the model is to be one of our own.
    public var usesCustomModel: Bool { settings.model == "custom" }

    /// Where weight and bias start; nil for one that keeps PyTorch's random start.
    public var start: (w: Float?, b: Float?) {
        if !bias { return (w0, nil) }
        let notebook = LineProblem.notebookStarts[settings.start]
        return (
            settings.given.contains("--w0") ? w0 : notebook?.w,
            settings.given.contains("--b0") ? Float(settings.b0) : notebook?.b
        )
    }

    /// Prints a model.
    public func show(_ model: some Module) {
        note("\(model)".split(separator: "\n").map(String.init) + [""])
    }

    /// The learning rate as the command line has it, not rounded to Float32.
    public var learningRateInFloat64: Double { settings.learningRate }

    /// Prints the prediction for an x that is not among the samples, x = 5.
    public func predictionBefore(_ prediction: some Scalars) {
        note(["Prediction before training: f(5) = \(number(prediction))"])
    }

    /// Prints the prediction again.
    public func predictionAfter(_ prediction: some Scalars) {
        noteAfter("Prediction after training: f(5) = \(number(prediction))")
    }

    /// A prediction; beside a notebook with all digits that it prints.
    private func number(_ prediction: some Scalars) -> String {
        let value = prediction.scalars[0]
        return settings.start.isEmpty ? Numbers.fixed(value, 3) : Numbers.exact(value)
    }

    /// Reports an epoch: the loss before its update, and the parameters after it.
    public func report(
        _ epoch: Int, loss: some Scalars, w: some Scalars, b: (any Scalars)? = nil
    ) {
        report(epoch, loss: loss, parameters: [("w", w)] + (b.map { [("b", $0)] } ?? []))
    }
}

extension Lesson<LineProblem> {
    /// Says what is wrong with the gradient of `--bug dot-mean`.
    ///
    /// - Parameters:
    ///   - gradient: the wrong gradient at the start.
    ///   - difference: the slope of the loss there, measured by central differences.
    public func explainDotMean(gradient: Float, difference: Float) {
        let n = x.count
        explainRun(
            "the gradient is n = \(n) times "
                + (n == 1 ? "the right one, so nothing is wrong yet. " : "too large. ")
                + "At the first w it is \(Numbers.short(gradient)), and the slope "
                + "(L(w+h) - L(w-h)) / 2h, a finite difference, is \(Numbers.short(difference)).")
    }
}
