import Arrays
import Random

/// A linear layer: y = x·Wᵀ + b.
public final class Linear: Module {
    /// The weights W, of shape `[outFeatures, inFeatures]`.
    public let weight: Tensor
    /// The biases b, of shape `[outFeatures]`; nil for a layer without a bias.
    public let bias: Tensor?

    /// Creates a layer with PyTorch's random initial values.
    ///
    /// The weights, then the biases, are drawn from the current generator (see ``manualSeed(_:)``), uniformly between
    /// −k and k with k = 1/√inFeatures.
    ///
    /// - Parameters:
    ///   - inFeatures: the length of the input's last axis; less than 1 traps.
    ///   - outFeatures: the length of the output's last axis; less than 1 traps.
    ///   - bias: whether to add a bias; true by default.
    public init(inFeatures: Int, outFeatures: Int, bias: Bool = true) {
        require(
            inFeatures > 0 && outFeatures > 0,
            "A Linear layer needs at least one input and one output, "
                + "not \(inFeatures) and \(outFeatures).")
        let k = Float(1 / Double(inFeatures).squareRoot())
        func start(_ shape: [Int]) -> Tensor {
            let numbers = Generator.current.uniform(Shape(shape).elementCount, in: -k...k)
            return Tensor(numbers, shape: shape, requiresGrad: true)
        }
        weight = start([outFeatures, inFeatures])
        self.bias = bias ? start([outFeatures]) : nil
    }

    /// The two lengths, and whether there is a bias.
    public var settings: String {
        "inFeatures: \(weight.shape[1]), outFeatures: \(weight.shape[0]), bias: \(bias != nil)"
    }

    /// The weight, and the bias if there is one.
    public var parts: [(name: String, part: ModulePart)] {
        bias.map { [("weight", .tensor(weight)), ("bias", .tensor($0))] }
            ?? [("weight", .tensor(weight))]
    }

    /// The output for an input of shape `[inFeatures]` or `[samples, inFeatures]`; any other shape traps.
    public func callAsFunction(_ input: Tensor) -> Tensor {
        let shape = input.lengths
        require(
            1...2 ~= shape.count && shape[shape.count - 1] == weight.lengths[1],
            "\(description) needs an input of shape [samples, \(weight.shape[1])], "
                + "but this one has \(input.shape).")
        // Like `transposed()`, but the result is never visible outside, so it need not share the weight's numbers.
        let transpose = Tensor.recorded(
            .transpose, weight.array.transposed(), weight, { g, _ in g.transposed() })
        let product = input.matmul(transpose)
        return bias.map { product + $0 } ?? product
    }
}
