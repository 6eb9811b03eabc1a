/// The operations on one or two numbers, as values. Each is written once and runs immediately or in a ``Pass``. The
/// raw value is the verb for the error about two shapes that don't fit.
package enum Elementwise: String {
    case add, subtract, multiply, divide
    /// 0 + a · b, a sum of products with a single term.
    case singleTerm
    /// The larger of the two; a if either is NaN.
    case maximum
    /// aᵇ
    case power = "exponentiate"
    /// The factor of its derivative with respect to b: ln a, or 0 where a is 0 and b is not negative.
    case logForPower
    /// a, or 0 where b is 0.
    case unlessZero = "compare"
    // The following ignore b.
    /// √a, a·a and (a·a)·a
    case squareRoot, square, cube
    /// 1, −1, or 0
    case sign, magnitude
    case exponential, logarithm, hyperbolicTangent

    @inline(__always)
    func apply(_ a: Float, _ b: Float) -> Float {
        switch self {
        case .add: a + b
        case .subtract: a - b
        case .multiply: a * b
        case .divide: a / b
        case .singleTerm: 0 + a * b
        case .maximum: a < b ? b : a
        case .power: Self.power(a, b)
        case .logForPower: a == 0 && b >= 0 ? 0 : Self.logarithm.apply(a, 0)
        case .squareRoot: a.squareRoot()
        case .square: a * a
        case .cube: a * a * a
        case .sign: a > 0 ? 1 : a < 0 ? -1 : 0
        case .magnitude: a.magnitude
        case .exponential: Float(Platform.exponential(Double(a)))
        case .logarithm: Float(Platform.logarithm(Double(a)))
        case .hyperbolicTangent: Self.tanh(a)
        case .unlessZero: b == 0 ? 0 : a
        }
    }

    /// The same for a few numbers; nil if the operation takes more than a few instructions.
    func apply(_ a: InlineNumbers, _ b: InlineNumbers) -> InlineNumbers? {
        switch self {
        case .add: a + b
        case .subtract: a - b
        case .multiply: a * b
        case .divide: a / b
        case .singleTerm: InlineNumbers(0) + a * b
        case .square: a * a
        case .cube: a * a * a
        default: nil
        }
    }

    /// Computed in Float64 and rounded once.
    private static func power(_ base: Float, _ exponent: Float) -> Float {
        let x = Double(base)
        return switch exponent {
        // Exact products in Float64, whatever the last digit of the system's `pow`.
        case 2: Float(x * x)
        case 3: Float(x * x * x)
        default: Float(Platform.power(x, Double(exponent)))
        }
    }

    // The loops run over plain pointers with `while`. A debug build, such as the one that `swift run` makes, executes
    // that at about 2 ns per element, and a release build turns it into vectors. With `map` and `zip`, a debug build
    // takes 30 to 200 ns.

    /// Computes `count` results.
    func run(_ a: Numbers, _ b: Numbers, _ count: Int, into result: UnsafeMutablePointer<Float>) {
        switch self {
        case .add: Self.loop(a, b, count, result) { $0 + $1 }
        case .subtract: Self.loop(a, b, count, result) { $0 - $1 }
        case .multiply: Self.loop(a, b, count, result) { $0 * $1 }
        case .divide: Self.loop(a, b, count, result) { $0 / $1 }
        case .singleTerm: Self.loop(a, b, count, result) { 0 + $0 * $1 }
        case .square: Self.loop(a, b, count, result) { a, _ in a * a }
        case .cube: Self.loop(a, b, count, result) { a, _ in a * a * a }
        case .hyperbolicTangent: Self.loop(a, b, count, result) { a, _ in Self.tanh(a) }
        default: Self.loop(a, b, count, result) { apply($0, $1) }
        }
    }

    /// The same, with scale · a instead of a, for the operations that ``Pass`` scales.
    func run(
        _ a: Numbers, times scale: Float?, _ b: Numbers, _ count: Int,
        into result: UnsafeMutablePointer<Float>
    ) {
        guard let scale else { return run(a, b, count, into: result) }
        switch self {
        case .add: Self.loop(a, b, count, result) { scale * $0 + $1 }
        case .subtract: Self.loop(a, b, count, result) { scale * $0 - $1 }
        default: Self.loop(a, b, count, result) { scale * $0 * $1 }
        }
    }

    // (The attribute avoids a call in debug builds.)
    @_transparent
    private static func loop(
        _ a: Numbers, _ b: Numbers, _ count: Int, _ result: UnsafeMutablePointer<Float>,
        _ f: (Float, Float) -> Float
    ) {
        var i = 0
        switch (a.start, b.start) {
        case (let p?, let q?):
            while i < count {
                result[i] = f(p[i], q[i])
                i &+= 1
            }
        case (let p?, nil):
            let y = b.value
            while i < count {
                result[i] = f(p[i], y)
                i &+= 1
            }
        case (nil, let q?):
            let x = a.value
            while i < count {
                result[i] = f(x, q[i])
                i &+= 1
            }
        case (nil, nil):
            result.update(repeating: f(a.value, b.value), count: count)
        }
    }
}

/// The input of a loop: many numbers, or a single one used for every element.
struct Numbers {
    /// A pointer to the numbers; nil for a single number.
    let start: UnsafePointer<Float>?
    /// The single number.
    var value: Float = 0

    static func scalar(_ value: Float) -> Numbers { Numbers(start: nil, value: value) }
    static func pointer(_ start: UnsafePointer<Float>) -> Numbers { Numbers(start: start) }

    /// The same numbers starting at an index.
    func advanced(by index: Int) -> Numbers {
        Numbers(start: start.map { $0 + index }, value: value)
    }
}
