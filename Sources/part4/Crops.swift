import Descent
import Workbook

/// Part 4: the prediction and the batches are built in.
///
/// Predicts two yields, apples and oranges, from three inputs: ŷ = x·wᵀ + b.
func crops(_ lesson: CropsLesson) {
    // Training data: n samples, each a row with 3 inputs and k = 2 targets.
    let dataset = TensorDataset(Tensor(lesson.x), Tensor(lesson.y))
    let loader = DataLoader(
        dataset, batchSize: lesson.batchSize, shuffle: lesson.shuffle)
    lesson.show(dataset, loader)

    // Prediction: ŷ = x·Wᵀ + b
    let model = Linear(inFeatures: lesson.inputs, outFeatures: lesson.outputs)

    // The same start as in the other parts, except with --start linear.
    if let start = lesson.start {
        withNoGrad {
            model.weight.copy(from: Tensor(start.w))
            model.bias!.copy(from: Tensor(start.b))
        }
    }

    // Update: stochastic gradient descent, parameter − learning rate · gradient
    let optimizer = SGD(model.parameters, learningRate: lesson.learningRate)

    func fit(
        epochs: some Sequence<Int>, model: Linear,
        lossFunction: (Tensor, Tensor) -> Tensor, optimizer: some Optimizer,
        data: DataLoader
    ) {
        // The parameters by name, for reporting each epoch
        let parameters = model.namedParameters

        for epoch in epochs {
            // The loss of an epoch is that of its last batch.
            var l = Tensor(0)
            for (x, y) in data {
                // Prediction: the forward pass
                let yPredicted = model(x)

                // Loss
                l = lossFunction(yPredicted, y)

                // Gradient: the backward pass adds dL/dw and dL/db to the grads
                l.backward()
                lesson.look(
                    epoch, x: x, y: y, prediction: yPredicted, loss: l,
                    parameters: parameters)

                // Update: a small step downhill, without recording it
                optimizer.step()

                // Reset: otherwise backward() would add to these gradients
                optimizer.zeroGrad()
            }
            lesson.report(epoch, loss: l, parameters: parameters)
        }
    }

    // Loss: the mean over all n·k elements, L = 1/(n·k) · Σ (ŷ − y)²
    fit(
        epochs: lesson.epochs, model: model,
        lossFunction: { Functional.mseLoss($0, $1) },
        optimizer: optimizer, data: loader)
}
