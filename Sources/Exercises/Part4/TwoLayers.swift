import Descent

extension Exercise {
    /// Part 4: a hidden layer, an activation and an output layer.
    public static func twoLayers(
        _ make: @escaping (_ inputs: Int, _ hidden: Int, _ outputs: Int) -> any Module
    ) -> Exercise {
        /// Two layers, put together by a rule.
        func network(
            _ rule: @escaping (_ x: Tensor, _ hidden: Linear, _ output: Linear) -> Tensor
        ) -> (Int, Int, Int) -> any Module {
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
                "Layers are called like functions: hidden(input) is the output of the first one.",
                "sigmoid takes a tensor and returns one of the same shape. It stands between the layers.",
                "From the inside out: the input, hidden, sigmoid, output.",
            ],
            learned: "Without the activation both layers together are one linear layer.",
            cases: { draw in
                [
                    (1, 1, 1, 1), (2, 1, 1, 1), (2, 2, 2, 2), (3, 2, 3, 1), (1, 3, 2, 2),
                ].map { rows, inputs, hidden, outputs in
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
                    let words = "no parameters of the names \(names.joined(separator: ", "))"
                    return ["result": .absent(words), "number of gradients": 0]
                }
                withNoGrad {
                    for (name, parameter) in parameters { parameter.copy(from: put.tensor(name)) }
                }
                let result = model(put.tensor("input"))
                if result.requiresGrad { result.sum().backward() }
                let learning = parameters.count { $0.parameter.grad != nil }
                return [
                    "result": Figure(result), "number of gradients": Figure(Float(learning)),
                ]
            },
            answer: make, nothing: network { x, _, _ in x },
            right: network { x, hidden, output in output(squeeze(hidden(x))) },
            mistakes: [
                "There is no activation between the layers.":
                    network { x, hidden, output in output(hidden(x)) },
                "The activation is used on the output, too: it stands between the layers only.":
                    network { x, hidden, output in squeeze(output(squeeze(hidden(x)))) },
                "The activation comes last: it belongs between the layers.":
                    network { x, hidden, output in squeeze(output(hidden(x))) },
                "The output layer is missing.": network { x, hidden, _ in squeeze(hidden(x)) },
                "The result is right, but it has lost its history on the way: the hidden layer cannot learn.":
                    network { x, hidden, output in output(squeeze(hidden(x)).detached()) },
                "The result is right, but it has lost its history: no layer gets a gradient.":
                    network { x, hidden, output in output(squeeze(hidden(x))).detached() },
            ])
    }
}
