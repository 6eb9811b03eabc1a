import Descent

/// Task 2: two missing lines.
///
/// In every epoch, this loop computes the loss and its gradient, but doesn't
/// use them. Add the two missing steps: the update of w against its gradient,
/// and the reset of the gradient. Make the steps shorter from epoch to epoch:
/// in epoch 1 the learning rate is `learningRate`, in epoch 2 half of that, and
/// in epoch e it is learningRate / e.
///
/// In:      the weight w; x and y, tensors of the same shape; the learning
///          rate; the number of epochs.
/// Out:     nothing; the function changes w itself.
/// Example: w = 0, x = [1, 2], y = [2, 4], learning rate 0.1 and 1 epoch: the
///          gradient is −10, and w becomes 1. With 2 epochs it becomes 1.25.
/// Use:     `Float(epoch)` converts the whole number to a Float, which you can
///          use in formulas.
/// Reread:  the loop in Sources/part2/Line.swift
func train(
    _ w: Tensor, _ x: Tensor, _ y: Tensor, learningRate: Float, epochs: Int
) {
    var epoch = 0
    while epoch < epochs {
        epoch += 1
        let loss = (w * x - y).pow(2).mean()
        loss.backward()

        // Write it here, in place of this line: the update and the reset.
    }
}
