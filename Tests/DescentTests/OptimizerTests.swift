import Descent
import TestSupport
import Testing

@Suite struct OptimizerTests {
    struct Recording: Decodable {
        let cases: [Case]

        struct Case: Decodable, Sendable, CustomTestStringConvertible {
            let name: String
            let optimizer: String
            let settings: Settings
            let start_bits: Bits
            let gradient_bits: [Bits]
            let parameter_bits: [Bits]

            var testDescription: String { name }
        }

        struct Settings: Decodable, Sendable {
            let learning_rate, momentum, dampening, weight_decay, alpha, eps: String
            let nesterov, maximize, centered: Bool
        }
    }

    static let recorded = Reference.load("optim.json", as: Recording.self).cases
    /// Descent only: `maximize` is not in the library.
    static let sgd = recorded.filter { $0.optimizer == "SGD" && !$0.settings.maximize }

    @Test func theRecordingIsComplete() {
        #expect(Self.recorded.count == 17)
        #expect(Self.recorded.filter { $0.optimizer == "SGD" }.count == 9)
        #expect(Self.recorded.filter { $0.settings.maximize }.count == 1)
        #expect(
            Self.sgd.map(\.name) == [
                "sgd plain", "sgd lr=0.13", "sgd momentum", "sgd momentum dampening",
                "sgd weight_decay", "sgd nesterov", "sgd nesterov weight_decay",
                "sgd momentum weight_decay",
            ])
        for recorded in Self.recorded {
            #expect(recorded.start_bits.floats.count == 5)
            #expect(recorded.gradient_bits.map(\.floats.count) == Array(repeating: 5, count: 20))
            #expect(recorded.parameter_bits.map(\.floats.count) == Array(repeating: 5, count: 20))
        }
    }

    /// PyTorch rounds a product and its sum together, once; the library rounds each. Nothing else differs.
    @Test(arguments: sgd) func inEveryBit(recorded: Recording.Case) throws {
        let settings = recorded.settings
        let parameter = Tensor(recorded.start_bits.floats, requiresGrad: true)
        let optimizer = SGD(
            [parameter], learningRate: try float(settings.learning_rate),
            momentum: try float(settings.momentum),
            dampening: try #require(Double(settings.dampening)),
            weightDecay: try float(settings.weight_decay), nesterov: settings.nesterov)
        try compare(optimizer, recorded) { p, gradients, rounding in
            try sgdFormula(p, gradients, settings, rounding)
        }
    }

    static let rmsprop = recorded.filter { $0.optimizer == "RMSprop" }

    /// The square roots of the recording are rounded correctly, as the library's are.
    @Test(arguments: rmsprop) func rmspropInEveryBit(recorded: Recording.Case) throws {
        #expect(Self.rmsprop.count == 8)
        let settings = recorded.settings
        let parameter = Tensor(recorded.start_bits.floats, requiresGrad: true)
        let optimizer = RMSprop(
            [parameter], learningRate: try float(settings.learning_rate),
            alpha: try #require(Double(settings.alpha)), epsilon: try float(settings.eps),
            weightDecay: try float(settings.weight_decay),
            momentum: try float(settings.momentum), centered: settings.centered)
        try compare(optimizer, recorded) { p, gradients, rounding in
            try rmspropFormula(p, gradients, settings, rounding)
        }
    }

    private func float(_ text: String) throws -> Float { try #require(Float(text)) }

    private func compare(
        _ optimizer: any Optimizer, _ recorded: Recording.Case,
        _ formula: (Float, [Float], Rounding) throws -> [Float]
    ) throws {
        try expectEveryBit(
            of: optimizer, recorded.gradient_bits, pyTorch: recorded.parameter_bits, formula)
    }

    // MARK: - Formulas

    /// The formula of ``SGD`` for one number: its value after each step.
    private func sgdFormula(
        _ start: Float, _ gradients: [Float], _ settings: Recording.Settings, _ rounding: Rounding
    ) throws -> [Float] {
        let rate = try float(settings.learning_rate)
        let (m, damping) = (try float(settings.momentum), 1 - (try float(settings.dampening)))
        let decay = try float(settings.weight_decay)
        var p = start
        var v: Float?
        return gradients.map { gradient in
            var g = rounding.sum(gradient, decay, p)
            if m != 0 {
                v = v.map { rounding.sum(m * $0, damping, g) } ?? g
                g = settings.nesterov ? rounding.sum(g, m, v!) : v!
            }
            p = rounding.sum(p, -rate, g)
            return p
        }
    }

    /// The formula of ``RMSprop`` for one number.
    private func rmspropFormula(
        _ start: Float, _ gradients: [Float], _ settings: Recording.Settings, _ rounding: Rounding
    ) throws -> [Float] {
        let rate = try float(settings.learning_rate)
        let (alpha, epsilon) = (try #require(Double(settings.alpha)), try float(settings.eps))
        let (m, decay) = (try float(settings.momentum), try float(settings.weight_decay))
        let new = Float(1 - alpha)
        var (p, square, mean, buffer) = (start, Float(0), Float(0), Float(0))
        return gradients.map { gradient in
            let g = rounding.sum(gradient, decay, p)
            square = rounding.sum(Float(alpha) * square, new * g, g)
            mean = rounding.sum(mean, new, g - mean)
            let variance = settings.centered ? rounding.sum(square, -mean, mean) : square
            let divisor = variance.squareRoot() + epsilon
            buffer = m * buffer + g / divisor
            p = m == 0 ? p - rate * g / divisor : rounding.sum(p, -rate, buffer)
            return p
        }
    }

    @Test func equalsTheUpdateByHand() throws {
        let generator = Generator(seed: 1)
        let x = Tensor.randn([50], generator: generator)
        let y = Tensor.randn([50], generator: generator)
        let byHand = Tensor(0.3, requiresGrad: true)
        let byOptimizer = Tensor(0.3, requiresGrad: true)
        let optimizer = SGD([byOptimizer], learningRate: 0.13)
        for _ in 0..<30 {
            (byHand * x - y).pow(2).mean().backward()
            (byOptimizer * x - y).pow(2).mean().backward()
            let gradient = try #require(byHand.grad)
            withNoGrad { byHand -= 0.13 * gradient }
            byHand.zeroGrad()
            optimizer.step()
            optimizer.zeroGrad()
            #expect(Bits(byHand.scalars) == Bits(byOptimizer.scalars))
        }
        #expect(byOptimizer.item() != 0.3)
    }

    // MARK: - Rules

    @Test func parametersWithoutGradientAreSkipped() {
        let used = Tensor([1, 2], requiresGrad: true)
        let unused = Tensor([3, 4], requiresGrad: true)
        let optimizer = SGD(
            [unused, used], learningRate: 0.5, momentum: 0.5, weightDecay: 0.5)
        used.grad = Tensor([2, 2])
        optimizer.step()
        #expect(unused.scalars == [3, 4])
        #expect(unused.grad == nil)
        // 1 − 0.5·(2 + 0.5·1), 2 − 0.5·(2 + 0.5·2)
        #expect(used.scalars == [-0.25, 0.5])
        // Its first step is later, and still a first one: v ← g.
        unused.grad = Tensor([1, 1])
        used.grad = nil
        optimizer.step()
        #expect(unused.scalars == [1.75, 2.5])
        #expect(used.scalars == [-0.25, 0.5])
    }

    @Test func eachParameterHasItsOwnVelocity() {
        let a = Tensor(0, requiresGrad: true)
        let b = Tensor([0, 0], requiresGrad: true)
        let optimizer = SGD([a, b], learningRate: 1, momentum: 0.5)
        for _ in 0..<2 {
            a.grad = Tensor(1)
            b.grad = Tensor([2, 4])
            optimizer.step()
        }
        #expect(a.item() == -2.5)
        #expect(b.scalars == [-5, -10])
    }

    @Test func aStepIsNotRecordedAndNeedsNoScope() {
        let w = Tensor(1, requiresGrad: true)
        let sameTensor = w
        let optimizer = SGD([w], learningRate: 0.25)
        let loss = w * w
        loss.backward()
        optimizer.step()
        #expect(sameTensor.item() == 0.5)
        #expect(w.isLeaf && w.requiresGrad)
        #expect(w.grad?.item() == 2)
        // A graph built before a step keeps its values.
        let before = w * w
        optimizer.step()
        optimizer.zeroGrad()
        before.backward()
        #expect(w.item() == 0)
        #expect(w.grad?.item() == 1)
    }

    @Test func zeroGradForgetsAllGradients() {
        let parameters = [Tensor(1, requiresGrad: true), Tensor([2, 3], requiresGrad: true)]
        let optimizer = SGD(parameters, learningRate: 0.1)
        (parameters[0] * parameters[1]).sum().backward()
        #expect(parameters[0].grad?.item() == 5)
        #expect(parameters[1].grad?.scalars == [1, 1])
        optimizer.zeroGrad()
        #expect(parameters[0].grad == nil && parameters[1].grad == nil)
        optimizer.step()
        #expect(parameters[0].item() == 1)
        #expect(optimizer.parameters.count == 2)
        #expect(optimizer.parameters[1] === parameters[1])
    }

    @Test func aLearningRateOfZeroChangesNothing() {
        let w = Tensor([1, -2], requiresGrad: true)
        let optimizer = SGD([w], learningRate: 0)
        w.grad = Tensor([3, 4])
        optimizer.step()
        #expect(w.scalars == [1, -2])
    }
}
