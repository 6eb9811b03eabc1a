import Foundation
import TestSupport
import Testing

@testable import Classroom
@testable import Exercises
@testable import Files
@testable import Looking
@testable import System
@testable import Words
@testable import Workbook

/// The limits of the learning rate and the best losses, beside exact answers.
@Suite struct CurvatureTests {
    struct Recording: Decodable, Sendable {
        var bowls: [Bowl]
    }

    struct Bowl: Decodable, Sendable {
        /// A command line.
        var name: String
        var curvature: String
        var best_loss: String
    }

    static let bowls = (Reference.load("looking.json") as Recording).bowls

    @Test func thereAreAllBowls() {
        #expect(Self.bowls.count == 10)
    }

    @Test(arguments: bowls)
    func limitsAreThoseOfTheHessian(_ bowl: Bowl) throws {
        let (model, limit) = try bowlOf(bowl.name)
        let curvature = Double(bitPattern: UInt64(bowl.curvature, radix: 16)!)
        let best = Double(bitPattern: UInt64(bowl.best_loss, radix: 16)!)
        #expect(abs(limit.value * curvature / 2 - 1) < 1e-9, "\(limit.value)")
        #expect(abs(try #require(limit.curvature) / curvature - 1) < 1e-9)
        #expect(abs(try #require(model.best).loss - best) < 1e-9 * max(1, best))
    }

    /// At the minimum every derivative is 0, and the formula's gradient is what is measured elsewhere.
    @Test(arguments: bowls)
    func gradientsAreTheSlopesOfTheLoss(_ bowl: Bowl) throws {
        let model = try bowlOf(bowl.name).model
        let best = try #require(model.best).parameters
        let scale = model.gradient(best.map { $0 + 1 }).map(abs).max()!
        #expect(model.gradient(best).allSatisfy { abs($0) < 1e-9 * scale })
        var random = Random(state: 5)
        for _ in 0..<20 {
            let point = best.map { _ in Double(random.below(6001) - 3000) / 1000 }
            let formula = model.gradient(point)
            for (derived, measured) in zip(formula, slopes(model, point)) {
                #expect(abs(derived - measured) < 1e-6 * scale)
            }
        }
    }

    @Test func theLegendreModelIsWhatItIsSaidToBe() throws {
        let model = try model(LegendreProblem(Setup(stage: .part2)), ["a", "b", "c", "d"])
        #expect(model.best == nil && model.learningRateLimit == nil)
        let point = [0.1, -0.9, 0.05, 0.31]
        let formula = model.gradient(point)
        #expect(formula.count == 4)
        for (derived, measured) in zip(formula, slopes(model, point)) {
            #expect(abs(derived - measured) < 1e-6 * abs(derived))
        }
    }

    /// The slope of a loss with each parameter, measured and not derived: (L(p+h) − L(p−h)) / 2h.
    private func slopes(_ model: SquaredErrorModel, _ point: [Double]) -> [Double] {
        point.indices.map { index in
            let h = 1e-4 * max(1, abs(point[index]))
            var (above, below) = (point, point)
            above[index] += h
            below[index] -= h
            return (model.loss(above) - model.loss(below)) / (2 * h)
        }
    }

    /// A problem's model on its own samples, and its limit.
    private func bowlOf(
        _ commandLine: String
    ) throws -> (model: SquaredErrorModel, limit: LearningRateLimit) {
        var words = commandLine.split(separator: " ").map(String.init)
        let stage = try #require(Stage.allCases.first { $0.name == words[0] })
        words.removeFirst()
        let parser = CommandLineParser(
            stage: stage,
            lessons: [
                LessonSignature(LineProblem.self), LessonSignature(CropsProblem.self),
                LessonSignature(SineProblem.self),
            ])
        guard case .run(let name, let settings) = try parser.parse(words) else {
            throw UsageError("no run")
        }
        func setup<P: Problem>(_ problem: P.Type) -> Setup<P> {
            Setup(stage: stage, training: settings.training, options: settings[P.Options.self])
        }
        switch name {
        case "line":
            let line = LineProblem(setup(LineProblem.self))
            let names = line.own.bias ? ["w", "b"] : ["w"]
            let samples = Samples(x: Quantity(line.x), y: Quantity(line.y))
            let model = line.knowledge.model(samples, names)?.model
            return (try #require(model), try #require(line.knowledge.limit))
        case "crops":
            let crops = CropsProblem(setup(CropsProblem.self))
            let samples = Samples(x: Quantity(crops.x), y: Quantity(crops.y))
            let names = [String](repeating: "", count: 4 * 2)
            let model = crops.knowledge.model(samples, names)?.model
            return (try #require(model), try #require(crops.knowledge.limit))
        default:
            let sine = SineProblem(setup(SineProblem.self))
            return (
                try model(sine, ["a", "b", "c", "d"]), try #require(sine.knowledge.limit)
            )
        }
    }

    private func model(_ curve: some CurveProblem, _ names: [String]) throws -> SquaredErrorModel {
        let samples = Samples(x: Quantity(curve.x), y: Quantity(curve.y))
        return try #require(curve.knowledge.model(samples, names)).model
    }
}
