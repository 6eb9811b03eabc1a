/// Parts of a tensor along its first axis.
extension Tensor {
    /// Some neighbouring rows, `x[0..<3]`: the elements of a tensor with one axis, the rows of a
    /// matrix.
    ///
    /// The result keeps the axis. Traps for a tensor without axes, and if a row does not exist.
    public subscript(rows: Range<Int>) -> Tensor {
        guard let length = lengths.first, rows.lowerBound >= 0, rows.upperBound <= length else {
            fatalError(
                rank == 0
                    ? "A single number has no rows."
                    : "There are no rows \(rows.lowerBound)..<\(rows.upperBound) in a tensor of "
                        + "shape \(shape): it has the rows 0..<\(shape[0]).")
        }
        return .record(
            array.rows(Array(rows)), .rows(from: rows.lowerBound), node, operands: [array])
    }
}

extension NDArray {
    /// Rows by their numbers, in that order.
    func rows(_ numbers: [Int]) -> NDArray {
        let length = shape.dropFirst().reduce(1, *)
        let count = numbers.count * length
        return NDArray(shape: Lengths([numbers.count] + shape.dropFirst()), count: count) {
            result in
            withElements { values in
                for (index, number) in numbers.enumerated() {
                    (result + index * length).update(from: values + number * length, count: length)
                }
            }
        }
    }

    /// An array of zeros in a larger shape, with these rows at a place in it.
    func spread(to shape: Lengths, startingAt row: Int) -> NDArray {
        let length = shape.dropFirst().reduce(1, *)
        var result = [Float](repeating: 0, count: shape.product)
        result.replaceSubrange(row * length..<row * length + count, with: elements)
        return NDArray(result, shape: shape)
    }
}
