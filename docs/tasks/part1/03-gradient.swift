import Descent

/// Task 3: the gradient of another model.
///
/// The model is ŷ = w·x², from task 1. The loss is the lesson's, the mean
/// squared error: L = 1/n · Σ (w·xᵢ² − yᵢ)². Compute its derivative dL/dw.
///
/// In:      the inputs x and the targets y, n of each; the weight w.
/// Out:     dL/dw, one number.
/// Example: x = [1, 2], y = [2, 8] and w = 1: the errors w·x² − y are −1 and
///          −4, and dL/dw is −17.
/// Use:     `mean(n) { i in … }`, as in task 2; `x[i]` is element i of x.
/// Reread:  "The mathematics" in docs/part1.md
func gradient(_ x: [Float], _ y: [Float], w: Float) -> Float {
    // Write it here, in place of this line.
    return 0
}
