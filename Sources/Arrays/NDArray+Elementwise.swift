/// Element-wise operations.
extension NDArray {
    package static prefix func - (a: NDArray) -> NDArray { a * NDArray(-1) }
    package static func + (a: NDArray, b: NDArray) -> NDArray { binary(a, b, .add) }
    package static func - (a: NDArray, b: NDArray) -> NDArray { binary(a, b, .subtract) }
    package static func * (a: NDArray, b: NDArray) -> NDArray { binary(a, b, .multiply) }
    package static func / (a: NDArray, b: NDArray) -> NDArray { binary(a, b, .divide) }

    /// Applies an operation to every element, or to the elements of this array and another.
    package func applying(
        _ operation: Elementwise, _ other: NDArray = NDArray(0)
    ) -> NDArray { .binary(self, other, operation) }

    /// The product with an array of the same shape. If this array is 1 everywhere, like the gradient of a sum, the
    /// result is the other array.
    package func timesOne(_ other: NDArray) -> NDArray {
        isConstant && inline.first == 1 && shape == other.shape ? other : self * other
    }

    /// Every element raised to the power `exponent`.
    ///
    /// As in PyTorch, the powers 2 and 3 are computed as x·x and (x·x)·x, −2 as 1/(x·x), 0.5 as √x and −0.5 as 1/√x;
    /// others are computed in Float64.
    package func pow(_ exponent: Float) -> NDArray {
        switch exponent {
        case 0: NDArray(repeating: 1, shape: shape)
        case 0.5: applying(.squareRoot)
        case 1: self
        case 2: applying(.square)
        case 3: applying(.cube)
        case -2, -0.5: NDArray(1) / pow(-exponent)
        // Computed in Float64 and rounded once.
        default: applying(.power, NDArray(exponent))
        }
    }

    @inline(__always)
    static func binary(
        _ a: NDArray, _ b: NDArray, _ operation: Elementwise
    ) -> NDArray {
        if case .inline = a.storage, case .inline = b.storage,
            b.axes.isScalar || a.axes == b.axes || a.axes.isScalar,
            // The unused numbers do no harm.
            let inline = operation.apply(a.inline, b.inline)
        {
            return NDArray(inline, like: b.axes.isScalar ? a : b)
        }
        return broadcast(a, b, operation)
    }

    private static func broadcast(
        _ a: NDArray, _ b: NDArray, _ operation: Elementwise
    ) -> NDArray {
        // In most cases, only single numbers need broadcasting.
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
                "Cannot \(operation.rawValue) tensors of shapes \(a.shape) and \(b.shape): counted from "
                    + "the last axis, two lengths must be equal, or one of them must be 1.")
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
        // Row by row: along the last axis, each operand has consecutive numbers or a single one.
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

/// Walks through the elements of a shape in row-major order and returns each one's offset in memory.
struct Offsets {
    private let shape: Shape
    private let strides: [Int]
    /// The step along a single axis, where no counting is needed.
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
