import Descent

/// Task 2: another loss, the mean absolute error.
///
/// How wrong predictions are, in one number: L = 1/n · Σ |ŷ − y|. The bars take
/// the sign away: |−3| = |3| = 3.
///
/// In:      the predictions ŷ and the targets y, n of each; n is at least 1.
/// Out:     the mean of the absolute differences.
/// Example: ŷ = [1, 5] and y = [2, 2] give (1 + 3) / 2 = 2.
/// Use:     `mean(n) { i in … }` is the mean of what stands in the braces, for
///          i from 0 to n − 1; `abs(e)` is |e|; `target.count` is n.
/// Reread:  step 2 in docs/part1.md
func meanAbsoluteError(_ prediction: [Float], _ target: [Float]) -> Float {
    // Write it here, in place of this line.
    return 0
}
