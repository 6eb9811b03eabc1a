import Descent

/// Task 4, a challenge: the mean absolute error, and its slope at 0.
///
/// L = 1/n · Σ |ŷ − y| doesn't punish large errors as much as squares do. Its
/// slope is 1/n where ŷ is above y, and −1/n where ŷ is below. Where ŷ is equal
/// to y, the curve of |ŷ − y| has a corner, a *kink*. There the slope should be
/// 0, as in PyTorch.
///
/// Don't use `abs()`, which would be the whole answer. You can write |e| as
/// √(e²), if you take care of the slope at 0. Or you can multiply e by its
/// sign. Make the sign a tensor of plain numbers, computed from the numbers
/// in e, `e.scalars`.
///
/// In:      the predictions ŷ and the targets y, tensors of the same shape.
/// Out:     L, a tensor with one number and its graph, for `backward()`.
/// Example: ŷ = [1, 5, 2] and y = [2, 2, 2] give (1 + 3 + 0) / 3, and the
///          slopes with respect to ŷ are [−1/3, 1/3, 0].
/// Use:     `Tensor(numbers, shape: e.shape)`, where the numbers come from
///          `e.scalars.map { … }`.
/// Reread:  `loss` in Sources/part2/Line.swift, and task 3
func meanAbsoluteError(_ prediction: Tensor, _ target: Tensor) -> Tensor {
    // Write it here, in place of this line.
    return Tensor(0)
}
