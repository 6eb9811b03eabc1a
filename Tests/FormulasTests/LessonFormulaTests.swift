import Descent
import Formulas
import Foundation
import TestSupport
import Testing

/// A lesson's own expressions, read as formulas, have the lesson's bits: those of PyTorch.
@Suite struct LessonFormulaTests {
    struct Recording: Decodable, Sendable {
        var cases: [Trace<Settings>]
    }

    struct Settings: Decodable, Sendable {
        var samples: Int
        var learning_rate: String
        var w0: String
    }

    static let cases = (Reference.load("line.json") as Recording).cases.filter {
        $0.variant == "torch_autograd"
    }

    static let part1: [FormulaField: String] = [
        .prediction: "x.map { w * $0 }",
        .loss: """
        mean(y.count) { i in
            let error = yPredicted[i] - y[i]
            return error * error
        }
        """,
        .gradient: """
        sum(x.count) { i in
            1 / Float(x.count) * (2 * (yPredicted[i] - y[i])) * x[i]
        }
        """,
        .update: "w -= lesson.learningRate * dw",
    ]

    static let part2: [FormulaField: String] = [
        .prediction: "w * x", .loss: "(yPredicted - y).pow(2).mean()",
        .update: "w -= lesson.learningRate * w.grad!",
    ]

    @Test(arguments: [(part1, "part1"), (part2, "part2")])
    func theyAreTheLessonsOwn(formulas: [FormulaField: String], part: String) throws {
        let file = Reference.package.appendingPathComponent("Sources/\(part)/Line.swift")
        let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
        let code = Set(lines.map { $0.trimmingCharacters(in: .whitespaces) })
        for line in formulas.values.flatMap({ $0.split(separator: "\n") }) {
            #expect(code.contains(line.trimmingCharacters(in: .whitespaces)), "\(line)")
        }
    }

    @Test(arguments: [part1, part2])
    func everyEpochHasTheSameBits(formulas: [FormulaField: String]) throws {
        #expect(Self.cases.count == 15)
        for recorded in Self.cases {
            let settings = recorded.settings
            let x = (1...settings.samples).map { Float($0) }
            let training = try FormulaTraining(
                { formulas[$0] ?? "" }, x: .init("x", shape: [x.count], values: x),
                y: .init("y", shape: [x.count], values: x.map { 2 * $0 }),
                [.init("w", shape: [], values: [Float(settings.w0)!])],
                learningRate: Float(settings.learning_rate)!,
                isByHand: formulas[.gradient] != nil)
            var (losses, parameters): ([Float], [Float]) = ([], [])
            for _ in recorded.lossBits.floats {
                losses.append(try training.step().loss.item())
                try training.update()
                parameters += training.parameters[0].values
            }
            #expect(Bits(losses) == recorded.lossBits, "\(recorded.name)")
            #expect(Bits(parameters) == recorded.parameterBits["w"], "\(recorded.name)")
        }
    }
}
