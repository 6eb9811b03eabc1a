import Descent
import TestSupport
import Testing

/// Values and gradients of single operations, as PyTorch 2.13 has them.
@Suite struct OperatorTests {
    @Test func theRecordingIsComplete() {
        let cases = OperatorRecording.cases
        #expect(cases.count == 165)
        #expect(Set(cases.map(\.name)).count == 165)
        let counts = Dictionary(grouping: cases, by: \.operation).mapValues(\.count)
        #expect(
            counts == [
                "add": 14, "sub": 14, "mul": 14, "div": 14, "neg": 4, "pow": 26, "pow_tensor": 5,
                "sum": 10, "mean": 9, "sum_axis": 28, "matmul": 11, "transpose": 4, "reshape": 8,
                "transpose_reshape": 1, "x*x+x": 1, "((a*b-c)**2).mean()": 1,
                "((x@w.T+b)**2).sum()": 1,
            ])
        #expect(cases.filter(\.exact).count == 148)
    }

    @Test(arguments: OperatorRecording.cases)
    func valuesAndGradients(recorded: OperatorRecording.Case) throws {
        let inputs = recorded.inputs.map { $0.tensor(requiresGrad: true) }
        let result = try recorded.apply(inputs)
        try compare(result, recorded.output, recorded.exact, "value")

        let upstream = Tensor(recorded.upstreamBits.floats, shape: result.shape)
        (result * upstream).sum().backward()
        try #require(recorded.gradients.count == inputs.count)
        for (index, input) in inputs.enumerated() {
            let gradient = try #require(input.grad)
            try compare(
                gradient, recorded.gradients[index], recorded.exact, "gradient \(index)")
        }
    }

    /// In every bit; within 3e-7 where PyTorch adds in another order (matrix products) or rounds
    /// otherwise (a power of two tensors). Measured is at most 1.5e-7, two units in the last place.
    private func compare(
        _ tensor: Tensor, _ expected: OperatorRecording.Numbers, _ exact: Bool, _ what: String
    ) throws {
        try #require(tensor.shape == expected.shape, "\(what)")
        if exact {
            #expect(Bits(tensor.scalars) == expected.bits, "\(what)")
        } else {
            let difference = try #require(relativeDifference(tensor.scalars, expected.bits.floats))
            #expect(difference <= 3e-7, "\(what)")
        }
    }
}

/// The file `operators.json`.
struct OperatorRecording: Decodable {
    private let cases: [Case]

    static let cases = Reference.load("operators.json", as: OperatorRecording.self).cases

    struct Numbers: Decodable, Sendable {
        let shape: [Int]
        let bits: Bits

        func tensor(requiresGrad: Bool = false) -> Tensor {
            Tensor(bits.floats, shape: shape, requiresGrad: requiresGrad)
        }
    }

    struct Case: Decodable, Sendable, CustomTestStringConvertible {
        let name: String
        let operation: String
        /// True where every bit is PyTorch's.
        let exact: Bool
        let arguments: [String: String]
        let inputs: [Numbers]
        let output: Numbers
        let upstreamBits: Bits
        let gradients: [Numbers]

        enum CodingKeys: String, CodingKey {
            case name, operation, exact, arguments, inputs, output, gradients
            case upstreamBits = "upstream_bits"
        }

        var testDescription: String { name }

        func apply(_ inputs: [Tensor]) throws -> Tensor {
            let x = inputs[0]
            switch operation {
            case "add": return x + inputs[1]
            case "sub": return x - inputs[1]
            case "mul": return x * inputs[1]
            case "div": return x / inputs[1]
            case "matmul": return x.matmul(inputs[1])
            case "neg": return -x
            case "sum": return x.sum()
            case "mean": return x.mean()
            case "transpose": return x.transposed()
            case "transpose_reshape": return x.transposed().reshaped([6])
            case "pow":
                return x.pow(try #require(Float(arguments["exponent"] ?? "")))
            case "pow_tensor": return x.pow(inputs[1])
            case "sum_axis":
                let axis = try #require(Int(arguments["axis"] ?? ""))
                return x.sum(axis: axis, keepingAxis: arguments["keepdim"] == "true")
            case "reshape":
                let lengths = try #require(arguments["shape"]).split(separator: " ")
                return x.reshaped(try lengths.map { try #require(Int($0)) })
            case "x*x+x": return x * x + x
            case "((a*b-c)**2).mean()": return (x * inputs[1] - inputs[2]).pow(2).mean()
            case "((x@w.T+b)**2).sum()":
                return (x.matmul(inputs[1].transposed()) + inputs[2]).pow(2).sum()
            default: throw Unknown(operation: operation)
            }
        }

        struct Unknown: Error {
            var operation: String
        }
    }
}
