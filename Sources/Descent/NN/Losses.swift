import Arrays

/// The way a loss combines the losses of all elements into one number.
public enum Reduction: Sendable {
    /// The mean; the default.
    case mean
    /// The sum.
    case sum
}

/// The mean squared error or, with `reduction: .sum`, the sum of squared errors.
public struct MSELoss: Sendable {
    private let reduction: Reduction

    /// Creates the loss.
    ///
    /// - Parameter reduction: the mean of the squared errors, by default, or their sum.
    public init(reduction: Reduction = .mean) {
        self.reduction = reduction
    }

    /// The loss of a prediction; see ``Functional/mseLoss(_:_:reduction:)``.
    public func callAsFunction(_ prediction: Tensor, _ target: Tensor) -> Tensor {
        Functional.mseLoss(prediction, target, reduction: reduction)
    }
}

/// The mean absolute error or, with `reduction: .sum`, the sum of absolute errors.
public struct L1Loss: Sendable {
    private let reduction: Reduction

    /// Creates the loss.
    ///
    /// - Parameter reduction: the mean of the absolute errors, by default, or their sum.
    public init(reduction: Reduction = .mean) {
        self.reduction = reduction
    }

    /// The loss of a prediction; see ``Functional/l1Loss(_:_:reduction:)``.
    public func callAsFunction(_ prediction: Tensor, _ target: Tensor) -> Tensor {
        Functional.l1Loss(prediction, target, reduction: reduction)
    }
}

/// Losses as plain functions, as in PyTorch's `torch.nn.functional`.
public enum Functional {
    /// The squared error Σ (prediction − target)², divided by the number of elements unless the reduction is `.sum`;
    /// a tensor of shape `[]`.
    ///
    /// Traps if the shapes differ, because different shapes would broadcast. With a prediction of shape `[n, 1]` and
    /// a target of shape `[n]`, every prediction would be compared with every target, and the loss would be wrong
    /// without any other sign.
    public static func mseLoss(
        _ prediction: Tensor, _ target: Tensor, reduction: Reduction = .mean
    ) -> Tensor {
        errors(prediction, target, "The mean squared error").pow(2).reduced(reduction)
    }

    /// The absolute error Σ |prediction − target|, divided by the number of elements unless the reduction is `.sum`;
    /// a tensor of shape `[]`. Traps if the shapes differ, like the squared error.
    public static func l1Loss(
        _ prediction: Tensor, _ target: Tensor, reduction: Reduction = .mean
    ) -> Tensor {
        errors(prediction, target, "The mean absolute error").abs().reduced(reduction)
    }

    /// The differences. Traps unless the shapes are equal.
    private static func errors(_ prediction: Tensor, _ target: Tensor, _ name: String) -> Tensor {
        if prediction.lengths == target.lengths { return prediction - target }
        let shape = prediction.lengths.broadcast(with: target.lengths)
        let crosses = (shape?.elementCount ?? 0) > max(prediction.count, target.count)
        fatalError(
            "\(name) needs a prediction and a target of the same shape, but "
                + "these have \(prediction.shape) and \(target.shape). "
                + (crosses
                    ? "Broadcast to \(shape!), every prediction would be compared with the wrong "
                        + "targets, and the loss would be wrong without any warning. " : "")
                + "Use reshaped(_:), unsqueezed(_:) or flattened() on one of them.")
    }
}

extension Tensor {
    fileprivate func reduced(_ reduction: Reduction) -> Tensor {
        switch reduction {
        case .mean: mean()
        case .sum: sum()
        }
    }
}
