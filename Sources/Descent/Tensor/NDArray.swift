/// Numbers in a shape, without any history: what NumPy calls an ndarray.
///
/// A ``Tensor`` is an `NDArray` that can also remember how it was computed. An `NDArray` is a value:
/// whoever keeps one keeps those numbers, whatever happens to the tensor that they came from.
struct NDArray {
    // An array is handed on all the time, so it is small enough for the processor's registers, and to copy
    // it counts at most one reference.
    let few: Few
    let lengths: Lengths.UpToTwo
    let storage: Storage

    /// How the numbers are kept. Only this file, the arithmetic and the sums know.
    enum Storage {
        /// In ``NDArray/few``: up to four numbers, or one that is the same everywhere.
        case few
        case values([Float])
        /// The same, for results of medium size.
        case memory(Memory)
        /// Not computed yet, see ``Expression``.
        case deferred(Expression)
        case sums([DeferredSum])
        /// In a shape of more than two axes.
        case shaped(Shaped)
    }

    final class Shaped {
        let storage: Storage
        let shape: Lengths
        let count: Int

        init(_ storage: Storage, _ shape: Lengths) {
            self.storage = storage
            self.shape = shape
            count = shape.product
        }
    }

    init(_ storage: Storage, _ few: Few = Few(0), shape: Lengths) {
        self.few = few
        if let lengths = shape.upToTwo {
            self.lengths = lengths
            self.storage = storage
        } else {
            lengths = .scalar
            self.storage = .shaped(Shaped(storage, shape))
        }
    }

    /// Up to four numbers in the shape of others.
    @inline(__always)
    init(_ few: Few, like other: NDArray) {
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

    var isFew: Bool {
        if case .few = storage { true } else { false }
    }

    /// Whether there is one number for all elements.
    var isConstant: Bool {
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
    static func isLarge(_ count: Int) -> Bool { count > Summation.blockLength }

    /// This array as an operand of a deferred operation with `count` results; nil if it would have to
    /// be broadcast.
    func operand(count: Int) -> Expression.Operand? {
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
