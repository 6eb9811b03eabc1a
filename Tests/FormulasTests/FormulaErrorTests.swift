import Descent
import Formulas
import TestSupport
import Testing

/// What is said of formulas that can't be read or computed, and at which character.
@Suite struct FormulaErrorTests {
    /// A wrong formula, where it is wrong, and a part of what is said.
    struct Wrong: Sendable, CustomStringConvertible {
        var field: FormulaField
        /// With an arrow, →, before the character at which it is wrong.
        var text: String
        var message: String
        var needsCompiler = false

        init(
            _ field: FormulaField, _ text: String, _ message: String, needsCompiler: Bool = false
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
            { texts[$0] ?? "" }, x: .init("x", shape: [x.count], values: x),
            y: .init("y", shape: [x.count], values: x.map { 2 * $0 }),
            [.init("w", shape: [], values: [0])], learningRate: 0.01, isByHand: isByHand)
        let step = try training.step()
        try training.update()
        return step
    }

    static let ofTensors: [Wrong] = [
        Wrong(.prediction, "→", "ends too early"),
        Wrong(.prediction, "w * →", "ends too early"),
        Wrong(.prediction, "w * (x + 1→", "“)” is missing"),
        Wrong(.prediction, "w * x→)", "“)” can't stand here"),
        Wrong(.prediction, "→v * x", "“v” isn't known here. Known: x, y, w"),
        Wrong(.prediction, "w * x + →[1]", "can't stand here"),
        Wrong(.prediction, "w →· x", "Write * for times"),
        Wrong(.prediction, "w →× x", "Write * for times"),
        Wrong(.prediction, "w * x→²", "Write * for times"),
        Wrong(.prediction, "→1e x", "Numbers look like"),
        Wrong(.prediction, "→12345678901234567890 * x", "Numbers look like"),
        Wrong(.prediction, "→1e99 * x", "Numbers look like"),
        Wrong(.prediction, "→2w * x", "Numbers look like"),
        Wrong(.prediction, "w * x →w", "can't stand here"),
        Wrong(.prediction, "x →> 2 ? w : x", "a condition", needsCompiler: true),
        Wrong(.prediction, "→if x { w }", "a condition", needsCompiler: true),
        Wrong(.prediction, "→for i in x { w }", "a loop", needsCompiler: true),
        Wrong(.prediction, "→var z = x", "more Swift", needsCompiler: true),
        Wrong(.prediction, "let z = w * x\n→z", "`return`"),
        Wrong(.prediction, "x.→matmul(w)", "no matrix product"),
        Wrong(.prediction, "x.→sin()", "It has pow(2), sum()"),
        Wrong(.prediction, "w.→grad * x", "that the loss depends on"),
        Wrong(.update, "w -= x.→grad!", "that the loss depends on"),
        Wrong(.prediction, "→w", "1 numbers, and there are 4 targets"),
        Wrong(.prediction, "lesson.→epochs", "lesson.learningRate"),
        Wrong(.loss, "→yPredicted - y", "It must be one"),
        Wrong(.loss, "→y.mean()", "depends on no parameter"),
        Wrong(.loss, "(yPredicted - x[→0]).mean()", "Only an array has elements"),
        Wrong(.loss, "(yPredicted - y).→mean(axis: 1)", "has no axis 1"),
        Wrong(.update, "→w = w - 0.1", "updated in place"),
        Wrong(.update, "→x -= 1", "Only parameters are updated: w"),
        Wrong(.update, "→w -= 0.1 * x", "has 1 numbers"),
        Wrong(.update, "w -= 0.1 * w.grad→", "“!” is missing"),
        Wrong(.update, "w →w", "is missing here"),
        Wrong(.update, "→if w { }", "a condition", needsCompiler: true),
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
            needsCompiler: true),
        Wrong(.loss, "mean(y.count) { i in yPredicted[i].→pow(2) }", "a square is e * e"),
        Wrong(.loss, "→mean(x) { i in y[i] }", "such as x.count"),
        Wrong(.loss, "sum(y.count) { i in y[→w] }", "An Int such as"),
        Wrong(.gradient, "sum(x.count) { i in 2 →/ x.count }", "Float(x.count)"),
        Wrong(.loss, "sum(y.count) { i in y[→4] }", "0 to 3 only"),
        Wrong(.loss, "sum(5) { i in y[→i] }", "0 to 3 only"),
        Wrong(.gradient, "→(1, 2)", "must be dw"),
        Wrong(.update, "w -= →dv", "isn't known"),
    ]

    private func check(_ wrong: Wrong, _ right: [FormulaField: String], isByHand: Bool) throws {
        let parts = wrong.text.split(separator: "→", omittingEmptySubsequences: false)
        var texts = right
        texts[wrong.field] = parts.joined()
        let error = #expect(throws: FormulaError.self) {
            try Self.epoch(texts, isByHand: isByHand)
        }
        let found = try #require(error)
        #expect(found.field == wrong.field)
        #expect(found.message.contains(wrong.message), "\(found.message)")
        #expect(found.offset == parts[0].utf8.count, "\(found)")
        #expect(found.needsCompiler == wrong.needsCompiler)
    }

    @Test(arguments: ofTensors) func tensors(_ wrong: Wrong) throws {
        try check(wrong, Self.tensors, isByHand: false)
    }

    @Test(arguments: ofArrays) func arrays(_ wrong: Wrong) throws {
        try check(wrong, Self.arrays, isByHand: true)
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
        for (right, isByHand) in [(Self.tensors, false), (Self.arrays, true)] {
            for field in right.keys {
                let text = Array(right[field]!)
                for start in text.indices {
                    var spoiled = text
                    spoiled.replaceSubrange(
                        start...start, with: signs.randomElement(using: &generator)!)
                    for candidate in [spoiled, Array(text[start...]), Array(text[..<start])] {
                        var texts = right
                        texts[field] = String(candidate)
                        do { _ = try Self.epoch(texts, isByHand: isByHand) } catch is FormulaError {
                        }
                    }
                }
            }
        }
    }
}
