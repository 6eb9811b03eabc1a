import Descent
import Workbook

/// A classic mistake: the prediction is a column, and the target is not.
///
/// It sees samples of f(x) = 2·x, but not the 2, and looks for w in ŷ = w·x.
func lineWithWrongShape(_ lesson: LineLesson) {
    // Training data: x = 1, 2, 3, 4 and y = 2·x; and an x to try the result on.
    // A model takes a matrix: a row for each sample, a column for each feature.
    // The mistake: x is one, of shape [n, 1], but y is not, its shape is [n].
    let x = Tensor(lesson.x).unsqueezed(-1)
    let y = Tensor(lesson.y)
    let xTest = Tensor([5])

    // Prediction: ŷ = x·Wᵀ; the weight starts at 0
    let model = makeModel(lesson)

    // Loss: the mean squared error, L = 1/n · Σ (ŷ − y)². It refuses this.
    let mseLoss = MSELoss()
    lesson.showFatalError(
        then:
            "PyTorch only warns and goes on, and with its loss so does this run."
    ) {
        _ = mseLoss(model(x), y)
    }

    // PyTorch's computes this, after a warning: each prediction is compared
    // with every target.
    func loss(_ yPredicted: Tensor, _ y: Tensor) -> Tensor {
        (yPredicted - y).pow(2).mean()
    }

    // Update: stochastic gradient descent, parameter − learning rate · gradient
    let optimizer = SGD(model.parameters, learningRate: lesson.learningRate)

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
            parameters: model.namedParameters)

        // Update: a small step downhill, which is not to be recorded
        optimizer.step()

        // Reset: or the next backward pass would add to this gradient
        optimizer.zeroGrad()

        lesson.report(epoch, loss: l, parameters: model.namedParameters)
    }

    lesson.explainWrongShape()
    lesson.predictionAfter(xTest, model(xTest))
}
