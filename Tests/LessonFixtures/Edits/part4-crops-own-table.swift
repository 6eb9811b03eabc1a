// Made by scripts/lesson_edits.py from Sources/part4/Crops.swift.
// swift-format-ignore-file

import Descent
import Workbook

/// Part 4: the prediction is built in, and so is how the data are handed out.
///
/// Two outputs, yields of apples and oranges, from three inputs: ŷ = x·wᵀ + b.
func part4CropsOwnTable(_ lesson: CropsLesson) {
    // Training data: a row for each of n samples, 3 inputs and k = 2 targets.
    let dataset = TensorDataset(
        Tensor([[1, 2], [2, 1], [3, 5], [4, 4]]), Tensor([[3], [3], [8], [8]]))
    let loader = DataLoader(
        dataset, batchSize: lesson.batchSize, shuffle: lesson.shuffle)
    lesson.show(dataset, loader)

    // Prediction: ŷ = x·Wᵀ + b
    let model = Linear(inFeatures: 2, outFeatures: 1)

    // Update: stochastic gradient descent, parameter − learning rate · gradient
    let optimizer = SGD(model.parameters, learningRate: 0.01)

    func fit(
        epochs: some Sequence<Int>, model: Linear,
        lossFunction: (Tensor, Tensor) -> Tensor, optimizer: some Optimizer,
        data: DataLoader
    ) {
        // What the model learns, by name, for what is shown of each epoch
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

                // Update: a small step downhill, which is not to be recorded
                optimizer.step()

                // Reset: or the next backward pass would add to these gradients
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
