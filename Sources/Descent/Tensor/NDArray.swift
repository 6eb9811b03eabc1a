/// Numbers in a shape, without any history: what NumPy calls an ndarray.
///
/// A ``Tensor`` is an `NDArray` that can also remember how it was computed. An `NDArray` is a value:
/// whoever keeps one keeps those numbers, whatever happens to the tensor that they came from.
struct NDArray {
    // An array is handed on all the time, so it is small enough for the processor's registers.
    private let few: Few
    private let lengths: Lengths.UpToTwo
    private let storage: Storage

    /// How the numbers are kept. Only this file and the operations on large arrays below know.
    ///
    /// To copy an array counts at most one reference.
    private enum Storage {
        /// Up to four numbers, which need no memory of their own; or the same number everywhere.
        case few
        case values([Float])
        /// The same for results of medium size.
        case memory(Memory)
        /// Not computed yet, see ``Expression``.
        case deferred(Expression)
        case sums([DeferredSum])
        /// In a shape of more than two axes.
        case shaped(Shaped)
    }

    private final class Shaped {
        let storage: Storage
        let shape: Lengths
        let count: Int

        init(_ storage: Storage, _ shape: Lengths) {
            self.storage = storage
            self.shape = shape
            count = shape.product
        }
    }

    private init(_ storage: Storage, _ few: Few = Few(0), shape: Lengths) {
        self.few = few
        if let lengths = shape.upToTwo {
            self.lengths = lengths
            self.storage = storage
        } else {
            lengths = .scalar
            self.storage = .shaped(Shaped(storage, shape))
        }
    }

    /// Other numbers in the shape of an array of ``few``.
    @inline(__always)
    private init(_ few: Few, like other: NDArray) {
        self.few = few
        lengths = other.lengths
        storage = .few
    }

    init(_ elements: [Float], shape: Lengths) {
        if 1...4 ~= elements.count {
            self.init(.few, Few(elements), shape: shape)
        } else {
            self.init(.values(elements), shape: shape)
        }
    }

    init(_ scalar: Float) {
        self.init(.few, Few(scalar), shape: .scalar)
    }

    /// The same value everywhere.
    init(repeating value: Float, shape: Lengths) {
        _ = shape.product  // traps if that is too large
        self.init(.few, Few(value), shape: shape)
    }

    /// An array of `shape` whose memory `fill` writes, every element of it.
    @inline(__always)
    init(shape: Lengths, count: Int, fill: (UnsafeMutablePointer<Float>) -> Void) {
        if 1...4 ~= count {
            var few = Few(0)
            few.withMemory(fill)
            self.init(.few, count == 1 ? Few(few.first) : few, shape: shape)
            return
        }
        if 0 < count && !NDArray.isLarge(count) {
            let memory = Memory.allocate(count)
            memory.withElements(fill)
            self.init(.memory(memory), shape: shape)
            return
        }
        let elements = [Float](unsafeUninitializedCapacity: count) { memory, initializedCount in
            if let start = memory.baseAddress, count > 0 { fill(start) }
            initializedCount = count
        }
        self.init(.values(elements), shape: shape)
    }

    var shape: Lengths {
        if case .shaped(let shaped) = storage { return shaped.shape }
        return Lengths(lengths)
    }

    /// How many elements there are.
    var count: Int {
        if case .shaped(let shaped) = storage { return shaped.count }
        return lengths.product
    }

    func reshaped(_ shape: Lengths) -> NDArray {
        if case .shaped(let shaped) = storage { return NDArray(shaped.storage, few, shape: shape) }
        return NDArray(storage, few, shape: shape)
    }

    private var isFew: Bool {
        if case .few = storage { true } else { false }
    }

    /// Whether there is one number for all elements.
    private var isConstant: Bool {
        isFew && (count == 1 || count > 4)
    }

    /// The elements in row-major order: the last axis runs fastest.
    var elements: [Float] { elements(storage) }

    private func elements(_ storage: Storage) -> [Float] {
        switch storage {
        case .few: count > 4 ? [Float](repeating: few.first, count: count) : few.elements(count)
        case .values(let values): values
        case .memory(let memory):
            memory.withElements { Array(UnsafeBufferPointer(start: $0, count: count)) }
        case .deferred(let expression): expression.values
        case .sums(let sums): sums.map(\.value)
        case .shaped(let shaped): elements(shaped.storage)
        }
    }

    /// The first element; there is at least one.
    var first: Float {
        switch storage {
        case .few: few.first
        case .memory(let memory): memory.withElements { $0[0] }
        case .sums(let sums): sums[0].value
        default: elements[0]
        }
    }

    /// The elements in memory; there is at least one.
    @inline(__always)
    func withElements<R>(_ body: (UnsafePointer<Float>) -> R) -> R {
        if isFew && count <= 4 {
            var few = few
            return few.withMemory { body($0) }
        }
        if case .memory(let memory) = storage { return memory.withElements { body($0) } }
        return elements.withUnsafeBufferPointer { body($0.baseAddress!) }
    }

    // MARK: - Large arrays

    /// Whether operations on so many elements are put off until a result is asked for.
    private static func isLarge(_ count: Int) -> Bool { count > Summation.blockLength }

    /// This array as an operand of a deferred operation with `count` results; nil if it would have to
    /// be broadcast.
    private func operand(count: Int) -> Expression.Operand? {
        if self.count == 1 { return .scalar(first) }
        return self.count == count ? operand(storage) : nil
    }

    private func operand(_ storage: Storage) -> Expression.Operand {
        switch storage {
        case .few where count > 4: .scalar(few.first)
        case .deferred(let expression): expression.operand
        case .shaped(let shaped): operand(shaped.storage)
        default: .values(elements)
        }
    }
}

// MARK: - Element by element

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

// MARK: - Sums over everything

extension NDArray {
    /// The sum of all elements, without axes.
    func sum() -> NDArray {
        if let operand = sumOperand {
            return NDArray(.sums([DeferredSum(operand, count: count)]), shape: .scalar)
        }
        return NDArray(total)
    }

    /// The sum of all elements divided by their number, without axes.
    func mean() -> NDArray {
        let n = Float(count)
        if let operand = sumOperand {
            let mean = DeferredSum(operand, count: count, divisor: n)
            return NDArray(.sums([mean]), shape: .scalar)
        }
        return NDArray(total / n)
    }

    /// Σ a·b, element by element, in a shape with one element: what a number gets as its gradient that
    /// was multiplied with many. The products are added as soon as they are computed.
    static func sumOfProducts(_ a: NDArray, _ b: NDArray, shape: Lengths) -> NDArray {
        guard a.count == b.count, a.count > 4, !isLarge(a.count), !a.isFew, !b.isFew else {
            return (a * b).sum().reshaped(shape)
        }
        let total = a.withElements { p in
            b.withElements { q in Summation.sumOfProducts(p, q, count: a.count) }
        }
        return NDArray(.few, Few(total), shape: shape)
    }

    private var total: Float {
        if count == 0 { return 0 }
        // As in every sum, 0 is what the first number is added to: a sum is never −0.
        return isFew && count <= 4 ? 0 + few.total(count) : withElements { Summation.sum($0, count: count) }
    }

    /// What a deferred sum over this array would add; nil if it is to be added at once.
    private var sumOperand: Expression.Operand? {
        guard NDArray.isLarge(count), let operand = operand(count: count) else { return nil }
        if case .scalar = operand { return nil }
        return operand
    }

    // MARK: - Products with a large matrix

    /// The product of a matrix with many rows and up to four columns with a single column, put off;
    /// nil for other matrices.
    static func deferredProduct(_ a: NDArray, _ b: NDArray) -> NDArray? {
        guard isTall(a, b) else { return nil }
        let (m, k) = (a.shape[0], a.shape[1])
        if k == 1 { return a * b }
        let kind = Expression.Kind.rows(of: a.elements, weights: b.elements)
        return NDArray(.deferred(Expression(kind, count: m)), shape: .matrix(m, 1))
    }

    /// The product of the transpose of such a matrix with a column, put off; nil for other matrices.
    static func deferredTransposedProduct(_ a: NDArray, _ b: NDArray) -> NDArray? {
        guard isTall(a, b) else { return nil }
        let (m, k) = (a.shape[0], a.shape[1])
        if k == 1 { return (b * a).sum().reshaped(.matrix(1, 1)) }
        // A column that is the same everywhere is rare enough to be written out.
        let operand = b.operand(count: m)!
        let column =
            if case .scalar = operand { Expression.Operand.values(b.elements) } else { operand }
        let sums = (0..<k).map { i in
            let product = Expression(
                .column(of: a.elements, index: i, columns: k, times: column), count: m)
            return DeferredSum(product.operand, count: m)
        }
        return NDArray(.sums(sums), shape: .matrix(k, 1))
    }

    /// The same for two columns of up to four numbers.
    static func fewProducts(_ a: NDArray, _ b: NDArray) -> NDArray? {
        guard a.isFew, b.isFew, a.lengths == b.lengths, a.lengths.inner == 1, 1...4 ~= a.count else {
            return nil
        }
        return NDArray(.few, Few((a.few * b.few).total(a.count)), shape: .matrix(1, 1))
    }

    private static func isTall(_ a: NDArray, _ b: NDArray) -> Bool {
        isLarge(a.shape[0]) && 1...4 ~= a.shape[1] && b.shape[1] == 1
    }
}
