import Descent

/// The loops of parts 1 and 2, as in their lessons, for 100 epochs each. Shows every loss, and every parameter
/// after its update, as bits. Further runs cover what these loops do not use.
struct Traces {
    /// The numbers of a run, by name.
    typealias Run = [(name: String, values: [Float])]

    private static let epochs = 100

    /// Performs all runs.
    ///
    /// - Parameters:
    ///   - sine: the sine function of this machine.
    ///   - show: shows a line of text, such as "line by hand, loss: 41f00000 41ad6666 …".
    static func take(sine: (Double) -> Double, show: (String) -> Void) {
        func showRun(_ title: String, _ run: Run) {
            for (name, values) in run {
                show(title + ", " + name + ":" + values.reduce("") { $0 + " " + bits($1) })
            }
        }
        let curve = Curve()
        showRun("line by hand", lineByHand())
        showRun("line by autograd", lineByAutograd(epochs: epochs))
        showRun("sine by hand", sineByHand(curve))
        showRun("sine by autograd", sineByAutograd(curve))
        showRun("sine", [("values", curve.x.map { Float(sine(Double($0))) })])
        showRun("line of 100,000 by a model", lineByModel(samples: 100_000))
        showRun("numbers", numbers())
    }

    /// Eight hexadecimal digits.
    private static func bits(_ value: Float) -> String {
        let digits = String(value.bitPattern, radix: 16)
        return String(repeating: "0", count: 8 - digits.utf8.count) + digits
    }

    // MARK: - A line

    private static func lineByHand() -> Run {
        let x: [Float] = [1, 2, 3, 4]
        let y = x.map { 2 * $0 }
        var w: Float = 0
        var losses: [Float] = []
        var weights: [Float] = []
        for _ in 0..<epochs {
            let yPredicted = x.map { w * $0 }
            let loss = mean(y.count) { i in
                let error = yPredicted[i] - y[i]
                return error * error
            }
            let dw = sum(x.count) { i in 1 / Float(x.count) * (2 * (yPredicted[i] - y[i])) * x[i] }
            w -= 0.01 * dw
            losses.append(loss)
            weights.append(w)
        }
        return [("loss", losses), ("w", weights)]
    }

    static func lineByAutograd(epochs: Int) -> Run {
        let x = Tensor([1, 2, 3, 4])
        let y = 2 * x
        let w = Tensor(0, requiresGrad: true)
        var losses: [Float] = []
        var weights: [Float] = []
        losses.reserveCapacity(epochs)
        weights.reserveCapacity(epochs)
        for _ in 0..<epochs {
            let loss = (w * x - y).pow(2).mean()
            loss.backward()
            withNoGrad { w -= 0.01 * w.grad! }
            w.zeroGrad()
            losses.append(loss.item())
            weights.append(w.item())
        }
        return [("loss", losses), ("w", weights)]
    }

    // MARK: - A cubic for the sine

    /// 2,000 points of the sine, and the initial coefficients.
    private struct Curve {
        let x: [Float]
        /// The recorded sines, which are not always correctly rounded.
        let y = recordedSines.map { Float(bitPattern: $0) }
        let start = Generator(seed: 0).randn(4)
        let learningRate: Float = 1e-6

        init() {
            let pi = Float(Double.pi)
            x = Tensor.linspace(-pi, pi, 2000).scalars
        }

        func run(_ losses: [Float], _ coefficients: [[Float]]) -> Run {
            [("loss", losses)]
                + ["a", "b", "c", "d"].enumerated().map { index, name in
                    (name, coefficients.map { $0[index] })
                }
        }
    }

    private static func sineByHand(_ curve: Curve) -> Run {
        let (x, y, rate) = (curve.x, curve.y, curve.learningRate)
        let x2 = x.map { $0 * $0 }
        let x3 = x.map { $0 * $0 * $0 }
        var (a, b, c, d) = (curve.start[0], curve.start[1], curve.start[2], curve.start[3])
        var losses: [Float] = []
        var coefficients: [[Float]] = []
        for _ in 0..<epochs {
            let yPredicted = x.map { x in a + b * x + c * (x * x) + d * (x * x * x) }
            let loss = sum(y.count) { i in
                let error = yPredicted[i] - y[i]
                return error * error
            }
            let slope = x.indices.map { i in 2 * (yPredicted[i] - y[i]) }
            a -= rate * sum(x.count) { i in slope[i] }
            b -= rate * sum(x.count) { i in slope[i] * x[i] }
            c -= rate * sum(x.count) { i in slope[i] * x2[i] }
            d -= rate * sum(x.count) { i in slope[i] * x3[i] }
            losses.append(loss)
            coefficients.append([a, b, c, d])
        }
        return curve.run(losses, coefficients)
    }

    private static func sineByAutograd(_ curve: Curve) -> Run {
        let (x, y) = (Tensor(curve.x), Tensor(curve.y))
        let coefficients = curve.start.map { Tensor($0, requiresGrad: true) }
        let (a, b, c, d) = (coefficients[0], coefficients[1], coefficients[2], coefficients[3])
        var losses: [Float] = []
        var updated: [[Float]] = []
        for _ in 0..<epochs {
            let yPredicted = a + b * x + c * x.pow(2) + d * x.pow(3)
            let loss = (yPredicted - y).pow(2).sum()
            loss.backward()
            withNoGrad {
                for coefficient in coefficients {
                    coefficient -= curve.learningRate * coefficient.grad!
                }
            }
            for coefficient in coefficients { coefficient.zeroGrad() }
            losses.append(loss.item())
            updated.append(coefficients.map { $0.item() })
        }
        return curve.run(losses, updated)
    }

    // MARK: - What the loops do not use

    /// An array large enough to defer operations on it, a layer, a loss and an optimizer.
    private static func lineByModel(samples: Int) -> Run {
        let x = Tensor((1...samples).map { Float($0) / Float(samples) }).unsqueezed(-1)
        let y = 2 * x
        manualSeed(1)
        let model = Sequential(Linear(inFeatures: 1, outFeatures: 1))
        let optimizer = SGD(model.parameters, learningRate: 0.1, momentum: 0.5)
        var losses: [Float] = []
        for _ in 0..<5 {
            let loss = MSELoss()(model(x), y)
            loss.backward()
            optimizer.step()
            optimizer.zeroGrad()
            losses.append(loss.item())
        }
        return [("loss", losses), ("parameters", model.parameters.flatMap { $0.scalars })]
    }

    /// Random numbers of all kinds, and powers with their derivatives, which need the C library.
    private static func numbers() -> Run {
        let generator = Generator(seed: 7)
        let pairs = (0..<20).flatMap { _ in generator.randn(15) }
        let blocks = generator.randn(300)
        let base = Tensor(generator.uniform(300, in: 0...4), requiresGrad: true)
        let exponent = Tensor(blocks, requiresGrad: true)
        let powers = base.pow(exponent)
        powers.sum().backward()
        return [
            ("randn in pairs", pairs), ("randn in blocks", blocks), ("pow", powers.scalars),
            ("its derivatives", base.grad!.scalars + exponent.grad!.scalars),
            ("randperm", generator.randperm(100).map { Float($0) }),
        ]
    }
}
