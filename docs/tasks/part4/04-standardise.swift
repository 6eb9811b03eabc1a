import Descent

/// Task 4, a stretch: columns of the same size.
///
/// The columns of `crops` have numbers around 70. With such inputs only a tiny
/// learning rate works, 0.00001 in the lesson. With standardised columns
/// it can be 0.1: take the mean of the column from each of its numbers, and
/// divide by the column's standard deviation,
///
///     s = √(1/n · Σ (xᵢ − mean)²)
///
/// where the sum goes over the n numbers of the column, and is divided by n. A
/// column whose numbers are all the same has s = 0: it becomes all zeros.
///
/// In:      a table, a row for each sample.
/// Out:     a table of the same shape, with standardised columns.
/// Example: [[1, 7], [3, 7]] gives [[−1, 0], [1, 0]].
/// Use:     `x.map { $0[j] }` is column j; `r.squareRoot()` is √r.
/// Reread:  the table in Sources/Classroom/Problems/CropsProblem.swift
func standardised(_ x: [[Float]]) -> [[Float]] {
    // Write it here, in place of this line.
    return x
}
