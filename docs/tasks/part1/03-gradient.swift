import Descent

/// Task 3: the gradient of the mean squared error.
///
/// How the loss L = 1/n · Σ (w·xᵢ − yᵢ)² changes with w: its derivative dL/dw.
///
/// In:      the inputs x and the targets y, n of each; the weight w.
/// Out:     dL/dw, one number.
/// Example: x = [1, 2], y = [2, 4] and w = 1: the errors w·x − y are −1 and
///          −2, and dL/dw is −5.
/// Reread:  `gradient` in Sources/part1/Line.swift, and docs/part1.md
func gradient(_ x: [Float], _ y: [Float], w: Float) -> Float {
    // Write it here, in place of this line.
    return 0
}
