/// The options of the sine's lessons.
public struct CurveOptions: ProblemOptions {
    package enum Points: String, CaseIterable, Sendable {
        case exact, notebook
    }

    /// Where the parameters start.
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
    /// Other places than the points, for which a trained model is asked.
    package var inputs: [Float]?

    /// RMSprop takes steps of another kind, so it has a learning rate of its own; and the notebook's start
    /// goes with the notebook's points.
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

    /// With the defaults.
    public init() {}
}
