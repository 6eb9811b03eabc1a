/// Numbers in a shape, without any history: what NumPy calls an ndarray.
///
/// A ``Tensor`` is an `NDArray` that can also remember how it was computed. An `NDArray` is a value:
/// whoever keeps one keeps those numbers, whatever happens to the tensor that they came from.
struct NDArray {
    let shape: [Int]
    /// The elements in row-major order: the last axis runs fastest.
    private(set) var elements: [Float]

    var count: Int { elements.count }

    init(_ elements: [Float], shape: [Int]) {
        self.shape = shape
        self.elements = elements
    }

    init(_ scalar: Float) {
        self.init([scalar], shape: [])
    }

    init(repeating value: Float, shape: [Int]) {
        self.init([Float](repeating: value, count: Shape.count(shape)), shape: shape)
    }

    /// An array of `shape` whose memory `fill` writes, every element of it.
    @inline(__always)
    init(shape: [Int], count: Int, fill: (UnsafeMutablePointer<Float>) -> Void) {
        self.shape = shape
        elements = [Float](unsafeUninitializedCapacity: count) { memory, initializedCount in
            if let start = memory.baseAddress, count > 0 { fill(start) }
            initializedCount = count
        }
    }

    func reshaped(_ shape: [Int]) -> NDArray {
        NDArray(elements, shape: shape)
    }

    /// The elements in memory; there is at least one.
    @inline(__always)
    func withElements<R>(_ body: (UnsafePointer<Float>) -> R) -> R {
        elements.withUnsafeBufferPointer { body($0.baseAddress!) }
    }
}

// MARK: - Element by element

// The loops below run over plain pointers with `while`: that is what a debug build, which is what
// `swift run` makes, executes at about 2 ns an element. `map` and `zip` take 30 to 200 there.

extension NDArray {
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

    /// Combines two arrays element by element, broadcasting them to a common shape.
    @inline(__always)
    static func combine(
        _ a: NDArray, _ b: NDArray, _ name: String, _ f: (Float, Float) -> Float
    ) -> NDArray {
        guard let shape = Shape.broadcast(a.shape, b.shape) else {
            fatalError(
                "Cannot \(name) tensors of shapes \(a.shape) and \(b.shape): seen from the last "
                    + "axis, two lengths must be equal, or one of them 1.")
        }
        let count = Shape.count(shape)
        return NDArray(shape: shape, count: count) { result in
            a.withElements { p in
                b.withElements { q in
                    var i = 0
                    if a.count == count && b.count == count {
                        while i < count {
                            result[i] = f(p[i], q[i])
                            i &+= 1
                        }
                    } else if b.count == 1 {
                        let scalar = q[0]
                        while i < count {
                            result[i] = f(p[i], scalar)
                            i &+= 1
                        }
                    } else if a.count == 1 {
                        let scalar = p[0]
                        while i < count {
                            result[i] = f(scalar, q[i])
                            i &+= 1
                        }
                    } else {
                        let aStrides = Shape.strides(a.shape, broadcastTo: shape)
                        let bStrides = Shape.strides(b.shape, broadcastTo: shape)
                        var aOffsets = Offsets(shape: shape, strides: aStrides)
                        var bOffsets = Offsets(shape: shape, strides: bStrides)
                        while i < count {
                            result[i] = f(p[aOffsets.next()], q[bOffsets.next()])
                            i &+= 1
                        }
                    }
                }
            }
        }
    }

    static func + (a: NDArray, b: NDArray) -> NDArray { combine(a, b, "add") { $0 + $1 } }
    static func - (a: NDArray, b: NDArray) -> NDArray { combine(a, b, "subtract") { $0 - $1 } }
    static func * (a: NDArray, b: NDArray) -> NDArray { combine(a, b, "multiply") { $0 * $1 } }
    static func / (a: NDArray, b: NDArray) -> NDArray { combine(a, b, "divide") { $0 / $1 } }
    static prefix func - (a: NDArray) -> NDArray { a.map { -$0 } }
}

/// Walks through the elements of a shape in row-major order and says where each one lies in memory.
struct Offsets {
    private let shape: [Int]
    private let strides: [Int]
    private var index: [Int]
    private var offset = 0

    init(shape: [Int], strides: [Int]) {
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

// MARK: - Sums

extension NDArray {
    /// The sum of all elements, without axes.
    func sum() -> NDArray {
        NDArray(count == 0 ? 0 : withElements { Summation.sum($0, count: count) })
    }

    /// The sums over some axes, which keep the length 1.
    func sum(axes: Set<Int>) -> NDArray {
        let kept = shape.indices.filter { !axes.contains($0) }
        let summed = shape.indices.filter { axes.contains($0) }
        let terms = summed.reduce(1) { $0 * shape[$1] }
        let strides = Shape.strides(shape, broadcastTo: shape)
        let resultShape = shape.indices.map { axes.contains($0) ? 1 : shape[$0] }
        let count = Shape.count(resultShape)
        if terms == 0 || count == 0 { return NDArray(repeating: 0, shape: resultShape) }
        return NDArray(shape: resultShape, count: count) { result in
            withElements { values in
                var starts = Offsets(
                    shape: kept.map { shape[$0] }, strides: kept.map { strides[$0] })
                for i in 0..<count {
                    let start = values + starts.next()
                    // The terms of one sum in row-major order, wherever they lie.
                    var offsets = Offsets(
                        shape: summed.map { shape[$0] }, strides: summed.map { strides[$0] })
                    result[i] = Summation.sum(count: terms) { range, block in
                        for k in 0..<range.count { block[k] = start[offsets.next()] }
                    }
                }
            }
        }
    }

    /// Undoes broadcasting in a gradient: where a value was used several times, the gradients of
    /// its uses are added.
    func summed(to target: [Int]) -> NDArray {
        if shape == target { return self }
        if Shape.count(target) == 1 { return sum().reshaped(target) }
        let offset = shape.count - target.count
        let axes = shape.indices.filter { axis in
            axis < offset || (target[axis - offset] == 1 && shape[axis] != 1)
        }
        return sum(axes: Set(axes)).reshaped(target)
    }

    /// Repeats this array to a larger shape that it broadcasts to.
    func expanded(to target: [Int]) -> NDArray {
        if shape == target { return self }
        let count = Shape.count(target)
        if self.count == 1 { return NDArray(repeating: elements[0], shape: target) }
        var offsets = Offsets(shape: target, strides: Shape.strides(shape, broadcastTo: target))
        return NDArray(shape: target, count: count) { result in
            withElements { values in
                for i in 0..<count { result[i] = values[offsets.next()] }
            }
        }
    }
}
