import Descent
import Formulas
import Testing

/// A gradient by hand is compared with autograd's.
@Suite struct FormulaVerdictTests {
    private func verdict(
        _ formulas: LessonFormulas, _ changes: [FormulaField: String] = [:]
    ) throws -> FormulaVerdict? {
        var changed = formulas
        changed.texts.merge(changes) { $1 }
        let parameters: [(name: String, tensor: Tensor)] =
            formulas.problem == "crops"
            ? [("w", Tensor([[0.5, -1, 2], [1, 0.25, 3]])), ("b", Tensor([1, -1]))]
            : [("w", Tensor(0))]
        let x = formulas.problem == "crops" ? Tensor([[1, 2, 3], [4, 5, 7]]) : Tensor([1, 2, 3])
        let y = formulas.problem == "crops" ? Tensor([[1, 2], [4, 5]]) : Tensor([2, 4, 6])
        return try changed.training(x: x, y: y, parameters, learningRate: 0.01).check()
    }

    @Test(arguments: [LessonFormulas.line[0], LessonFormulas.crops[0]])
    func theLessonsIsRight(_ formulas: LessonFormulas) throws {
        let found = try #require(try verdict(formulas))
        #expect(found.isRight)
        #expect(!found.isAtStart)
    }

    @Test(arguments: [LessonFormulas.line[0], LessonFormulas.crops[0]])
    func aFactorIsWrong(_ formulas: LessonFormulas) throws {
        let gradient = formulas.texts[.gradient]!.replacing("(2 * ", with: "(4 * ")
        let found = try #require(try verdict(formulas, [.gradient: gradient]))
        #expect(!found.isRight)
        #expect(found.isAtStart)
        #expect(abs(try #require(found.factor) - 2) < 1e-3)
        for (own, right) in zip(found.own, found.autograd) {
            #expect(abs(own - 2 * right) <= 1e-5 * abs(own))
        }
    }

    /// With w = 0, both gradients are 0.
    @Test func aFactorIsWrongOnlyElsewhere() throws {
        let changes: [FormulaField: String] = [
            .prediction: "x.map { w * w * $0 }",
            .gradient:
                "sum(x.count) { i in 2 / Float(x.count) * (yPredicted[i] - y[i]) * w * x[i] }",
        ]
        let found = try #require(try verdict(LessonFormulas.line[0], changes))
        #expect(!found.isRight)
        #expect(!found.isAtStart)
        #expect(found.factor == nil)
    }

    /// With one parameter, any wrong number is a multiple of the right one.
    @Test func onlyTheSameFactorEverywhereIsOne() throws {
        let found = try #require(
            try verdict(LessonFormulas.line[0], [.gradient: "sum(x.count) { i in x[i] }"]))
        #expect(!found.isRight)
        #expect(found.factor == nil)
    }

    @Test func whatIsNotFiniteIsNotCompared() throws {
        let changes: [FormulaField: String] = [
            .loss: "mean(y.count) { i in (yPredicted[i] - y[i]).squareRoot() }"
        ]
        let found = try #require(try verdict(LessonFormulas.line[0], changes))
        #expect(!found.isFinite)
    }

    @Test func autogradsIsNotCompared() throws {
        #expect(try verdict(LessonFormulas.line[1]) == nil)
    }
}
