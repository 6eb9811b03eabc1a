import Descent
import Looking

extension Exercise {
    /// Part 4: a whole training loop, for a cup of tea that cools: y = a·e^(−k·t).
    public static func coolingTea(_ answer: @escaping TeaAnswer) -> Exercise {
        /// A loop with a step for each epoch. The trace shows a and k after it, unless told otherwise.
        func loop(
            shows shown: @escaping (Tea) -> SIMD2<Float> = { $0.parameters },
            isGrowing: Bool = false,
            _ step: @escaping (inout Tea) -> Void
        ) -> TeaAnswer {
            { t, y, start, epochs, rate in
                var tea = Tea(
                    t: isGrowing ? -t : t, y: y, rate: rate, parameters: [start.a, start.k])
                return (0..<epochs).map { _ in
                    tea.begin()
                    step(&tea)
                    return (tea.loss, shown(tea).x, shown(tea).y)
                }
            }
        }
        return Exercise(
            "cooling-tea",
            hints: [
                "Before the loop: two parameters, Tensor(start.a, requiresGrad: true) and the same for k, and an empty "
                    + "trace. In the loop, the five steps of every lesson.",
                "The prediction is a * (-k * t).exp(), and the loss is (prediction - y).pow(2).mean(). Then backward(), "
                    + "the update inside withNoGrad, and zeroGrad() for both.",
                "The last line of an epoch: trace.append((loss.item(), a.item(), k.item())). The loss was computed "
                    + "before the update; a and k are the new ones.",
            ],
            learned:
                "You have written a training loop from an empty file. Only the prediction knows about tea.",
            cases: { draw in
                [(1, 1), (2, 1), (3, 2), (2, 3), (4, 5), (3, 0)].map { count, epochs in
                    [
                        "t": draw.row(count, 0.25...2), "y": draw.row(count, 0.5...4),
                        "a at the start": draw.number(0.5...3),
                        "k at the start": draw.number(0.25...1.5),
                        "epochs": Figure(Float(epochs)),
                        "learningRate": 0.03,
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
            answer: answer, nothing: { _, _, _, _, _ in [] },
            right: loop { $0.move(by: $0.slopes) },
            mistakes: [
                "The gradients pile up: nothing resets them.": loop { $0.pile([1, 1]) },
                "The gradient of k piles up: only a is reset.": loop { $0.pile([0, 1]) },
                "The gradient of a piles up: only k is reset.": loop { $0.pile([1, 0]) },
                "The loss is the sum, not the mean: it is n times too large, and so is every step.":
                    loop {
                        $0.loss *= $0.count
                        $0.move(by: $0.count * $0.slopes)
                    },
                "The trace has the loss from after the update, not the one the gradient came from.":
                    loop {
                        $0.move(by: $0.slopes)
                        $0.loss = $0.measured().loss
                    },
                "The trace has a and k from before the update: it should have the new ones.":
                    loop(shows: { $0.before }) { $0.move(by: $0.slopes) },
                "Each update uses the gradient of the epoch before: update after backward().":
                    loop {
                        $0.move(by: $0.kept)
                        $0.kept = $0.slopes
                    },
                "The gradient of k comes from the new a: compute both gradients, then update both.":
                    loop {
                        $0.move(by: $0.slopes * [1, 0])
                        $0.move(by: $0.measured().slopes * [0, 1])
                    },
                "The gradient of a comes from the new k: compute both gradients, then update both.":
                    loop {
                        $0.move(by: $0.slopes * [0, 1])
                        $0.move(by: $0.measured().slopes * [1, 0])
                    },
                "The sign is reversed: this walks uphill.": loop { $0.move(by: -$0.slopes) },
                "The learning rate is missing.": loop { $0.move(by: $0.slopes / $0.rate) },
                "Nothing is trained: a and k never change.": loop { _ in },
                "Only a is trained: k never changes.": loop { $0.move(by: $0.slopes * [1, 0]) },
                "Only k is trained: a never changes.": loop { $0.move(by: $0.slopes * [0, 1]) },
                "This tea gets hotter: the exponent is −k·t.":
                    loop(isGrowing: true) { $0.move(by: $0.slopes) },
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

/// A cup of tea, with what a loop knows of it. a and k are a pair.
private struct Tea {
    let t, y: Tensor
    let rate: Float
    var parameters: SIMD2<Float>
    /// a and k before the update, with the slopes of the loss there.
    var before = SIMD2<Float>()
    var slopes = SIMD2<Float>()
    /// The loss in the trace.
    var loss: Float = 0
    /// The gradients that one epoch leaves to the next.
    var kept = SIMD2<Float>()

    var count: Float { Float(y.count) }

    /// The loss and its slopes at the present a and k.
    func measured() -> (loss: Float, slopes: SIMD2<Float>) {
        let a = Tensor(parameters.x, requiresGrad: true)
        let k = Tensor(parameters.y, requiresGrad: true)
        let loss = (a * (-k * t).exp() - y).pow(2).mean()
        loss.backward()
        return (loss.item(), [a.grad!.item(), k.grad!.item()])
    }

    mutating func begin() {
        before = parameters
        (loss, slopes) = measured()
    }

    mutating func move(by slopes: SIMD2<Float>) { parameters -= rate * slopes }

    /// Moves by gradients that pile up for those parameters of which the share is 1.
    mutating func pile(_ share: SIMD2<Float>) {
        kept += share * slopes
        move(by: share * kept + (1 - share) * slopes)
    }
}
