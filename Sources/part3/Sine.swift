import Descent
import Workbook

/// Part 3: the loss and the update are built in.
///
/// Fits a cubic to the sine: ŷ = a + b·x + c·x² + d·x³.
func sine(_ lesson: SineLesson) {
    // Training data: points from −π to π, and their sines.
    let x = Tensor(lesson.x)
    let y = Tensor(lesson.y)

    // Random coefficients. Operations on them are recorded.
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
    let optimizer = SGD([a, b, c, d], learningRate: lesson.learningRate)

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

        // Update: a small step downhill, without recording it
        optimizer.step()

        // Reset: otherwise backward() would add to these gradients
        optimizer.zeroGrad()

        lesson.report(
            epoch, loss: l, parameters: ["a": a, "b": b, "c": c, "d": d])
    }
}
