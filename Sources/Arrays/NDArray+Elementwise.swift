/// Operations element by element.
extension NDArray {
    package static prefix func - (a: NDArray) -> NDArray { a * NDArray(-1) }
    package static func + (a: NDArray, b: NDArray) -> NDArray { binary(a, b, .add) }
    package static func - (a: NDArray, b: NDArray) -> NDArray { binary(a, b, .subtract) }
    package static func * (a: NDArray, b: NDArray) -> NDArray { binary(a, b, .multiply) }
    package static func / (a: NDArray, b: NDArray) -> NDArray { binary(a, b, .divide) }

    /// An operation on every element, or on the elements of this array and another.
    package func applying(
        _ operation: Elementwise, _ other: NDArray = NDArray(0)
    ) -> NDArray { .binary(self, other, operation) }

    /// The product with an array of the same shape; where this one is 1 everywhere, as the gradient of a
    /// sum is, that is the other one.
    package func timesOne(_ other: NDArray) -> NDArray {
        isConstant && inline.first == 1 && shape == other.shape ? other : self * other
    }

    /// Every element to the power of `exponent`.
    ///
    /// 2 and 3 are products, x·x and (x·x)·x, −2 is 1/(x·x), 0.5 is √x and −0.5 is 1/√x, as in PyTorch; others
    /// are computed in Float64.
    package func pow(_ exponent: Float) -> NDArray {
        switch exponent {
        case 0: NDArray(repeating: 1, shape: shape)
        case 0.5: applying(.squareRoot)
        case 1: self
        case 2: applying(.square)
        case 3: applying(.cube)
        case -2, -0.5: NDArray(1) / pow(-exponent)
        // Each is rounded once, from Float64.
        default: applying(.power, NDArray(exponent))
        }
    }

    @inline(__always)
    static func binary(
        _ a: NDArray, _ b: NDArray, _ operation: Elementwise
    ) -> NDArray {
        if case .inline = a.storage, case .inline = b.storage,
            b.axes.isScalar || a.axes == b.axes || a.axes.isScalar,
            // The numbers that are not used do no harm.
            let inline = operation.apply(a.inline, b.inline)
        {
            return NDArray(inline, like: b.axes.isScalar ? a : b)
        }
        return broadcast(a, b, operation)
    }

    private static func broadcast(
        _ a: NDArray, _ b: NDArray, _ operation: Elementwise
    ) -> NDArray {
        // Most frequently there is nothing to broadcast but single numbers.
        let axes = b.axes.isScalar ? a.axes : b.axes
        if axes.count <= Summation.blockLength, a.axes == axes || a.axes.isScalar,
            let x = a.numbers, let y = b.numbers
        {
            return withExtendedLifetime((a, b)) {
                NDArray(shape: Shape(axes), count: axes.count) {
                    operation.run(x, y, axes.count, into: $0)
                }
            }
        }
        guard let shape = a.shape.broadcast(with: b.shape) else {
            fatalError(
                "Cannot \(operation.rawValue) tensors of shapes \(a.shape) and \(b.shape): seen from the last "
                    + "axis, two lengths must be equal, or one of them 1.")
        }
        let count = shape.elementCount
        if count == 0 { return NDArray(repeating: 0, shape: shape) }
        if let x = a.operand(count), let y = b.operand(count) {
            if case .scalar(let x) = x, case .scalar(let y) = y {
                return NDArray(repeating: operation.apply(x, y), shape: shape)
            }
            if isLarge(count) {
                let expression = Expression(operation, x, y, count: count)
                return NDArray(.expression(expression), shape: shape)
            }
            return withExtendedLifetime((x, y)) {
                NDArray(shape: shape, count: count) {
                    operation.run(x.numbers, y.numbers, count, into: $0)
                }
            }
        }
        // Row by row: along the last axis each operand has neighbours, or one number for all.
        let rows = Shape(shape.dropLast())
        let length = shape.last!
        let aSteps = a.shape.strides(broadcastTo: shape)
        let bSteps = b.shape.strides(broadcastTo: shape)
        return NDArray(shape: shape, count: count) { result in
            var aRows = Offsets(rows, aSteps.dropLast())
            var bRows = Offsets(rows, bSteps.dropLast())
            let (aStep, bStep) = (aSteps.last!, bSteps.last!)
            a.withElements { p in
                b.withElements { q in
                    for index in 0..<count / length {
                        let (p, q) = (p + aRows.next(), q + bRows.next())
                        operation.run(
                            Numbers(start: aStep == 0 ? nil : p, value: p[0]),
                            Numbers(start: bStep == 0 ? nil : q, value: q[0]), length,
                            into: result + index &* length)
                    }
                }
            }
        }
    }
}

/// Walks through the elements of a shape in row-major order and says where each one lies in memory.
struct Offsets {
    private let shape: Shape
    private let strides: [Int]
    /// Along a single axis there is no need to count.
    private let step: Int?
    private var index: [Int]
    private var offset = 0

    init(_ shape: Shape, _ strides: some Collection<Int>) {
        self.shape = shape
        self.strides = Array(strides)
        step = shape.count == 1 ? strides.first : nil
        index = [Int](repeating: 0, count: shape.count)
    }

    mutating func next() -> Int {
        let current = offset
        if let step {
            offset += step
            return current
        }
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
