import Descent

/// Task 3: training in batches, with a short last one.
///
/// An epoch goes through all rows of the data in order, `batchSize` rows at a
/// time; the last batch has what is left, perhaps fewer. For each batch: the
/// prediction, its mean squared error, the gradient, the update, the reset.
///
/// The loss of an epoch is the mean of the squared errors of all samples, each
/// taken from its batch, before the update of that batch.
///
/// In:      the model; x of shape [n, inputs] and y of shape [n, 1]; how many
///          rows a batch has; how many epochs; the learning rate.
/// Out:     the loss of each epoch. Afterwards the model is trained.
/// Example: 5 rows and batch size 2 make batches of 2, 2 and 1 rows. If their
///          mean squared errors are 4, 2 and 1, the loss of the epoch is
///          (2·4 + 2·2 + 1·1) / 5 = 2.6.
/// Use:     `loss.item()`, the number in a tensor; `inputs.shape[0]`, its rows.
/// Reread:  `fit` in Sources/part4/Crops.swift. DataLoader(TensorDataset(x, y),
///          batchSize: batchSize) hands out the batches.
func fit(
    _ model: Linear, _ x: Tensor, _ y: Tensor, batchSize: Int, epochs: Int,
    learningRate: Float
) -> [Float] {
    // Write it here, in place of this line.
    return []
}
