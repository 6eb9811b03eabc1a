import Descent

// Operators on Float32 numbers mixed with Ints and Doubles. Swift provides none, and in a long formula it takes many
// seconds to say so. Here a formula has its obvious meaning, with a warning that suggests Float. Where it might mean
// something else, as in n * x with n = 1 / 4, which is 0, it is an error.
//
// The operators are disfavored, so code that compiles without them keeps its meaning.

/// A type that formulas compute with: Float or Tensor.
public protocol Mixable {
    @_disfavoredOverload static func + (a: Self, b: Float) -> Self
    @_disfavoredOverload static func + (a: Float, b: Self) -> Self
    @_disfavoredOverload static func - (a: Self, b: Float) -> Self
    @_disfavoredOverload static func - (a: Float, b: Self) -> Self
    @_disfavoredOverload static func * (a: Self, b: Float) -> Self
    @_disfavoredOverload static func * (a: Float, b: Self) -> Self
    @_disfavoredOverload static func / (a: Self, b: Float) -> Self
    @_disfavoredOverload static func / (a: Float, b: Self) -> Self
}

extension Float: Mixable {}
extension Tensor: Mixable {}

// MARK: - Whole numbers

extension Int {
    /// The quotient as a Float, where a Float is expected.
    @_disfavoredOverload
    @available(*, deprecated, message: "Write Float(n): whole numbers divide without remainder")
    public static func / (a: Int, b: Int) -> Float { Float(a) / Float(b) }
}

extension Float {
    /// Converts the whole number to a Float.
    @_disfavoredOverload
    @available(*, deprecated, message: "Write Float(n): whole numbers divide without remainder")
    public static func / (a: Int, b: Float) -> Float { Float(a) / b }
}

extension Mixable {
    /// Converts the whole number to a Float.
    @_disfavoredOverload
    @available(*, deprecated, message: "Write Float(n): whole numbers divide without remainder")
    public static func / (a: Self, b: Int) -> Self { a / Float(b) }

    @available(*, unavailable, message: "Write Float(n), and 1 / Float(n): 1 / n is 0")
    public static func + (a: Self, b: Int) -> Self { fatalError() }

    @available(*, unavailable, message: "Write Float(n), and 1 / Float(n): 1 / n is 0")
    public static func + (a: Int, b: Self) -> Self { fatalError() }

    @available(*, unavailable, message: "Write Float(n), and 1 / Float(n): 1 / n is 0")
    public static func - (a: Self, b: Int) -> Self { fatalError() }

    @available(*, unavailable, message: "Write Float(n), and 1 / Float(n): 1 / n is 0")
    public static func - (a: Int, b: Self) -> Self { fatalError() }

    @available(*, unavailable, message: "Write Float(n), and 1 / Float(n): 1 / n is 0")
    public static func * (a: Self, b: Int) -> Self { fatalError() }

    @available(*, unavailable, message: "Write Float(n), and 1 / Float(n): 1 / n is 0")
    public static func * (a: Int, b: Self) -> Self { fatalError() }
}

extension Tensor {
    @available(*, unavailable, message: "Write Float(n), and 1 / Float(n): 1 / n is 0")
    public static func / (a: Int, b: Tensor) -> Tensor { fatalError() }
}

// MARK: - Doubles

extension Mixable {
    /// Rounds the Double to Float32.
    @_disfavoredOverload
    @available(*, deprecated, message: "Declare the Double as Float: let rate: Float = 0.01")
    public static func + (a: Self, b: Double) -> Self { a + Float(b) }

    /// Rounds the Double to Float32.
    @_disfavoredOverload
    @available(*, deprecated, message: "Declare the Double as Float: let rate: Float = 0.01")
    public static func + (a: Double, b: Self) -> Self { Float(a) + b }

    /// Rounds the Double to Float32.
    @_disfavoredOverload
    @available(*, deprecated, message: "Declare the Double as Float: let rate: Float = 0.01")
    public static func - (a: Self, b: Double) -> Self { a - Float(b) }

    /// Rounds the Double to Float32.
    @_disfavoredOverload
    @available(*, deprecated, message: "Declare the Double as Float: let rate: Float = 0.01")
    public static func - (a: Double, b: Self) -> Self { Float(a) - b }

    /// Rounds the Double to Float32.
    @_disfavoredOverload
    @available(*, deprecated, message: "Declare the Double as Float: let rate: Float = 0.01")
    public static func * (a: Self, b: Double) -> Self { a * Float(b) }

    /// Rounds the Double to Float32.
    @_disfavoredOverload
    @available(*, deprecated, message: "Declare the Double as Float: let rate: Float = 0.01")
    public static func * (a: Double, b: Self) -> Self { Float(a) * b }

    /// Rounds the Double to Float32.
    @_disfavoredOverload
    @available(*, deprecated, message: "Declare the Double as Float: let rate: Float = 0.01")
    public static func / (a: Self, b: Double) -> Self { a / Float(b) }

    /// Rounds the Double to Float32.
    @_disfavoredOverload
    @available(*, deprecated, message: "Declare the Double as Float: let rate: Float = 0.01")
    public static func / (a: Double, b: Self) -> Self { Float(a) / b }
}
