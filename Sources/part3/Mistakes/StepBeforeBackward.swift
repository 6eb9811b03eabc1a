import Descent
import Workbook

/// A classic mistake: all calls are there, but in an order that trains nothing.
///
/// Finds w in ŷ = w·x from samples of f(x) = 2·x, without being told the 2.
func lineWithStepBeforeBackward(_ lesson: LineLesson) {
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
    let loss = MSELoss()

    // Update: stochastic gradient descent, parameter − learning rate · gradient
    let optimizer = SGD([w], learningRate: lesson.learningRate)

    lesson.predictionBefore(xTest, forward(xTest))

    for epoch in lesson.epochs {
        // Prediction: the forward pass
        let yPredicted = forward(x)

        // Loss
        let l = loss(yPredicted, y)

        // The mistake: the update comes before there is a gradient.
        optimizer.step()

        // Gradient: the backward pass adds dL/dw to the weight's grad
        l.backward()
        lesson.look(
            epoch, x: x, y: y, prediction: yPredicted, loss: l,
            parameters: ["w": w])

        // Reset: the gradient is gone before any step has used it.
        optimizer.zeroGrad()

        lesson.report(epoch, loss: l, parameters: ["w": w])
    }

    lesson.predictionAfter(xTest, forward(xTest))
}
