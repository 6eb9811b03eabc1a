import Descent

/// Task 5, a challenge: a bias, and two gradients.
///
/// With a bias b, the prediction is ŷ = w·x + b. The loss is the lesson's,
/// L = 1/n · Σ (ŷᵢ − yᵢ)². It now has two derivatives: dL/dw and dL/db.
///
/// In:      the inputs x and targets y, n of each; the weight w; the bias b.
/// Out:     dL/dw and dL/db, both at the given w and b.
/// Example: x = [1, 2], y = [2, 4], w = 1 and b = 1: the errors are 0 and −1,
///          dL/dw is −2 and dL/db is −1.
/// Use:     `return (dw, db)` returns two numbers.
/// Reread:  "The mathematics" in docs/part1.md
func gradients(
    _ x: [Float], _ y: [Float], w: Float, b: Float
) -> (w: Float, b: Float) {
    // Write it here, in place of this line.
    return (0, 0)
}
