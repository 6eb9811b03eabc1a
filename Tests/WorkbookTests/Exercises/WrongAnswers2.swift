import Descent

@testable import Classroom
@testable import Exercises
@testable import Files
@testable import Looking
@testable import System
@testable import Words
@testable import Workbook

extension WrongAnswer {
    /// Wrong answers to the tasks of part 2.
    static let part2: [WrongAnswer] = [
        WrongAnswer("no root", "The root is missing") {
            .rootMeanSquaredError { ($0 - $1).pow(2).mean() }
        },
        WrongAnswer("root of the sum", "The sum, not the mean, is under the root.") {
            .rootMeanSquaredError { ($0 - $1).pow(2).sum().pow(0.5) }
        },
        WrongAnswer("roots first", "The root comes before the mean.") {
            .rootMeanSquaredError { ($0 - $1).pow(2).pow(0.5).mean() }
        },
        WrongAnswer("item", "The value is right, but its graph is lost") {
            .rootMeanSquaredError { Tensor(($0 - $1).pow(2).mean().item().squareRoot()) }
        },

        WrongAnswer("no reset", "There is no reset: gradients add up.") {
            .twoLines { w, x, y, rate, epochs in
                for epoch in 0..<epochs {
                    (w * x - y).pow(2).mean().backward()
                    withNoGrad { w -= rate / Float(epoch + 1) * w.grad! }
                }
            }
        },
        WrongAnswer("uphill with autograd", "The sign is reversed: this walks uphill") {
            .twoLines { w, x, y, rate, epochs in
                for epoch in 0..<epochs {
                    (w * x - y).pow(2).mean().backward()
                    withNoGrad { w += rate / Float(epoch + 1) * w.grad! }
                    w.zeroGrad()
                }
            }
        },
        WrongAnswer("behind the loop", "There is only one update, after the loop") {
            .twoLines { w, x, y, rate, epochs in
                for _ in 0..<epochs { (w * x - y).pow(2).mean().backward() }
                withNoGrad { if let g = w.grad { w -= rate * g } }
                w.zeroGrad()
            }
        },
        WrongAnswer("the lesson's two lines", "The learning rate doesn't fall.") {
            .twoLines { w, x, y, rate, epochs in
                for _ in 0..<epochs {
                    (w * x - y).pow(2).mean().backward()
                    withNoGrad { w -= rate * w.grad! }
                    w.zeroGrad()
                }
            }
        },
        WrongAnswer("no update", "Your change has no effect yet") {
            .twoLines { w, x, y, _, epochs in
                for _ in 0..<epochs {
                    (w * x - y).pow(2).mean().backward()
                    w.zeroGrad()
                }
            }
        },

        WrongAnswer("slope alone", "The gradient that arrives is missing") {
            .cube { SlopeAlone.apply($0) }
        },
        WrongAnswer("no 3", "The 3 is missing") {
            .cube { WithoutThree.apply($0) }
        },
        WrongAnswer("slope of the square", "This is the slope of the square") {
            .cube { OfTheSquare.apply($0) }
        },
        WrongAnswer("nil", "u gets no gradient") {
            .cube { Nothing.apply($0) }
        },

        // Right where u is 2 or 0, and so of one sample by chance.
        WrongAnswer("second slope", "Right: u³. Not right: dL/du.") {
            .cube { SecondSlope.apply($0) }
        },
        WrongAnswer("divided by n", "Right: u³. Not right: dL/du.") {
            .cube { DividedByCount.apply($0) }
        },
        WrongAnswer("by the rows", nil) {
            .rootMeanSquaredError { p, y in
                let e = (p - y).pow(2)
                return (e.sum() / Float(e.shape[0])).pow(0.5)
            }
        },

        WrongAnswer("root of the square", "Where an error is 0, the slope is nan") {
            .absoluteError { ($0 - $1).pow(2).pow(0.5).mean() }
        },
        WrongAnswer("slope 1 at 0", "Where an error is 0, the slope is 1, not 0.") {
            .absoluteError { p, y in
                let e = p - y
                return (e * Tensor(e.scalars.map { $0 < 0 ? -1 as Float : 1 }, shape: e.shape))
                    .mean()
            }
        },
        WrongAnswer("signs kept", "The errors keep their signs") {
            .absoluteError { ($0 - $1).mean() }
        },
        WrongAnswer("scalars", "The value is right, but its graph is lost") {
            .absoluteError { p, y in
                let e = (p - y).scalars
                return Tensor(mean(e.count) { abs(e[$0]) })
            }
        },
    ]
}

/// A cube whose backward pass is written by a learner.
private protocol WrongCube: CustomFunction {
    static func slope(_ u: Tensor, _ gradient: Tensor) -> Tensor?
}

extension WrongCube {
    static func forward(context: FunctionContext, _ inputs: [Tensor]) -> Tensor {
        context.save(inputs[0])
        return inputs[0].pow(3)
    }

    static func backward(context: FunctionContext, _ gradient: Tensor) -> [Tensor?] {
        [slope(context.saved[0], gradient)]
    }
}

private enum SlopeAlone: WrongCube {
    static func slope(_ u: Tensor, _ gradient: Tensor) -> Tensor? { 3 * u.pow(2) }
}

private enum WithoutThree: WrongCube {
    static func slope(_ u: Tensor, _ gradient: Tensor) -> Tensor? { gradient * u.pow(2) }
}

private enum OfTheSquare: WrongCube {
    static func slope(_ u: Tensor, _ gradient: Tensor) -> Tensor? { 2 * u * gradient }
}

private enum Nothing: WrongCube {
    static func slope(_ u: Tensor, _ gradient: Tensor) -> Tensor? { nil }
}

private enum SecondSlope: WrongCube {
    static func slope(_ u: Tensor, _ gradient: Tensor) -> Tensor? { 6 * u * gradient }
}

private enum DividedByCount: WrongCube {
    static func slope(_ u: Tensor, _ gradient: Tensor) -> Tensor? {
        3 * u.pow(2) * gradient / Float(u.count)
    }
}
