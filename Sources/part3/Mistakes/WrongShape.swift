import Descent
import Workbook

/// A classic mistake: the prediction is a column, but the target isn't.
///
/// Finds w in ŷ = w·x from samples of f(x) = 2·x, without being told the 2.
func lineWithWrongShape(_ lesson: LineLesson) {
    // Training data: x = 1, 2, 3, 4 and y = 2·x; and another x for testing.
    // x is a column of shape [n, 1], as models require. The mistake: y isn't;
    // its shape is [n].
    let x = Tensor(lesson.x).unsqueezed(-1)
    let y = Tensor(lesson.y)
    let xTest = Tensor([5])

    // The weight starts at 0. Every operation that uses it is recorded.
    let w = Tensor(lesson.w0, requiresGrad: true)

    // Prediction: ŷ = w·x
    func forward(_ x: Tensor) -> Tensor {
        w * x
    }

    // Loss: the mean squared error, L = 1/n · Σ (ŷ − y)². It rejects this.
    let mseLoss = MSELoss()
    lesson.showFatalError(
        then:
            "PyTorch only warns and continues, and so does this run, with PyTorch's loss."
    ) {
        _ = mseLoss(forward(x), y)
    }

    // PyTorch's computes it, after a warning: each prediction is compared with
    // every target.
    func loss(_ yPredicted: Tensor, _ y: Tensor) -> Tensor {
        (yPredicted - y).pow(2).mean()
    }

    // Update: stochastic gradient descent, parameter − learning rate · gradient
    let optimizer = SGD([w], learningRate: lesson.learningRate)

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

        // Update: a small step downhill, without recording it
        optimizer.step()

        // Reset: otherwise backward() would add to this gradient
        optimizer.zeroGrad()

        lesson.report(epoch, loss: l, parameters: ["w": w])
    }

    lesson.explainWrongShape()
    lesson.predictionAfter(xTest, forward(xTest))
}
