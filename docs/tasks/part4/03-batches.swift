import Descent

/// Task 3: training in batches, with a short last one.
///
/// Read "Batches" in docs/crops.md first. An epoch goes through the rows in
/// order, `batchSize` at a time. The last batch may be shorter. For each batch:
/// the prediction, the mean squared error, the gradient, the update, the reset.
///
/// The loss of an epoch is the mean of the squared errors of all samples. For
/// each sample, take the error before the update of its batch.
///
/// In:      the model; x of shape [n, inputs] and y of shape [n, 1]; the batch
///          size; the number of epochs; the learning rate.
/// Out:     the loss of each epoch. The function also trains the model.
/// Example: 5 rows and batch size 2 give batches of 2, 2 and 1 rows. If their
///          mean squared errors are 4, 2 and 1, the loss of the epoch is
///          (2·4 + 2·2 + 1·1) / 5 = 2.6.
/// Use:     `DataLoader(TensorDataset(x, y), batchSize: batchSize)` delivers
///          the batches; `inputs.shape[0]` is the number of rows; `loss.item()`
///          is the number in a tensor.
/// Reread:  `fit` in Sources/part4/Crops.swift
func fit(
    _ model: Linear, _ x: Tensor, _ y: Tensor, batchSize: Int, epochs: Int,
    learningRate: Float
) -> [Float] {
    // Write it here, in place of this line.
    return []
}
