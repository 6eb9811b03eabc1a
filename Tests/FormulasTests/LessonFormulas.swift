import Descent
import Formulas
import Foundation
import TestSupport

/// A lesson's own expressions, as the page takes them from its code.
struct LessonFormulas: Sendable, CustomStringConvertible {
    var part: Int
    var problem: String
    var texts: [FormulaField: String]

    var description: String { "part\(part) \(problem)" }
    /// The lesson's file, in `Sources`.
    var path: String { "part\(part)/\(problem.capitalized).swift" }

    /// A training with them.
    func training(
        x: Tensor, y: Tensor, _ parameters: [(name: String, tensor: Tensor)], learningRate: Float
    ) throws -> FormulaTraining {
        let isNetwork = problem == "network"
        let builtIn = FormulaTraining.BuiltIn(
            reduction: isNetwork || problem == "sine" ? .sum : .mean, hasModel: part == 4,
            isInBatches: part == 4 && problem == "crops",
            optimizer: { parameters, rate in
                if isNetwork { return Adam(parameters, learningRate: rate) }
                return SGD(parameters, learningRate: rate)
            })
        return try FormulaTraining(
            { texts[$0] ?? "" }, x: x, y: y, parameters, learningRate: learningRate,
            isByHand: part == 1, builtIn: part < 3 ? nil : builtIn)
    }

    /// A formula that stands in Swift as here, in the lesson's file.
    func isInLesson(_ formula: String) throws -> Bool {
        let file = Reference.package.appendingPathComponent("Sources/\(path)")
        var code = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
            .map { $0.trimmingCharacters(in: .whitespaces) }
        // Formulas have no loop over parameters.
        for name in ["a", "b", "c", "d"] {
            code += code.filter { $0.contains("coefficient.grad!") }
                .map { $0.replacingOccurrences(of: "coefficient", with: name) }
        }
        return formula.split(separator: "\n").allSatisfy { line in
            let line = line.trimmingCharacters(in: .whitespaces)
            return code.contains {
                $0 == line || $0.hasSuffix("= \(line)") || $0 == "return \(line)"
            }
        }
    }

    // MARK: - The lessons

    static let all =
        line + crops + sine + [
            LessonFormulas(
                part: 4, problem: "network",
                texts: [.prediction: "model(x)", .loss: "loss(yPredicted, y)"])
        ]

    static let line = [
        LessonFormulas(
            part: 1, problem: "line",
            texts: [
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
            ]),
        LessonFormulas(
            part: 2, problem: "line",
            texts: [
                .prediction: "w * x", .loss: "(yPredicted - y).pow(2).mean()",
                .update: "w -= lesson.learningRate * w.grad!",
            ]),
        LessonFormulas(
            part: 3, problem: "line",
            texts: [.prediction: "w * x", .loss: "loss(yPredicted, y)"]),
        LessonFormulas(
            part: 4, problem: "line",
            texts: [.prediction: "model(x)", .loss: "loss(yPredicted, y)"]),
    ]

    static let crops = [
        LessonFormulas(
            part: 1, problem: "crops",
            texts: [
                .setup: "let n = y.count\nlet k = y[0].count",
                .prediction: """
                x.map { row in
                    w.indices.map { j in
                        sum(row.count) { i in row[i] * w[j][i] } + b[j]
                    }
                }
                """,
                .loss: """
                mean(n * k) { i in
                    let error = yPredicted[i / k][i % k] - y[i / k][i % k]
                    return error * error
                }
                """,
                .gradient: """
                func slope(_ s: Int, _ j: Int) -> Float {
                    1 / Float(n * k) * (2 * (yPredicted[s][j] - y[s][j]))
                }
                let dw = w.indices.map { j in
                    w[j].indices.map { i in sum(n) { s in slope(s, j) * x[s][i] } }
                }
                let db = b.indices.map { j in sum(n) { s in slope(s, j) } }
                return (dw, db)
                """,
                .update: """
                for j in w.indices {
                    for i in w[j].indices { w[j][i] -= lesson.learningRate * dw[j][i] }
                    b[j] -= lesson.learningRate * db[j]
                }
                """,
            ]),
        LessonFormulas(
            part: 2, problem: "crops",
            texts: [
                .prediction: "x.matmul(w.transposed()) + b",
                .loss: "(yPredicted - y).pow(2).mean()",
                .update: """
                w -= lesson.learningRate * w.grad!
                b -= lesson.learningRate * b.grad!
                """,
            ]),
        LessonFormulas(
            part: 3, problem: "crops",
            texts: [
                .prediction: "x.matmul(w.transposed()) + b", .loss: "loss(yPredicted, y)",
            ]),
        LessonFormulas(
            part: 4, problem: "crops",
            texts: [.prediction: "model(x)", .loss: "lossFunction(yPredicted, y)"]),
    ]

    static let sine = [
        LessonFormulas(
            part: 1, problem: "sine",
            texts: [
                .setup: "let x2 = x.map { $0 * $0 }\nlet x3 = x.map { $0 * $0 * $0 }",
                .prediction: "x.map { x in a + b * x + c * (x * x) + d * (x * x * x) }",
                .loss: """
                sum(y.count) { i in
                    let error = yPredicted[i] - y[i]
                    return error * error
                }
                """,
                .gradient: """
                let slope = x.indices.map { i in 2 * (yPredicted[i] - y[i]) }
                let da = sum(x.count) { i in slope[i] }
                let db = sum(x.count) { i in slope[i] * x[i] }
                let dc = sum(x.count) { i in slope[i] * x2[i] }
                let dd = sum(x.count) { i in slope[i] * x3[i] }
                return (da, db, dc, dd)
                """,
                .update: """
                a -= lesson.learningRate * da
                b -= lesson.learningRate * db
                c -= lesson.learningRate * dc
                d -= lesson.learningRate * dd
                """,
            ]),
        LessonFormulas(
            part: 2, problem: "sine",
            texts: [
                .prediction: "a + b * x + c * x.pow(2) + d * x.pow(3)",
                .loss: "(yPredicted - y).pow(2).sum()",
                .update: """
                a -= lesson.learningRate * a.grad!
                b -= lesson.learningRate * b.grad!
                c -= lesson.learningRate * c.grad!
                d -= lesson.learningRate * d.grad!
                """,
            ]),
        LessonFormulas(
            part: 3, problem: "sine",
            texts: [
                .prediction: "a + b * x + c * x.pow(2) + d * x.pow(3)",
                .loss: "loss(yPredicted, y)",
            ]),
        LessonFormulas(
            part: 4, problem: "sine",
            texts: [.prediction: "model(x)", .loss: "loss(yPredicted, y)"]),
    ]
}
