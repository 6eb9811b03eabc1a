import Descent

/// Task 6, the last one: a whole training loop of your own.
///
/// Read docs/network.md first. A cup of tea cools down. Every ten minutes,
/// someone measures how much warmer it is than the room, in tens of degrees:
///
///     t = [0, 1, 2, 3, 4, 5]    y = [6.5, 4.4, 2.9, 2, 1.3, 0.9]
///
/// The model is ŷ = a·e^(−k·t): a says how warm the tea was at first, and k how
/// fast it cools. The loss is the mean squared error. Train a and k with plain
/// gradient descent. Write everything: the parameters, and in each epoch the
/// prediction, the loss, the gradient, the update and the reset.
///
/// In:      t and y, of shape [n]; the starting values of a and k; the number
///          of epochs, at least 1; the learning rate.
/// Out:     the trace: for each epoch, the loss before the update, and a and k
///          after it.
/// Example: t = [0], y = [3], a = 1, k = 1, one epoch, learning rate 0.5: the
///          loss is 4 and its slopes are −4 and 0, so the trace is
///          [(loss: 4, a: 3, k: 1)].
/// Use:     `u.exp()` is eᵘ; `loss.item()` is the number in a tensor.
/// Look:    `swift run part4 exercises --only cooling-tea` draws your tea. It
///          starts at a = 5 and k = 1, and trains for 200 epochs at 0.03.
/// Reread:  the loop in Sources/part4/Line.swift
func train(
    _ t: Tensor, _ y: Tensor, from start: (a: Float, k: Float), epochs: Int,
    learningRate: Float
) -> [(loss: Float, a: Float, k: Float)] {
    // Write it here, in place of this line.
    return []
}
