import Descent

extension Exercise {
    /// Part 4: a module with a factor for each column.
    public static func ownParameter(_ make: @escaping (_ features: Int) -> any Module) -> Exercise {
        /// A module with one parameter, whose factors all start at the same number.
        func factors(
            _ start: Float = 1, _ rule: @escaping (_ x: Tensor, _ factors: Tensor) -> Tensor
        ) -> (Int) -> any Module {
            { features in
                let factors = Tensor.full([features], start, requiresGrad: true)
                return RuleModule([("factors", .tensor(factors))]) { rule($0, factors) }
            }
        }
        let none = { (_: Int) in RuleModule([]) { $0 } as any Module }
        return Exercise(
            "own-parameter",
            hints: [
                "Declare a stored property, let factors: Tensor, and set it in init.",
                "factors = Tensor.ones([features], requiresGrad: true)",
                "callAsFunction returns input * factors: the row of factors is broadcast over all rows.",
            ],
            learned: "A parameter is a tensor with requiresGrad: true that a module stores.",
            cases: { draw in
                [(1, 1), (2, 1), (2, 2), (3, 3), (1, 4)].map { rows, columns in
                    ["input": draw.table(rows, columns), "factors": draw.row(columns)]
                } + [["input": [[0, -1], [2, 0]], "factors": [-0.5, 3]]]
            },
            gives: { make, put in
                let module = make(put["input"].shape[1])
                let parameters = module.parameters
                let count = Figure(Float(parameters.count))
                guard let factors = parameters.first, parameters.count == 1,
                    factors.shape == put["factors"].shape
                else { return ["parameters": count, "start": .absent("no such parameter")] }
                let start = Figure(factors)
                withNoGrad { factors.copy(from: put.tensor("factors")) }
                let output = module(put.tensor("input"))
                if output.requiresGrad { output.sum().backward() }
                return [
                    "parameters": count, "start": start, "output": Figure(output),
                    "dL/dfactors": Figure(gradientOf: factors),
                ]
            },
            answer: make, nothing: none, right: factors { x, factors in x * factors },
            mistakes: [
                "The module has no parameter: store a tensor with requiresGrad: true.": none,
                "The factors start at 0, not at 1.": factors(0) { x, factors in x * factors },
                "The factors are added, not multiplied.": factors { x, factors in x + factors },
                "The output is the input: the factors are not used.": factors { x, _ in x },
                "The input is divided by the factors.": factors { x, factors in x / factors },
                "The output is right, but its graph is lost: the factors get no gradient.":
                    factors { x, factors in x * factors.detached() },
            ])
    }

    /// Part 4: a hidden layer, an activation and an output layer.
    public static func twoLayers(_ make: @escaping TwoLayersAnswer) -> Exercise {
        /// Two layers, combined by a rule.
        func network(
            _ rule: @escaping (_ x: Tensor, _ hidden: Linear, _ output: Linear) -> Tensor
        ) -> TwoLayersAnswer {
            { inputs, count, outputs in
                let hidden = Linear(inFeatures: inputs, outFeatures: count)
                let output = Linear(inFeatures: count, outFeatures: outputs)
                return RuleModule([("hidden", .module(hidden)), ("output", .module(output))]) {
                    rule($0, hidden, output)
                }
            }
        }
        func squeeze(_ h: Tensor) -> Tensor { 1 / (1 + (-h).exp()) }
        return Exercise(
            "two-layers",
            hints: [
                "Call layers like functions: hidden(input) is the output of the first one.",
                "sigmoid takes a tensor and returns one of the same shape. It goes between the layers.",
                "From the inside out: input, hidden, sigmoid, output.",
            ],
            learned: "Without the activation, the two layers together could do no more than one.",
            cases: { draw in
                [(1, 1, 1, 1), (2, 1, 1, 1), (2, 2, 2, 2), (3, 2, 3, 1), (1, 3, 2, 2)].map {
                    rows, inputs, hidden, outputs in
                    [
                        "input": draw.table(rows, inputs, -2...2),
                        "hidden.weight": draw.table(hidden, inputs, -2...2),
                        "hidden.bias": draw.row(hidden, -2...2),
                        "output.weight": draw.table(outputs, hidden, -2...2),
                        "output.bias": draw.row(outputs, -2...2),
                    ]
                }
            },
            gives: { make, put in
                let rows = put.entries.map(\.figure.shape)
                let model = make(rows[0][1], rows[1][0], rows[3][0])
                let names = put.entries.dropFirst().map(\.name)
                let parameters = model.namedParameters
                guard parameters.map(\.name) == names else {
                    return ["output": .absent("no parameters \(names.joined(separator: ", "))")]
                }
                withNoGrad {
                    for (name, parameter) in parameters { parameter.copy(from: put.tensor(name)) }
                }
                let result = model(put.tensor("input"))
                if result.requiresGrad { result.sum().backward() }
                let learning = parameters.count { $0.parameter.grad != nil }
                return [
                    "output": Figure(result), "parameters with a gradient": Figure(Float(learning)),
                ]
            },
            answer: make, nothing: network { x, _, _ in x },
            right: network { x, hidden, output in output(squeeze(hidden(x))) },
            mistakes: [
                "There is no activation.": network { x, hidden, output in output(hidden(x)) },
                "The activation is also applied to the output: use it only between the layers.":
                    network { x, hidden, output in squeeze(output(squeeze(hidden(x)))) },
                "The activation comes last: it belongs between the layers.":
                    network { x, hidden, output in squeeze(output(hidden(x))) },
                "The output layer is missing.": network { x, hidden, _ in squeeze(hidden(x)) },
                "The output is right, but its graph is cut between the layers: the hidden layer gets no gradient.":
                    network { x, hidden, output in output(squeeze(hidden(x)).detached()) },
                "The output is right, but its graph is lost: no layer gets a gradient.":
                    network { x, hidden, output in output(squeeze(hidden(x))).detached() },
            ])
    }
}

public typealias TwoLayersAnswer = (_ inputs: Int, _ hidden: Int, _ outputs: Int) -> any Module

/// A module with some parts, combined by a rule.
final class RuleModule: Module {
    let parts: [(name: String, part: ModulePart)]
    private let rule: (Tensor) -> Tensor

    init(_ parts: [(name: String, part: ModulePart)], _ rule: @escaping (Tensor) -> Tensor) {
        (self.parts, self.rule) = (parts, rule)
    }

    func callAsFunction(_ input: Tensor) -> Tensor { rule(input) }
}
