/// Normally distributed numbers by the Box-Muller method: with u₁, u₂ uniform in [0, 1),
///
///     r = √(-2·ln(1 - u₂)),  t = 2π·u₁,  and  r·cos t,  r·sin t
///
/// are two independent numbers with mean 0 and variance 1. (The logarithm is that of 1 - u₂ because
/// u₂ may be 0, whose logarithm is infinite.)
///
/// PyTorch computes fewer than 16 numbers as pairs in Float64, and more as blocks of 16 in Float32.
/// The same methods here give the same bits (PyTorch 2.13 with AVX2, measured).
enum Normal {
    /// The size of a block, and the smallest count that is drawn in blocks.
    static let blockSize = 16

    // MARK: - Fewer than 16 numbers: pairs in Float64

    /// Two normal numbers from two uniform ones.
    ///
    /// The last digits of the system's functions don't matter, because the result is rounded to
    /// Float32. For 24 000 normals, a computation with 40 digits gave the same Float32 every time.
    static func pair(_ u1: Double, _ u2: Double) -> (cosine: Double, sine: Double) {
        let radius = (-2 * Platform.logarithm(onePlus: -u2)).squareRoot()
        let angle = 2 * Double.pi * u1
        return (radius * Platform.cosine(angle), radius * Platform.sine(angle))
    }

    // MARK: - 16 or more numbers: blocks in Float32

    /// Makes the 16 uniform numbers of a block normal in place. Numbers j and j + 8 are a pair: the
    /// first determines the radius, the second the angle.
    static func transformBlock(_ block: UnsafeMutablePointer<Float>) {
        let half = blockSize / 2
        let twoPi = Float(bitPattern: 0x40C9_0FDB)
        var index = 0
        while index < half {
            let radius = (-2 * logarithm(1 - block[index])).squareRoot()
            let (sine, cosine) = sineAndCosine(twoPi * block[index &+ half])
            // PyTorch adds the mean, so a zero is never -0.
            block[index] = radius * cosine + 0
            block[index &+ half] = radius * sine + 0
            index &+= 1
        }
    }

    // The two functions below are the well-known Cephes polynomials, evaluated in the same order as
    // in PyTorch's AVX2 build. A more accurate logarithm or sine would give different bits.

    /// ln p for a normal number p > 0.
    ///
    /// With p = m·2ᵉ and m in [√½, √2), ln p = ln m + e·ln 2. With v = m - 1, which is close to 0,
    /// ln m = v - v²/2 + v³·P(v).
    static func logarithm(_ p: Float) -> Float {
        let bits = p.bitPattern
        var exponent = Float(Int32(bits &>> 23) - 126)
        // The same digits, scaled to [½, 1).
        let mantissa = Float(bitPattern: (bits & 0x007F_FFFF) | 0x3F00_0000)
        var v = mantissa - 1
        if mantissa < LogConstants.squareRootOfHalf {
            exponent -= 1
            v += mantissa
        }
        let square = v * v

        // P(v), the highest power first; close to the series 1/3, -1/4, 1/5, … from its end. Numbers are given by
        // their bits here and below, so that no rounding of decimals can change them.
        var sum = Float(bitPattern: 0x3D90_21BB)
        sum = Float(bitPattern: 0xBDEB_D1B8).addingProduct(sum, v)
        sum = Float(bitPattern: 0x3DEF_251A).addingProduct(sum, v)
        sum = Float(bitPattern: 0xBDFE_5D4F).addingProduct(sum, v)
        sum = Float(bitPattern: 0x3E11_E9BF).addingProduct(sum, v)
        sum = Float(bitPattern: 0xBE2A_AE50).addingProduct(sum, v)
        sum = Float(bitPattern: 0x3E4C_CEAC).addingProduct(sum, v)
        sum = Float(bitPattern: 0xBE7F_FFFC).addingProduct(sum, v)
        sum = Float(bitPattern: 0x3EAA_AAAA).addingProduct(sum, v)
        sum *= v

        // ln 2 is split into two parts. The large one has few digits, so its product with e is exact.
        // The small one is added first, while it still makes a difference.
        sum = (exponent * LogConstants.ln2Low).addingProduct(sum, square)
        sum -= square * 0.5
        return (v + sum).addingProduct(exponent, LogConstants.ln2High)
    }

    /// sin t and cos t for 0 <= t <= 2π, from a single reduction of the angle.
    static func sineAndCosine(_ t: Float) -> (sine: Float, cosine: Float) {
        // The nearest even multiple j of π/4; the remainder x is within ±π/4.
        let octant = (Int32(t * TrigConstants.fourOverPi) + 1) & ~1
        let j = Float(octant)
        // π/4 in three parts, the first two with few digits, so that no digit of x is lost.
        var x = t.addingProduct(j, TrigConstants.minusQuarterPi1)
        x = x.addingProduct(j, TrigConstants.minusQuarterPi2)
        x = x.addingProduct(j, TrigConstants.minusQuarterPi3)
        let square = x * x

        // cos x = 1 - x²/2 + x⁴·C(x²), with C close to 1/4! - x²/6! + x⁴/8!
        var cosine = Float(bitPattern: 0x37CC_F5CE)
        cosine = Float(bitPattern: 0xBAB6_061A).addingProduct(cosine, square)
        cosine = Float(bitPattern: 0x3D2A_AAA5).addingProduct(cosine, square)
        cosine *= square
        cosine = (-(square * 0.5)).addingProduct(cosine, square)
        cosine += 1

        // sin x = x + x³·S(x²), with S close to -1/3! + x²/5! - x⁴/7!
        var sine = Float(bitPattern: 0xB94C_A1F9)
        sine = Float(bitPattern: 0x3C08_839E).addingProduct(sine, square)
        sine = Float(bitPattern: 0xBE2A_AAA3).addingProduct(sine, square)
        sine *= square
        sine = x.addingProduct(sine, x)

        // Every quarter turn swaps the two; every half turn changes their signs.
        if octant & 2 != 0 { swap(&sine, &cosine) }
        return (
            octant & 4 != 0 ? -sine : sine,
            (octant - 2) & 4 == 0 ? -cosine : cosine
        )
    }
}

private enum LogConstants {
    /// √½, 0.70710677
    static let squareRootOfHalf = Float(bitPattern: 0x3F35_04F3)
    /// ln 2 = ln2High + ln2Low: 0.693359375 - 0.00021219444
    static let ln2High = Float(bitPattern: 0x3F31_8000)
    static let ln2Low = Float(bitPattern: 0xB95E_8083)
}

private enum TrigConstants {
    /// 4/π, 1.2732395
    static let fourOverPi = Float(bitPattern: 0x3FA2_F983)
    // -π/4 as a sum of three: -0.78515625, -0.00024187565, -0.000000037748947
    static let minusQuarterPi1 = Float(bitPattern: 0xBF49_0000)
    static let minusQuarterPi2 = Float(bitPattern: 0xB97D_A000)
    static let minusQuarterPi3 = Float(bitPattern: 0xB322_2169)
}
