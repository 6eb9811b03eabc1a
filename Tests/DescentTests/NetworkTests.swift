import Descent
import Foundation
import TestSupport
import Testing

/// What a network needs beyond a line, against PyTorch.
@Suite struct NetworkTests {
    struct Recording: Decodable {
        let functions: Functions
        let means: [Mean]
        let l1: [L1]
        let adam: Optimizers
        let networks: [Network]

        struct Functions: Decodable {
            let x_bits, upstream_bits: Bits
            let cases: [Case]

            struct Case: Decodable {
                let name: String
                let value_bits, gradient_bits: Bits
            }
        }

        struct Mean: Decodable {
            let shape: [Int]
            let axis: Int
            let x_bits, upstream_bits, value_bits, gradient_bits: Bits
        }

        struct L1: Decodable {
            let reduction: String
            let prediction_bits, target_bits, loss_bits, gradient_bits: Bits
        }

        struct Optimizers: Decodable {
            let start_bits: Bits
            let gradient_bits: [Bits]
            let cases: [Case]

            struct Case: Decodable {
                let name: String
                let learning_rate: Double
                let betas: [Double]
                let eps, weight_decay: Float
                let parameter_bits: [Bits]
            }
        }

        struct Network: Decodable {
            let seed: UInt64
            let start_bits, first_gradient_bits: [String: Bits]
            let loss_bits: Bits
        }
    }

    static let recorded = Reference.load("network.json", as: Recording.self)

    /// How many numbers lie between two of the same sign; 0 for NaN and NaN.
    private func ulps(_ a: Float, _ b: Float) -> Int {
        if a.isNaN && b.isNaN { return 0 }
        return abs(Int(Int32(bitPattern: a.bitPattern)) - Int(Int32(bitPattern: b.bitPattern)))
    }

    // MARK: - Functions

    @Test func functionsAsInPyTorch() throws {
        let functions: [String: (Tensor) -> Tensor] = [
            "tanh": { $0.tanh() }, "exp": { $0.exp() }, "log": { $0.log() }, "relu": { $0.relu() },
            "abs": { $0.abs() },
        ]
        let recorded = Self.recorded.functions
        #expect(recorded.cases.map(\.name) == ["tanh", "exp", "log", "relu", "abs"])
        let numbers = recorded.x_bits.floats
        try #require(numbers.count == 409)
        for known in recorded.cases {
            let x = Tensor(numbers, requiresGrad: true)
            let function = try #require(functions[known.name])
            let y = function(x)
            (y * Tensor(recorded.upstream_bits.floats)).sum().backward()
            let gradient = try #require(x.grad).scalars
            let (values, slopes) = (known.value_bits.floats, known.gradient_bits.floats)
            try #require(values.count == numbers.count && slopes.count == numbers.count)
            // Neither what is rounded once nor PyTorch's own series is off by more than a last place.
            let isExact = known.name == "relu" || known.name == "abs"
            // 1 − tanh² loses digits where tanh is near 1.
            let slack = known.name == "tanh" ? 4 * Float.ulpOfOne : 0
            let results = y.scalars
            for i in numbers.indices {
                let off = ulps(results[i], values[i])
                #expect(off <= (isExact ? 0 : 1), "\(known.name) of \(numbers[i])")
                let slopeIsRight =
                    ulps(gradient[i], slopes[i]) <= (isExact ? 0 : 2)
                    || abs(gradient[i] - slopes[i]) <= slack
                #expect(slopeIsRight, "the slope of \(known.name) at \(numbers[i])")
            }
        }
    }

    /// In pieces, and in arrays that are put off, a function has the same bits as of each number.
    @Test(arguments: [1, 5, 40_000]) func allSizesAgree(count: Int) throws {
        let numbers = Tensor.randn([count], generator: Generator(seed: 3)).scalars
        let functions: [(Tensor) -> Tensor] = [
            { $0.tanh() }, { $0.exp() }, { $0.pow(2).log() }, { $0.relu() }, { $0.abs() },
        ]
        for function in functions {
            let x = Tensor(numbers, requiresGrad: true)
            let y = function(x)
            y.sum().backward()
            for i in stride(from: 0, to: count, by: max(1, count / 50)) {
                let one = Tensor(numbers[i], requiresGrad: true)
                let value = function(one)
                value.backward()
                #expect(y.scalars[i].bitPattern == value.item().bitPattern)
                let (slope, single) = (try #require(x.grad), try #require(one.grad))
                #expect(slope.scalars[i].bitPattern == single.item().bitPattern)
            }
        }
    }

    @Test func slopesAreWhatDifferencesMeasure() throws {
        let x = Tensor([-2, -0.7, -0.1, 0.3, 1.5, 3], requiresGrad: true)
        let functions: [(Tensor) -> Tensor] = [
            { $0.tanh() }, { $0.exp() }, { $0.abs().log() }, { $0.relu() }, { $0.abs() },
        ]
        for function in functions {
            x.zeroGrad()
            function(x).sum().backward()
            let measured = finiteDifferences(x) { function(x).sum() }
            for (slope, measured) in zip(try #require(x.grad).scalars, measured.scalars) {
                #expect(abs(slope - measured) <= 1e-2 * max(1, abs(slope)))
            }
        }
    }

    @Test func meansAlongAnAxis() throws {
        #expect(Self.recorded.means.count == 12)
        for known in Self.recorded.means {
            for keepingAxis in [false, true] {
                let x = Tensor(known.x_bits.floats, shape: known.shape, requiresGrad: true)
                let mean = x.mean(axis: known.axis, keepingAxis: keepingAxis)
                let upstream = Tensor(known.upstream_bits.floats, shape: mean.shape)
                (mean * upstream).sum().backward()
                // PyTorch adds along outer axes in another order.
                let values = try #require(
                    relativeDifference(mean.scalars, known.value_bits.floats))
                #expect(values <= 1e-5)
                let gradient = try #require(x.grad)
                #expect(Bits(gradient.scalars) == known.gradient_bits)
            }
        }
        let empty = Tensor.zeros([2, 0]).mean(axis: 1)
        #expect(empty.scalars.filter(\.isNaN).count == 2)
    }

    // MARK: - Loss and optimizer

    @Test func theAbsoluteErrorAsInPyTorch() throws {
        #expect(Self.recorded.l1.count == 6)
        for known in Self.recorded.l1 {
            let prediction = Tensor(known.prediction_bits.floats, requiresGrad: true)
            let loss = L1Loss(reduction: known.reduction == "sum" ? .sum : .mean)(
                prediction, Tensor(known.target_bits.floats))
            loss.backward()
            #expect(loss.item().bitPattern == known.loss_bits.floats[0].bitPattern)
            let gradient = try #require(prediction.grad).scalars
            #expect(gradient == known.gradient_bits.floats && !gradient.isEmpty)
        }
    }

    /// PyTorch rounds a product and its sum together, and takes the learning rate as a Float64. Nothing
    /// else differs.
    @Test func adamInEveryBit() throws {
        let recorded = Self.recorded.adam
        #expect(recorded.cases.count == 5)
        for known in recorded.cases {
            let (beta1, beta2) = (known.betas[0], known.betas[1])
            let optimizer = Adam(
                [Tensor(recorded.start_bits.floats, requiresGrad: true)],
                learningRate: Float(known.learning_rate), betas: (beta1, beta2),
                epsilon: known.eps, weightDecay: known.weight_decay)
            try expectEveryBit(
                of: optimizer, recorded.gradient_bits, pyTorch: known.parameter_bits
            ) { start, gradients, rounding in
                let new = Float(1 - beta1)
                var (p, mean, square) = (start, Float(0), Float(0))
                var (power1, power2) = (1.0, 1.0)
                return gradients.map { gradient in
                    let g = rounding.sum(gradient, known.weight_decay, p)
                    (power1, power2) = (power1 * beta1, power2 * beta2)
                    // From a weight of 0.5 on, PyTorch starts from the gradient.
                    mean =
                        rounding == .ours || new < 0.5
                        ? rounding.sum(mean, new, g - mean)
                        : rounding.sum(g, mean - g, 1 - new)
                    square = rounding.sum(Float(beta2) * square, Float(1 - beta2) * g, g)
                    let root = square.squareRoot() / Float((1 - power2).squareRoot())
                    let rate =
                        rounding == .ours
                        ? Double(Float(known.learning_rate)) : known.learning_rate
                    p -= Float(rate / (1 - power1)) * mean / (root + known.eps)
                    return p
                }
            }
        }
    }

    /// The step of a parameter counts its own gradients only.
    @Test func adamLeavesAloneWhatHasNoGradient() throws {
        let (a, b) = (Tensor(1, requiresGrad: true), Tensor(1, requiresGrad: true))
        let optimizer = Adam([a, b], learningRate: 0.1)
        a.grad = Tensor(3)
        optimizer.step()
        #expect(abs(a.item() - 0.9) < 1e-6 && b.item() == 1)
        b.grad = Tensor(5)
        optimizer.step()
        #expect(abs(b.item() - 0.9) < 1e-6)
    }

    #if compiler(>=6.2)
        @Test func wrongCallsEndWithASentence() async throws {
            let shapes = await #expect(processExitsWith: .failure, observing: standardError) {
                _ = L1Loss()(Tensor([[1], [2]]), Tensor([1, 2]))
            }
            try expect(
                shapes, says: "The mean absolute error needs a prediction and a target of the same",
                "[2, 1] and [2]")
            let betas = await #expect(processExitsWith: .failure, observing: standardError) {
                _ = Adam([Tensor(0, requiresGrad: true)], betas: (0.9, 1))
            }
            try expect(betas, says: "The betas of Adam must be 0 or more and less than 1", "0.9")
            let first = await #expect(processExitsWith: .failure, observing: standardError) {
                _ = Adam([Tensor(0, requiresGrad: true)], betas: (1, 0.9))
            }
            try expect(first, says: "and less than 1, but these are 1.0 and 0.9")
            let axis = await #expect(processExitsWith: .failure, observing: standardError) {
                _ = Tensor([1, 2]).mean(axis: 1)
            }
            try expect(axis, says: "There is no axis 1", "[2]")
        }
    #endif

    // MARK: - A network

    @Test func layersDescribeThemselves() {
        let model = Sequential(Linear(inFeatures: 1, outFeatures: 2), Tanh(), ReLU())
        #expect(model.namedParameters.map(\.name) == ["0.weight", "0.bias"])
        #expect(model.description.contains("(1): Tanh()\n  (2): ReLU()"))
        #expect(model(Tensor([[1], [2]])).shape == [2, 2])
    }

    /// The start and the first losses are PyTorch's; later the last places of tanh and Adam add up.
    @Test func aNetworkForTheSine() throws {
        #expect(Self.recorded.networks.map(\.seed) == [0, 1, 7])
        let x = Tensor.linspace(-Float(Double.pi), Float(Double.pi), 2000)
        let y = Tensor(x.scalars.map { Float(sin(Double($0))) }).unsqueezed(-1)
        for known in Self.recorded.networks {
            let model = withGenerator(Generator(seed: known.seed)) {
                Sequential(
                    Linear(inFeatures: 1, outFeatures: 8), Tanh(),
                    Linear(inFeatures: 8, outFeatures: 1))
            }
            #expect(known.start_bits.count == 4)
            for (name, parameter) in model.namedParameters {
                #expect(Bits(parameter.scalars) == known.start_bits[name])
            }
            let optimizer = Adam(model.parameters, learningRate: 0.01)
            let losses = known.loss_bits.floats
            try #require(losses.count == 1000)
            for (epoch, expected) in losses.prefix(300).enumerated() {
                let loss = MSELoss(reduction: .sum)(model(x.unsqueezed(-1)), y)
                loss.backward()
                if epoch == 0 {
                    for (name, parameter) in model.namedParameters {
                        let gradient = try #require(parameter.grad).scalars
                        let expected = try #require(known.first_gradient_bits[name]).floats
                        let difference = try #require(relativeDifference(gradient, expected))
                        #expect(difference <= 1e-4)
                    }
                }
                optimizer.step()
                optimizer.zeroGrad()
                let difference = abs(loss.item() - expected) / expected
                #expect(
                    difference <= (epoch == 0 ? 1e-6 : epoch < 20 ? 1e-5 : 1e-2), "epoch \(epoch)")
            }
        }
    }
}
