import Descent
import Workbook

/// A custom model with a layer inside.
final class LinearRegression: Module {
    let lin: Linear

    init(inFeatures: Int, outFeatures: Int, bias: Bool) {
        lin = Linear(
            inFeatures: inFeatures, outFeatures: outFeatures, bias: bias)
    }

    func callAsFunction(_ x: Tensor) -> Tensor {
        lin(x)
    }
}

/// Part 4 with `--model custom`: a custom model around the built-in one.
///
/// Finds w in ŷ = w·x from samples of f(x) = 2·x, without being told the 2.
func lineWithCustomModel(_ lesson: LineLesson) {
    // Training data: x = 1, 2, 3, 4 and y = 2·x; and another x for testing.
    // A model takes a matrix: one row per sample, one column per feature.
    let x = Tensor(lesson.x).unsqueezed(-1)
    let y = Tensor(lesson.y).unsqueezed(-1)
    let xTest = Tensor([5])

    // Prediction: ŷ = x·Wᵀ
    let model = LinearRegression(
        inFeatures: 1, outFeatures: 1, bias: lesson.bias)
    lesson.show(model)

    // The weight starts at 0. With --bias both keep their random start.
    lesson.start(model.lin.weight, model.lin.bias)

    // Loss: the mean squared error, L = 1/n · Σ (ŷ − y)²
    let loss = MSELoss()

    // Update: stochastic gradient descent, parameter − learning rate · gradient
    let optimizer = SGD(model.parameters, learningRate: lesson.learningRate)

    // The parameters by name, for reporting each epoch
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

        // Update: a small step downhill, without recording it
        optimizer.step()

        // Reset: otherwise backward() would add to this gradient
        optimizer.zeroGrad()

        lesson.report(epoch, loss: l, parameters: parameters)
    }

    lesson.predictionAfter(xTest, model(xTest))
}
