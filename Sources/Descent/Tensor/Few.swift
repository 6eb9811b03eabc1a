/// Up to four numbers, side by side, in place of memory of their own.
///
/// Operations apply to all four: that is shorter than to ask how many there are.
struct Few {
    // Two words with two numbers each. (A vector of four would have to lie at a multiple of 16 bytes, and
    // so would every object with one in it; to allocate such an object takes longer.)
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
    init(_ number: Float) {
        self.init(SIMD4(repeating: number))
    }

    /// One number, which is then repeated, or two to four.
    init(_ elements: [Float]) {
        self.init(elements.count == 1 ? elements[0] : 0)
        withMemory { memory in
            for i in elements.indices { memory[i] = elements[i] }
        }
    }

    var first: Float { numbers.x }

    /// The first `count` as an array. (Written out: an array that is made in any other way costs a
    /// few hundred instructions more.)
    func elements(_ count: Int) -> [Float] {
        switch count {
        case 0: []
        case 1: [numbers.x]
        case 2: [numbers.x, numbers.y]
        case 3: [numbers.x, numbers.y, numbers.z]
        default: [numbers.x, numbers.y, numbers.z, numbers.w]
        }
    }

    /// The numbers as memory.
    @inline(__always)
    mutating func withMemory<R>(_ body: (UnsafeMutablePointer<Float>) -> R) -> R {
        withUnsafeMutableBytes(of: &self) { bytes in
            bytes.withMemoryRebound(to: Float.self) { body($0.baseAddress!) }
        }
    }

    /// The first `count` numbers, at least one, added from left to right (see ``Summation``).
    func total(_ count: Int) -> Float {
        let numbers = numbers
        var total = numbers.x
        if count > 1 { total += numbers.y }
        if count > 2 { total += numbers.z }
        if count > 3 { total += numbers.w }
        return total
    }

    static prefix func - (a: Few) -> Few { Few(-a.numbers) }
    static func + (a: Few, b: Few) -> Few { Few(a.numbers + b.numbers) }
    static func - (a: Few, b: Few) -> Few { Few(a.numbers - b.numbers) }
    static func * (a: Few, b: Few) -> Few { Few(a.numbers * b.numbers) }
    static func / (a: Few, b: Few) -> Few { Few(a.numbers / b.numbers) }
}
