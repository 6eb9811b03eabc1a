import Descent
import TestSupport
import Testing

@Suite struct NeuralNetworkTests {
    // MARK: - Linear and MSELoss as PyTorch has them

    struct Recording: Decodable {
        let cases: [Case]

        struct Case: Decodable, Sendable, CustomTestStringConvertible {
            let name: String
            let settings: Settings
            let weight_bits, bias_bits, input_bits, target_bits: Bits
            let output_bits, loss_bits, weight_grad_bits, bias_grad_bits, input_grad_bits: Bits

            var testDescription: String { name }
        }

        struct Settings: Decodable, Sendable, Hashable {
            let in_features: Int
            let out_features: Int
            let batch: Int
            let seed: UInt64
        }
    }

    static let recorded = Reference.load("linear.json", as: Recording.self).cases

    @Test func theRecordingIsComplete() {
        #expect(Self.recorded.count == 32)
        #expect(Set(Self.recorded.map(\.settings)).count == 32)
        #expect(Set(Self.recorded.map(\.settings.batch)) == [1, 3, 5, 15])
    }

    @Test(arguments: recorded) func linear(recorded: Recording.Case) throws {
        let settings = recorded.settings
        let generator = Generator(seed: settings.seed)
        let layer = withGenerator(generator) {
            Linear(inFeatures: settings.in_features, outFeatures: settings.out_features)
        }
        let bias = try #require(layer.bias)
        let input = Tensor.randn(
            [settings.batch, settings.in_features], generator: generator, requiresGrad: true)
        let target = Tensor.randn([settings.batch, settings.out_features], generator: generator)
        #expect(layer.weight.shape == [settings.out_features, settings.in_features])
        #expect(bias.shape == [settings.out_features])
        #expect(Bits(layer.weight.scalars) == recorded.weight_bits)
        #expect(Bits(bias.scalars) == recorded.bias_bits)
        #expect(Bits(input.scalars) == recorded.input_bits)
        #expect(Bits(target.scalars) == recorded.target_bits)

        let output = layer(input)
        let loss = MSELoss()(output, target)
        loss.backward()
        #expect(output.shape == target.shape)
        // PyTorch's matrix products add in another order. Differences are measured against the
        // largest number in the tensor, because sums can cancel; measured is at most 2e-7.
        let pairs = [
            ("output", output, recorded.output_bits),
            ("loss", loss, recorded.loss_bits),
            ("weight gradient", try #require(layer.weight.grad), recorded.weight_grad_bits),
            ("bias gradient", try #require(bias.grad), recorded.bias_grad_bits),
            ("input gradient", try #require(input.grad), recorded.input_grad_bits),
        ]
        for (name, tensor, expected) in pairs {
            let difference = try #require(scaledDifference(tensor.scalars, expected.floats))
            #expect(difference <= 5e-7, "\(name)")
        }
    }

    /// The largest difference, as a part of the largest number; nil for different counts or none.
    private func scaledDifference(_ a: [Float], _ b: [Float]) -> Float? {
        guard a.count == b.count, let scale = b.map({ abs($0) }).max() else { return nil }
        return a.indices.map { abs(a[$0] - b[$0]) }.max()! / scale
    }

    @Test func linearByHand() {
        let layer = Linear(inFeatures: 2, outFeatures: 3)
        layer.weight.detached().copy(from: Tensor([[1, 2], [3, 4], [5, 6]]))
        layer.bias?.detached().copy(from: Tensor([10, 20, 30]))
        let samples = layer(Tensor([[1, 1], [0, 2]]))
        #expect(samples.shape == [2, 3])
        #expect(samples.scalars == [13, 27, 41, 14, 28, 42])
        let single = layer(Tensor([1, 1]))
        #expect(single.shape == [3])
        #expect(single.scalars == [13, 27, 41])
        #expect(layer(Tensor.zeros([0, 2])).shape == [0, 3])
    }

    @Test func linearWithoutBias() {
        let generator = Generator(seed: 3)
        let layer = withGenerator(generator) {
            Linear(inFeatures: 2, outFeatures: 1, bias: false)
        }
        #expect(layer.bias == nil)
        #expect(layer.namedParameters.map(\.name) == ["weight"])
        #expect("\(layer)" == "Linear(inFeatures: 2, outFeatures: 1, bias: false)")
        layer.weight.detached().fill(2)
        #expect(layer(Tensor([[1, 2]])).scalars == [6])
        // Two numbers are drawn, none for a bias.
        let other = Generator(seed: 3)
        _ = other.rand(2)
        #expect(generator.rand(1) == other.rand(1))
    }

    @Test func meanAndSumOfSquaredErrors() {
        let prediction = Tensor([[1, 2], [3, 4]], requiresGrad: true)
        let target = Tensor([[0, 4], [0, 4]])
        let mean = MSELoss()(prediction, target)
        #expect(mean.shape == [])
        #expect(mean.item() == 3.5)
        mean.backward()
        #expect(prediction.grad?.scalars == [0.5, -1, 1.5, 0])

        prediction.zeroGrad()
        let sum = MSELoss(reduction: .sum)(prediction, target)
        #expect(sum.item() == 14)
        sum.backward()
        #expect(prediction.grad?.scalars == [2, -4, 6, 0])
        #expect(Functional.mseLoss(prediction, target).item() == 3.5)
        #expect(Functional.mseLoss(prediction, target, reduction: .sum).item() == 14)
        #expect(MSELoss()(Tensor.zeros([0]), Tensor.zeros([0])).item().isNaN)
    }

    // MARK: - Modules

    final class LinearRegression: Module {
        let lin = Linear(inFeatures: 1, outFeatures: 1)

        func callAsFunction(_ x: Tensor) -> Tensor { lin(x) }
    }

    /// Parts before and after the module's own parameters, in arrays, optional and in a superclass.
    class Base: Module {
        let first = Linear(inFeatures: 2, outFeatures: 2, bias: false)
        let scale = Tensor(2, requiresGrad: true)

        func callAsFunction(_ x: Tensor) -> Tensor { first(x) * scale }
    }

    final class Network: Base {
        let regression: LinearRegression? = LinearRegression()
        let missing: Linear? = nil
        let blocks = [Linear(inFeatures: 2, outFeatures: 2), Linear(inFeatures: 2, outFeatures: 1)]
        let offset = Tensor(1, requiresGrad: true)
        let constant = Tensor(3)
        let name = "network"

        override func callAsFunction(_ x: Tensor) -> Tensor {
            blocks.reduce(super.callAsFunction(x)) { $1($0) } + offset
        }
    }

    @Test func namesAndOrderOfParameters() {
        let network = Network()
        let named = network.namedParameters
        #expect(
            named.map(\.name) == [
                "scale", "offset", "first.weight", "regression.lin.weight", "regression.lin.bias",
                "blocks.0.weight", "blocks.0.bias", "blocks.1.weight", "blocks.1.bias",
            ])
        let parameters = network.parameters
        #expect(parameters.count == named.count)
        #expect(parameters.indices.allSatisfy { parameters[$0] === named[$0].parameter })
        #expect(parameters[0] === network.scale)
        #expect(parameters[1] === network.offset)
        #expect(parameters[5] === network.blocks[0].weight)
        let lin = LinearRegression()
        #expect(lin.namedParameters.map(\.name) == ["lin.weight", "lin.bias"])
    }

    /// Two layers that are one, and a result that is kept.
    final class Tied: Module {
        let a = Linear(inFeatures: 1, outFeatures: 1)
        lazy var b = a
        var last: Tensor?

        func callAsFunction(_ x: Tensor) -> Tensor {
            last = b(a(x))
            return last!
        }
    }

    @Test func aParameterIsNamedOnceAndAResultIsNone() {
        let model = Tied()
        _ = model(Tensor([1]))
        #expect(model.namedParameters.map(\.name) == ["a.weight", "a.bias"])
    }

    @Test func zeroGradForgetsAllGradients() {
        let network = Network()
        network(Tensor([[1, 2]])).sum().backward()
        #expect(network.offset.grad?.item() == 1)
        let untouched = network.namedParameters.filter { $0.parameter.grad == nil }
        #expect(untouched.map(\.name) == ["regression.lin.weight", "regression.lin.bias"])
        network.zeroGrad()
        #expect(network.parameters.count == 9)
        #expect(network.parameters.allSatisfy { $0.grad == nil })
    }

    @Test func descriptions() {
        #expect(
            "\(Linear(inFeatures: 3, outFeatures: 2))"
                == "Linear(inFeatures: 3, outFeatures: 2, bias: true)")
        #expect("\(Flatten())" == "Flatten(startDim: 1, endDim: -1)")
        #expect("\(Sequential())" == "Sequential()")
        #expect(
            "\(LinearRegression())" == """
                LinearRegression(
                  (lin): Linear(inFeatures: 1, outFeatures: 1, bias: true)
                )
                """)
        #expect(
            "\(Network())" == """
                Network(
                  (first): Linear(inFeatures: 2, outFeatures: 2, bias: false)
                  (regression): LinearRegression(
                    (lin): Linear(inFeatures: 1, outFeatures: 1, bias: true)
                  )
                  (blocks.0): Linear(inFeatures: 2, outFeatures: 2, bias: true)
                  (blocks.1): Linear(inFeatures: 2, outFeatures: 1, bias: true)
                )
                """)
        #expect(
            "\(Sequential(Sequential(Linear(inFeatures: 3, outFeatures: 1)), Flatten()))" == """
                Sequential(
                  (0): Sequential(
                    (0): Linear(inFeatures: 3, outFeatures: 1, bias: true)
                  )
                  (1): Flatten(startDim: 1, endDim: -1)
                )
                """)
    }

    @Test func sequential() {
        let first = Linear(inFeatures: 2, outFeatures: 3)
        let second = Linear(inFeatures: 3, outFeatures: 1)
        let model = Sequential(first, second, Flatten(startDim: 0))
        #expect(model[0] === first)
        #expect(model[1] === second)
        #expect(model[2] is Flatten)
        #expect(
            model.namedParameters.map(\.name) == ["0.weight", "0.bias", "1.weight", "1.bias"])
        let x = Tensor([[1, 2], [3, 4]])
        #expect(model(x).shape == [2])
        #expect(model(x).scalars == second(first(x)).scalars)
        #expect(Sequential()(x) === x)
    }

    @Test func flatten() {
        let x = Tensor((0..<12).map { Float($0) }, shape: [2, 3, 2])
        #expect(Flatten()(x).shape == [2, 6])
        #expect(Flatten(startDim: 0)(x).shape == [12])
        #expect(Flatten(startDim: 0, endDim: 1)(x).shape == [6, 2])
        #expect(Flatten(startDim: -2)(x).shape == [2, 6])
        #expect(Flatten()(x).scalars == x.scalars)
    }
}
