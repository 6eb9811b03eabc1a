import Workbook

/// A mistake from the notebooks, kept as an exhibit:
/// `np.dot(2*x, y_pred - y).mean()`.
///
/// `np.dot` has already added everything up, so `.mean()` is the mean of a
/// single number and changes nothing. The division by n is lost, and the
/// gradient is n times too large.
func lineWithDotMean(_ lesson: LineLesson) {
    // Training data: x = 1, 2, 3, 4 and y = 2·x; and another x for testing.
    let x = lesson.x
    let y = lesson.y
    let xTest: [Float] = [5]

    // As in the notebook, the weight is a Float64 while everything else is
    // Float32.
    let w0 = Double(lesson.w0)
    var w = w0

    // Prediction: ŷ = w·x
    func forward(_ x: [Float]) -> [Float] {
        x.map { Float(w) * $0 }
    }

    // Loss: the mean squared error, L = 1/n · Σ (ŷ − y)²
    func loss(_ yPredicted: [Float], _ y: [Float]) -> Float {
        NumPy.mean(
            y.indices.map { i in
                (yPredicted[i] - y[i]) * (yPredicted[i] - y[i])
            })
    }

    // Gradient, as in the notebook. The dot product is one number, and so is
    // its mean.
    func gradient(_ x: [Float], _ yPredicted: [Float], _ y: [Float]) -> Float {
        let dot = NumPy.dot(
            x.map { 2 * $0 }, y.indices.map { yPredicted[$0] - y[$0] })
        return NumPy.mean([dot])
    }

    lesson.predictionBefore(xTest, forward(xTest))

    let firstGradient = gradient(x, forward(x), y)

    for epoch in lesson.epochs {
        let yPredicted = forward(x)
        let l = loss(yPredicted, y)
        let dw = gradient(x, yPredicted, y)
        lesson.look(
            epoch, x: x, y: y, prediction: yPredicted, loss: l,
            parameters: ["w": (w, dw)])
        w -= lesson.learningRateInFloat64 * Double(dw)
        lesson.report(epoch, loss: l, parameters: ["w": w])
    }

    lesson.predictionAfter(xTest, forward(xTest))

    // This check would have found it: how does the loss really change with w?
    let h = max(1, abs(w0)) / 8
    w = w0 + h
    let above = loss(forward(x), y)
    w = w0 - h
    let below = loss(forward(x), y)
    lesson.explainDotMean(
        gradient: firstGradient, difference: (above - below) / Float(2 * h))
}
