import Testing

@testable import Classroom
@testable import Exercises
@testable import Files
@testable import Looking
@testable import System
@testable import Words
@testable import Workbook

/// How numbers are printed, on whatever processor.
@Suite struct NumbersTests {
    /// The sign of an undefined result and its payload are the processor's.
    @Test(arguments: [0x7FC0_0000, 0xFFC0_0000, 0x7FC0_1234, 0x7FA0_0000, 0xFFFF_FFFF] as [UInt32])
    func thereIsOneNaN(_ bits: UInt32) {
        let value = Float(bitPattern: bits)
        #expect(Numbers.bits(value) == "7fc00000")
        let texts = [
            Numbers.fixed(value, 3), Numbers.short(value), Numbers.scientific(Double(value), 2),
            Numbers.exact(value), Numbers.shortest(value), Numbers.plain(value),
            Numbers.vector([value]), Numbers.summary([value], width: 9),
        ]
        #expect(texts.allSatisfy { $0 == "nan" }, "\(texts)")
        #expect(Numbers.matrix([value], columns: 1) == ["  [nan]"])
        let row = Sweep.Row(learningRate: 1, loss: value, goalEpoch: nil, verdict: .diverges)
        #expect(row.csv == "1.0,nan,7fc00000,,\"diverges\"")
        #expect(row.json.contains("\"loss\":null,\"loss_bits\":\"7fc00000\""))
    }

    @Test func everythingElseKeepsItsSignAndItsBits() {
        #expect(Numbers.bits(-.infinity) == "ff800000" && Numbers.shortest(-.infinity) == "-inf")
        #expect(Numbers.bits(-0.0) == "80000000" && Numbers.shortest(-0.0) == "-0.0")
        #expect(Numbers.fixed(-1.5 as Float, 2) == "-1.50")
    }

    @Test func zerosHaveNoSign() {
        #expect(Numbers.short(-0.0) == "0")
        #expect(Numbers.alike([-0.0, 1]) == ["0", "1"])
        #expect(Numbers.vector([-0.0, 0.5]) == "[0.000 0.500]")
    }
}
