import Descent
import Foundation

extension Exercise {
    /// Part 4: a hidden layer, an activation and an output layer.
    public static func twoLayers(
        _ make:
            @escaping (_ inFeatures: Int, _ hiddenFeatures: Int, _ outFeatures: Int) -> any Module
    ) -> Exercise {
        typealias Rows = [[Double]]
        func layer(_ put: Figures, _ name: String) -> (Rows) -> Rows {
            let (weights, biases) = (put.rows("\(name).weight"), put.doubles("\(name).bias"))
            return { rows in
                rows.map { x in
                    zip(weights, biases).map { w, b in zip(w, x).reduce(b) { $0 + $1.0 * $1.1 } }
                }
            }
        }
        func squeeze(_ rows: Rows) -> Rows { rows.map { $0.map { 1 / (1 + exp(-$0)) } } }
        /// From the input, the hidden layer and the output layer.
        ///
        /// - Parameter gradients: how many of the four parameters get a gradient.
        func by(
            gradients: Int = 4,
            _ forward:
                @escaping (_ x: Rows, _ hidden: (Rows) -> Rows, _ output: (Rows) -> Rows) -> Rows
        ) -> (Figures) -> Figures {
            { put in
                let rows = forward(put.rows("input"), layer(put, "hidden"), layer(put, "output"))
                return [
                    "result": Figure(rows.flatMap { $0 }, shape: [rows.count, rows[0].count]),
                    "number of gradients": Figure(Double(gradients)),
                ]
            }
        }
        let right = { (x: Rows, hidden: (Rows) -> Rows, output: (Rows) -> Rows) in
            output(squeeze(hidden(x)))
        }
        return Exercise(
            "two-layers", title: "Two layers, with an activation between them",
            hints: [
                "Layers are called like functions: hidden(input) is the output of the first one.",
                "sigmoid takes a tensor and returns one of the same shape. It stands between the layers.",
                "From the inside out: the input, hidden, sigmoid, output.",
            ],
            learned: "Without the activation both layers together are one linear layer.",
            cases: { draw in
                func some(_ rows: Int, _ inputs: Int, _ hidden: Int, _ outputs: Int) -> Figures {
                    [
                        "input": draw.table(rows, inputs, -2...2),
                        "hidden.weight": draw.table(hidden, inputs, -2...2),
                        "hidden.bias": draw.row(hidden, -2...2),
                        "output.weight": draw.table(outputs, hidden, -2...2),
                        "output.bias": draw.row(outputs, -2...2),
                    ]
                }
                var zero = some(2, 2, 2, 2)
                zero.set("input", zero["input"].map { _ in 0 })
                return [
                    some(1, 1, 1, 1), some(2, 1, 1, 1), some(2, 2, 2, 2), some(3, 2, 3, 1),
                    some(1, 3, 2, 2),
                    zero,
                ]
            },
            nothing: by(gradients: 0) { x, _, _ in x },
            expected: by(right),
            mistakes: [
                KnownMistake(
                    "There is no activation between the layers.",
                    by { x, hidden, output in output(hidden(x)) }),
                KnownMistake(
                    "The activation is used on the output, too: it stands between the layers only.",
                    by { x, hidden, output in squeeze(output(squeeze(hidden(x)))) }),
                KnownMistake(
                    "The activation comes last: it belongs between the layers.",
                    by { x, hidden, output in squeeze(output(hidden(x))) }),
                KnownMistake(
                    "The activation comes first: it belongs between the layers.",
                    by { x, hidden, output in output(hidden(squeeze(x))) }),
                KnownMistake(
                    "The activation is used before the first layer, too.",
                    by { x, hidden, output in output(squeeze(hidden(squeeze(x)))) }),
                KnownMistake(
                    "The activation is used twice, one behind the other.",
                    by { x, hidden, output in output(squeeze(squeeze(hidden(x)))) }),
                KnownMistake(
                    "The output layer is missing.",
                    by(gradients: 2) { x, hidden, _ in squeeze(hidden(x)) }),
                KnownMistake(
                    "The output layer and the activation are missing.",
                    by(gradients: 2) { x, hidden, _ in hidden(x) }),
                KnownMistake(
                    "The result is right, but it has lost its history on the way: the hidden layer gets no "
                        + "gradient, and cannot learn.", by(gradients: 2, right)),
                KnownMistake(
                    "The result is right, but it has lost its history: no layer gets a gradient.",
                    by(gradients: 0, right)),
            ],
            found: { put in
                let rows = put.entries.map(\.figure.shape)
                let model = make(rows[0][1], rows[1][0], rows[3][0])
                let names = put.entries.dropFirst().map(\.name)
                let parameters = model.namedParameters
                guard parameters.map(\.name) == names else {
                    return [
                        "result": .absent(
                            "no parameters of the names \(names.joined(separator: ", "))"),
                        "number of gradients": Figure(0.0),
                    ]
                }
                withNoGrad {
                    for (name, parameter) in parameters { parameter.copy(from: put.tensor(name)) }
                }
                let result = model(put.tensor("input"))
                if result.requiresGrad { result.sum().backward() }
                let learning = parameters.count { $0.parameter.grad != nil }
                return [
                    "result": Figure(result),
                    "number of gradients": Figure(Double(learning)),
                ]
            })
    }
}

extension Figures {
    /// The rows of a table.
    func rows(_ name: String) -> [[Double]] {
        let (numbers, columns) = (doubles(name), self[name].shape[1])
        return stride(from: 0, to: numbers.count, by: columns).map {
            Array(numbers[$0..<$0 + columns])
        }
    }
}
