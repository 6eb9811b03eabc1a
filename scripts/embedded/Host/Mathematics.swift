/// The functions that the core needs from the C library, in Float64.
///
/// They are series, because those are short, and correct to about the last digit. The core rounds them to Float32,
/// which gives the same results as any good library.
public enum Mathematics {
    // MARK: - Sine and cosine

    /// sin x for |x| up to a million; traps beyond.
    public static func sine(_ x: Double) -> Double { sine(x, quarter: 0) }

    /// cos x for |x| up to a million; traps beyond.
    static func cosine(_ x: Double) -> Double { sine(x, quarter: 1) }

    /// The sine of x plus a number of quarter turns.
    private static func sine(_ x: Double, quarter: Int) -> Double {
        if !x.isFinite { return .nan }
        if x == 0 && quarter == 0 { return x }  // also -0
        if x.magnitude > 1e6 { fatalError("There is no sine here of numbers beyond a million.") }
        // x = turns·π/2 + r + low, with |r| ≤ π/4. π/2 is split into three parts. The first two have few digits, so
        // their products with turns are exact.
        let turns = (x * (2 / Double.pi)).rounded(.toNearestOrEven)
        let first = x - turns * 0x1.921FB544p0
        let second = turns * 0x1.0B4611A6p-34
        let near = first - second
        let third = turns * 0x1.3198A2E037073p-69 - ((first - near) - second)
        let r = near - third
        let low = (near - r) - third

        let quarters = Int(turns) + quarter
        let square = r * r
        var value: Double
        if quarters & 1 == 0 {
            // sin r = r - r³/3! + r⁵/5! …, plus low times the slope cos r
            value = r - (r * series(square, from: 2) - low * (1 - square / 2))
        } else {
            // cos r = 1 - r²/2! + r⁴/4! …, plus low times the slope -r
            value = 1 - (series(square, from: 1) + low * r)
        }
        if quarters & 2 != 0 { value = -value }
        return value
    }

    /// s/n(n+1) - s²/n(n+1)(n+2)(n+3) + …, starting with the last term that matters.
    private static func series(_ s: Double, from n: Double) -> Double {
        var sum = 0.0
        var k = n + 16
        while k >= n {
            sum = s / (k * (k + 1)) * (1 - sum)
            k -= 2
        }
        return sum
    }

    // MARK: - Logarithms and powers

    /// ln x
    static func logarithm(_ x: Double) -> Double {
        if x.isNaN || x < 0 { return .nan }
        if x == 0 { return -.infinity }
        if x == .infinity { return x }
        let (high, low) = preciseLogarithm(x)
        return high + low
    }

    /// ln (1 + x), even if x is so small that 1 + x loses digits.
    static func logarithm(onePlus x: Double) -> Double {
        if x == 0 { return x }  // also -0
        let sum = 1 + x
        if !(sum > 0 && sum < .infinity) { return logarithm(sum) }
        let lost = x.magnitude < 1 ? x - (sum - 1) : 1 - (sum - x)
        let (high, low) = preciseLogarithm(sum)
        return high + (low + lost / sum)
    }

    /// xʸ
    static func power(_ x: Double, _ y: Double) -> Double {
        if y == 0 || x == 1 { return 1 }
        if x.isNaN || y.isNaN { return .nan }
        if y.isInfinite {
            if x == -1 { return 1 }
            return (x.magnitude > 1) == (y > 0) ? .infinity : 0
        }
        let isInteger = y == y.rounded(.towardZero)
        // Every number from 2⁵³ on is even.
        let isOdd = isInteger && y.magnitude < 0x1p53 && Int64(y) & 1 == 1
        let sign: Double = x.sign == .minus && isOdd ? -1 : 1
        if x == 0 || x.isInfinite { return sign * ((x == 0) == (y > 0) ? 0 : .infinity) }
        if x < 0 && !isInteger { return .nan }
        // xʸ = exp(y · ln |x|); the product needs more digits than a Double has.
        let (high, low) = preciseLogarithm(x.magnitude)
        let product = y * high
        if product.magnitude > 800 { return sign * (product > 0 ? .infinity : 0) }
        return sign * exponential(product, error(product, y, high) + y * low)
    }

    /// eˣ
    static func exponential(_ x: Double) -> Double {
        if x.isNaN { return x }
        return x.magnitude > 800 ? (x > 0 ? .infinity : 0) : exponential(x, 0)
    }

    /// r/2! + r²/3! + …
    private static func terms(_ r: Double) -> Double {
        var sum = 0.0
        var k = 15.0
        while k >= 2 {
            sum = r / k * (1 + sum)
            k -= 1
        }
        return sum
    }

    /// ln x as a sum of two, for a positive finite number.
    private static func preciseLogarithm(_ x: Double) -> (high: Double, low: Double) {
        // x = 2ᵉ·m with m close to 1
        var exponent = Double(x.exponent)
        var m = x.significand
        if m > 1.4142135623730951 {
            m /= 2
            exponent += 1
        }
        // ln m = 2s·(1 + s²/3 + s⁴/5 + …) with s = (m - 1)/(m + 1) = s + lost
        let f = m - 1
        let divisor = m + 1
        let s = f / divisor
        let product = s * divisor
        let lost =
            ((f - product) - error(product, s, divisor) - s * (m - (divisor - 1))) / divisor
        let square = s * s
        var sum = 0.0
        var k = 27.0
        while k >= 3 {
            sum = square * (1 / k + sum)
            k -= 2
        }
        // ln 2 in two parts, the first with few digits
        let whole = exponent * 0x1.62E42FEEp-1
        let high = whole + 2 * s
        let rest = exponent == 0 ? 0 : 2 * s - (high - whole)
        let low = rest + (2 * lost + (2 * s * sum + exponent * 0x1.A39EF35793C76p-33))
        let total = high + low
        return (total, low - (total - high))
    }

    /// exp(x + low)
    private static func exponential(_ x: Double, _ low: Double) -> Double {
        // x = n·ln 2 + r
        let n = (x / 0.6931471805599453).rounded(.toNearestOrEven)
        let near = x - n * 0x1.62E42FEEp-1
        let rest = low - n * 0x1.A39EF35793C76p-33
        let r = near + rest
        let lost = rest - (r - near)
        // exp r = 1 + r + r²/2! + r³/3! …
        let sum = terms(r)
        let one = 1 + r
        let value = one + ((r - (one - 1)) + (r * sum + lost * one))
        // In two steps, because 2ⁿ alone can be too small or too large.
        let half = Int(n) / 2
        return value * Double(sign: .plus, exponent: half, significand: 1)
            * Double(sign: .plus, exponent: Int(n) - half, significand: 1)
    }

    /// The rounding error of `product`, the rounded product of two numbers (Dekker).
    private static func error(_ product: Double, _ a: Double, _ b: Double) -> Double {
        func halves(_ x: Double) -> (Double, Double) {
            let scaled = x * 134_217_729
            let high = scaled - (scaled - x)
            return (high, x - high)
        }
        let (a1, a2) = halves(a)
        let (b1, b2) = halves(b)
        return ((a1 * b1 - product) + a1 * b2 + a2 * b1) + a2 * b2
    }

    // MARK: - Fused operations

    /// x·y + z, rounded once to Float32.
    static func fused(_ x: Float, _ y: Float, _ z: Float) -> Float {
        let product = Double(x) * Double(y)  // exact
        let z = Double(z)
        let sum = product + z
        let back = sum - product
        let lost = (product - (sum - back)) + (z - back)
        if !sum.isFinite || lost == 0 || sum.bitPattern & 1 == 1 { return Float(sum) }
        // An odd last digit marks an inexact number, so the second rounding cannot hit a false tie.
        return Float((lost > 0) == (sum > 0) ? sum.bitPattern.odd : (sum.bitPattern - 1).odd)
    }
}

extension UInt64 {
    /// The number with these bits, made odd.
    fileprivate var odd: Double { Double(bitPattern: self | 1) }
}
