import Descent

/// Task 5: eight curves that add up to the sine.
///
/// `network` predicts ŷ = c + Σ vᵢ·tanh(wᵢ·x + bᵢ). Each neuron adds a curve,
/// vᵢ·tanh(wᵢ·x + bᵢ), and none of them looks like a sine. Compute the curves
/// and their sum, then look at them:
///
///     swift run part4 exercises --only eight-curves
///
/// In:      a column of inputs, of shape [n, 1]; rows w, b and v with a number
///          for each neuron; the number c.
/// Out:     the curves: a table of shape [n, neurons], a row for each input and
///          a column for each neuron. Their sum: for each input the sum of its
///          row, plus c, of shape [n].
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
