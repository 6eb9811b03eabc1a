import Foundation
import TestSupport
import Testing

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
        let problem = try problem(bowl.name)
        let curvature = Double(bitPattern: UInt64(bowl.curvature, radix: 16)!)
        let best = Double(bitPattern: UInt64(bowl.best_loss, radix: 16)!)
        let limit = try #require(problem.model.learningRateLimit)
        #expect(abs(limit.value * curvature / 2 - 1) < 1e-9, "\(limit.value)")
        #expect(abs(try #require(limit.curvature) / curvature - 1) < 1e-9)
        #expect(abs(try #require(problem.model.best).loss - best) < 1e-9 * max(1, best))
    }

    /// At the minimum every derivative is 0, and the formula's gradient is what is measured elsewhere.
    @Test(arguments: bowls)
    func gradientsAreTheSlopesOfTheLoss(_ bowl: Bowl) throws {
        let model = try problem(bowl.name).model
        let best = try #require(model.best).parameters
        let scale = model.gradient(best.map { $0 + 1 }).map(abs).max()!
        #expect(model.gradient(best).allSatisfy { abs($0) < 1e-9 * scale })
        var random = Random(state: 5)
        for _ in 0..<20 {
            let point = best.map { _ in Double(random.below(6001) - 3000) / 1000 }
            let formula = model.gradient(point)
            for (derived, measured) in zip(formula, model.centralDifferences(point)) {
                #expect(abs(derived - measured) < 1e-6 * scale)
            }
        }
    }

    @Test func theLegendreModelIsWhatItIsSaidToBe() {
        let model = LegendreProblem(LegendreProblem.defaults, .part2).model
        #expect(model.best == nil && model.learningRateLimit == nil)
        let point = [0.1, -0.9, 0.05, 0.31]
        let formula = model.gradient(point)
        #expect(formula.count == 4)
        for (derived, measured) in zip(formula, model.centralDifferences(point)) {
            #expect(abs(derived - measured) < 1e-6 * abs(derived))
        }
    }

    private func problem(_ commandLine: String) throws -> any Problem {
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
        return switch name {
        case "line": LineProblem(settings, stage)
        case "crops": CropsProblem(settings, stage)
        default: SineProblem(settings, stage)
        }
    }
}
