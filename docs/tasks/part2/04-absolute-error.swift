import Descent

/// Task 4, a stretch: the mean absolute error, and its slope at 0.
///
/// L = 1/n · Σ |ŷ − y| does not punish a large error as much as the square
/// does. Where ŷ is above y its slope is 1/n, below it is −1/n. Where ŷ is
/// exactly y there is a kink, and we want the slope 0 there, as PyTorch has it.
///
/// Do without `abs()`, which would be the answer. Two ways lead to |e|: √(e²),
/// with a look at its slope at 0; or e times its sign, where the sign is a
/// tensor of plain numbers, made from the numbers `e.scalars` in the shape
/// `e.shape`.
///
/// In:      the predictions ŷ and the targets y, tensors of the same shape.
/// Out:     L, a tensor with one number, which remembers how it was computed.
/// Example: ŷ = [1, 5, 2] and y = [2, 2, 2] give (1 + 3 + 0) / 3, and the
///          slopes with respect to ŷ are [−1/3, 1/3, 0].
/// Use:     `Tensor(numbers, shape: e.shape)` of numbers such as
///          `e.scalars.map { … }`.
/// Reread:  `loss` in Sources/part2/Line.swift, and the task before
func meanAbsoluteError(_ prediction: Tensor, _ target: Tensor) -> Tensor {
    // Write it here, in place of this line.
    return Tensor(0)
}
