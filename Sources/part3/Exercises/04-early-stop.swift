import Descent

/// Task 4, a stretch: stop when the loss no longer falls.
///
/// After every epoch this is asked whether the training should stop. It should
/// when the last `patience` epochs, one after the other, brought no loss that
/// is smaller than the smallest one before them. (An equal one is not smaller.)
/// While there are no more than `patience` losses there is nothing before them,
/// and the answer is no.
///
/// In:      the losses of all epochs so far, the latest last; `patience`, at
///          least 1.
/// Out:     whether to stop.
/// Example: with patience 2 and the losses [9, 4, 5, 3, 3, 6] the answer is yes
///          after the sixth, as neither 3 nor 6 is smaller than the 3 before;
///          after the fourth it is no, as 3 is smaller than 4.
/// Use:     `losses.suffix(n)`, the last n; `losses.dropLast(n)`, the others;
///          `min()`, nil if there are none.
/// Reread:  the loop in Sources/part3/Line.swift: where would it be asked?
func shouldStop(_ losses: [Float], patience: Int) -> Bool {
    // Write it here, in place of this line.
    return false
}
