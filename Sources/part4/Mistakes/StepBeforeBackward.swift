import Descent
import Workbook

/// A classic mistake: all calls are there, but in an order that trains nothing.
///
/// It sees samples of f(x) = 2·x, but not the 2, and looks for w in ŷ = w·x.
func lineWithStepBeforeBackward(_ lesson: LineLesson) {
    // Training data: x = 1, 2, 3, 4 and y = 2·x; and an x to try the result on.
    // A model takes a matrix: a row for each sample, a column for each feature.
    let x = Tensor(lesson.x).unsqueezed(-1)
    let y = Tensor(lesson.y).unsqueezed(-1)
    let xTest = Tensor([5])

    // Prediction: ŷ = x·Wᵀ; the weight starts at 0
    let model = makeModel(lesson)

    // Loss: the mean squared error, L = 1/n · Σ (ŷ − y)²
    let loss = MSELoss()

    // Update: stochastic gradient descent, parameter − learning rate · gradient
    let optimizer = SGD(model.parameters, learningRate: lesson.learningRate)

    lesson.predictionBefore(xTest, model(xTest))

    for epoch in lesson.epochs {
        // Prediction: the forward pass
        let yPredicted = model(x)

        // Loss
        let l = loss(yPredicted, y)

        // The mistake: the update comes when there is no gradient yet.
        optimizer.step()

        // Gradient: the backward pass adds dL/dw to the weight's grad
        l.backward()
        lesson.look(
            epoch, x: x, y: y, prediction: yPredicted, loss: l,
            parameters: model.namedParameters)

        // Reset: and here the gradient is gone before any step has seen it.
        optimizer.zeroGrad()

        lesson.report(epoch, loss: l, parameters: model.namedParameters)
    }

    lesson.predictionAfter(xTest, model(xTest))
}
