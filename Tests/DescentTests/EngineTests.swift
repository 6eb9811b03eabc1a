import Descent
import TestSupport
import Testing

/// The engine against PyTorch and the notebooks: fed with their very points, it has their bits.
@Suite struct EngineTests {
    struct Settings: Decodable, Sendable {
        var learning_rate: String
        var steps: Int
    }

    struct Recording: Decodable, Sendable {
        struct Points: Decodable, Sendable {
            var points: Int
            var x_bits: Bits
            var y_bits: Bits
        }
        var data: [Points]
        var cases: [Trace<SineSettings>]
    }

    struct SineSettings: Decodable, Sendable {
        var points: Int
        var learning_rate: String
        var steps: Int
    }

    struct Notebooks: Decodable, Sendable {
        struct Case: Decodable, Sendable {
            var name: String
            var settings: Settings
            var start_bits: [String: Bits]
            var loss_bits: Bits
            var printed_lines: [String]
        }
        var x_bits: Bits
        var y_bits: Bits
        var cases: [Case]
    }

    /// P₃ as a custom function.
    private enum P3: CustomFunction {
        static func forward(context: FunctionContext, _ inputs: [Tensor]) -> Tensor {
            context.save(inputs[0])
            return 0.5 * (5 * inputs[0].pow(3) - 3 * inputs[0])
        }

        static func backward(context: FunctionContext, _ gradient: Tensor) -> [Tensor?] {
            [gradient * 1.5 * (5 * context.saved[0].pow(2) - 1)]
        }
    }

    enum Model { case byHand, autograd, legendre, linear }

    /// Trains a, b, c and d; returns the losses and what is found.
    private func train(
        _ model: Model, x: [Float], y: [Float], start: [String: Bits], learningRate: Float,
        steps: Int
    ) -> (losses: Bits, found: [Float]) {
        let (x, y) = (Tensor(x), Tensor(y))
        let isRecorded = model == .autograd || model == .legendre
        let p = ["a", "b", "c", "d"].map {
            Tensor(start[$0]!.floats[0], requiresGrad: isRecorded)
        }
        let linear = Linear(inFeatures: 3, outFeatures: 1)
        let layers = Sequential(linear, Flatten(startDim: 0, endDim: 1))
        let columns = x.unsqueezed(-1).pow([1, 2, 3])
        withNoGrad {
            linear.bias!.fill(p[0].item())
            linear.weight.copy(from: Tensor(p[1...].map { $0.item() }))
        }
        var losses: [Float] = []
        for _ in 0..<steps {
            let prediction =
                switch model {
                case .legendre: p[0] + p[1] * P3.apply(p[2] + p[3] * x)
                case .linear: layers(columns)
                default: p[0] + p[1] * x + p[2] * x.pow(2) + p[3] * x.pow(3)
                }
            let loss = Functional.mseLoss(prediction, y, reduction: .sum)
            losses.append(loss.item())
            if model == .byHand {
                let slope = 2 * (prediction - y)
                let gradients = [
                    slope.sum(), (slope * x).sum(), (slope * x.pow(2)).sum(),
                    (slope * x.pow(3)).sum(),
                ]
                for (parameter, gradient) in zip(p, gradients) {
                    parameter -= learningRate * gradient
                }
                continue
            }
            loss.backward()
            withNoGrad {
                for parameter in model == .linear ? layers.parameters : p {
                    parameter -= learningRate * parameter.grad!
                    parameter.zeroGrad()
                }
            }
        }
        let found =
            model == .linear ? linear.bias!.scalars + linear.weight.scalars : p.map { $0.item() }
        return (Bits(losses), found)
    }

    @Test func everyLossOfPyTorchsCubicsAndOfItsLegendreHasItsBits() throws {
        let recording: Recording = Reference.load("sine.json")
        let models: [String: Model] = [
            "manual": .byHand, "autograd": .autograd, "legendre": .legendre,
        ]
        let cases = recording.cases.filter { models[$0.variant] != nil }
        #expect(cases.count == 9)
        for trace in cases {
            let settings = trace.settings
            let points = try #require(recording.data.first { $0.points == settings.points })
            let (losses, _) = train(
                models[trace.variant]!, x: points.x_bits.floats, y: points.y_bits.floats,
                start: trace.startBits, learningRate: Float(settings.learning_rate)!,
                steps: settings.steps)
            #expect(losses.floats.count == settings.steps)
            #expect(losses == trace.lossBits, "\(trace.name)")
        }
    }

    @Test(arguments: [
        ("003 cell 2", Model.byHand), ("003 cell 3", .autograd), ("003 cell 4", .legendre),
    ])
    func theNotebooksLinesAndCoefficientsComeOutDigitForDigit(
        _ cell: String, _ model: Model
    ) throws {
        let notebooks: Notebooks = Reference.load("notebooks.json")
        let recorded = try #require(notebooks.cases.first { $0.name == cell })
        let (losses, found) = train(
            model, x: notebooks.x_bits.floats, y: notebooks.y_bits.floats,
            start: recorded.start_bits, learningRate: Float(recorded.settings.learning_rate)!,
            steps: recorded.settings.steps)
        #expect(losses == recorded.loss_bits)
        let lines = stride(from: 99, to: 2000, by: 100).map { "\($0) \(Double(losses.floats[$0]))" }
        let c = found.map { "\(Double($0))" }
        let result =
            model == .legendre
            ? "Result: y = \(c[0]) + \(c[1]) * P3(\(c[2]) + \(c[3]) x)"
            : "Result: y = \(c[0]) + \(c[1]) x + \(c[2]) x^2 + \(c[3]) x^3"
        #expect(lines.count == 20)
        #expect(lines + [result] == recorded.printed_lines)
    }

    /// Its matrix product adds the samples in another order.
    @Test func theNotebooksModelIsNear() throws {
        let notebooks: Notebooks = Reference.load("notebooks.json")
        let recorded = try #require(notebooks.cases.first { $0.name == "003 cell 5" })
        let (losses, _) = train(
            .linear, x: notebooks.x_bits.floats, y: notebooks.y_bits.floats,
            start: recorded.start_bits, learningRate: 1e-6, steps: 2000)
        let difference = relativeDifference(losses.floats, recorded.loss_bits.floats)
        #expect(try #require(difference) < 1.5e-6)
    }
}
