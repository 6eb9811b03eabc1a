import Descent
import Looking

extension Exercise {
    /// Part 4: a whole training loop, for a cup of tea that cools: y = a·e^(−k·t).
    public static func coolingTea(_ answer: @escaping TeaAnswer) -> Exercise {
        /// A loop that subtracts a distance from a and k in each epoch, and records a loss, a and k.
        func loop(
            _ distance: @escaping (Tea) -> SIMD2<Float> = { $0.rate * $0.slopes },
            loss: @escaping (Tea) -> Float = { $0.loss },
            shows shown: @escaping (Tea) -> SIMD2<Float> = { $0.values }, sign: Float = -1,
            from first: SIMD2<Float>? = nil
        ) -> TeaAnswer {
            { t, y, start, epochs, rate in
                var tea = Tea(t: sign * t, y: y, rate: rate, values: first ?? [start.a, start.k])
                return (0..<epochs).map { _ in
                    tea.begin()
                    tea.values -= distance(tea)
                    return (loss(tea), shown(tea).x, shown(tea).y)
                }
            }
        }
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
            answer: answer, nothing: { _, _, _, _, _ in [] }, right: loop(),
            mistakes: [
                "The gradients add up: nothing resets them.": loop { $0.rate * $0.sums },
                "Only a is reset, not k.": loop { $0.rate * [$0.slopes.x, $0.sums.y] },
                "Only k is reset, not a.": loop { $0.rate * [$0.sums.x, $0.slopes.y] },
                "The loss is the sum, not the mean: it is n times too large, and so is every step.":
                    loop({ $0.rate * $0.count * $0.slopes }, loss: { $0.count * $0.loss }),
                "The trace has the loss after the update.": loop(loss: { $0.measured().loss }),
                "The trace has a and k before the update.": loop(shows: { $0.before }),
                "It updates with the previous epoch's gradient.": loop { $0.rate * $0.oldSlopes },
                "The gradient of k comes from the new a: compute both gradients, then update both.":
                    loop { $0.rate * [$0.slopes.x, $0.slopes(after: [1, 0]).y] },
                "The gradient of a comes from the new k: compute both gradients, then update both.":
                    loop { $0.rate * [$0.slopes(after: [0, 1]).x, $0.slopes.y] },
                "The sign is reversed: this walks uphill.": loop { -$0.rate * $0.slopes },
                "The learning rate is missing.": loop { $0.slopes },
                "a and k never change: there is no update.": loop { _ in [0, 0] },
                "It always starts at a = 5 and k = 1: use start.": loop(from: [5, 1]),

                "Only a is trained: k never changes.": loop { $0.rate * [$0.slopes.x, 0] },
                "Only k is trained: a never changes.": loop { $0.rate * [0, $0.slopes.y] },
                "This tea gets hotter: the exponent should be −k·t.": loop(sign: 1),
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

/// The state of a loop. Its pairs hold a value for a and one for k.
private struct Tea {
    /// The times, multiplied by the sign of the exponent.
    let t: Tensor
    let y: Tensor
    let rate: Float
    /// a and k: now, and before the update.
    var values: SIMD2<Float>
    var before = SIMD2<Float>()
    /// The loss before the update. Its slopes in this epoch, in the previous one, and their sum over all epochs so far.
    var loss: Float = 0
    var slopes = SIMD2<Float>()
    var oldSlopes = SIMD2<Float>()
    var sums = SIMD2<Float>()

    var count: Float { Float(y.count) }

    /// The loss and its slopes at the current a and k.
    func measured() -> (loss: Float, slopes: SIMD2<Float>) {
        let a = Tensor(values.x, requiresGrad: true)
        let k = Tensor(values.y, requiresGrad: true)
        let loss = (a * (k * t).exp() - y).pow(2).mean()
        loss.backward()
        return (loss.item(), [a.grad!.item(), k.grad!.item()])
    }

    /// The slopes after an update of one parameter: a for the share [1, 0], k for [0, 1].
    func slopes(after share: SIMD2<Float>) -> SIMD2<Float> {
        var tea = self
        tea.values -= rate * share * slopes
        return tea.measured().slopes
    }

    mutating func begin() {
        (before, oldSlopes) = (values, slopes)
        (loss, slopes) = measured()
        sums += slopes
    }
}
