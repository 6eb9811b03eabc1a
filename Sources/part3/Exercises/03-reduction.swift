import Descent

/// Task 3: a loss as a type, with a reduction.
///
/// Half the squared error of one element is ½ · (ŷ − y)². (The ½ cancels the 2
/// in the derivative, which is ŷ − y.) The *reduction* turns these many numbers
/// into one: `.mean` takes their mean, `.sum` their sum.
///
/// In:      when you create the loss: `reduction`. When you call it: the
///          predictions ŷ and the targets y, tensors of the same shape.
/// Out:     a tensor with one number and its graph, for `backward()`.
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
