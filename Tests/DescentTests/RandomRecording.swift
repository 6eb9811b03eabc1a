import Foundation
import TestSupport
import Testing

@testable import Descent

struct RandomRecording: Decodable {
    let programs: [Program]

    struct Program: Decodable {
        let name: String
        let seed: UInt64
        let steps: [Step]
    }

    /// One draw and what it gave; which of the fields are there depends on `draw`.
    struct Step: Decodable {
        let draw: String
        let count: Int?
        let bits: String?
        let digest: UInt64?
        let bounds: String?
        let order: [Int]?
        let number: Int64?
        let inputs: Int?
        let outputs: Int?
        let weight: String?
        let bias: String?
        let batchSize: Int?
        let shuffle: Bool?
        let dropLast: Bool?
        let passes: [[[Int]]]?

        /// Draws, and says what is not as recorded; nil if all is.
        func difference(drawingFrom generator: Generator) throws -> String? {
            switch draw {
            case "rand":
                return try difference(of: generator.rand(#require(count)), from: bits)
            case "randn" where digest != nil:
                let count = try #require(count)
                let drawn = generator.randn(count)
                guard drawn.count == count else { return "\(drawn.count) drawn, \(count) wanted" }
                return Self.digest(of: drawn) == digest ? nil : "another digest"
            case "randn":
                return try difference(of: generator.randn(#require(count)), from: bits)
            case "uniform":
                let ends = try numbers(#require(bounds))
                try #require(ends.count == 2)
                let drawn = try generator.uniform(#require(count), in: ends[0]...ends[1])
                return try difference(of: drawn, from: bits)
            case "randperm":
                let drawn = try generator.randperm(#require(count))
                let order = try #require(order)
                return drawn == order ? nil : "\(drawn), not \(order)"
            case "int64":
                let drawn = generator.int64()
                let number = try #require(number)
                return drawn == number ? nil : "\(drawn), not \(number)"
            case "linear":
                let inputs = try #require(inputs)
                let outputs = try #require(outputs)
                let hasBias = bias != nil
                let layer = linear(inputs, outputs, bias: hasBias, from: generator)
                return try difference(of: layer.weight, from: weight, count: inputs * outputs)
                    ?? difference(of: layer.bias, from: bias ?? "", count: hasBias ? outputs : 0)
            case "loader":
                let count = try #require(count)
                let batchSize = try #require(batchSize)
                let shuffle = try #require(shuffle as Bool?)
                let dropLast = try #require(dropLast as Bool?)
                let passes = try #require(passes)
                try #require(!passes.isEmpty)
                for pass in passes {
                    let order = loaderOrder(count, shuffle: shuffle, from: generator)
                    let drawn = batches(order, size: batchSize, dropLast: dropLast)
                    if drawn != pass { return "\(drawn), not \(pass)" }
                }
                return nil
            default:
                return "there is no draw \(draw)"
            }
        }

        private func difference(
            of drawn: [Float], from recorded: String?, count: Int? = nil
        ) throws -> String? {
            let expected = try numbers(#require(recorded))
            let count = try #require(count ?? self.count)
            guard drawn.count == count, expected.count == count else {
                return "\(drawn.count) drawn, \(expected.count) recorded, \(count) wanted"
            }
            for index in 0..<count where drawn[index].bitPattern != expected[index].bitPattern {
                return "number \(index) is \(drawn[index]), not \(expected[index])"
            }
            return nil
        }

        /// One number for the bits of many; the recording script makes it in the same way.
        private static func digest(of numbers: [Float]) -> UInt64 {
            var digest: UInt64 = 0
            for number in numbers {
                digest = digest &* 1_000_003 &+ UInt64(number.bitPattern)
            }
            return digest
        }

        private func numbers(_ hex: String) throws -> [Float] {
            var numbers: [Float] = []
            for word in hex.split(separator: " ") {
                numbers.append(Float(bitPattern: try #require(UInt32(word, radix: 16))))
            }
            return numbers
        }
    }

    static func load() throws -> RandomRecording {
        Reference.load("random.json")
    }
}
