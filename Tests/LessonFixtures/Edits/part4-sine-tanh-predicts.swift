// Made by scripts/lesson_edits.py from Sources/part4/Sine.swift.
// swift-format-ignore-file

import Descent
import Workbook

/// Part 4: the prediction, too, is built in: a model with its own weight.
///
/// A cubic is to follow the sine: ŷ = a + b·x + c·x² + d·x³.
func part4SineTanhPredicts(_ lesson: SineLesson) {
    // Training data: points from −π to π, and their sines.
    // The model takes a matrix, with the columns x, x² and x³.
    let x = Tensor(lesson.x).unsqueezed(-1)
    let y = Tensor(lesson.y)

    let model = Sequential(
        Linear(inFeatures: 1, outFeatures: 8), Tanh(),
        Linear(inFeatures: 8, outFeatures: 1), Flatten(startDim: 0))

    // Loss: the sum of squared errors, L = Σ (ŷ − y)²
    let loss = MSELoss(reduction: .sum)

    // Update: stochastic gradient descent, parameter − learning rate · gradient
    let optimizer = SGD(model.parameters, learningRate: 1e-4)

    lesson.predict(with: model)

    for epoch in lesson.epochs {
        // Prediction: the forward pass
        let yPredicted = model(x)

        // Loss
        let l = loss(yPredicted, y)

        // Gradient: the backward pass adds to the coefficients' grads
        l.backward()
        lesson.look(
            epoch, x: x, y: y, prediction: yPredicted, loss: l,
            parameters: model.namedParameters)

        // Update: a small step downhill, which is not to be recorded
        optimizer.step()

        // Reset: or the next backward pass would add to these gradients
        optimizer.zeroGrad()

        lesson.report(
            epoch, loss: l,
            parameters: model.namedParameters)
    }
}
