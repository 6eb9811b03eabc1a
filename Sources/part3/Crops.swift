import Descent
import Workbook

/// Part 3: the loss and the update are built in.
///
/// Predicts two yields, apples and oranges, from three inputs: ŷ = x·wᵀ + b.
func crops(_ lesson: CropsLesson) {
    // Training data: n samples, each a row with 3 inputs and k = 2 targets.
    let x = Tensor(lesson.x)
    let y = Tensor(lesson.y)

    // The weights, k × 3, and the biases, k. Operations on them are recorded.
    let w = Tensor(lesson.w0, requiresGrad: true)
    let b = Tensor(lesson.b0, requiresGrad: true)

    // Prediction: ŷ = x·wᵀ + b; b is broadcast, the same for every row
    func forward(_ x: Tensor) -> Tensor {
        x.matmul(w.transposed()) + b
    }

    // Loss: the mean over all n·k elements, L = 1/(n·k) · Σ (ŷ − y)²
    let loss = MSELoss()

    // Update: stochastic gradient descent, parameter − learning rate · gradient
    let optimizer = SGD([w, b], learningRate: lesson.learningRate)

    for epoch in lesson.epochs {
        // Prediction: the forward pass
        let yPredicted = forward(x)

        // Loss
        let l = loss(yPredicted, y)

        // Gradient: the backward pass adds dL/dw and dL/db to the grads
        l.backward()
        lesson.look(
            epoch, x: x, y: y, prediction: yPredicted, loss: l,
            parameters: ["w": w, "b": b])

        // Update: a small step downhill, without recording it
        optimizer.step()

        // Reset: otherwise backward() would add to these gradients
        optimizer.zeroGrad()

        lesson.report(epoch, loss: l, parameters: ["w": w, "b": b])
    }
}
