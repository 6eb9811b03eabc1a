import Descent

/// Task 2: another loss, the mean absolute error.
///
/// It is another measure of how wrong the predictions are:
/// L = 1/n · Σ |ŷ − y|. The bars remove the sign: |−3| = |3| = 3.
///
/// In:      the predictions ŷ and the targets y, n of each; n is at least 1.
/// Out:     the mean of the absolute differences.
/// Example: ŷ = [1, 5] and y = [2, 2] give (1 + 3) / 2 = 2.
/// Use:     `mean(n) { i in … }` computes the expression in the braces for each
///          i from 0 to n − 1, and returns the mean; `abs(e)` is |e|;
///          `target.count` is n.
/// Reread:  step 2 in docs/part1.md
func meanAbsoluteError(_ prediction: [Float], _ target: [Float]) -> Float {
    // Write it here, in place of this line.
    return 0
}
