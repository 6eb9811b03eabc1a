// Made by scripts/lesson_edits.py from Sources/part3/Sine.swift.
// swift-format-ignore-file

import Descent
import Workbook

/// Part 3: the loss and the update are built in.
///
/// A cubic is to follow the sine: ŷ = a + b·x + c·x² + d·x³.
func part3SineRmsprop(_ lesson: SineLesson) {
    // Training data: points from −π to π, and their sines.
    let x = Tensor(lesson.x)
    let y = Tensor(lesson.y)

    // The coefficients start at random numbers. What uses them is recorded.
    let a = Tensor(lesson.start.a, requiresGrad: true)
    let b = Tensor(lesson.start.b, requiresGrad: true)
    let c = Tensor(lesson.start.c, requiresGrad: true)
    let d = Tensor(lesson.start.d, requiresGrad: true)

    // Prediction: ŷ = a + b·x + c·x² + d·x³
    func forward(_ x: Tensor) -> Tensor {
        a + b * x + c * x.pow(2) + d * x.pow(3)
    }

    // Loss: the sum of squared errors, L = Σ (ŷ − y)²
    let loss = MSELoss(reduction: .sum)

    // Update: stochastic gradient descent, parameter − learning rate · gradient
    let optimizer = RMSprop([a, b, c, d], learningRate: 0.01)

    for epoch in lesson.epochs {
        // Prediction: the forward pass
        let yPredicted = forward(x)

        // Loss
        let l = loss(yPredicted, y)

        // Gradient: the backward pass adds to the coefficients' grads
        l.backward()
        lesson.look(
            epoch, x: x, y: y, prediction: yPredicted, loss: l,
            parameters: ["a": a, "b": b, "c": c, "d": d])

        // Update: a small step downhill, which is not to be recorded
        optimizer.step()

        // Reset: or the next backward pass would add to these gradients
        optimizer.zeroGrad()

        lesson.report(
            epoch, loss: l, parameters: ["a": a, "b": b, "c": c, "d": d])
    }
}
