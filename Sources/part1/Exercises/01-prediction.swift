import Descent

/// Task 1: the prediction of another model.
///
/// A car that drives twice as fast needs four times the distance to stop. So
/// this model uses x²: with one weight w, it predicts ŷ = w·x² for each sample.
///
/// In:      x, a number for each sample; the weight w.
/// Out:     ŷ, a number for each sample, in the same order.
/// Example: x = [1, 2, 3] and w = 0.5 give [0.5, 2, 4.5].
/// Use:     `x.map { … }` computes a new number from each number in x. Inside
///          the braces, that number is called `$0`.
/// Reread:  step 1 in docs/part1.md
func predictions(_ x: [Float], w: Float) -> [Float] {
    // Write it here, in place of this line.
    return []
}
