import Descent

/// Task 2: the mean squared error.
///
/// How wrong predictions are, in one number: L = 1/n · Σ (ŷ − y)²
///
/// In:      the predictions ŷ and the targets y, n of each; n is at least 1.
/// Out:     the mean of the squared differences.
/// Example: ŷ = [1, 5] and y = [2, 2] give (1 + 9) / 2 = 5.
/// Reread:  `loss` in Sources/part1/Line.swift
func meanSquaredError(_ prediction: [Float], _ target: [Float]) -> Float {
    // Write it here, in place of this line.
    return 0
}
