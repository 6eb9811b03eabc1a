import Descent
import Workbook

/// Part 4 with `--optimizer rmsprop`: a different kind of step.
///
/// Fits a cubic to the sine: ŷ = a + b·x + c·x² + d·x³.
func sineWithRMSprop(_ lesson: SineLesson) {
    // Training data: points from −π to π, and their sines.
    // The model takes a matrix, with the columns x, x² and x³.
    let x = Tensor(lesson.x).unsqueezed(-1).pow([1, 2, 3])
    let y = Tensor(lesson.y)

    // Prediction: ŷ = x·Wᵀ + a with W = (b c d), flattened to a row like y
    let linear = Linear(inFeatures: 3, outFeatures: 1)
    let model = Sequential(linear, Flatten(startDim: 0, endDim: 1))
    lesson.show(
        model,
        shapes: [
            "x": x.shape, "linear(x)": linear(x).shape, "ŷ": model(x).shape,
        ])

    // The same start as in the other parts, except with --start linear.
    if let start = lesson.modelStart {
        withNoGrad {
            linear.bias!.fill(start.a)
            linear.weight.copy(from: Tensor([start.b, start.c, start.d]))
        }
    }

    // Loss: the sum of squared errors, L = Σ (ŷ − y)²
    let loss = MSELoss(reduction: .sum)

    // Update: divide the gradient by the typical size of the gradients so far
    let optimizer = RMSprop(model.parameters, learningRate: lesson.learningRate)

    for epoch in lesson.epochs {
        // Prediction: the forward pass
        let yPredicted = model(x)

        // Loss
        let l = loss(yPredicted, y)

        // Gradient: the backward pass adds to the coefficients' grads
        l.backward()
        lesson.look(
            epoch, x: x, y: y, prediction: yPredicted, loss: l,
            parameters: ["a": linear.bias!, "b c d": linear.weight])

        // Update: a step for each parameter, without recording it
        optimizer.step()

        // Reset: otherwise backward() would add to these gradients
        optimizer.zeroGrad()

        lesson.report(
            epoch, loss: l,
            parameters: ["a": linear.bias!, "b c d": linear.weight])
    }
}
