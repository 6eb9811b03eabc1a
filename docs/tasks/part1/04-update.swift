import Descent

/// Task 4: the update of several weights.
///
/// Take a step downhill: move every weight against its gradient, by the
/// learning rate times the gradient.
///
/// In:      the weights; the gradient of each, in the same order; the learning
///          rate.
/// Out:     the new weights.
/// Example: the weights [1, 1], the gradients [4, −2] and the learning rate 0.5
///          give [−1, 2].
/// Use:     `weights.indices.map { i in … }` computes a number for each index.
/// Reread:  step 4 in docs/part1.md
func updated(
    _ weights: [Float], gradient: [Float], learningRate: Float
) -> [Float] {
    // Write it here, in place of this line.
    return weights
}
