import Descent

/// Task 4, a challenge: stop when the loss no longer falls.
///
/// A training loop calls this function after every epoch. It returns true if
/// none of the last `patience` losses is smaller than the smallest loss before
/// them. (An equal loss isn't smaller.) If there are only `patience` losses or
/// fewer, it returns false.
///
/// In:      the losses of all epochs so far, the latest one last; `patience`,
///          at least 1.
/// Out:     true to stop, false to go on.
/// Example: with patience 2, the losses [9, 4, 5, 3, 3, 6] give true, because
///          neither the second 3 nor the 6 is smaller than the first 3. The
///          losses [9, 4, 5, 3] give false, because 3 is smaller than 4.
/// Use:     `losses.suffix(n)`, the last n; `losses.dropLast(n)`, all others;
///          `min()`, which is nil for an empty list.
/// Reread:  the loop in Sources/part3/Line.swift: where would you call it?
func shouldStop(_ losses: [Float], patience: Int) -> Bool {
    // Write it here, in place of this line.
    return false
}
