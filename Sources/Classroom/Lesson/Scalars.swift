import Descent

/// What a lesson can hand over: a number, numbers, rows of numbers, or a tensor.
public protocol Scalars {
    /// The numbers in row-major order.
    var scalars: [Float] { get }

    /// The lengths of the axes, outermost first; empty for a single number.
    var shape: [Int] { get }

    /// The first number; nan where there is none.
    var number: Float { get }

    /// Adds the numbers to others, if possible without an array of their own.
    func append(to numbers: inout [Float])

    /// The tensor that it is, if it is one.
    var tensor: Tensor? { get }
}

extension Scalars {
    /// A row of numbers, unless a type says otherwise.
    public var shape: [Int] { [scalars.count] }

    /// The first of ``scalars``, unless a type knows a shorter way.
    @inlinable
    public var number: Float { scalars.first ?? .nan }

    /// Adds ``scalars``, unless a type knows a shorter way.
    @inlinable
    public func append(to numbers: inout [Float]) { numbers += scalars }

    /// None, unless a type says otherwise.
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
    /// Rounded to Float32.
    public var scalars: [Float] { [Float(self)] }
    public var shape: [Int] { [] }
}

extension Int: Scalars {
    /// Rounded to Float32.
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

    /// Rows of different lengths have no common shape: they count as one row.
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
