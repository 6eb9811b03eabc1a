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
            .prediction { x, w in x.map { $0 + w } }
        },
        WrongAnswer("only the first", "Right for the first sample only, and") {
            .prediction { x, w in [w * x[0]] }
        },
        WrongAnswer("the first for all", "Right for the first sample only: the others") {
            .prediction { x, w in x.map { _ in w * x[0] } }
        },
        WrongAnswer("the lesson's 2", "It is always 2·x") {
            .prediction { x, _ in x.map { 2 * $0 } }
        },
        WrongAnswer("x twice", "It is w·x²") { .prediction { x, w in x.map { w * $0 * $0 } } },

        WrongAnswer("sum", "The sum, not the mean: it is n = 2 times too large.") {
            .meanSquaredError { p, y in sum(y.count) { (p[$0] - y[$0]) * (p[$0] - y[$0]) } }
        },
        WrongAnswer("not squared", "The errors are not squared") {
            .meanSquaredError { p, y in mean(y.count) { p[$0] - y[$0] } }
        },
        WrongAnswer("absolute", "The mean of the absolute errors") {
            .meanSquaredError { p, y in mean(y.count) { abs(p[$0] - y[$0]) } }
        },
        WrongAnswer("square of the mean", "The square of the mean error") {
            .meanSquaredError { p, y in
                let m = mean(y.count) { p[$0] - y[$0] }
                return m * m
            }
        },
        WrongAnswer("n − 1", "It divides by n − 1") {
            .meanSquaredError { p, y in
                sum(y.count) { (p[$0] - y[$0]) * (p[$0] - y[$0]) } / Float(y.count - 1)
            }
        },
        WrongAnswer("n − 1 where there are several", "It divides by n − 1") {
            .meanSquaredError { p, y in
                sum(y.count) { (p[$0] - y[$0]) * (p[$0] - y[$0]) } / Float(max(1, y.count - 1))
            }
        },
        WrongAnswer("whole numbers", nil) {
            .meanSquaredError { p, y in
                Float(Int(sum(y.count) { (p[$0] - y[$0]) * (p[$0] - y[$0]) }) / y.count)
            }
        },
        WrongAnswer("leaves the loop", "Right for one sample only: of several it takes the first") {
            .meanSquaredError { p, y in
                for i in y.indices { return (p[i] - y[i]) * (p[i] - y[i]) }
                return 0
            }
        },
        WrongAnswer("squares apart", "The difference of the squares") {
            .meanSquaredError { p, y in mean(y.count) { p[$0] * p[$0] - y[$0] * y[$0] } }
        },

        WrongAnswer("dot product", "Exactly n = 2 times too large") {
            .gradient { x, y, w in sum(x.count) { 2 * x[$0] * (w * x[$0] - y[$0]) } }
        },
        WrongAnswer("uphill", "The sign is reversed: this walks uphill") {
            .gradient { x, y, w in mean(x.count) { 2 * (y[$0] - w * x[$0]) * x[$0] } }
        },
        WrongAnswer("without 2", "Half of it: the 2") {
            .gradient { x, y, w in mean(x.count) { (w * x[$0] - y[$0]) * x[$0] } }
        },
        WrongAnswer("without x", "The factor x is missing") {
            .gradient { x, y, w in mean(x.count) { 2 * (w * x[$0] - y[$0]) } }
        },
        WrongAnswer("the loss", "This is the loss") {
            .gradient { x, y, w in mean(x.count) { (w * x[$0] - y[$0]) * (w * x[$0] - y[$0]) } }
        },
        WrongAnswer("two means", "The product of two means") {
            .gradient { x, y, w in
                let e = mean(x.count) { w * x[$0] - y[$0] }
                return 2 * e * mean(x.count) { x[$0] }
            }
        },
        WrongAnswer("divided twice", "Divided by n twice") {
            .gradient { x, y, w in
                mean(x.count) { 2 / Float(x.count) * (w * x[$0] - y[$0]) * x[$0] }
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
        WrongAnswer("brackets", "The learning rate multiplies all") {
            .update { w, g, rate in w.indices.map { rate * (w[$0] - g[$0]) } }
        },

        WrongAnswer("b forgotten", "The bias is missing in the prediction") {
            .bias { x, y, w, b in
                let e = x.indices.map { w * x[$0] - y[$0] }
                return (mean(x.count) { 2 * e[$0] * x[$0] }, mean(x.count) { 2 * e[$0] })
            }
        },
        WrongAnswer("x at the bias", "dL/db is multiplied with x") {
            .bias { x, y, w, b in
                let d = mean(x.count) { 2 * (w * x[$0] + b - y[$0]) * x[$0] }
                return (d, d)
            }
        },
        WrongAnswer("b summed", "dL/db is n = 2 times too large") {
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
        WrongAnswer("the wrong way round", "The two are the wrong way round") {
            .bias { x, y, w, b in
                let e = x.indices.map { w * x[$0] + b - y[$0] }
                return (mean(x.count) { 2 * e[$0] }, mean(x.count) { 2 * e[$0] * x[$0] })
            }
        },

        // The first case that is wrong has n = 1, which would say nothing.
        WrongAnswer(
            "minus the sum",
            "The sign is reversed, and it is the sum, not the mean: n times too large."
        ) {
            .gradient { x, y, w in sum(x.count) { 2 * x[$0] * (y[$0] - w * x[$0]) } }
        },
        WrongAnswer("divided by 2n", "Half of it: the 2 from the derivative of the square is") {
            .gradient { x, y, w in mean(x.count) { 2 * x[$0] * (w * x[$0] - y[$0]) } / 2 }
        },
        WrongAnswer("n − 1 in the gradient", "It divides by n − 1") {
            .gradient { x, y, w in
                sum(x.count) { 2 * x[$0] * (w * x[$0] - y[$0]) } / Float(max(1, x.count - 1))
            }
        },
        WrongAnswer("weights that stay above 0", nil) {
            .update { w, g, rate in zip(w, g).map { max(0, $0 - rate * $1) } }
        },
        WrongAnswer("only the sign", nil) {
            .update { w, g, rate in zip(w, g).map { $0 - rate * ($1 > 0 ? 1 : -1) } }
        },

        // Not known by name, but something is true of them.
        WrongAnswer("three times", "Everywhere exactly 3 times") {
            .prediction { x, w in x.map { 3 * w * $0 } }
        },
        WrongAnswer("one too many", "ŷ has 2 numbers where 1 number is expected") {
            .prediction { x, w in x.map { w * $0 } + [0] }
        },
        WrongAnswer("half right", "dL/dw is right, dL/db is not") {
            .bias { x, y, w, b in
                let e = x.indices.map { w * x[$0] + b - y[$0] }
                return (mean(x.count) { 2 * e[$0] * x[$0] }, 7 * b)
            }
        },
        WrongAnswer("one sample", "Right for one sample, wrong for several") {
            .gradient { x, y, w in
                x.count == 1 ? 2 * (w * x[0] - y[0]) * x[0] : 2 * (w * x[1] - y[0]) * x[1] * x[0]
            }
        },
        WrongAnswer("cubes", nil) {
            .meanSquaredError { p, y in
                mean(y.count) { abs((p[$0] - y[$0]) * (p[$0] - y[$0]) * (p[$0] - y[$0])) }
            }
        },
    ]
}
