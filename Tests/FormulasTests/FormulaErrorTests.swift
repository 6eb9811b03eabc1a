import Descent
import Formulas
import TestSupport
import Testing

/// Errors of formulas that can't be read or computed, and their characters.
@Suite struct FormulaErrorTests {
    /// A wrong formula, where it is wrong, and a part of what is said.
    struct Wrong: Sendable, CustomStringConvertible {
        var field: FormulaField
        /// With an arrow, →, before the character at which it is wrong.
        var text: String
        var message: String
        var needsCompiler = false

        init(
            _ field: FormulaField, _ text: String, _ message: String, _ needsCompiler: Bool = false
        ) {
            (self.field, self.text, self.message) = (field, text, message)
            self.needsCompiler = needsCompiler
        }

        var description: String { text }
    }

    static let tensors: [FormulaField: String] = [
        .prediction: "w * x", .loss: "(yPredicted - y).pow(2).mean()",
        .update: "w -= lesson.learningRate * w.grad!",
    ]

    static let arrays: [FormulaField: String] = [
        .prediction: "x.map { w * $0 }",
        .loss: "mean(y.count) { i in\n  let e = yPredicted[i] - y[i]\n  return e * e\n}",
        .gradient: "sum(x.count) { i in 2 / Float(x.count) * (yPredicted[i] - y[i]) * x[i] }",
        .update: "w -= lesson.learningRate * dw",
    ]

    static func epoch(
        _ texts: [FormulaField: String], isByHand: Bool, x: [Float] = [1, 2, 3, 4]
    ) throws -> FormulaTraining.Step {
        let training = try FormulaTraining(
            { texts[$0] ?? "" }, x: Tensor(x), y: 2 * Tensor(x), [("w", Tensor(0))],
            learningRate: 0.01, isByHand: isByHand)
        let step = try training.step()
        try training.update()
        return step
    }

    static let ofTensors: [Wrong] = [
        Wrong(.prediction, "→", "ends too early"),
        Wrong(.prediction, "w * →", "ends too early"),
        Wrong(.prediction, "w * (x + 1→", "“)” is missing"),
        Wrong(.prediction, "w * x→)", "Unexpected “)”"),
        Wrong(.prediction, "→v * x", "“v” isn't known here. Known: x, y, w"),
        Wrong(.prediction, "w * x + →[1]", "Unexpected"),
        Wrong(.prediction, "w →· x", "Write * for times"),
        Wrong(.prediction, "w →× x", "Write * for times"),
        Wrong(.prediction, "w * x→²", "Write * for times"),
        Wrong(.prediction, "→1e x", "Numbers look like"),
        Wrong(.prediction, "→12345678901234567890 * x", "Numbers look like"),
        Wrong(.prediction, "→1e99 * x", "Numbers look like"),
        Wrong(.prediction, "→2w * x", "Numbers look like"),
        Wrong(.prediction, "w * x →w", "An operator is missing before “w”"),
        Wrong(.prediction, "→w (x)", "Write * for times"),
        Wrong(.prediction, "x →> 2 ? w : x", "a condition", true),
        Wrong(.prediction, "→if x { w }", "a condition", true),
        Wrong(.prediction, "→for i in x { w }", "a loop", true),
        Wrong(.prediction, "→var z = x", "more Swift", true),
        Wrong(.prediction, "let z = w * x\n→z", "`return`"),
        Wrong(.prediction, "x.→matmul(w)", "no matrix product"),
        Wrong(.prediction, "x.→sin()", "It has pow(2), sum()"),
        Wrong(.prediction, "w.→grad * x", "that the loss depends on"),
        Wrong(.update, "w -= x.→grad!", "that the loss depends on"),
        Wrong(.prediction, "→w", "1 number, and there are 4 targets"),
        Wrong(.prediction, "→lesson.epochs", "lesson.learningRate"),
        Wrong(.update, "w -= →lesson.learningrate * w.grad!", "Write lesson.learningRate"),
        Wrong(.prediction, "w →^ 2 * x", "Write w * w or w.pow(2)"),
        Wrong(.prediction, "w →** 2 * x", "Write w * w or w.pow(2)"),
        Wrong(.prediction, "w * 0→,5 * x", "0.5"),
        Wrong(.prediction, "→x", "uses no parameter (w)"),
        Wrong(.prediction, "→(w * x).sum() * x.matmul(x)", "1 number, and there are 4 targets"),
        Wrong(.prediction, "→v * x", "A tensor has pow(2)"),
        Wrong(
            .loss, "→abs(yPredicted - y).mean()", "A tensor has a method: (yPredicted - y).abs()"),
        Wrong(.loss, "→sum(x.count) { i in w }", "for the arrays of part 1"),
        Wrong(.loss, "→Float(yPredicted).mean()", "isn't known here"),
        Wrong(.start, "b = 0\nc = →b", "A start is a number"),
        Wrong(.loss, "→yPredicted - y", "It must be one"),
        Wrong(.loss, "→y.mean()", "depends on no parameter"),
        Wrong(.loss, "(yPredicted - x[→0]).mean()", "Only an array has elements"),
        Wrong(.loss, "(yPredicted - y).→mean(axis: 1)", "has no axis 1"),
        Wrong(.update, "→w = w - 0.1", "updated in place"),
        Wrong(.loss, "(yPredicted - y).sum(→0)", "Name the axis"),
        Wrong(.loss, "let k = →0.5\nreturn k * (yPredicted - y).mean()", "a Double"),
        Wrong(.prediction, "let k = 2\nreturn k →* w * x", "This is an Int"),
        Wrong(.update, "→x -= 1", "Only parameters are updated: w"),
        Wrong(.update, "→w -= 0.1 * x", "has 1 number,"),
        Wrong(.update, "w -= 0.1 * w.grad→", "“!” is missing"),
        Wrong(.update, "w →w", "is missing here"),
        Wrong(.update, "→if w { }", "a condition", true),
        Wrong(.start, "→w = 1", "is taken"),
        Wrong(.start, "b →", "is missing"),
        Wrong(.start, "b = →c", "isn't known"),
    ]

    static let ofArrays: [Wrong] = [
        Wrong(.prediction, "w →* x", "whole array"),
        Wrong(.prediction, "x.map { w * $0 →", "“}” is missing"),
        Wrong(.prediction, "x.map →w", "“{” is missing"),
        Wrong(
            .prediction, "x.map { a in sum(3) →{ i in a } }", "loop within a loop",
            true),
        Wrong(.loss, "mean(y.count) { i in yPredicted[i].→pow(2) }", "a square is e * e"),
        Wrong(.loss, "→mean(x) { i in y[i] }", "such as x.count"),
        Wrong(.loss, "sum(y.count) { i in y[→w] }", "An Int such as"),
        Wrong(.gradient, "sum(x.count) { i in →2 / x.count }", "Float(x.count)"),
        Wrong(.loss, "sum(y.count) { i in y[→4] }", "0 to 3 only"),
        Wrong(.loss, "sum(5) { i in y[→i] }", "0 to 3 only"),
        Wrong(.gradient, "→(1, 2)", "dw has 2 numbers, and w has 1"),
        Wrong(.update, "w -= →dv", "isn't known"),
        Wrong(.prediction, "x.map { w →$0 }", "An operator is missing before “$0”"),
        Wrong(.prediction, "x.map { w →^ $0 }", "Write w * w for"),
        Wrong(.loss, "sum(x.count - 1) { i in yPredicted[i →+ 1] }", "as x[i] or Float(i)", true),
        Wrong(.loss, "→sum(1000000000) { i in y[0] }", "counts to at most 100000"),
        Wrong(.prediction, "x.map { →v * $0 }", "sum(x.count) { i in … }"),
    ]

    /// The crops of part 1, whose closures are called turn by turn.
    static let ofRows: [Wrong] = [
        Wrong(.prediction, "x.map { row in row →* w[0] }", "whole array"),
        Wrong(.prediction, "x.map { row in w.indices.map { j in row[→3] } }", "0 to 2 only"),
        Wrong(.prediction, "x.map { row in row[0] } →}", "Unexpected"),
        Wrong(.prediction, "→x.map { row in row[0] }", "2 numbers, and there are 4 targets"),
        Wrong(.prediction, "x.map { row in w[0][0] →* n }", "This is an Int"),
        Wrong(.loss, "→x.map { row in row[0] }", "This is a whole array"),
        Wrong(.loss, "sum(n) { i in y[i →/ 0][0] }", "divides by 0"),
        Wrong(.loss, "sum(n) { i in y[i][0] →% 2 }", "is for Ints"),
        Wrong(.loss, "sum(n * 100000 →* 100000) { i in y[0][0] }", "too large"),
        Wrong(.loss, "sum(9) { i in sum(7000) { j in →y[0][0] } }", "too many iterations", true),
        Wrong(
            .loss, "func f(_ i: Int) -> Float { w[i][0] }\nreturn →f(0, 1)",
            "a different number of arguments"),
        Wrong(.loss, "func f(→i: Int) -> Float { 1 }\nreturn f(0)", "“_” is missing"),
        Wrong(.loss, "func f(_ i: Int) -> Float { 1 →", "“}” is missing"),
        Wrong(.loss, "func f(_ i: Int) -> Float { →f(i) }\nreturn f(0)", "isn't known here"),
        Wrong(.loss, calls(12) + "\nreturn f12(0)", "too many iterations", true),
        Wrong(.gradient, "→(w, w)", "db has 6 numbers, and b has 2"),
        Wrong(.update, "→w -= 0.1 * dw[0][0]", "whole array"),
        Wrong(.update, "→w[2][0] -= 1", "0 to 1 only"),
        Wrong(.update, "→b[0][0] -= 1", "Only an array has elements"),
        Wrong(.update, "for j in →x { b[0] -= 1 }", "for j in w.indices"),
        Wrong(.update, "for j in w.indices { b[j] -= 1 →", "is missing"),
        Wrong(.update, "b[0] -= 1 →}", "Unexpected"),
        Wrong(.update, "→while b { }", "a loop", true),
    ]

    /// Functions of which each calls the one before four times.
    private static func calls(_ count: Int) -> String {
        (1...count).reduce("func f0(_ i: Int) -> Float { →1 }") { text, number in
            let call = "f\(number - 1)(i)"
            return
                "\(text)\nfunc f\(number)(_ i: Int) -> Float { \(call) + \(call) + \(call) + \(call) }"
        }
    }

    /// The built-in model and loss of part 4.
    static let ofModels: [Wrong] = [
        Wrong(.prediction, "→model(x.sum())", "a matrix with 1 column,"),
        Wrong(.prediction, "→model(x, x)", "a different number of arguments"),
        Wrong(.prediction, "model →* x", "A number is needed here"),
        Wrong(.loss, "→loss(yPredicted, y.sum())", "the same shape"),
        Wrong(.loss, "→loss(yPredicted)", "a different number of arguments"),
        Wrong(.loss, "→mse(yPredicted, y)", "loss(yPredicted, y)"),
        Wrong(.loss, "→lossFunction(yPredicted, y)", "isn't known here"),
        Wrong(
            .prediction, "→w * x",
            "Known: x, y, lesson.learningRate, loss(yPredicted, y), model(x)."),
        Wrong(.prediction, "→model", "model(x)"),
    ]

    /// The crops of part 4, whose x and y come from batches.
    static let ofBatches: [Wrong] = [
        Wrong(.prediction, "model(x) + →y", "isn't known here"),
        Wrong(.prediction, "model(x) + →b", "isn't known here"),
        Wrong(.loss, "→loss(yPredicted, y)", "lossFunction(yPredicted, y)"),
        Wrong(.loss, "(yPredicted - y).sum() * →x.sum()", "isn't known here"),
    ]

    private func check(
        _ wrong: Wrong, _ right: [FormulaField: String],
        _ epoch: ([FormulaField: String]) throws -> Void
    ) throws {
        let parts = wrong.text.split(separator: "→", omittingEmptySubsequences: false)
        var texts = right
        texts[wrong.field] = parts.joined()
        let error = #expect(throws: FormulaError.self) { try epoch(texts) }
        let found = try #require(error)
        #expect(found.field == wrong.field)
        #expect(found.message.contains(wrong.message), "\(found.message)")
        #expect(found.offset == parts[0].utf8.count, "\(found)")
        #expect(found.needsCompiler == wrong.needsCompiler)
    }

    @Test(arguments: ofTensors) func tensors(_ wrong: Wrong) throws {
        try check(wrong, Self.tensors) { _ = try Self.epoch($0, isByHand: false) }
    }

    @Test(arguments: ofArrays) func arrays(_ wrong: Wrong) throws {
        try check(wrong, Self.arrays) { _ = try Self.epoch($0, isByHand: true) }
    }

    @Test(arguments: ofRows) func rows(_ wrong: Wrong) throws {
        try check(wrong, LessonFormulas.crops[0].texts) { try Self.epochOfRows($0) }
    }

    @Test(arguments: ofModels) func models(_ wrong: Wrong) throws {
        try check(wrong, LessonFormulas.line[3].texts) { try Self.epochOfModel($0) }
    }

    @Test(arguments: ofBatches) func batches(_ wrong: Wrong) throws {
        let formulas = LessonFormulas.crops[3]
        try check(wrong, formulas.texts) { texts in
            var changed = formulas
            changed.texts = texts
            try Self.epoch(
                changed, x: [2, 3], y: [2, 2],
                [
                    ("w", Tensor([[0, 1, 2], [3, 4, 5]])),
                    ("b", Tensor([0, 1])),
                ])
        }
    }

    @Test func aPredictionNeedsAParameter() throws {
        try check(Wrong(.prediction, "→x", "uses no parameter (w)"), Self.arrays) { texts in
            let x = Tensor([1, 2])
            let training = try FormulaTraining(
                { texts[$0] ?? "" }, x: x, y: x, [("w", Tensor(0))], learningRate: 0.01,
                isByHand: true)
            _ = try training.check()
        }
    }

    /// A parameter of the learner's own needs a gradient and an update.
    @Test func ownParametersNeedAGradient() throws {
        try check(
            Wrong(.gradient, "→2 * w", "b needs a gradient and an update too. Return (dw, db)"),
            Self.arrays
        ) { texts in
            var texts = texts
            texts[.start] = "b = 0"
            _ = try Self.epoch(texts, isByHand: true)
        }
    }

    private static func epochOfRows(_ texts: [FormulaField: String]) throws {
        var formulas = LessonFormulas.crops[0]
        formulas.texts = texts
        try epoch(
            formulas, x: [2, 3], y: [2, 2],
            [
                ("w", Tensor([[0, 1, 2], [3, 4, 5]])),
                ("b", Tensor([0, 1])),
            ])
    }

    private static func epochOfModel(_ texts: [FormulaField: String]) throws {
        var formulas = LessonFormulas.line[3]
        formulas.texts = texts
        try epoch(formulas, x: [4, 1], y: [4, 1], [("w", Tensor([[0]]))])
    }

    private static func epoch(
        _ formulas: LessonFormulas, x: [Int], y: [Int],
        _ parameters: [(name: String, tensor: Tensor)]
    ) throws {
        func tensor(_ shape: [Int]) -> Tensor {
            Tensor((0..<shape.reduce(1, *)).map { Float($0) }, shape: shape)
        }
        let training = try formulas.training(
            x: tensor(x), y: tensor(y), parameters, learningRate: 0.01)
        _ = try training.step()
        if formulas.part == 1 { _ = try training.recordedGradients() }
        try training.update()
    }

    @Test func elementsAreNumbers() throws {
        var texts = Self.arrays
        texts[.gradient] = "sum(2) { i in x[i] * y[0] } - x[3]"
        texts[.update] = "w -= lesson.learningRate * dw * x[1]"
        #expect(try Self.epoch(texts, isByHand: true).gradients == [[2]])
    }

    @Test func nestingEnds() throws {
        for text in [
            String(repeating: "(", count: 900), String(repeating: "-", count: 1900),
            String(repeating: "-(", count: 900), String(repeating: "x.map { ", count: 200),
            String(repeating: "w + ", count: 600),
        ] {
            var texts = Self.arrays
            texts[.prediction] = text
            #expect(throws: FormulaError.self) { try Self.epoch(texts, isByHand: true) }
        }
    }

    /// Any piece of a formula, and any with a sign changed, is computed or refused, and nothing traps.
    @Test func spoiledFormulasAreRefused() throws {
        var generator = SystemRandomNumberGenerator()
        let signs = [
            "(", ")", "{", "}", "[", "]", "+", "-", "*", "/", ".", ",", "1", "x", "w", " ", "!",
            "$0", "=",
        ]
        let lessons: [([FormulaField: String], ([FormulaField: String]) throws -> Void)] = [
            (Self.tensors, { _ = try Self.epoch($0, isByHand: false) }),
            (Self.arrays, { _ = try Self.epoch($0, isByHand: true) }),
            (LessonFormulas.crops[0].texts, Self.epochOfRows),
            (LessonFormulas.line[3].texts, Self.epochOfModel),
        ]
        for (right, epoch) in lessons {
            for field in right.keys {
                let text = Array(right[field]!)
                for start in text.indices {
                    var spoiled = text
                    spoiled.replaceSubrange(
                        start...start, with: signs.randomElement(using: &generator)!)
                    for candidate in [spoiled, Array(text[start...]), Array(text[..<start])] {
                        var texts = right
                        texts[field] = String(candidate)
                        do { try epoch(texts) } catch is FormulaError {}
                    }
                }
            }
        }
    }
}
