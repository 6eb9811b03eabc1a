import Descent
import Words

/// A lesson on a line.
public typealias LineLesson = Lesson<LineProblem>

extension Lesson<LineProblem> {
    /// The samples x = 1, 2, … n, and their targets y = 2·x.
    public var x: [Float] { problem.x }
    public var y: [Float] { problem.y }

    /// The starting weight.
    public var w0: Float {
        start("w", starts.layer("weight", [Float(problem.own.w0)])[0])
    }

    /// Whether the model has a bias, which is then learned too.
    public var bias: Bool { problem.own.bias }

    /// Sets the starting values of a model, its weight and its bias if it has one, from the command line. Without an
    /// option, PyTorch's random start remains.
    public func start(_ weight: Tensor, _ bias: Tensor?) {
        let own = problem.own
        let w = training.given.contains("--w0") || !own.bias ? w0 : own.start?.numbers.w
        let b = training.given.contains("--b0") ? Float(own.b0) : own.start?.numbers.b
        starts.start(weight, "weight", w)
        if let bias { starts.start(bias, "bias", b) }
    }

    /// The learning rate from the command line, not rounded to Float32.
    public var learningRateInFloat64: Double { training.learningRate }

    /// Prints the prediction for an x that is not among the samples.
    public func predictionBefore(_ x: some Scalars, _ prediction: some Scalars) {
        note(["Prediction before training: " + equation(x.scalars, prediction.scalars)])
    }

    /// Prints the prediction again, after the training.
    public func predictionAfter(_ x: some Scalars, _ prediction: some Scalars) {
        observer.noteAfter("Prediction after training: " + equation(x.scalars, prediction.scalars))
    }

    /// An equation such as f(5) = 10.000; with all digits if the run starts as in a notebook, which prints them.
    private func equation(_ x: [Float], _ prediction: [Float]) -> String {
        let numbers = prediction.prefix(4).map {
            problem.own.start == nil ? Numbers.fixed($0, 3) : Numbers.exact($0)
        }
        let inputs = x.prefix(4).map { Numbers.short($0) }
        return "f(\(inputs.joined(separator: ", "))) = \(numbers.joined(separator: ", "))"
    }

    /// Explains what is wrong with the gradient of `--bug dot-mean`.
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
