import Descent

/// Task 5: eight curves that add up to the sine.
///
/// Read docs/network.md first. The lesson `network` predicts
/// ŷ = c + Σ vᵢ·tanh(wᵢ·x + bᵢ). Each neuron contributes a curve,
/// vᵢ·tanh(wᵢ·x + bᵢ), and none of them looks like a sine. Compute the curves
/// and their sum, and look at them:
///
///     swift run part4 exercises --only eight-curves
///
/// In:      a column of inputs, of shape [n, 1]; w, b and v, rows with a number
///          for each neuron; the number c.
/// Out:     the curves: a table of shape [n, neurons], with a row for each
///          input and a column for each neuron. The sum: the sum of each row
///          plus c, of shape [n].
/// Example: x = [[0]], w = [1, 2], b = [0, 0], v = [3, 4] and c = 5 give the
///          curves [[0, 0]] and the sum [5], because tanh 0 = 0.
/// Use:     `t.tanh()`; `t.sum(axis: 1)`, the sum of each row. A column times a
///          row is a table.
/// Reread:  "The idea, with numbers" in docs/network.md
func curves(
    _ x: Tensor, w: Tensor, b: Tensor, v: Tensor, c: Float
) -> (curves: Tensor, sum: Tensor) {
    // Write it here, in place of this line.
    return (x, x)
}
