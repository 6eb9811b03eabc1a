import Words

/// Explanations that the lessons with mistakes add to their own run.
extension Lesson<LineProblem> {
    /// Prints numbers that should be the same, one below the other.
    public func compare(_ title: String, _ rows: KeyValuePairs<String, Float>) {
        if training.isMystery { return }
        let width = (rows.map { $0.key.count }.max() ?? 0) + 2
        note(
            [title] + rows.map { "  \(Text.padded($0, width))\(Text.right(Numbers.short($1), 9))" }
                + [""])
    }

    /// Explains how w swings if the gradients of all epochs add up.
    ///
    /// With the distance d from the best w, the curvature λ and s = lr·λ, each epoch computes d′ = d − lr·Σ λd, so d″
    /// = (2 − s)·d′ − d: an oscillation that never ends and, from s = 4 on, grows.
    public func explainSwing() {
        let s = 2 / problem.knowledge.limit!.value * training.learningRate
        let distance = abs(2 - problem.own.w0)
        if s >= 4 {
            explainRun("the learning rate is so large that even the swings grow.")
        } else if s > 0 && distance > 0 {
            let amplitude = distance / (1 - s / 4).squareRoot()
            let period = 2 * Double.pi / Trigonometry.arccosine(1 - s / 2)
            // Don't mention swings if none has been completed.
            if Double(recorder.run.count) < period { return }
            explainRun(
                "w swings around 2, by at most \(Numbers.short(amplitude)) to either side, with a "
                    + "period of about \(Numbers.short(period, 3)) epochs, and never settles.")
        }
    }

    /// Explains how much smaller the gradient is if only the last use of each value counts.
    public func explainAssignedGradient() {
        let last = Double(x.last!)
        let (square, squares) = (last * last, 2 * sumOfSquares)
        explainRun(
            "the gradient is x²/(2·Σx²) times the right one, with the x of the last sample: "
                + "\(Numbers.short(square, 12))/\(Numbers.short(squares, 12)) = "
                + "\(Numbers.short(square / squares)).")
    }

    /// Explains which w is best for a loss that compares each prediction with every target.
    public func explainWrongShape() {
        let n = x.count
        if n == 1 {
            explainRun("there is only one target, so the loss is right anyway.")
            return
        }
        // The mean over i and j of (w·xᵢ − yⱼ)² depends only on these means.
        let meanX = x.reduce(0) { $0 + Double($1) } / Double(n)
        let meanY = 2 * meanX
        let squareX = sumOfSquares / Double(n)
        let best = meanX * meanY / squareX
        func loss(_ w: Double) -> Double {
            w * w * squareX - 2 * w * meanX * meanY + 4 * squareX
        }
        explainRun(
            "each prediction is compared with all \(n) targets. That loss is smallest at "
                + "w = \(Numbers.short(best)): \(Numbers.short(loss(best))). At w = 2, which is right, "
                + "it is \(Numbers.short(loss(2))).")
    }

    /// Prints a sentence about this particular run at the end.
    func explainRun(_ sentence: String) {
        observer.explain(Text.wrap("In this run: \(sentence)", indent: 2))
    }

    private var sumOfSquares: Double { x.reduce(0) { $0 + Double($1) * Double($1) } }
}
