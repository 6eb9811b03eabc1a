import Descent

/// Task 2: the two lines that are missing.
///
/// This loop computes the loss and its gradient in every epoch, and then does
/// nothing with it. Two things are missing: the update of w, a step against its
/// gradient; and the reset of the gradient, so that the next epoch starts
/// afresh. The steps are to become shorter: the learning rate of epoch 1 is
/// `learningRate`, that of epoch 2 half of it, and that of epoch e is
/// learningRate / e.
///
/// In:      the weight w; x and y, tensors of the same shape; the learning
///          rate; how many epochs.
/// Out:     nothing: afterwards w itself has its new value.
/// Example: w = 0, x = [1, 2], y = [2, 4], learning rate 0.1 and 1 epoch: the
///          gradient is −10, and w becomes 1. With 2 epochs it becomes 1.25.
/// Use:     `Float(epoch)` makes a number for formulas of the whole number.
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
