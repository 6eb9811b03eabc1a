/// Up to four numbers, side by side, without memory of their own.
///
/// Operations apply to all four, which is faster than checking how many there are.
struct InlineNumbers {
    // Two words with two numbers each. (A vector of four would have to be aligned to 16 bytes, and so would every
    // object that contains one. Allocating such an object takes longer.)
    private var low: UInt64
    private var high: UInt64

    @inline(__always)
    private var numbers: SIMD4<Float> { unsafeBitCast(SIMD2(low, high), to: SIMD4<Float>.self) }

    @inline(__always)
    private init(_ numbers: SIMD4<Float>) {
        let words = unsafeBitCast(numbers, to: SIMD2<UInt64>.self)
        (low, high) = (words.x, words.y)
    }

    /// The same number four times.
    init(_ number: Float) { self.init(SIMD4(repeating: number)) }

    /// One number, which is then repeated, or two to four numbers, which `fill` writes.
    @inline(__always)
    init(count: Int, fill: (UnsafeMutablePointer<Float>) -> Void) {
        self.init(0)
        withMemory(fill)
        if count == 1 { self.init(first) }
    }

    var first: Float { numbers.x }

    /// The numbers as memory.
    @inline(__always)
    mutating func withMemory<R>(_ body: (UnsafeMutablePointer<Float>) -> R) -> R {
        withUnsafeMutableBytes(of: &self) { bytes in
            bytes.withMemoryRebound(to: Float.self) { body($0.baseAddress!) }
        }
    }

    /// The sum of the first `count` numbers (see ``Summation``).
    func total(_ count: Int) -> Float {
        let numbers = numbers
        return Summation.ofFew(count) { numbers[$0] }
    }

    static func + (a: Self, b: Self) -> Self { Self(a.numbers + b.numbers) }
    static func - (a: Self, b: Self) -> Self { Self(a.numbers - b.numbers) }
    static func * (a: Self, b: Self) -> Self { Self(a.numbers * b.numbers) }
    static func / (a: Self, b: Self) -> Self { Self(a.numbers / b.numbers) }
}
