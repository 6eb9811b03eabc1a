import Descent
import Workbook

/// The line, trained with the tiny autograd ``Value``, which goes back in one
/// of its ways.
///
/// Finds w in ŷ = w·x from samples of f(x) = 2·x, without being told the 2.
func trainLine(
    _ lesson: LineLesson, goingBack way: Value.Way, named name: String
) {
    // Training data: x = 1, 2, 3, 4 and y = 2·x; and another x for testing.
    let x = lesson.x
    let y = lesson.y
    let xTest: [Float] = [5]

    // The weight starts at 0. Every operation that uses it is recorded.
    let w = Value(lesson.w0)

    // Prediction: ŷ = w·x
    func forward(_ x: [Float]) -> [Value] {
        x.map { w * $0 }
    }

    // Loss: the mean squared error, L = 1/n · Σ (ŷ − y)². It uses every error
    // twice.
    func loss(_ yPredicted: [Value], _ y: [Float]) -> Value {
        .mean(
            y.indices.map { i in
                let error = yPredicted[i] - y[i]
                return error * error
            })
    }

    // The same gradient three times: this way, the right way, and measured
    func gradient(_ way: Value.Way) -> Float {
        loss(forward(x), y).backward(way)
        defer { w.grad = 0 }
        return w.grad
    }
    lesson.compare(
        "dL/dw where the run starts:",
        [
            name: gradient(way),
            "correct": gradient(.right),
            "central difference": centralDifference(w) { loss(forward(x), y) },
        ])

    lesson.predictionBefore(xTest, forward(xTest))

    for epoch in lesson.epochs {
        // Prediction: the forward pass
        let yPredicted = forward(x)

        // Loss
        let l = loss(yPredicted, y)

        // Gradient: the backward pass, with its mistake
        l.backward(way)
        lesson.look(
            epoch, x: x, y: y, prediction: yPredicted, loss: l,
            parameters: ["w": (w, w.grad)])

        // Update: a small step downhill, which isn't recorded
        w.data -= lesson.learningRate * w.grad

        // Reset: otherwise backward() would add to this gradient
        w.grad = 0

        lesson.report(epoch, loss: l, parameters: ["w": w])
    }

    lesson.predictionAfter(xTest, forward(xTest))
}
