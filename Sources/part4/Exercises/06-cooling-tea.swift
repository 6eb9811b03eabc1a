import Descent

/// Task 6, the last one: a training loop, from an empty file.
///
/// A cup of tea cools down. Every ten minutes somebody measures how much warmer
/// it is than the room, in tens of degrees:
///
///     t = [0, 1, 2, 3, 4, 5]    y = [6.5, 4.4, 2.9, 2, 1.3, 0.9]
///
/// The model is ŷ = a·e^(−k·t): a is how warm the tea was, k how fast it cools.
/// The loss is the mean squared error. Train a and k with plain gradient
/// descent. Write everything: the parameters, and in each epoch the prediction,
/// the loss, the gradient, the update and the reset.
///
/// In:      t and y, of shape [n]; where a and k start; how many epochs; the
///          learning rate.
/// Out:     the trace: for each epoch its loss, from before the update, and a
///          and k from after it.
/// Example: t = [0], y = [3], a = 1, k = 1, one epoch and the learning rate
///          0.5: the loss is 4, its slopes are −4 and 0, and so the trace is
///          [(loss: 4, a: 3, k: 1)].
/// Use:     `u.exp()` is eᵘ; `loss.item()`, the number in a tensor.
/// Look:    swift run part4 exercises --only cooling-tea draws your tea: it
///          starts at a = 5 and k = 1, with 200 epochs at 0.03.
func train(
    _ t: Tensor, _ y: Tensor, from start: (a: Float, k: Float), epochs: Int,
    learningRate: Float
) -> [(loss: Float, a: Float, k: Float)] {
    // Write it here, in place of this line.
    return []
}
