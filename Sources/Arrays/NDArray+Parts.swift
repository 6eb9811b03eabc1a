/// Parts of an array, in row-major order.
extension NDArray {
    /// As many elements as `shape` has, beginning at `start`.
    package func part(from start: Int, _ shape: Shape) -> NDArray {
        if hasShape(shape) { return self }
        let count = shape.elementCount
        if count == self.count || isConstant { return reshaped(shape) }
        return NDArray(shape: shape, count: count) { result in
            withElements { result.update(from: $0 + start, count: count) }
        }
    }

    /// The same array with the elements from `start` on replaced by those of another array.
    package func replacing(from start: Int, with part: NDArray) -> NDArray {
        let count = count
        if part.count == count { return part.reshaped(shape) }
        return NDArray(shape: shape, count: count) { result in
            withElements { result.update(from: $0, count: count) }
            part.withElements { (result + start).update(from: $0, count: part.count) }
        }
    }

    /// The rows with the given numbers, in that order.
    package func rows(_ numbers: [Int]) -> NDArray {
        let rowShape = Shape(Array(shape.dropFirst()))
        let length = rowShape.elementCount
        let shape = Shape([numbers.count] + rowShape)
        return NDArray(shape: shape, count: numbers.count * length) { result in
            withElements { values in
                for (index, row) in numbers.enumerated() {
                    (result + index * length).update(from: values + row * length, count: length)
                }
            }
        }
    }

    /// Reverses ``rows(_:)`` in a gradient: adds each row at its original position, and leaves zeros elsewhere.
    package func spread(_ numbers: [Int], to shape: Shape) -> NDArray {
        let length = shape.elementCount / max(1, shape[0])
        let count = shape.elementCount
        return NDArray(shape: shape, count: count) { result in
            result.update(repeating: 0, count: count)
            withElements { values in
                for (index, row) in numbers.enumerated() {
                    for i in 0..<length {
                        result[row * length + i] += values[index * length + i]
                    }
                }
            }
        }
    }

    /// The transpose of a matrix.
    package func transposed() -> NDArray {
        let shape = shape
        let (rows, columns) = (shape[0], shape[1])
        let swapped = Shape.matrix(columns, rows)
        // A single row or column has the same order of elements either way.
        if rows == 1 || columns == 1 || isConstant { return reshaped(swapped) }
        return NDArray(shape: swapped, count: count) { result in
            withElements { values in
                for row in 0..<rows {
                    for column in 0..<columns {
                        result[column * rows + row] = values[row * columns + column]
                    }
                }
            }
        }
    }
}
