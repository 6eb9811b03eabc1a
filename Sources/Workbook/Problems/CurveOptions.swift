/// The options of the sine's lessons.
public struct CurveOptions: ProblemOptions {
    enum Points: String, CaseIterable, Sendable {
        case exact, notebook
    }

    /// Where the parameters start.
    enum Start: String, CaseIterable, Sendable {
        case randn, notebook
        case notebookNumPy = "notebook-numpy"
        case linear
    }

    enum Optimizer: String, CaseIterable, Sendable {
        case sgd, rmsprop
    }

    enum Update: String, CaseIterable, Sendable {
        case optimizer
        case byHand = "by-hand"
    }

    var samples = 2000
    var points = Points.exact
    var start = Start.randn
    var optimizer = Optimizer.sgd
    var update = Update.optimizer
    /// Other places than the points, for which a trained model is asked.
    var inputs: [Float]?

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
