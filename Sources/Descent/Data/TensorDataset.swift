/// Samples: rows of inputs, each with the row of targets that belongs to it.
public struct TensorDataset {
    /// The inputs, one row per sample.
    public let inputs: Tensor
    /// The targets, one row per sample.
    public let targets: Tensor

    /// Creates a dataset. Traps if the tensors have no axes or different numbers of rows.
    public init(_ inputs: Tensor, _ targets: Tensor) {
        guard let count = inputs.shape.first, count == targets.shape.first else {
            fatalError(
                "A dataset needs inputs and targets with the same number of rows, but the shapes "
                    + "are \(inputs.shape) and \(targets.shape).")
        }
        self.inputs = inputs
        self.targets = targets
    }

    /// The number of samples.
    public var count: Int { inputs.shape[0] }

    /// Consecutive samples, as in `dataset[0..<3]`. Traps if one of them doesn't exist.
    public subscript(samples: Range<Int>) -> (inputs: Tensor, targets: Tensor) {
        (inputs[samples], targets[samples])
    }
}
