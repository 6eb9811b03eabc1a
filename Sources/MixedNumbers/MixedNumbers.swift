import Descent

// Float32 numbers beside Ints and Doubles. Swift mixes none of them, and takes many seconds to find that
// out in a long formula. Here a formula has its obvious meaning, with a warning that names Float; where it
// might have another, as in n * x with n = 1 / 4, which is 0, an error does.
//
// They are disfavored, so that nothing that compiles without them means something else with them.

/// What a formula computes with: a Float or a Tensor.
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
    /// 1 / n, where the result is to be a Float.
    @_disfavoredOverload
    @available(*, deprecated, message: "Write Float(n): whole numbers divide without remainder")
    public static func / (a: Int, b: Int) -> Float { Float(a) / Float(b) }
}

extension Float {
    /// The whole number as a Float.
    @_disfavoredOverload
    @available(*, deprecated, message: "Write Float(n): whole numbers divide without remainder")
    public static func / (a: Int, b: Float) -> Float { Float(a) / b }
}

extension Mixable {
    /// The whole number as a Float.
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
    /// The Double rounded to Float32.
    @_disfavoredOverload
    @available(*, deprecated, message: "Declare the Double as Float: let rate: Float = 0.01")
    public static func + (a: Self, b: Double) -> Self { a + Float(b) }

    /// The Double rounded to Float32.
    @_disfavoredOverload
    @available(*, deprecated, message: "Declare the Double as Float: let rate: Float = 0.01")
    public static func + (a: Double, b: Self) -> Self { Float(a) + b }

    /// The Double rounded to Float32.
    @_disfavoredOverload
    @available(*, deprecated, message: "Declare the Double as Float: let rate: Float = 0.01")
    public static func - (a: Self, b: Double) -> Self { a - Float(b) }

    /// The Double rounded to Float32.
    @_disfavoredOverload
    @available(*, deprecated, message: "Declare the Double as Float: let rate: Float = 0.01")
    public static func - (a: Double, b: Self) -> Self { Float(a) - b }

    /// The Double rounded to Float32.
    @_disfavoredOverload
    @available(*, deprecated, message: "Declare the Double as Float: let rate: Float = 0.01")
    public static func * (a: Self, b: Double) -> Self { a * Float(b) }

    /// The Double rounded to Float32.
    @_disfavoredOverload
    @available(*, deprecated, message: "Declare the Double as Float: let rate: Float = 0.01")
    public static func * (a: Double, b: Self) -> Self { Float(a) * b }

    /// The Double rounded to Float32.
    @_disfavoredOverload
    @available(*, deprecated, message: "Declare the Double as Float: let rate: Float = 0.01")
    public static func / (a: Self, b: Double) -> Self { a / Float(b) }

    /// The Double rounded to Float32.
    @_disfavoredOverload
    @available(*, deprecated, message: "Declare the Double as Float: let rate: Float = 0.01")
    public static func / (a: Double, b: Self) -> Self { Float(a) / b }
}
