/// The options of the lessons on the sine.
public struct CurveOptions: ProblemOptions {
    package enum Points: String, CaseIterable, Sendable {
        case exact, notebook
    }

    /// The starting values of the parameters.
    package enum Start: String, CaseIterable, Sendable {
        case randn, notebook
        case notebookNumPy = "notebook-numpy"
        case linear
    }

    package enum Optimizer: String, CaseIterable, Sendable {
        case sgd, rmsprop
    }

    package enum Update: String, CaseIterable, Sendable {
        case optimizer
        case byHand = "by-hand"
    }

    package var samples = 2000
    package var points = Points.exact
    package var start = Start.randn
    package var optimizer = Optimizer.sgd
    package var update = Update.optimizer
    /// Other inputs than the points, for which a trained model is asked.
    package var inputs: [Float]?

    /// RMSprop's steps are of a different kind, so it has its own learning rate. The notebook's start implies the
    /// notebook's points.
    public mutating func complete(_ training: inout Training) {
        if optimizer == .rmsprop {
            if !training.given.contains("--lr") { training.learningRate = 1e-3 }
            training.updateRule = [
                "v ← 0.99·v + 0.01·(dL/dp)²    a mean of the squared gradients so far",
                "p ← p − learning rate · dL/dp / (√v + 1e-08)",
            ]
        }
        let isNotebooks = start == .notebook && !training.given.contains("--points")
        if isNotebooks && samples == SineCurve.notebookCount { points = .notebook }
    }

    /// Creates the default options.
    public init() {}
}
