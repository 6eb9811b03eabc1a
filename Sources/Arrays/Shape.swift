/// A shape: the lengths of an array's axes, outermost first; empty for a single number.
///
/// You can use it like an `[Int]`, and with more than two axes it is one. Most arrays here have fewer axes; their
/// shapes need neither memory of their own nor a reference count, which every copy of an array would have to change.
package struct Shape: RandomAccessCollection, Equatable, CustomStringConvertible {
    /// The lengths of up to two axes, side by side.
    struct Axes: Equatable {
        /// The lengths; ``none`` if there is no such axis.
        var outer, inner: UInt32

        static let none = UInt32.max
        static var scalar: Axes { Axes(outer: none, inner: none) }

        var isScalar: Bool { outer == Self.none }

        /// The number of elements. The shape's initializer has checked that it doesn't overflow.
        var count: Int {
            if inner == Self.none { return isScalar ? 1 : Int(truncatingIfNeeded: outer) }
            return Int(truncatingIfNeeded: outer) &* Int(truncatingIfNeeded: inner)
        }
    }

    private let short: Axes
    /// The lengths of more axes, or longer ones.
    private let long: [Int]?

    /// The shape without axes.
    package static var scalar: Shape { Shape(.scalar) }

    init(_ axes: Axes) {
        short = axes
        long = nil
    }

    /// Traps for a negative length, and if there are more elements than an Int can count.
    package init(_ lengths: some Collection<Int>) {
        var product = 1
        for length in lengths {
            require(length >= 0, "A shape cannot have a negative length: \(Array(lengths)).")
            // An axis of length 0 must not hide an overflow of the others.
            let (longer, overflow) = product.multipliedReportingOverflow(by: Swift.max(1, length))
            require(
                !overflow, "The shape \(Array(lengths)) has more elements than can be counted.")
            product = longer
        }
        let words = lengths.map { UInt32(exactly: $0) ?? Axes.none }
        let fits = words.count <= 2 && !words.contains(Axes.none)
        let inner = words.dropFirst().first ?? Axes.none
        short = fits ? Axes(outer: words.first ?? Axes.none, inner: inner) : .scalar
        long = fits ? nil : Array(lengths)
    }

    @inline(__always)
    package static func matrix(_ rows: Int, _ columns: Int) -> Shape {
        guard let outer = UInt32(exactly: rows), let inner = UInt32(exactly: columns),
            outer != Axes.none, inner != Axes.none,
            !rows.multipliedReportingOverflow(by: columns).overflow
        else { return Shape([rows, columns]) }
        return Shape(Axes(outer: outer, inner: inner))
    }

    /// The shape as two 32-bit lengths; nil if it doesn't fit.
    var axes: Axes? { long == nil ? short : nil }

    package var description: String { "\(Array(self))" }
    package var startIndex: Int { 0 }
    package var count: Int { endIndex }
    package var isEmpty: Bool { long == nil && short.isScalar }

    package var endIndex: Int {
        if let long { return long.count }
        return short.inner != Axes.none ? 2 : short.isScalar ? 0 : 1
    }

    package subscript(axis: Int) -> Int {
        if let long { return long[axis] }
        let length = axis == 0 ? short.outer : axis == 1 ? short.inner : Axes.none
        if length == Axes.none { fatalError("There is no axis \(axis) in the shape \(self).") }
        return Int(truncatingIfNeeded: length)
    }

    /// The number of elements in an array of this shape.
    package var elementCount: Int { long?.reduce(1, *) ?? short.count }

    /// The same shape with a different length for one axis.
    package func replacing(_ axis: Int, by length: Int) -> Shape {
        var lengths = Array(self)
        lengths[axis] = length
        return Shape(lengths)
    }

    /// Spelled out, because the general comparison is slow and this one is the most frequent.
    package static func == (a: Shape, b: Shape) -> Bool {
        a.short == b.short && (a.long == nil && b.long == nil || a.long == b.long)
    }
}

/// The rules of NumPy and PyTorch.
extension Shape {
    /// The shape of an element-wise result; nil if the two shapes don't broadcast.
    ///
    /// Aligned at the last axis, two lengths must be equal, or one of them must be 1 or missing.
    package func broadcast(with other: Shape) -> Shape? {
        if self == other || other.isEmpty { return self }
        if isEmpty { return other }
        var result = Array(count >= other.count ? self : other)
        let shorter = count >= other.count ? other : self
        let offset = result.count - shorter.count
        for (axis, length) in shorter.enumerated() where length != result[offset + axis] {
            if result[offset + axis] == 1 {
                result[offset + axis] = length
            } else if length != 1 {
                return nil
            }
        }
        return Shape(result)
    }

    /// The distance, in elements, between neighbours along each axis after broadcasting to `target`; 0 along an axis
    /// that is repeated.
    func strides(broadcastTo target: Shape) -> [Int] {
        var strides = [Int](repeating: 0, count: target.count)
        let offset = target.count - count
        var step = 1
        for axis in indices.reversed() {
            if self[axis] != 1 { strides[offset + axis] = step }
            step *= self[axis]
        }
        return strides
    }

    /// The index of an axis. Negative numbers count from the end, as in Python.
    ///
    /// - Parameter extra: 1 if the axis may also come after the last one.
    package func axis(_ axis: Int, extra: Int = 0) -> Int {
        let rank = count + extra
        let index = axis < 0 ? axis + rank : axis
        require(
            0..<rank ~= index,
            "There is no axis \(axis) in a tensor of shape \(self): "
                + (rank == 0
                    ? "a single number has no axes." : "it must be from \(-rank) to \(rank - 1)."))
        return index
    }
}
