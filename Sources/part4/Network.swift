import Descent
import Workbook

/// Part 4 and one more idea: a network.
///
/// Fits eight neurons to the sine. Each is a line that tanh bends, and the
/// prediction is their weighted sum: ŷ = c + Σ vᵢ·tanh(wᵢ·x + bᵢ).
func network(_ lesson: NetworkLesson) {
    // Training data: points from −π to π, and their sines, in columns
    let x = Tensor(lesson.x).unsqueezed(-1)
    let y = Tensor(lesson.y).unsqueezed(-1)

    // Prediction: a layer of neurons, and one that adds them up
    let neurons = Linear(inFeatures: 1, outFeatures: 8)
    let model = Sequential(
        neurons, Tanh(), Linear(inFeatures: 8, outFeatures: 1))
    lesson.show(
        model,
        shapes: [
            "x": x.shape, "neurons(x)": neurons(x).shape, "ŷ": model(x).shape,
        ])

    // Start at random numbers: eight equal neurons would stay equal.
    lesson.start(model)
    lesson.predict(with: model)

    // Loss: the sum of squared errors, L = Σ (ŷ − y)²
    let loss = MSELoss(reduction: .sum)

    // Update: Adam finds a separate step for each of the 25 parameters
    let optimizer = Adam(model.parameters, learningRate: lesson.learningRate)

    // The parameters by name, for reporting each epoch
    let parameters = model.namedParameters

    for epoch in lesson.epochs {
        // Prediction: the forward pass
        let yPredicted = model(x)

        // Loss
        let l = loss(yPredicted, y)

        // Gradient: the backward pass goes through both layers
        l.backward()
        lesson.look(
            epoch, x: x, y: y, prediction: yPredicted, loss: l,
            parameters: parameters)

        // Update: a step for each parameter, without recording it
        optimizer.step()

        // Reset: otherwise backward() would add to these gradients
        optimizer.zeroGrad()

        lesson.report(epoch, loss: l, parameters: parameters)
    }
}
