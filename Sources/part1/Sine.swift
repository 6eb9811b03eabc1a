import Descent
import Workbook

/// Part 1: everything by hand.
///
/// Fits a cubic to the sine: ŷ = a + b·x + c·x² + d·x³.
func sine(_ lesson: SineLesson) {
    // Training data: points from −π to π, and their sines.
    let x = lesson.x
    let y = lesson.y
    let x2 = x.map { $0 * $0 }
    let x3 = x.map { $0 * $0 * $0 }

    // The coefficients start at random numbers.
    var (a, b, c, d) = lesson.start

    // Prediction: ŷ = a + b·x + c·x² + d·x³
    func forward(_ x: [Float]) -> [Float] {
        // Constants, because variables that could change are slower in a loop
        let (a, b, c, d) = (a, b, c, d)
        return x.map { x in a + b * x + c * (x * x) + d * (x * x * x) }
    }

    // Loss: the sum of squared errors, L = Σ (ŷ − y)²
    func loss(_ yPredicted: [Float], _ y: [Float]) -> Float {
        sum(y.count) { i in
            let error = yPredicted[i] - y[i]
            return error * error
        }
    }

    // Gradient: the chain rule gives dL/dŷᵢ = 2·(ŷᵢ − yᵢ), and with it
    //   dL/da = Σ dL/dŷᵢ          dL/db = Σ dL/dŷᵢ · xᵢ
    //   dL/dc = Σ dL/dŷᵢ · xᵢ²    dL/dd = Σ dL/dŷᵢ · xᵢ³
    func gradient(
        _ x: [Float], _ yPredicted: [Float], _ y: [Float]
    ) -> (a: Float, b: Float, c: Float, d: Float) {
        let slope = x.indices.map { i in 2 * (yPredicted[i] - y[i]) }
        let da = sum(x.count) { i in slope[i] }
        let db = sum(x.count) { i in slope[i] * x[i] }
        let dc = sum(x.count) { i in slope[i] * x2[i] }
        let dd = sum(x.count) { i in slope[i] * x3[i] }
        return (da, db, dc, dd)
    }

    for epoch in lesson.epochs {
        // Prediction: the forward pass
        let yPredicted = forward(x)

        // Loss
        let l = loss(yPredicted, y)

        // Gradient
        let (da, db, dc, dd) = gradient(x, yPredicted, y)
        lesson.look(
            epoch, x: x, y: y, prediction: yPredicted, loss: l,
            parameters: [
                "a": (a, da), "b": (b, db), "c": (c, dc), "d": (d, dd),
            ])

        // Update: a small step downhill
        a -= lesson.learningRate * da
        b -= lesson.learningRate * db
        c -= lesson.learningRate * dc
        d -= lesson.learningRate * dd

        lesson.report(
            epoch, loss: l, parameters: ["a": a, "b": b, "c": c, "d": d])
    }
}
