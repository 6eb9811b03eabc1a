extension Elementwise {
    /// tanh x, computed in Float64 and rounded once.
    ///
    /// The C library provides it too, but a loop that calls a function can't be vectorized. For every Float32, the
    /// result equals the C library's; a test compares them.
    @_transparent
    static func tanh(_ x: Float) -> Float {
        // tanh x = m / (m + 2) with m = e²ˣ − 1. It rounds to 1 from x = 9.02 on. (NaN stays NaN.)
        let t = 2 * Double(x.magnitude > 10 ? 10 : x.magnitude)
        // eᵗ = 2ᵏ · eʳ with k = t / ln 2, rounded, so r is small. Adding a number so large that its last bit stands
        // for 1 rounds to a whole number and leaves k in the last bits.
        let large = 0x1.8p52
        let shifted = t * 1.4426950408889634 + large
        let power = Double(bitPattern: (shifted.bitPattern &+ 1023) &<< 52)
        let r = t - (shifted - large) * 0.6931471805599453
        // eʳ − 1 = r + r²/2! + r³/3! + …
        let last = (1.0 / 39_916_800 * r + 1.0 / 3_628_800) * r + 1.0 / 362_880
        let middle = ((last * r + 1.0 / 40_320) * r + 1.0 / 5040) * r + 1.0 / 720
        let first = ((middle * r + 1.0 / 120) * r + 1.0 / 24) * r + 1.0 / 6
        let series = ((first * r + 1.0 / 2) * r + 1) * r
        let m = power * series + (power - 1)
        return Float(signOf: x, magnitudeOf: Float(m / (m + 2)))
    }
}
