import Descent
import Workbook

/// A classic mistake: the update is outside `withNoGrad`, and autograd refuses
/// to record it.
///
/// Finds w in ŷ = w·x from samples of f(x) = 2·x, without being told the 2.
func lineWithTrackedUpdate(_ lesson: LineLesson) {
    // Training data: x = 1, 2, 3, 4 and y = 2·x; and another x for testing.
    let x = Tensor(lesson.x)
    let y = Tensor(lesson.y)
    let xTest = Tensor([5])

    // The weight starts at 0. Every operation that uses it is recorded.
    let w = Tensor(lesson.w0, requiresGrad: true)

    // Prediction: ŷ = w·x
    func forward(_ x: Tensor) -> Tensor {
        w * x
    }

    // Loss: the mean squared error, L = 1/n · Σ (ŷ − y)²
    func loss(_ yPredicted: Tensor, _ y: Tensor) -> Tensor {
        (yPredicted - y).pow(2).mean()
    }

    lesson.predictionBefore(xTest, forward(xTest))

    for epoch in lesson.epochs {
        // Prediction: the forward pass
        let yPredicted = forward(x)

        // Loss
        let l = loss(yPredicted, y)

        // Gradient: the backward pass adds dL/dw to the weight's grad
        l.backward()
        lesson.look(
            epoch, x: x, y: y, prediction: yPredicted, loss: l,
            parameters: ["w": w])

        // The mistake: an update that would be recorded. It ends the program;
        // the lesson shows how.
        lesson.showFatalError {
            w -= lesson.learningRate * w.grad!
        }

        // There is no epoch to report, and there won't be another one.
        break
    }
}
