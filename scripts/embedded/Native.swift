import Descent
import Foundation

/// The same runs natively, and a comparison of our functions with those of the C library.
@main
enum Native {
    static func main() {
        Traces.take(sine: { sin($0) }) { print($0) }

        let generator = Generator(seed: 0)
        func number(_ range: ClosedRange<Double>) -> Double {
            let draws = generator.rand(2)
            let unit = Double(draws[0]) + Double(draws[1]) * 0x1p-24
            return range.lowerBound + (range.upperBound - range.lowerBound) * unit
        }
        for _ in 0..<100_000 {
            let angle = number(-1e4...1e4)
            compare("sin", angle, Mathematics.sine(angle), sin(angle))
            compare("cos", angle, Mathematics.cosine(angle), cos(angle))
            let positive = exp(number(-700...700))
            compare("log", positive, Mathematics.logarithm(positive), log(positive))
            let above = number(-1...1) * exp(number(-40...0))
            compare("log1p", above, Mathematics.logarithm(onePlus: above), log1p(above))
            let (x, y) = (exp(number(-5...5)), number(-100...100))
            compare("pow", x, Mathematics.power(x, y), pow(x, y))
            let factors = (0..<3).map { _ in Float(number(-1...1) * exp(number(-40...40))) }
            let fused = Mathematics.fused(factors[0], factors[1], factors[2])
            let exact = factors[2].addingProduct(factors[0], factors[1])
            if fused.bitPattern != exact.bitPattern { fail("fma of \(factors)", fused, exact) }
        }
        // A result with few digits must be exact.
        for base in -20...20 {
            for exponent in 0...12 {
                let ours = Mathematics.power(Double(base), Double(exponent))
                let theirs = pow(Double(base), Double(exponent))
                if ours != theirs { fail("pow of \(base) and \(exponent)", ours, theirs) }
            }
        }
        let special = [
            0, -0.0, 1, -1, 0.5, -0.5, 2, -2, 3, -3, 2.5, -1e300, 1e300,
            Double.leastNonzeroMagnitude, .infinity, -.infinity, .nan,
        ]
        for x in special {
            same("log of \(x)", Mathematics.logarithm(x), log(x))
            same("log1p of \(x)", Mathematics.logarithm(onePlus: x), log1p(x))
            if x.magnitude < 1e6 || !x.isFinite {
                same("sin of \(x)", Mathematics.sine(x), sin(x))
                same("cos of \(x)", Mathematics.cosine(x), cos(x))
            }
            for y in special {
                same("pow of \(x) and \(y)", Mathematics.power(x, y), pow(x, y))
            }
        }
    }

    /// Accepts an error of two units in the last place.
    private static func compare(_ name: String, _ x: Double, _ ours: Double, _ theirs: Double) {
        if !((ours - theirs).magnitude <= 2 * theirs.ulp || ours == theirs) {
            fail("\(name) of \(x)", ours, theirs)
        }
    }

    private static func same(_ what: String, _ ours: Double, _ theirs: Double) {
        let isNear = (ours - theirs).magnitude <= 2 * theirs.ulp || ours == theirs
        if !(ours.isNaN && theirs.isNaN || isNear && ours.sign == theirs.sign) {
            fail(what, ours, theirs)
        }
    }

    private static func fail(_ what: String, _ ours: some Any, _ theirs: some Any) {
        FileHandle.standardError.write(
            Data("\(what): \(ours), and the C library has \(theirs)\n".utf8))
        exit(1)
    }
}
