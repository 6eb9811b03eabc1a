import Foundation
import Testing

@testable import Arrays

/// The core computes tanh itself. It is the C library's, rounded from Float64, for every Float32 there is.
@Suite struct HyperbolicTangentTests {
    /// How far apart the numbers are that are compared: a release build takes all of them, in a minute
    /// (see scripts/test-native).
    #if DEBUG
        private static let step: UInt64 = 30_011
    #else
        private static let step: UInt64 = 1
    #endif

    /// - Parameter part: the first four bits of the numbers.
    @Test(arguments: UInt32(0)..<16) func isTheCLibrarys(part: UInt32) {
        let length = 1 << 12
        let x = UnsafeMutablePointer<Float>.allocate(capacity: 2 * length)
        defer { x.deallocate() }
        let y = x + length
        var next: UInt64 = 0
        var different: [Float] = []
        while next < 1 << 28 {
            for i in 0..<length {
                x[i] = Float(bitPattern: part << 28 | UInt32(next & 0xfff_ffff))
                next += Self.step
            }
            Elementwise.hyperbolicTangent.run(.pointer(x), .scalar(0), length, into: y)
            for i in 0..<length {
                let known = Float(tanh(Double(x[i])))
                if y[i].bitPattern != known.bitPattern && !(y[i].isNaN && known.isNaN) {
                    different.append(x[i])
                }
            }
        }
        #expect(different.isEmpty, "\(different.prefix(5))")
    }

    @Test func oneNumberIsComputedAsMany() {
        for x: Float in [
            0, -0.0, .leastNonzeroMagnitude, 0.3, -0.7, 3, -9.02, 100, .infinity, .nan,
        ] {
            let (one, two) = (Elementwise.tanh(x), Float(tanh(Double(x))))
            #expect(one.bitPattern == two.bitPattern)
        }
    }
}
