import Descent
import Workbook

/// Part 1: everything by hand.
///
/// Finds w in ŷ = w·x from samples of f(x) = 2·x, without being told the 2.
func line(_ lesson: LineLesson) {
    // Training data: x = 1, 2, 3, 4 and y = 2·x; and another x for testing.
    let x = lesson.x
    let y = lesson.y
    let xTest: [Float] = [5]

    // The weight starts at 0.
    var w = lesson.w0

    // Prediction: ŷ = w·x
    func forward(_ x: [Float]) -> [Float] {
        x.map { w * $0 }
    }

    // Loss: the mean squared error, L = 1/n · Σ (ŷ − y)²
    func loss(_ yPredicted: [Float], _ y: [Float]) -> Float {
        mean(y.count) { i in
            let error = yPredicted[i] - y[i]
            return error * error
        }
    }

    // Gradient: how L changes with w. With ŷᵢ = w·xᵢ the chain rule gives
    //   dL/dŷᵢ = 1/n · 2·(ŷᵢ − yᵢ)
    //   dL/dw  = Σ dL/dŷᵢ · xᵢ  =  (2/n) · xᵀ(w·x − y)
    func gradient(_ x: [Float], _ yPredicted: [Float], _ y: [Float]) -> Float {
        sum(x.count) { i in
            1 / Float(x.count) * (2 * (yPredicted[i] - y[i])) * x[i]
        }
    }

    lesson.predictionBefore(xTest, forward(xTest))

    for epoch in lesson.epochs {
        // Prediction: the forward pass
        let yPredicted = forward(x)

        // Loss
        let l = loss(yPredicted, y)

        // Gradient
        let dw = gradient(x, yPredicted, y)
        lesson.look(
            epoch, x: x, y: y, prediction: yPredicted, loss: l,
            parameters: ["w": (w, dw)])

        // Update: a small step downhill
        w -= lesson.learningRate * dw

        lesson.report(epoch, loss: l, parameters: ["w": w])
    }

    lesson.predictionAfter(xTest, forward(xTest))
}
