import Descent

/// Task 1: the prediction.
///
/// With one weight w the program predicts ŷ = w·x, for every sample.
///
/// In:      x, a number for each sample; the weight w.
/// Out:     ŷ, a number for each sample, in the same order.
/// Example: x = [1, 2, 3] and w = 0.5 give [0.5, 1, 1.5].
/// Reread:  `forward` in Sources/part1/Line.swift
func predictions(_ x: [Float], w: Float) -> [Float] {
    // Write it here, in place of this line.
    return []
}
