/// Samples: rows of inputs with the rows of targets that belong to them.
public struct TensorDataset {
    /// The inputs, a row for each sample.
    public let inputs: Tensor
    /// The targets, a row for each sample.
    public let targets: Tensor

    /// Traps if the two have no rows, or different numbers of them.
    public init(_ inputs: Tensor, _ targets: Tensor) {
        guard let count = inputs.shape.first, count == targets.shape.first else {
            fatalError(
                "A dataset needs inputs and targets with the same number of rows, and the shapes "
                    + "are \(inputs.shape) and \(targets.shape).")
        }
        self.inputs = inputs
        self.targets = targets
    }

    /// The number of samples.
    public var count: Int { inputs.shape[0] }

    /// Some neighbouring samples, `dataset[0..<3]`. Traps if one does not exist.
    public subscript(samples: Range<Int>) -> (inputs: Tensor, targets: Tensor) {
        (inputs[samples], targets[samples])
    }
}
