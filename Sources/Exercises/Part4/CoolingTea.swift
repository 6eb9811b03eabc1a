import Descent
import Looking

extension Exercise {
    /// Part 4: a whole training loop, for a cup of tea that cools: y = a·e^(−k·t).
    public static func coolingTea(_ answer: @escaping TeaAnswer) -> Exercise {
        /// A loop that updates and resets both parameters, or only some of them.
        func loop(
            updates updated: @escaping (_ a: Tensor, _ k: Tensor) -> [Tensor] = { [$0, $1] },
            resets reset: @escaping (_ a: Tensor, _ k: Tensor) -> [Tensor] = { [$0, $1] }
        ) -> TeaAnswer {
            { t, y, start, epochs, rate in
                let a = Tensor(start.a, requiresGrad: true)
                let k = Tensor(start.k, requiresGrad: true)
                return (0..<epochs).map { _ in
                    let loss = (a * (-k * t).exp() - y).pow(2).mean()
                    loss.backward()
                    withNoGrad {
                        for parameter in updated(a, k) { parameter -= rate * parameter.grad! }
                    }
                    for parameter in reset(a, k) { parameter.zeroGrad() }
                    return (loss.item(), a.item(), k.item())
                }
            }
        }
        let right = loop()
        return Exercise(
            "cooling-tea",
            hints: [
                "Before the loop: Tensor(start.a, requiresGrad: true), the same for k, and an empty trace.",
                "In the loop: a * (-k * t).exp(), the loss, backward(), both updates inside withNoGrad, both resets.",
                "At the end of an epoch: trace.append((loss.item(), a.item(), k.item())).",
            ],
            learned: "You wrote a whole training loop. Only the prediction knows about tea.",
            cases: { draw in
                [(1, 1), (2, 1), (3, 2), (2, 3), (4, 5)].map { n, epochs in
                    [
                        "t": draw.row(n, 0.25...2), "y": draw.row(n, 0.5...4),
                        "a at the start": draw.number(0.5...3),
                        "k at the start": draw.number(0.25...1.5),
                        "epochs": Figure(Float(epochs)), "learningRate": Figure(0.06 / Float(n)),
                    ]
                } + [describedTea]
            },
            gives: { answer, put in
                let trace = answer(
                    put.tensor("t"), put.tensor("y"),
                    (put.float("a at the start"), put.float("k at the start")),
                    put.integer("epochs"), put.float("learningRate"))
                return [
                    "loss": Figure(trace.map(\.loss)), "a": Figure(trace.map(\.a)),
                    "k": Figure(trace.map(\.k)),
                ]
            },
            answer: answer, nothing: { _, _, _, _, _ in [] }, right: right,
            mistakes: [
                "The gradients add up: nothing resets them.": loop(resets: { _, _ in [] }),
                "Only a is reset, not k.": loop(resets: { a, _ in [a] }),
                "Only k is reset, not a.": loop(resets: { _, k in [k] }),
                "The loss is the sum, not the mean: it is n times too large, and so is every step.":
                    { t, y, start, epochs, rate in
                        let n = Float(y.count)
                        return right(t, y, start, epochs, n * rate).map { (n * $0, $1, $2) }
                    },
                "The trace has the loss after the update.": { t, y, start, epochs, rate in
                    let trace = right(t, y, start, epochs + 1, rate)
                    return zip(trace, trace.dropFirst()).map { ($1.loss, $0.a, $0.k) }
                },
                "The trace has a and k before the update.": { t, y, start, epochs, rate in
                    let trace = right(t, y, start, epochs, rate)
                    return zip(trace, [(0, start.a, start.k)] + trace).map { ($0.loss, $1.a, $1.k) }
                },
                "The sign is reversed: this walks uphill.": { right($0, $1, $2, $3, -$4) },
                "The learning rate is missing.": { t, y, start, n, _ in right(t, y, start, n, 1) },
                "a and k never change: there is no update.": loop(updates: { _, _ in [] }),
                "It always starts at a = 5 and k = 1: use start.":
                    { t, y, _, epochs, rate in right(t, y, (5, 1), epochs, rate) },
                "Only a is trained: k never changes.": loop(updates: { a, _ in [a] }),
                "Only k is trained: a never changes.": loop(updates: { _, k in [k] }),
                "This tea gets hotter: the exponent should be −k·t.":
                    { right(-$0, $1, $2, $3, $4) },
            ]
        ).drawn { put, found in
            let (a, k) = (found["a"].numbers.last!, found["k"].numbers.last!)
            let t = Tensor((0...50).map { Float($0) / 10 })
            let cooled = Float(a) * (Float(-k) * t).exp()
            return .curves(
                "your tea after \(put.integer("epochs")) epochs", xLabel: "t",
                [("a·e^(−k·t)", zip(t.scalars, cooled.scalars).map { (Double($0), Double($1)) })],
                points: ("measured", zip(put["t"].numbers, put["y"].numbers).map { ($0, $1) }))
        }
    }
}

public typealias TeaAnswer = (
    _ t: Tensor, _ y: Tensor, _ start: (a: Float, k: Float), _ epochs: Int, _ learningRate: Float
) -> [(loss: Float, a: Float, k: Float)]

/// The cup of tea that the task describes.
private let describedTea: Figures = [
    "t": [0, 1, 2, 3, 4, 5], "y": [6.5, 4.4, 2.9, 2, 1.3, 0.9], "a at the start": 5,
    "k at the start": 1, "epochs": 200, "learningRate": 0.03,
]
