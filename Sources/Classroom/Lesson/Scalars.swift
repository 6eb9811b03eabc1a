import Descent

/// A value that a lesson can hand over: a number, numbers, rows of numbers, or a tensor.
public protocol Scalars {
    /// The numbers in row-major order.
    var scalars: [Float] { get }

    /// The lengths of the axes, outermost first; empty for a single number.
    var shape: [Int] { get }

    /// The first number; NaN if there is none.
    var number: Float { get }

    /// Appends the numbers to others, if possible without creating an array.
    func append(to numbers: inout [Float])

    /// The value itself if it is a tensor; otherwise nil.
    var tensor: Tensor? { get }
}

extension Scalars {
    /// The shape of a row of numbers by default.
    public var shape: [Int] { [scalars.count] }

    /// The first of ``scalars`` by default.
    @inlinable
    public var number: Float { scalars.first ?? .nan }

    /// Appends ``scalars`` by default.
    @inlinable
    public func append(to numbers: inout [Float]) { numbers += scalars }

    /// Nil by default.
    public var tensor: Tensor? { nil }
}

extension Float: Scalars {
    public var scalars: [Float] { [self] }
    public var shape: [Int] { [] }
    @inlinable
    public var number: Float { self }
    @inlinable
    public func append(to numbers: inout [Float]) { numbers.append(self) }
}

extension Double: Scalars {
    /// The number rounded to Float32.
    public var scalars: [Float] { [Float(self)] }
    public var shape: [Int] { [] }
}

extension Int: Scalars {
    /// The number rounded to Float32.
    public var scalars: [Float] { [Float(self)] }
    public var shape: [Int] { [] }
}

/// Numbers, or rows of numbers.
extension Array: Scalars where Element: Scalars {
    public var scalars: [Float] {
        var numbers: [Float] = []
        append(to: &numbers)
        return numbers
    }

    /// Rows of different lengths have no common shape, so they count as a single row.
    public var shape: [Int] {
        guard let row = first?.shape else { return [0] }
        if row.isEmpty { return [count] }
        return allSatisfy { $0.shape == row } ? [count] + row : [scalars.count]
    }

    @inlinable
    public func append(to numbers: inout [Float]) {
        for element in self { element.append(to: &numbers) }
    }
}

extension Tensor: Scalars {
    public var tensor: Tensor? { self }

    public var number: Float { count == 1 ? item() : scalars.first ?? .nan }

    public func append(to numbers: inout [Float]) {
        if count == 1 { numbers.append(item()) } else { numbers += scalars }
    }
}
