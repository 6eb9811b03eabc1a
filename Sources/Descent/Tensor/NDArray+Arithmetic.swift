/// Operations element by element. Those on large arrays are put off, see ``Expression``.
extension NDArray {
    private func unary(_ operation: UnaryOperation) -> NDArray {
        if isFew { return NDArray(operation.apply(few), like: self) }
        if NDArray.isLarge(count), let operand = operand(count: count) {
            return NDArray(
                .deferred(Expression(.unary(operation, operand), count: count)), shape: shape)
        }
        return NDArray(shape: shape, count: count) { result in
            withElements { operation.run($0, count, into: result) }
        }
    }

    static prefix func - (a: NDArray) -> NDArray { a.unary(.negate) }
    func squared() -> NDArray { unary(.square) }
    func cubed() -> NDArray { unary(.cube) }

    static func + (a: NDArray, b: NDArray) -> NDArray { binary(a, b, .add, "add") }
    static func - (a: NDArray, b: NDArray) -> NDArray { binary(a, b, .subtract, "subtract") }
    static func * (a: NDArray, b: NDArray) -> NDArray { binary(a, b, .multiply, "multiply") }
    static func / (a: NDArray, b: NDArray) -> NDArray { binary(a, b, .divide, "divide") }

    /// The product with an array of the same shape; where this one is 1 everywhere, as the gradient of a
    /// sum is, that is the other one.
    func timesOne(_ other: NDArray) -> NDArray {
        isConstant && few.first == 1 && shape == other.shape ? other : self * other
    }

    private static func binary(
        _ a: NDArray, _ b: NDArray, _ operation: BinaryOperation, _ name: String
    ) -> NDArray {
        if a.isFew && b.isFew {
            // The numbers that are not used do no harm.
            if b.lengths.isScalar || a.lengths == b.lengths {
                return NDArray(operation.apply(a.few, b.few), like: a)
            }
            if a.lengths.isScalar { return NDArray(operation.apply(a.few, b.few), like: b) }
        }
        let shape = broadcast(a, b, name)
        let count =
            b.shape.isEmpty || a.shape == shape
            ? a.count : a.shape.isEmpty ? b.count : shape.product
        if isLarge(count), let x = a.operand(count: count), let y = b.operand(count: count) {
            if case .scalar(let x) = x, case .scalar(let y) = y {
                return NDArray(repeating: operation.apply(x, y), shape: shape)
            }
            let expression = Expression(.binary(operation, x, y), count: count)
            return NDArray(.deferred(expression), shape: shape)
        }
        if (a.count == count || a.count == 1) && (b.count == count || b.count == 1) {
            return NDArray(shape: shape, count: count) { result in
                a.withOperand { x in
                    b.withOperand { y in operation.run(x, y, count, into: result) }
                }
            }
        }
        return combine(a, b, shape) { operation.apply($0, $1) }
    }

    /// This array as an operand of a loop: a single number is one for all.
    @inline(__always)
    private func withOperand<R>(_ body: (LoopOperand) -> R) -> R {
        if isConstant || count == 1 { return body(.scalar(first)) }
        return withElements { body(.numbers($0)) }
    }

    /// The common shape of two operands; traps if there is none.
    private static func broadcast(_ a: NDArray, _ b: NDArray, _ name: String) -> Lengths {
        if a.shape == b.shape || b.shape.isEmpty { return a.shape }
        if a.shape.isEmpty { return b.shape }
        guard let shape = Shape.broadcast(a.shape, b.shape) else {
            fatalError(
                "Cannot \(name) tensors of shapes \(a.shape) and \(b.shape): seen from the last "
                    + "axis, two lengths must be equal, or one of them 1.")
        }
        return shape
    }

    /// Combines two arrays by any function, broadcasting them to a common shape.
    @inline(__always)
    static func combine(
        _ a: NDArray, _ b: NDArray, _ name: String, _ f: (Float, Float) -> Float
    ) -> NDArray {
        combine(a, b, broadcast(a, b, name), f)
    }

    @inline(__always)
    private static func combine(
        _ a: NDArray, _ b: NDArray, _ shape: Lengths, _ f: (Float, Float) -> Float
    ) -> NDArray {
        let count = shape.product
        return NDArray(shape: shape, count: count) { result in
            var aOffsets = Offsets(
                shape: shape, strides: Shape.strides(a.shape, broadcastTo: shape))
            var bOffsets = Offsets(
                shape: shape, strides: Shape.strides(b.shape, broadcastTo: shape))
            a.withElements { p in
                b.withElements { q in
                    for i in 0..<count { result[i] = f(p[aOffsets.next()], q[bOffsets.next()]) }
                }
            }
        }
    }

    /// Applies any function to every element.
    @inline(__always)
    func map(_ f: (Float) -> Float) -> NDArray {
        NDArray(shape: shape, count: count) { result in
            withElements { a in
                var i = 0
                while i < count {
                    result[i] = f(a[i])
                    i &+= 1
                }
            }
        }
    }
}
