import Descent

@testable import Classroom
@testable import Exercises
@testable import Files
@testable import Looking
@testable import System
@testable import Words
@testable import Workbook

extension WrongAnswer {
    /// Wrong answers to the tasks of part 1, each with its own diagnosis.
    static let part1: [WrongAnswer] = [
        WrongAnswer("adds the weight", "It adds the weight") {
            .prediction { x, w in x.map { $0 * $0 + w } }
        },
        WrongAnswer("only the first", "Only the first sample has a prediction.") {
            .prediction { x, w in [w * x[0] * x[0]] }
        },
        WrongAnswer("the first for all", "All samples get the first prediction.") {
            .prediction { x, w in x.map { _ in w * x[0] * x[0] } }
        },
        WrongAnswer("the lesson's model", "This is the lesson's model, w·x") {
            .prediction { x, w in x.map { w * $0 } }
        },
        WrongAnswer("all squared", "It is (w·x)²") {
            .prediction { x, w in x.map { (w * $0) * (w * $0) } }
        },

        WrongAnswer("sum", "The sum, not the mean: it is n = 2 times too large.") {
            .meanAbsoluteError { p, y in sum(y.count) { abs(p[$0] - y[$0]) } }
        },
        WrongAnswer("with signs", "The errors keep their signs") {
            .meanAbsoluteError { p, y in mean(y.count) { p[$0] - y[$0] } }
        },
        WrongAnswer("the lesson's loss", "This is the lesson's loss, with squares.") {
            .meanAbsoluteError { p, y in
                mean(y.count) {
                    let error = p[$0] - y[$0]
                    return error * error
                }
            }
        },
        WrongAnswer("absolute value of the mean", "The order is wrong: |e| comes first.") {
            .meanAbsoluteError { p, y in abs(mean(y.count) { p[$0] - y[$0] }) }
        },
        WrongAnswer("whole numbers", nil) {
            .meanAbsoluteError { p, y in
                Float(Int(sum(y.count) { abs(p[$0] - y[$0]) }) / y.count)
            }
        },
        WrongAnswer("leaves the loop", "Only the first sample counts: return after the loop.") {
            .meanAbsoluteError { p, y in
                for i in y.indices { return abs(p[i] - y[i]) }
                return 0
            }
        },
        WrongAnswer("absolute values apart", nil) {
            .meanAbsoluteError { p, y in mean(y.count) { abs(p[$0]) - abs(y[$0]) } }
        },
        WrongAnswer("largest", "This is the largest error, not the mean.") {
            .meanAbsoluteError { p, y in zip(p, y).map { abs($0 - $1) }.max()! }
        },

        WrongAnswer("dot product", "It is n = 2 times too large: the sum, not the mean.") {
            .gradient { x, y, w in
                sum(x.count) { 2 * x[$0] * x[$0] * (w * x[$0] * x[$0] - y[$0]) }
            }
        },
        WrongAnswer("uphill", "The sign is reversed: this walks uphill") {
            .gradient { x, y, w in
                mean(x.count) { 2 * (y[$0] - w * x[$0] * x[$0]) * x[$0] * x[$0] }
            }
        },
        WrongAnswer("without 2", "Half as large as it should be: a factor 2 is missing.") {
            .gradient { x, y, w in
                mean(x.count) { (w * x[$0] * x[$0] - y[$0]) * x[$0] * x[$0] }
            }
        },
        WrongAnswer("without x²", "The factor x² is missing") {
            .gradient { x, y, w in mean(x.count) { 2 * (w * x[$0] * x[$0] - y[$0]) } }
        },
        WrongAnswer("x for x²", "The factor is x, as in the lesson") {
            .gradient { x, y, w in mean(x.count) { 2 * (w * x[$0] * x[$0] - y[$0]) * x[$0] } }
        },
        WrongAnswer("derivative by x", "The factor is 2·x") {
            .gradient { x, y, w in
                mean(x.count) { 2 * (w * x[$0] * x[$0] - y[$0]) * 2 * x[$0] }
            }
        },
        WrongAnswer("the lesson's gradient", "This is the gradient of the lesson's model") {
            .gradient { x, y, w in
                sum(x.count) { 1 / Float(x.count) * (2 * (w * x[$0] - y[$0])) * x[$0] }
            }
        },
        WrongAnswer("the loss", "This is the loss") {
            .gradient { x, y, w in
                mean(x.count) {
                    let error = w * x[$0] * x[$0] - y[$0]
                    return error * error
                }
            }
        },
        WrongAnswer("two means", nil) {
            .gradient { x, y, w in
                let e = mean(x.count) { w * x[$0] * x[$0] - y[$0] }
                return 2 * e * mean(x.count) { x[$0] * x[$0] }
            }
        },

        WrongAnswer("plus", "The sign is reversed: this walks uphill") {
            .update { w, g, rate in w.indices.map { w[$0] + rate * g[$0] } }
        },
        WrongAnswer("without rate", "The learning rate is missing.") {
            .update { w, g, _ in w.indices.map { w[$0] - g[$0] } }
        },
        WrongAnswer("the change", "This is the change") {
            .update { w, g, rate in w.indices.map { -rate * g[$0] } }
        },
        WrongAnswer("the first only", "Only the first weight is updated") {
            .update { w, g, rate in
                var w = w
                w[0] -= rate * g[0]
                return w
            }
        },
        WrongAnswer("brackets", "The rate multiplies the weight, too.") {
            .update { w, g, rate in w.indices.map { rate * (w[$0] - g[$0]) } }
        },

        WrongAnswer("b forgotten", "The prediction lacks the bias: w·x + b.") {
            .bias { x, y, w, b in
                let e = x.indices.map { w * x[$0] - y[$0] }
                return (mean(x.count) { 2 * e[$0] * x[$0] }, mean(x.count) { 2 * e[$0] })
            }
        },
        WrongAnswer("x at the bias", "dL/db has a factor x, but dŷ/db is 1.") {
            .bias { x, y, w, b in
                let d = mean(x.count) { 2 * (w * x[$0] + b - y[$0]) * x[$0] }
                return (d, d)
            }
        },
        WrongAnswer("b summed", "dL/db is a sum: n = 2 times too large.") {
            .bias { x, y, w, b in
                let e = x.indices.map { w * x[$0] + b - y[$0] }
                return (mean(x.count) { 2 * e[$0] * x[$0] }, sum(x.count) { 2 * e[$0] })
            }
        },
        WrongAnswer("both uphill", "Both signs are reversed") {
            .bias { x, y, w, b in
                let e = x.indices.map { y[$0] - w * x[$0] - b }
                return (mean(x.count) { 2 * e[$0] * x[$0] }, mean(x.count) { 2 * e[$0] })
            }
        },
        WrongAnswer("the wrong way round", "The two are swapped") {
            .bias { x, y, w, b in
                let e = x.indices.map { w * x[$0] + b - y[$0] }
                return (mean(x.count) { 2 * e[$0] }, mean(x.count) { 2 * e[$0] * x[$0] })
            }
        },

        WrongAnswer("divided by 2n", "Half as large as it should be: a factor 2 is missing.") {
            .gradient { x, y, w in
                mean(x.count) { 2 * x[$0] * x[$0] * (w * x[$0] * x[$0] - y[$0]) } / 2
            }
        },
        WrongAnswer("weights that stay above 0", nil) {
            .update { w, g, rate in zip(w, g).map { max(0, $0 - rate * $1) } }
        },
        WrongAnswer("only the sign", nil) {
            .update { w, g, rate in zip(w, g).map { $0 - rate * ($1 > 0 ? 1 : -1) } }
        },

        // Not known by name, but something is true of them.
        WrongAnswer("three times", "Everywhere, the result is 3 times") {
            .prediction { x, w in x.map { 3 * w * $0 * $0 } }
        },
        WrongAnswer("one too many", "ŷ has 2 numbers, but should have 1") {
            .prediction { x, w in x.map { w * $0 * $0 } + [0] }
        },
        WrongAnswer("half right", "Right: dL/dw. Not right: dL/db.") {
            .bias { x, y, w, b in
                let e = x.indices.map { w * x[$0] + b - y[$0] }
                return (mean(x.count) { 2 * e[$0] * x[$0] }, 7 * b)
            }
        },
        WrongAnswer("one sample", nil) {
            .gradient { x, y, w in
                let z = x.map { $0 * $0 }
                return x.count == 1
                    ? 2 * (w * z[0] - y[0]) * z[0] : 2 * (w * z[1] - y[0]) * z[1] * z[0]
            }
        },
        WrongAnswer("cubes", nil) {
            .meanAbsoluteError { p, y in
                mean(y.count) { abs((p[$0] - y[$0]) * (p[$0] - y[$0]) * (p[$0] - y[$0])) }
            }
        },
    ]
}
