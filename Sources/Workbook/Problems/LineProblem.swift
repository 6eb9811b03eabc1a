import Descent

/// A line through the origin: y = 2·x at x = 1, 2, … n. To be found: w in ŷ = w·x, which is 2.
public struct LineProblem: Problem {
    public static let name = "line"
    public static let defaults = Settings()

    private let settings: Settings
    /// 1, 2, … n.
    let x: [Float]
    /// 2·x.
    let y: [Float]

    public init(_ settings: Settings) {
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
            "y = 2·x for \(samples). Learning rate \(Numbers.short(settings.learningRate)), "
                + "\(settings.epochs) epochs."
        ]
    }

    public func line(_ record: EpochRecord) -> String {
        let w = Numbers.fixed(record["w"]!, 3)
        let b = record["b"].map { ", b = \(Numbers.fixed($0, 3))" } ?? ""
        let loss = Numbers.fixed(record.loss, 8)
        return "Epoch \(record.epoch)/\(settings.epochs): w = \(w)\(b), loss = \(loss)"
    }

    public func summary(_ last: EpochRecord?) -> [String] {
        guard let last, let w = last["w"] else { return [] }
        let best = leastSquares
        if let b = last["b"] {
            return [
                "Found w = \(w), b = \(b); least squares gives "
                    + "w = \(Numbers.short(best.w, 8)), b = \(Numbers.short(best.b, 8))."
            ]
        }
        return ["Found w = \(w); least squares gives w = Σxy/Σx² = \(Numbers.short(best.w, 8))."]
    }

    public var learningRateLimit: LearningRateLimit {
        let n = Double(x.count)
        let squares = sumOfSquares
        if settings.bug == "dot-mean" {
            let formula = "1/Σx² = 1/\(Numbers.short(squares, 12))"
            return LearningRateLimit(value: 1 / squares, formula: formula)
        }
        if !settings.bias {
            let formula = "n/Σx² = \(x.count)/\(Numbers.short(squares, 12))"
            return LearningRateLimit(value: n / squares, formula: formula)
        }
        // The larger eigenvalue of 2/n · (Σx² Σx; Σx n).
        let total = x.reduce(0) { $0 + Double($1) }
        let mean = (squares + n) / 2
        let spread = ((squares - n) * (squares - n) / 4 + total * total).squareRoot()
        return LearningRateLimit(value: n / (mean + spread), formula: "2/λmax")
    }

    private var sumOfSquares: Double { x.reduce(0) { $0 + Double($1) * Double($1) } }

    /// The best w, and with a bias the best w and b, in Float64.
    private var leastSquares: (w: Double, b: Double) {
        let n = Double(x.count)
        let products = zip(x, y).reduce(0) { $0 + Double($1.0) * Double($1.1) }
        if !settings.bias { return (products / sumOfSquares, 0) }
        let (sumX, sumY) = (x.reduce(0) { $0 + Double($1) }, y.reduce(0) { $0 + Double($1) })
        let determinant = n * sumOfSquares - sumX * sumX
        // A single sample does not determine both; the line through the origin is one answer.
        if determinant == 0 { return (products / sumOfSquares, 0) }
        let w = (n * products - sumX * sumY) / determinant
        return (w, (sumY - w * sumX) / n)
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

    /// Where weight and bias start; nil for one that keeps PyTorch's random start.
    public var start: (w: Float?, b: Float?) {
        if !bias { return (w0, nil) }
        return (
            settings.given.contains("--w0") ? w0 : nil,
            settings.given.contains("--b0") ? Float(settings.b0) : nil
        )
    }

    /// The learning rate as the command line has it, not rounded to Float32.
    public var learningRateInFloat64: Double { settings.learningRate }

    /// Prints the prediction for an x that is not among the samples, x = 5.
    public func predictionBefore(_ prediction: some Scalars) {
        note(["Prediction before training: f(5) = \(Numbers.fixed(prediction.scalars[0], 3))"])
    }

    /// Prints the prediction again.
    public func predictionAfter(_ prediction: some Scalars) {
        noteAfter("Prediction after training: f(5) = \(Numbers.fixed(prediction.scalars[0], 3))")
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
        explain([
            "The mistake: np.dot(2*x, y_pred - y).mean(). The dot product is already one number, so",
            "mean() divides it by 1 instead of n: this gradient is n = \(n) times too large.",
            "A finite difference shows it. At the first w the slope (L(w+h) - L(w-h)) / 2h is",
            "\(Numbers.short(difference)), and the gradient above is \(Numbers.short(gradient)).",
            "Such steps diverge from a learning rate of 1/Σx² on, the right ones from n/Σx² on.",
        ])
    }
}
