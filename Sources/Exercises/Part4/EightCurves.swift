import Descent
import Looking

extension Exercise {
    /// Part 4: the curves of a network's neurons, and their sum: ŷ = c + Σ vᵢ·tanh(wᵢ·x + bᵢ).
    public static func eightCurves(_ answer: @escaping CurvesAnswer) -> Exercise {
        /// An answer with its own rule for the curves.
        func network(
            _ rule: @escaping (_ x: Tensor, _ w: Tensor, _ b: Tensor, _ v: Tensor) -> Tensor
        ) -> CurvesAnswer {
            { x, w, b, v, c in
                let curves = rule(x, w, b, v)
                return (curves, curves.sum(axis: 1) + c)
            }
        }
        let right = network { ($0 * $1 + $2).tanh() * $3 }
        return Exercise(
            "eight-curves",
            hints: [
                "x is a column and w a row, so x * w is a table with a row for each x and a column for each neuron.",
                "For the curves, bend (x * w + b) with tanh(), and multiply by v.",
                "curves.sum(axis: 1) adds up each row. Then add c.",
            ],
            learned: "None of the curves is a sine, but their sum is close to one.",
            cases: { draw in
                [(1, 1), (1, 2), (3, 1), (2, 3), (4, 2)].map { rows, neurons in
                    [
                        "x": draw.table(rows, 1, -2...2), "w": draw.row(neurons, -2...2),
                        "b": draw.row(neurons, -1...1), "v": draw.row(neurons), "c": draw.number(),
                    ]
                } + [trained]
            },
            gives: { answer, put in
                let (curves, sum) = answer(
                    put.tensor("x"), put.tensor("w"), put.tensor("b"), put.tensor("v"),
                    put.float("c"))
                return ["curves": Figure(curves), "sum": Figure(sum)]
            },
            answer: answer, nothing: { x, _, _, _, _ in (x, x) }, right: right,
            mistakes: [
                "Without tanh, all curves are lines.": network { ($0 * $1 + $2) * $3 },
                "v is inside tanh: bend first.": network { (($0 * $1 + $2) * $3).tanh() },
                "b is outside tanh, not inside.": network { (($0 * $1).tanh() + $2) * $3 },
                "b is missing: the line is w·x + b.": { x, w, b, v, c in right(x, w, 0 * b, v, c) },
                "v is missing.": { x, w, b, v, c in right(x, w, b, 0 * v + 1, c) },
                "w and v are swapped.": { x, w, b, v, c in right(x, v, b, w, c) },
                "c is missing from the sum.": { x, w, b, v, _ in right(x, w, b, v, 0) },
                "The sum is right, but c is part of every curve: add it once, to the sum.":
                    { (right($0, $1, $2, $3, $4).curves + $4, right($0, $1, $2, $3, $4).sum) },
                "c is added once for each curve.":
                    { x, w, b, v, c in right(x, w, b, v, Float(w.count) * c) },
            ]
        ).drawn { put, found in
            let (x, rows) = (put["x"].numbers, found["curves"].rows)
            let curves = put["w"].numbers.indices.map { neuron in
                ("", zip(x, rows).map { ($0, Double($1[neuron])) })
            }
            return .curves(
                "your curves", xLabel: "x", curves,
                points: ("your sum", zip(x, found["sum"].numbers).map { ($0, $1) }))
        }
    }
}

public typealias CurvesAnswer = (
    _ x: Tensor, _ w: Tensor, _ b: Tensor, _ v: Tensor, _ c: Float
) -> (curves: Tensor, sum: Tensor)

/// The parameters of `part4 network` after 1,000 epochs, rounded.
private let trained: Figures = [
    "x": Figure((-30...30).map { Float.pi / 30 * Float($0) }, shape: [61, 1]),
    "w": [-0.26, 0.79, -0.79, -0.82, -0.85, -0.26, 0.73, 0.88],
    "b": [0.18, 0.29, -0.49, -0.04, -2.52, -0.68, -2.15, -0.8],
    "v": [1.24, 0.24, -0.7, -0.58, 0.95, 0.41, -1.07, 0.72], "c": -0.01,
]
