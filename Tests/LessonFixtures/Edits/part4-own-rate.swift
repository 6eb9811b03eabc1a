// Made by scripts/lesson_edits.py from Sources/part4/Line.swift.
// swift-format-ignore-file

import Descent
import Workbook

/// Part 4: the prediction, too, is built in: a model with its own weight.
///
/// It sees samples of f(x) = 2·x, but not the 2, and looks for w in ŷ = w·x.
func part4OwnRate(_ lesson: LineLesson) {
    // Training data: x = 1, 2, 3, 4 and y = 2·x; and an x to try the result on.
    // A model takes a matrix: a row for each sample, a column for each feature.
    let x = Tensor(lesson.x).unsqueezed(-1)
    let y = Tensor(lesson.y).unsqueezed(-1)
    let xTest = Tensor([5])

    // Prediction: ŷ = x·Wᵀ
    let model = Linear(inFeatures: 1, outFeatures: 1, bias: false)

    // The weight starts at 0.
    withNoGrad { model.weight.fill(lesson.w0) }

    // Loss: the mean squared error, L = 1/n · Σ (ŷ − y)²
    let loss = MSELoss()

    // Update: stochastic gradient descent, parameter − learning rate · gradient
    let optimizer = SGD(model.parameters, learningRate: 0.05)

    // What the model learns, by name, for what is shown of each epoch
    let parameters = model.namedParameters

    lesson.predictionBefore(xTest, model(xTest))

    for epoch in lesson.epochs {
        // Prediction: the forward pass
        let yPredicted = model(x)

        // Loss
        let l = loss(yPredicted, y)

        // Gradient: the backward pass adds dL/dw to the weight's grad
        l.backward()
        lesson.look(
            epoch, x: x, y: y, prediction: yPredicted, loss: l,
            parameters: parameters)

        // Update: a small step downhill, which is not to be recorded
        optimizer.step()

        // Reset: or the next backward pass would add to this gradient
        optimizer.zeroGrad()

        lesson.report(epoch, loss: l, parameters: parameters)
    }

    lesson.predictionAfter(xTest, model(xTest))
}
