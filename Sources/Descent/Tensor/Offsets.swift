/// Walks through the elements of a shape in row-major order and says where each one lies in memory.
struct Offsets {
    private let shape: Lengths
    private let strides: [Int]
    private var index: [Int]
    private var offset = 0

    init(shape: Lengths, strides: [Int]) {
        self.shape = shape
        self.strides = strides
        index = [Int](repeating: 0, count: shape.count)
    }

    mutating func next() -> Int {
        let current = offset
        var axis = shape.count - 1
        while axis >= 0 {
            index[axis] += 1
            offset += strides[axis]
            if index[axis] < shape[axis] { break }
            offset -= strides[axis] * shape[axis]
            index[axis] = 0
            axis -= 1
        }
        return current
    }
}
