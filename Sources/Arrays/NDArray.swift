/// Numbers in a shape, without any history, like NumPy's ndarray.
///
/// It is a value: a copy never changes. Operations on more than ``Summation/blockLength`` numbers are deferred until
/// ``computed`` is called (see ``Expression``).
package struct NDArray {
    // Arrays are passed around all the time, so this fits in the processor's registers, and copying it changes at
    // most one reference count.
    let inline: InlineNumbers
    let axes: Shape.Axes
    let storage: Storage

    /// The way the numbers are stored.
    enum Storage {
        /// In ``NDArray/inline``: up to four numbers, or a single one for all elements.
        case inline
        case memory(Memory)
        /// Not computed yet.
        case expression(Expression)
        case sums(OpenSums)
        /// In a shape with more than two axes.
        case shaped(Shaped)
    }

    final class Shaped {
        let content: Storage
        let shape: Shape

        init(_ content: Storage, _ shape: Shape) {
            self.content = content
            self.shape = shape
        }
    }

    init(_ content: Storage, _ inline: InlineNumbers = InlineNumbers(0), shape: Shape) {
        self.inline = inline
        if let axes = shape.axes {
            self.axes = axes
            storage = content
        } else {
            axes = .scalar
            storage = .shaped(Shaped(content, shape))
        }
    }

    /// Up to four numbers in the shape of another array, which has at most two axes.
    @inline(__always)
    init(_ inline: InlineNumbers, like other: NDArray) {
        self.inline = inline
        axes = other.axes
        storage = .inline
    }

    package init(_ scalar: Float) {
        self.init(.inline, InlineNumbers(scalar), shape: .scalar)
    }

    /// The same value everywhere.
    package init(repeating value: Float, shape: Shape) {
        self.init(.inline, InlineNumbers(value), shape: shape)
    }

    /// The elements of a shape in row-major order. Their count must match the shape.
    package init(_ elements: [Float], shape: Shape) {
        self.init(shape: shape, count: elements.count) { memory in
            elements.withUnsafeBufferPointer {
                memory.update(from: $0.baseAddress!, count: elements.count)
            }
        }
    }

    /// Creates an array of `shape`, which has `count` elements; `fill` writes all of them.
    @inline(__always)
    package init(shape: Shape, count: Int, fill: (UnsafeMutablePointer<Float>) -> Void) {
        if count == 0 {
            self.init(.inline, shape: shape)
        } else if count <= 4 {
            self.init(.inline, InlineNumbers(count: count, fill: fill), shape: shape)
        } else {
            self.init(.memory(.filled(count, by: fill)), shape: shape)
        }
    }

    package var shape: Shape {
        if case .shaped(let shaped) = storage { return shaped.shape }
        return Shape(axes)
    }

    func hasShape(_ other: Shape) -> Bool {
        if case .shaped(let shaped) = storage { return shaped.shape == other }
        return axes == other.axes
    }

    /// The number of elements.
    @inline(__always)
    package var count: Int {
        if case .shaped(let shaped) = storage { return shaped.shape.elementCount }
        return axes.count
    }

    /// The way the numbers are stored, whatever their shape.
    var content: Storage {
        if case .shaped(let shaped) = storage { return shaped.content }
        return storage
    }

    /// The same numbers in another shape with as many elements.
    package func reshaped(_ shape: Shape) -> NDArray { NDArray(content, inline, shape: shape) }

    /// True if a single number stands for all elements.
    var isConstant: Bool {
        if case .inline = content { count == 1 || count > 4 } else { false }
    }

    // MARK: - The numbers

    /// The elements in row-major order: the last axis varies fastest.
    package var elements: [Float] {
        let count = count
        if count == 0 { return [] }
        if count == 1 { return [first] }
        return withElements { Array(UnsafeBufferPointer(start: $0, count: count)) }
    }

    /// The first element; there must be at least one.
    package var first: Float {
        if case .inline = content { return inline.first }
        if case .sums(let sums) = content { return sums.value.first }
        return withElements { $0[0] }
    }

    /// Calls `body` with the elements in memory; there must be at least one.
    @inline(__always)
    func withElements<R>(_ body: (UnsafePointer<Float>) -> R) -> R {
        if case .inline = content, count <= 4 {
            var inline = inline
            return inline.withMemory { body($0) }
        }
        let memory = memory
        return withExtendedLifetime(memory) { body(memory.start) }
    }

    var memory: Memory {
        switch content {
        case .memory(let memory): return memory
        case .expression(let expression): return expression.memory
        case .sums, .inline, .shaped:
            var inline = inline
            if case .sums(let sums) = content { inline = sums.value }
            let count = count
            // A number that stands for all elements is in all four lanes.
            return inline.withMemory { numbers in
                .filled(count) { for i in 0..<count { $0[i] = numbers[min(i, 3)] } }
            }
        }
    }

    // MARK: - Deferring

    /// True if operations on this many elements are deferred until a result is needed.
    static func isLarge(_ count: Int) -> Bool { count > Summation.blockLength }

    /// The same numbers, computed now if they were deferred.
    package var computed: NDArray {
        switch content {
        case .inline, .memory, .shaped: self
        case .expression: NDArray(.memory(memory), shape: shape)
        case .sums(let sums): NDArray(.inline, sums.value, shape: shape)
        }
    }

    /// The same numbers. They are computed now unless they are deferred and keep no more memory alive than the
    /// results would take.
    package var compact: NDArray {
        if case .expression(let expression) = content, expression.mayStayDeferred { return self }
        return computed
    }

    /// True while the numbers are deferred.
    package var isDeferred: Bool {
        switch content {
        case .inline, .memory, .shaped: false
        case .expression(let expression): expression.computed == nil
        case .sums(let sums): sums.computed == nil
        }
    }

    /// Computes the deferred numbers of several arrays together, so that shared parts are computed once.
    package static func compute(_ arrays: [NDArray]) {
        var (sums, expressions) = ([OpenSums](), [Expression]())
        for array in arrays {
            switch array.content {
            case .inline, .memory, .shaped: break
            case .expression(let expression): expressions.append(expression)
            case .sums(let open): sums.append(open)
            }
        }
        if !sums.isEmpty || !expressions.isEmpty { Pass.compute(sums, expressions) }
    }

    /// This array as an operand of an operation with `count` results; nil if it would have to be broadcast.
    func operand(_ count: Int) -> Expression.Operand? {
        if self.count == 1 || isConstant && self.count == count { return .scalar(first) }
        if self.count != count { return nil }
        if case .expression(let expression) = content, expression.computed == nil {
            return .expression(expression)
        }
        return .memory(memory)
    }

    /// The numbers for a loop, valid as long as the array is kept alive; nil if they are not in memory or have more
    /// than two axes.
    @inline(__always)
    var numbers: Numbers? {
        switch storage {
        case .memory(let memory): .pointer(memory.start)
        case .inline where axes.isScalar || isConstant: .scalar(inline.first)
        default: nil
        }
    }
}
