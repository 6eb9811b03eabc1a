import Descent

// Float32 numbers beside Ints and Doubles. Swift mixes none of them, and takes many seconds to find that
// out in a long formula. Here a formula has its obvious meaning, with a warning that names Float; where it
// might have another, as in n * x with n = 1 / 4, which is 0, an error does.
//
// They are disfavored, so that nothing that compiles without them means something else with them.

extension Int {
    /// 1 / n, where the result is to be a Float.
    @_disfavoredOverload
    @available(
        *, deprecated, message: "Write Float(n): two whole numbers are divided without remainder"
    )
    public static func / (a: Int, b: Int) -> Float { Float(a) / Float(b) }
}

extension Float {
    /// The whole number as a Float.
    @_disfavoredOverload
    @available(
        *, deprecated, message: "Write Float(n): two whole numbers are divided without remainder"
    )
    public static func / (a: Float, b: Int) -> Float { a / Float(b) }

    /// The whole number as a Float.
    @_disfavoredOverload
    @available(
        *, deprecated, message: "Write Float(n): two whole numbers are divided without remainder"
    )
    public static func / (a: Int, b: Float) -> Float { Float(a) / b }

    @available(
        *, unavailable,
        message: "Write Float(n) for a whole number n, and 1 / Float(n): 1 / n is 0"
    )
    public static func + (a: Float, b: Int) -> Float { fatalError() }

    @available(
        *, unavailable,
        message: "Write Float(n) for a whole number n, and 1 / Float(n): 1 / n is 0"
    )
    public static func + (a: Int, b: Float) -> Float { fatalError() }

    @available(
        *, unavailable,
        message: "Write Float(n) for a whole number n, and 1 / Float(n): 1 / n is 0"
    )
    public static func - (a: Float, b: Int) -> Float { fatalError() }

    @available(
        *, unavailable,
        message: "Write Float(n) for a whole number n, and 1 / Float(n): 1 / n is 0"
    )
    public static func - (a: Int, b: Float) -> Float { fatalError() }

    @available(
        *, unavailable,
        message: "Write Float(n) for a whole number n, and 1 / Float(n): 1 / n is 0"
    )
    public static func * (a: Float, b: Int) -> Float { fatalError() }

    @available(
        *, unavailable,
        message: "Write Float(n) for a whole number n, and 1 / Float(n): 1 / n is 0"
    )
    public static func * (a: Int, b: Float) -> Float { fatalError() }

    /// The Double rounded to Float32.
    @_disfavoredOverload
    @available(*, deprecated, message: "Declare the Double as Float: let rate: Float = 0.01")
    public static func + (a: Float, b: Double) -> Float { a + Float(b) }

    /// The Double rounded to Float32.
    @_disfavoredOverload
    @available(*, deprecated, message: "Declare the Double as Float: let rate: Float = 0.01")
    public static func + (a: Double, b: Float) -> Float { Float(a) + b }

    /// The Double rounded to Float32.
    @_disfavoredOverload
    @available(*, deprecated, message: "Declare the Double as Float: let rate: Float = 0.01")
    public static func - (a: Float, b: Double) -> Float { a - Float(b) }

    /// The Double rounded to Float32.
    @_disfavoredOverload
    @available(*, deprecated, message: "Declare the Double as Float: let rate: Float = 0.01")
    public static func - (a: Double, b: Float) -> Float { Float(a) - b }

    /// The Double rounded to Float32.
    @_disfavoredOverload
    @available(*, deprecated, message: "Declare the Double as Float: let rate: Float = 0.01")
    public static func * (a: Float, b: Double) -> Float { a * Float(b) }

    /// The Double rounded to Float32.
    @_disfavoredOverload
    @available(*, deprecated, message: "Declare the Double as Float: let rate: Float = 0.01")
    public static func * (a: Double, b: Float) -> Float { Float(a) * b }

    /// The Double rounded to Float32.
    @_disfavoredOverload
    @available(*, deprecated, message: "Declare the Double as Float: let rate: Float = 0.01")
    public static func / (a: Float, b: Double) -> Float { a / Float(b) }

    /// The Double rounded to Float32.
    @_disfavoredOverload
    @available(*, deprecated, message: "Declare the Double as Float: let rate: Float = 0.01")
    public static func / (a: Double, b: Float) -> Float { Float(a) / b }
}

extension Tensor {
    /// The whole number as a Float.
    @_disfavoredOverload
    @available(
        *, deprecated, message: "Write Float(n): two whole numbers are divided without remainder"
    )
    public static func / (a: Tensor, b: Int) -> Tensor { a / Float(b) }

    @available(
        *, unavailable,
        message: "Write Float(n) for a whole number n, and 1 / Float(n): 1 / n is 0"
    )
    public static func + (a: Tensor, b: Int) -> Tensor { fatalError() }

    @available(
        *, unavailable,
        message: "Write Float(n) for a whole number n, and 1 / Float(n): 1 / n is 0"
    )
    public static func - (a: Tensor, b: Int) -> Tensor { fatalError() }

    @available(
        *, unavailable,
        message: "Write Float(n) for a whole number n, and 1 / Float(n): 1 / n is 0"
    )
    public static func * (a: Tensor, b: Int) -> Tensor { fatalError() }

    @available(
        *, unavailable,
        message: "Write Float(n) for a whole number n, and 1 / Float(n): 1 / n is 0"
    )
    public static func + (a: Int, b: Tensor) -> Tensor { fatalError() }

    @available(
        *, unavailable,
        message: "Write Float(n) for a whole number n, and 1 / Float(n): 1 / n is 0"
    )
    public static func - (a: Int, b: Tensor) -> Tensor { fatalError() }

    @available(
        *, unavailable,
        message: "Write Float(n) for a whole number n, and 1 / Float(n): 1 / n is 0"
    )
    public static func * (a: Int, b: Tensor) -> Tensor { fatalError() }

    @available(
        *, unavailable,
        message: "Write Float(n) for a whole number n, and 1 / Float(n): 1 / n is 0"
    )
    public static func / (a: Int, b: Tensor) -> Tensor { fatalError() }

    /// The Double rounded to Float32.
    @_disfavoredOverload
    @available(*, deprecated, message: "Declare the Double as Float: let rate: Float = 0.01")
    public static func + (a: Tensor, b: Double) -> Tensor { a + Float(b) }

    /// The Double rounded to Float32.
    @_disfavoredOverload
    @available(*, deprecated, message: "Declare the Double as Float: let rate: Float = 0.01")
    public static func + (a: Double, b: Tensor) -> Tensor { Float(a) + b }

    /// The Double rounded to Float32.
    @_disfavoredOverload
    @available(*, deprecated, message: "Declare the Double as Float: let rate: Float = 0.01")
    public static func - (a: Tensor, b: Double) -> Tensor { a - Float(b) }

    /// The Double rounded to Float32.
    @_disfavoredOverload
    @available(*, deprecated, message: "Declare the Double as Float: let rate: Float = 0.01")
    public static func - (a: Double, b: Tensor) -> Tensor { Float(a) - b }

    /// The Double rounded to Float32.
    @_disfavoredOverload
    @available(*, deprecated, message: "Declare the Double as Float: let rate: Float = 0.01")
    public static func * (a: Tensor, b: Double) -> Tensor { a * Float(b) }

    /// The Double rounded to Float32.
    @_disfavoredOverload
    @available(*, deprecated, message: "Declare the Double as Float: let rate: Float = 0.01")
    public static func * (a: Double, b: Tensor) -> Tensor { Float(a) * b }

    /// The Double rounded to Float32.
    @_disfavoredOverload
    @available(*, deprecated, message: "Declare the Double as Float: let rate: Float = 0.01")
    public static func / (a: Tensor, b: Double) -> Tensor { a / Float(b) }

    /// The Double rounded to Float32.
    @_disfavoredOverload
    @available(*, deprecated, message: "Declare the Double as Float: let rate: Float = 0.01")
    public static func / (a: Double, b: Tensor) -> Tensor { Float(a) / b }
}
