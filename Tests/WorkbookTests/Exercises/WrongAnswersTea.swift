import Descent

@testable import Classroom
@testable import Exercises
@testable import Files
@testable import Looking
@testable import System
@testable import Words
@testable import Workbook

extension WrongAnswer {
    /// Wrong answers to the last task of part 4, a whole training loop.
    static let coolingTea: [WrongAnswer] = [
        WrongAnswer("tea never reset", "The gradients add up: nothing resets them.") {
            tea { loss, a, k, rate, _ in update(loss, a, k, rate) { _, _ in } }
        },
        WrongAnswer("tea resets a", "Only a is reset, not k.") {
            tea { loss, a, k, rate, _ in update(loss, a, k, rate) { a, _ in a.zeroGrad() } }
        },
        WrongAnswer("tea resets k", "Only k is reset, not a.") {
            tea { loss, a, k, rate, _ in update(loss, a, k, rate) { _, k in k.zeroGrad() } }
        },
        WrongAnswer("tea with a sum", "The loss is the sum, not the mean") {
            tea(reduced: { $0.sum() }) { loss, a, k, rate, _ in update(loss, a, k, rate) }
        },
        WrongAnswer("tea uphill", "The sign is reversed") {
            tea { loss, a, k, rate, _ in update(loss, a, k, -rate) }
        },
        WrongAnswer("tea without a rate", "The learning rate is missing") {
            tea { loss, a, k, _, _ in update(loss, a, k, 1) }
        },
        WrongAnswer("tea gets hot", "This tea gets hotter") {
            tea(sign: 1) { loss, a, k, rate, _ in update(loss, a, k, rate) }
        },
        WrongAnswer("tea untrained", "a and k never change") { tea { loss, _, _, _, _ in loss } },
        WrongAnswer("tea trains a", "Only a is trained") {
            tea { loss, a, _, rate, _ in update(loss, a, nil, rate) }
        },
        WrongAnswer("tea trains k", "Only k is trained") {
            tea { loss, _, k, rate, _ in update(loss, nil, k, rate) }
        },
        WrongAnswer("tea's loss afterwards", "The trace has the loss after the update.") {
            tea { loss, a, k, rate, again in
                _ = update(loss, a, k, rate)
                return again()
            }
        },
        WrongAnswer("tea's k from a", nil) {
            tea { loss, a, k, rate, again in
                _ = update(loss, a, nil, rate)
                k.zeroGrad()
                _ = update(again(), nil, k, rate)
                a.zeroGrad()
                return loss
            }
        },
        WrongAnswer("tea's a from k", nil) {
            tea { loss, a, k, rate, again in
                _ = update(loss, nil, k, rate)
                a.zeroGrad()
                _ = update(again(), a, nil, rate)
                k.zeroGrad()
                return loss
            }
        },
        WrongAnswer("tea a step late", nil) {
            tea { loss, a, k, rate, _ in
                if a.grad != nil { step(a, k, rate) }
                a.zeroGrad()
                k.zeroGrad()
                loss.backward()
                return loss
            }
        },
        WrongAnswer("tea's old parameters", "The trace has a and k before the update.") {
            .coolingTea { t, y, start, epochs, rate in
                let (a, k) = parameters(start)
                return (0..<epochs).map { _ in
                    let (oldA, oldK) = (a.item(), k.item())
                    let loss = (a * (-k * t).exp() - y).pow(2).mean()
                    return (update(loss, a, k, rate).item(), oldA, oldK)
                }
            }
        },
        WrongAnswer("tea from the example", "It always starts at a = 5 and k = 1: use start.") {
            .coolingTea { t, y, _, epochs, rate in
                let (a, k) = parameters((5, 1))
                return (0..<epochs).map { _ in
                    let loss = (a * (-k * t).exp() - y).pow(2).mean()
                    return (update(loss, a, k, rate).item(), a.item(), k.item())
                }
            }
        },
        WrongAnswer("one row for all tea", "loss has 1 number, but should have 2") {
            .coolingTea { t, y, start, epochs, rate in
                let (a, k) = parameters(start)
                var loss = Tensor(0)
                for _ in 0..<epochs {
                    loss = update((a * (-k * t).exp() - y).pow(2).mean(), a, k, rate)
                }
                return [(loss.item(), a.item(), k.item())]
            }
        },
    ]

    private static func parameters(_ start: (a: Float, k: Float)) -> (Tensor, Tensor) {
        (Tensor(start.a, requiresGrad: true), Tensor(start.k, requiresGrad: true))
    }

    /// Trains with a body for each epoch that returns the loss of the trace. The last argument of the body
    /// computes the loss again.
    private static func tea(
        sign: Float = -1, reduced: @escaping (Tensor) -> Tensor = { $0.mean() },
        _ body: @escaping (Tensor, Tensor, Tensor, Float, () -> Tensor) -> Tensor
    ) -> Exercise {
        .coolingTea { t, y, start, epochs, rate in
            let (a, k) = parameters(start)
            func loss() -> Tensor { reduced((a * (sign * k * t).exp() - y).pow(2)) }
            return (0..<epochs).map { _ in
                let recorded = body(loss(), a, k, rate, loss)
                return (recorded.item(), a.item(), k.item())
            }
        }
    }

    /// The rest of an epoch: the gradient, the update and the reset.
    private static func update(
        _ loss: Tensor, _ a: Tensor?, _ k: Tensor?, _ rate: Float,
        reset: (Tensor, Tensor) -> Void = {
            $0.zeroGrad(); $1.zeroGrad()
        }
    ) -> Tensor {
        loss.backward()
        step(a, k, rate)
        if let a, let k { reset(a, k) } else { a?.zeroGrad(); k?.zeroGrad() }
        return loss
    }

    private static func step(_ a: Tensor?, _ k: Tensor?, _ rate: Float) {
        withNoGrad {
            for case let parameter? in [a, k] { parameter -= rate * parameter.grad! }
        }
    }
}
