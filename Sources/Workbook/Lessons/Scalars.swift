import Descent

/// What a lesson can report as a value: a number, numbers, or a tensor.
public protocol Scalars {
    /// The numbers in row-major order.
    var scalars: [Float] { get }
}

extension Float: Scalars {
    public var scalars: [Float] { [self] }
}

extension Double: Scalars {
    /// Rounded to Float32.
    public var scalars: [Float] { [Float(self)] }
}

/// Numbers, or rows of numbers.
extension Array: Scalars where Element: Scalars {
    public var scalars: [Float] { self as? [Float] ?? flatMap(\.scalars) }
}

extension Tensor: Scalars {}
