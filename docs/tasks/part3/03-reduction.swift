import Descent

/// Task 3: a loss as a type, with a reduction.
///
/// The half squared error of one element is ½ · (ŷ − y)². (With the ½ its
/// derivative is ŷ − y, without a 2.) The reduction says how one number is made
/// of all elements: `.mean`, their mean, or `.sum`, their sum.
///
/// In:      `reduction`, when the loss is made; the predictions ŷ and the
///          targets y, tensors of the same shape, when it is called.
/// Out:     a tensor with one number, which remembers how it was computed.
/// Example: ŷ = [1, 5] and y = [2, 2] give ½ and 4½: 2.5 with `.mean`, 5 with
///          `.sum`.
/// Use:     `switch reduction { case .mean: … case .sum: … }`.
/// Reread:  `MSELoss` in Sources/Descent/NN/Losses.swift
struct HalfSquaredLoss {
    let reduction: Reduction

    init(reduction: Reduction = .mean) {
        self.reduction = reduction
    }

    func callAsFunction(_ prediction: Tensor, _ target: Tensor) -> Tensor {
        // Write it here, in place of this line.
        return Tensor(0)
    }
}
