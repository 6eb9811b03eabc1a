import Descent

@testable import Classroom
@testable import Exercises
@testable import Files
@testable import Looking
@testable import System
@testable import Words
@testable import Workbook

extension WrongAnswer {
    /// Wrong answers to the tasks of part 4, besides the last.
    static let part4: [WrongAnswer] = [
        WrongAnswer("no gradient", "The module has no parameter") {
            .ownParameter { Factors(Tensor.ones([$0])) { $0 * $1 } }
        },
        WrongAnswer("start at 0", "The factors start at 0") {
            .ownParameter { Factors(Tensor.zeros([$0], requiresGrad: true)) { $0 * $1 } }
        },
        WrongAnswer("added", "The factors are added") {
            .ownParameter { Factors(Tensor.ones([$0], requiresGrad: true)) { $0 + $1 } }
        },
        WrongAnswer("detached", "The output is right, but its graph is lost") {
            .ownParameter { Factors(Tensor.ones([$0], requiresGrad: true)) { $0 * $1.detached() } }
        },
        WrongAnswer("not used", "The output is the input") {
            .ownParameter { Factors(Tensor.ones([$0], requiresGrad: true)) { x, _ in x } }
        },

        WrongAnswer("no activation", "There is no activation.") {
            .twoLayers { Network($0, $1, $2) { x, hidden, output, _ in output(hidden(x)) } }
        },
        WrongAnswer("activation on the output", "The activation is also applied to the output") {
            .twoLayers {
                Network($0, $1, $2) { x, hidden, output, squeeze in
                    squeeze(output(squeeze(hidden(x))))
                }
            }
        },
        WrongAnswer("no output layer", "The output layer is missing") {
            .twoLayers { Network($0, $1, $2) { x, hidden, _, squeeze in squeeze(hidden(x)) } }
        },

        WrongAnswer(
            "history lost between the layers", "The output is right, but its graph is cut between"
        ) {
            .twoLayers {
                Network($0, $1, $2) { x, hidden, output, squeeze in
                    output(squeeze(hidden(x)).detached())
                }
            }
        },
        WrongAnswer("no history", "The output is right, but its graph is lost: no layer") {
            .twoLayers {
                Network($0, $1, $2) { x, hidden, output, squeeze in
                    withNoGrad { output(squeeze(hidden(x))) }
                }
            }
        },
        WrongAnswer(
            "activation turned round", "Right: parameters with a gradient. Not right: output."
        ) {
            .twoLayers {
                Network($0, $1, $2) { x, hidden, output, squeeze in output(squeeze(-hidden(x))) }
            }
        },

        WrongAnswer("batch size", "A short batch counts like a full one.") {
            .batches { train($0, $1, $2, $3, $4, $5) { $0 * Float($2) / Float($3) } }
        },
        WrongAnswer("mean of means", "The loss of an epoch is the mean of the batch means") {
            .batches { model, x, y, size, epochs, rate in
                let count = Float((x.shape[0] + size - 1) / size)
                return train(model, x, y, size, epochs, rate) { loss, _, _, _ in loss / count }
            }
        },
        WrongAnswer("last left out", "The short last batch is left out") {
            .batches {
                train($0, $1, $2, $3, $4, $5, dropLast: true) { $0 * Float($1) / Float($3) }
            }
        },
        WrongAnswer("no reset in batches", "The gradients add up: nothing resets them") {
            .batches { train($0, $1, $2, $3, $4, $5, resets: false) { $0 * Float($1) / Float($3) } }
        },
        WrongAnswer("one input only", nil) {
            .batches { model, x, y, size, epochs, rate in
                // The second weight, if there is one, stays as it is.
                let rest = model.weight.scalars.dropFirst()
                return train(model, x, y, size, epochs, rate) { loss, rows, _, n in
                    withNoGrad {
                        model.weight.copy(
                            from: Tensor(
                                [model.weight.scalars[0]] + rest, shape: model.weight.shape))
                    }
                    return loss * Float(rows) / Float(n)
                }
            }
        },
        WrongAnswer("added up", "The losses of the batches are just added up.") {
            .batches { train($0, $1, $2, $3, $4, $5) { loss, _, _, _ in loss } }
        },

        WrongAnswer("0/0", "Equal numbers should become zeros") {
            .standardize { columns($0) { x, m, s, _ in (x - m) / s } }
        },
        WrongAnswer("sample deviation", "The sum is divided by n − 1") {
            .standardize {
                columns($0) { x, m, s, n in s == 0 ? 0 : (x - m) / (s * (n / (n - 1)).squareRoot())
                }
            }
        },
        WrongAnswer("sample deviation of one row", nil) {
            .standardize { x in
                columns(x) { number, m, s, n in
                    let sample = (s * s * n / (n - 1)).squareRoot()
                    return sample == 0 ? 0 : (number - m) / sample
                }
            }
        },
        WrongAnswer("no s", "The mean is subtracted, but nothing divides by s.") {
            .standardize { columns($0) { x, m, _, _ in x - m } }
        },
        WrongAnswer("a little more", "Nearly right, but not exact") {
            .standardize { columns($0) { x, m, s, _ in (x - m) / (s + 0.0005) } }
        },
        WrongAnswer("variance", "It divides by s squared.") {
            .standardize { columns($0) { x, m, s, _ in s == 0 ? 0 : (x - m) / (s * s) } }
        },
        WrongAnswer("rows", "It standardizes the rows") {
            .standardize { x in
                x.map { row in
                    let m = mean(row.count) { row[$0] }
                    let s = mean(row.count) { (row[$0] - m) * (row[$0] - m) }.squareRoot()
                    return row.map { s == 0 ? 0 : ($0 - m) / s }
                }
            }
        },

        WrongAnswer("straight", "Without tanh, all curves are lines.") {
            curves { ($0 * $1 + $2) * $3 }
        },
        WrongAnswer("bent too late", "v is inside tanh: bend first.") {
            curves { (($0 * $1 + $2) * $3).tanh() }
        },
        WrongAnswer("lifted", "b is outside tanh, not inside.") {
            curves { (($0 * $1).tanh() + $2) * $3 }
        },
        WrongAnswer("lines through 0", "b is missing") {
            curves { x, w, _, v in (x * w).tanh() * v }
        },
        WrongAnswer("all alike", "v is missing.") { curves { x, w, b, _ in (x * w + b).tanh() } },
        WrongAnswer("w for v", "w and v are swapped.") { curves { ($0 * $3 + $2).tanh() * $1 } },
        WrongAnswer("no c", "c is missing from the sum") { curves { $0.sum(axis: 1) + 0 * $1 } },
        WrongAnswer("c for each", "c is added once for each curve.") {
            curves { ($0 + $1).sum(axis: 1) }
        },
        WrongAnswer("mean of curves", "Right: curves. Not right: sum.") {
            curves { $0.mean(axis: 1) + $1 }
        },
        WrongAnswer("a column of sums", "sum has the shape [1, 1]") {
            curves { $0.sum(axis: 1, keepingAxis: true) + $1 }
        },
        WrongAnswer("c in the curves", "The sum is right, but c") {
            .eightCurves { x, w, b, v, c in
                ((x * w + b).tanh() * v + c, ((x * w + b).tanh() * v).sum(axis: 1) + c)
            }
        },

    ]

    /// Curves by a rule of x, w, b and v.
    private static func curves(
        _ curve: @escaping (Tensor, Tensor, Tensor, Tensor) -> Tensor
    ) -> Exercise {
        .eightCurves { x, w, b, v, c in
            let curves = curve(x, w, b, v)
            return (curves, curves.sum(axis: 1) + c)
        }
    }

    /// The right curves, with a sum by a rule of them and c.
    private static func curves(_ sum: @escaping (Tensor, Float) -> Tensor) -> Exercise {
        .eightCurves { x, w, b, v, c in
            let curves = (x * w + b).tanh() * v
            return (curves, sum(curves, c))
        }
    }

    /// Standardizes each column by a rule of a number, the mean, s and n.
    private static func columns(
        _ x: [[Float]], _ rule: (_ x: Float, _ m: Float, _ s: Float, _ n: Float) -> Float
    ) -> [[Float]] {
        var result = x
        for j in x[0].indices {
            let m = mean(x.count) { x[$0][j] }
            let s = mean(x.count) { (x[$0][j] - m) * (x[$0][j] - m) }.squareRoot()
            for i in x.indices { result[i][j] = rule(x[i][j], m, s, Float(x.count)) }
        }
        return result
    }

    /// Trains in batches; `share` is what a batch's loss adds to that of the epoch, from its rows, the
    /// batch size and the rows of all.
    private static func train(
        _ model: Linear, _ x: Tensor, _ y: Tensor, _ batchSize: Int, _ epochs: Int, _ rate: Float,
        dropLast: Bool = false, resets: Bool = true,
        share: (_ loss: Float, _ rows: Int, _ batchSize: Int, _ n: Int) -> Float
    ) -> [Float] {
        let optimizer = SGD(model.parameters, learningRate: rate)
        return (0..<epochs).map { _ in
            var sum: Float = 0
            let loader = DataLoader(TensorDataset(x, y), batchSize: batchSize, dropLast: dropLast)
            for (inputs, targets) in loader {
                let loss = MSELoss()(model(inputs), targets)
                sum += share(loss.item(), inputs.shape[0], batchSize, x.shape[0])
                loss.backward()
                optimizer.step()
                if resets { optimizer.zeroGrad() }
            }
            return sum
        }
    }
}

/// A module with a tensor of its own.
private final class Factors: Module {
    let factors: Tensor
    private let rule: (Tensor, Tensor) -> Tensor

    init(_ factors: Tensor, _ rule: @escaping (Tensor, Tensor) -> Tensor) {
        (self.factors, self.rule) = (factors, rule)
    }

    func callAsFunction(_ input: Tensor) -> Tensor { rule(input, factors) }
}

/// Two layers, put together by a rule.
private final class Network: Module {
    typealias Function = (Tensor) -> Tensor
    let hidden: Linear
    let output: Linear
    private let rule: (Tensor, Function, Function, Function) -> Tensor

    init(
        _ inputs: Int, _ hidden: Int, _ outputs: Int,
        _ rule: @escaping (Tensor, Function, Function, Function) -> Tensor
    ) {
        self.hidden = Linear(inFeatures: inputs, outFeatures: hidden)
        output = Linear(inFeatures: hidden, outFeatures: outputs)
        self.rule = rule
    }

    func callAsFunction(_ input: Tensor) -> Tensor {
        rule(
            input, { self.hidden($0) }, { self.output($0) },
            { 1 / (1 + Tensor(2.718_281_8).pow(-$0)) })
    }
}
