import Descent
import Formulas
import TestSupport
import Testing

/// Formulas that a learner may write, beside what PyTorch computes for the same ones.
@Suite struct FormulaReferenceTests {
    struct Recording: Decodable, Sendable {
        var cases: [Case]
    }

    struct Numbers: Decodable, Sendable {
        var name: String?
        var shape: [Int]
        var bits: Bits

        var tensor: Tensor { Tensor(bits.floats, shape: shape) }
    }

    struct Case: Decodable, Sendable, CustomStringConvertible {
        var name: String
        var exact: Bool
        var rate: Float
        var formulas: [String: String]
        var x: Numbers
        var y: Numbers
        var parameters: [Numbers]
        var loss_bits: Bits
        var parameter_bits: Bits
        /// For a part with a built-in loss; `sum` is its reduction unless it is the mean.
        var part: Int?
        var reduction: String?

        var description: String { name }
        var isByHand: Bool { formulas["gradient"] != nil }

        func training() throws -> FormulaTraining {
            var texts: [FormulaField: String] = [:]
            for (name, text) in formulas { texts[FormulaField(rawValue: name)!] = text }
            let isNetwork = name.hasSuffix("network")
            let builtIn = FormulaTraining.BuiltIn(
                reduction: reduction == "sum" ? .sum : .mean, hasModel: part == 4,
                isInBatches: formulas["loss"]?.contains("lossFunction") ?? false,
                optimizer: { parameters, rate in
                    if isNetwork { return Adam(parameters, learningRate: rate) }
                    return SGD(parameters, learningRate: rate)
                })
            return try FormulaTraining(
                { texts[$0] ?? "" }, x: x.tensor, y: y.tensor,
                parameters.map { ($0.name!, $0.tensor) }, learningRate: rate, isByHand: isByHand,
                builtIn: part == nil ? nil : builtIn)
        }
    }

    static let cases = (Reference.load("formulas.json") as Recording).cases

    @Test func thereAreEnough() {
        #expect(Self.cases.count == 38)
        #expect(Self.cases.filter(\.exact).count == 22)
    }

    /// In every bit; within 1e-5 where PyTorch or a gradient by hand adds in another order.
    @Test(arguments: cases)
    func trainsAsPyTorchDoes(_ recorded: Case) throws {
        let training = try recorded.training()
        var losses: [Float] = []
        var parameters: [Float] = []
        for epoch in recorded.loss_bits.floats.indices {
            let step = try training.step()
            losses.append(step.loss.scalars[0])
            if recorded.isByHand {
                let recordedGradients = try training.recordedGradients()
                for (own, recorded) in zip(step.gradients, recordedGradients) {
                    let difference = try #require(relativeDifference(own, recorded))
                    #expect(difference < 1e-4, "epoch \(epoch)")
                }
            }
            try training.update()
            parameters += training.parameters.flatMap { $0.tensor.scalars }
        }
        if recorded.exact {
            #expect(Bits(losses) == recorded.loss_bits)
            #expect(Bits(parameters) == recorded.parameter_bits)
        } else {
            #expect(try #require(relativeDifference(losses, recorded.loss_bits.floats)) < 1e-5)
            #expect(
                try #require(relativeDifference(parameters, recorded.parameter_bits.floats)) < 1e-5)
        }
    }
}
