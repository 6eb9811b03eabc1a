import Descent
import Foundation
import TestSupport
import Testing
import Workbook

/// What beginners write in a lesson means what they mean, or is refused with a message that says what to
/// write; both at once, and not after seconds of type checking.
@Suite(.recordedLessons) struct SlipTests {
    /// A lesson under another name, with lines before the one in which a comment begins so.
    private static func lesson(_ part: String, _ line: String, name: String) throws -> String {
        let file = Reference.package.appendingPathComponent("Sources/\(part)/Line.swift")
        let text = try String(contentsOf: file, encoding: .utf8)
            .replacingOccurrences(of: "func line(", with: "func \(name)(")
        let place = "        // Update: "
        #expect(text.components(separatedBy: place).count == 2 || part > "part2")
        let range = try #require(text.range(of: place, options: .backwards))
        return text.replacingCharacters(in: range, with: "        \(line)\n\(place)")
    }

    /// What compiles, with a warning that names Float.
    static let meant = [
        "part1": [
            "_ = sum(x.count) { i in 1 / x.count * (2 * (yPredicted[i] - y[i])) * x[i] }",
            "_ = sum(x.count) { i in 2 * (yPredicted[i] - y[i]) * x[i] / x.count }",
            "_ = sum(x.count) { i in (2 / x.count) * x[i] * (yPredicted[i] - y[i]) }",
            "_ = sum(x.count) { i in 1 / Double(x.count) * (2 * (yPredicted[i] - y[i])) * x[i] }",
            "_ = zip(x, zip(yPredicted, y)).map { 2 * ($1.0 - $1.1) * $0 }.reduce(0, +) / x.count",
            "let rate = 0.01; w -= rate * dw", "w -= lesson.learningRate / epoch * dw",
            "w -= lesson.learningRate * (1 - epoch / 100) * dw",
            "let total = 100; w -= lesson.learningRate * (1 - epoch / total) * dw",
        ],
        "part2": [
            "let dw = 1 / x.count * ((yPredicted - y) * 2 * x).sum(); _ = dw",
            "let dw = (1 / x.count) * ((yPredicted - y) * 2 * x).sum(); _ = dw",
            "let dw = ((yPredicted - y) * 2 * x).sum() / x.count; _ = dw",
            "let dw = 1 / Double(x.count) * (2 * (yPredicted - y) * x).sum(); _ = dw",
            "let n = x.count; let dw = 1 / n * (2 * (yPredicted - y) * x).sum(); _ = dw",
            "let dw = 1 / x.shape[0] * (2 * (yPredicted - y) * x).sum(); _ = dw",
            "let mse = (1 / y.count) * ((yPredicted - y) * (yPredicted - y)).sum(); _ = mse",
            "let rate = 0.01; withNoGrad { w -= rate * w.grad! }",
            "withNoGrad { w -= lesson.learningRate * (1 - epoch / 100) * w.grad! }",
        ],
        "part3": [
            "let dw = 1 / x.count * ((yPredicted - y) * 2 * x).sum(); _ = dw",
            "let rate = 0.01; withNoGrad { w -= rate * w.grad! }",
        ],
        "part4": [
            "let dw = 1 / x.count * ((yPredicted - y) * 2 * x).sum(); _ = dw",
            "let rate = 0.01; withNoGrad { model.weight -= rate * model.weight.grad! }",
        ],
    ]

    /// What is refused, with a message that has these words.
    static let refused = [
        "part1": [
            ("let n = 1 / x.count; w -= n * dw", "Write Float(n)"),
            ("w -= lesson.learningRate * epoch * dw", "Write Float(n)"),
        ],
        "part2": [
            ("let k = 2; _ = k * x", "Write Float(n)"),
            ("_ = yPredicted.sqrt()", "Write x.pow(0.5), which takes a Float"),
        ],
    ]

    /// What means nothing by accident.
    static let plain = ["part1", "part2", "part3", "part4"].map {
        ($0, "_ = 1 / Float(x.count)")
    }

    private static func pairs<Slip>(_ slips: [String: [Slip]]) -> [(String, Slip)] {
        slips.sorted { $0.key < $1.key }.flatMap { part, slips in slips.map { (part, $0) } }
    }

    /// What the compiler says of each, by part and line. It reads all of them in one run.
    ///
    /// The bound counts what the type checker tries, not seconds: beyond it an expression is an error, as
    /// it is after a minute for a learner.
    private static let messages: [String: String] = {
        let slips =
            pairs(meant) + pairs(refused).map { ($0, $1.0) } + plain.map { ($0, $1) }
        do {
            var files: [String: String] = [:]
            for (index, (part, line)) in slips.enumerated() {
                files["slip\(index)"] = try lesson(part, line, name: "slip\(index)")
            }
            let result = try Compiler.check(
                files,
                [
                    "-typecheck", "-wmo", "-parse-as-library", "-Xfrontend",
                    "-solver-scope-threshold=\(mostScopes)",
                ])
            #expect(result.status != 0, "\(result.messages)")
            var found: [String: String] = [:]
            for (index, (part, line)) in slips.enumerated() {
                found["\(part) \(line)"] = result.messages.split(separator: "\n").filter {
                    $0.contains("slip\(index).swift:")
                }.joined(separator: "\n")
            }
            return found
        } catch {
            Issue.record(error)
            return [:]
        }
    }()

    private static let mostScopes = 20000

    @Test(.enabled(if: Compiler.exists), arguments: pairs(meant))
    func itIsMeant(_ part: String, _ line: String) throws {
        let message = try #require(Self.messages["\(part) \(line)"])
        #expect(!message.contains("error: "), "\(line): \(message)")
        #expect(message.contains("Float"), "\(line): \(message)")
    }

    @Test(.enabled(if: Compiler.exists), arguments: pairs(refused).map { ($0, $1.0, $1.1) })
    func itIsRefused(_ part: String, _ line: String, _ words: String) throws {
        let message = try #require(Self.messages["\(part) \(line)"])
        #expect(message.contains("error: "), "\(line): \(message)")
        #expect(message.contains(words), "\(line): \(message)")
    }

    /// The lessons themselves mean nothing by accident.
    @Test(.enabled(if: Compiler.exists), arguments: plain)
    func lessonsHaveNoWarnings(_ part: String, _ line: String) throws {
        let message = try #require(Self.messages["\(part) \(line)"])
        #expect(message.isEmpty, "\(message)")
    }

    /// The file of a task imports only Descent, and its part exports the rest.
    @Test(.enabled(if: Compiler.exists)) func aTaskGetsOneMessage() throws {
        let files = [
            "Exercises": "@_exported import MixedNumbers\nimport Workbook",
            "task": """
            import Descent
            func row(_ counts: [Int]) -> Tensor { Tensor(counts) }
            func root(_ loss: Tensor) -> Tensor { loss.sqrt() }
            """,
        ]
        let result = try Compiler.check(
            files, ["-typecheck", "-wmo", "-enable-upcoming-feature", "MemberImportVisibility"])
        let errors = result.messages.split(separator: "\n").filter {
            $0.contains(/\.swift:.* error:/)
        }
        #expect(errors.count == 1, "\(result.messages)")
        #expect(errors.first?.contains("Write x.pow(0.5)") == true, "\(result.messages)")
    }

    /// Numbers, and not the quotient of two whole numbers.
    @Test func theMeaningIsThatOfTheFormula() {
        let results = (MixedNumbers.self as any Results.Type).results
        #expect(results.count == 12)
        for (index, (found, right)) in results.enumerated() {
            #expect(found == right, "\(index)")
        }
    }

    /// So that nobody is warned of warnings.
    private protocol Results {
        static var results: [(Float, Float)] { get }
    }

    private enum MixedNumbers: Results {
        @available(*, deprecated)
        static var results: [(Float, Float)] {
            let x: [Float] = [1, 2, 3, 4]
            let (w, n, epoch, total, rate) = (Float(3), x.count, 25, 100, 0.1)
            let t = Tensor([3])
            return [
                (1 / n * w, 0.75), (w * (1 / n), 0.75), (w / n, 0.75), ((2 / n) * w, 1.5),
                (w * 2 / n, 1.5), (w * (1 - epoch / 100), 2.25), (w * (1 - epoch / total), 2.25),
                (rate * w, Float(0.1) * 3), (1 / Double(n) * w, 0.75),
                ((1 / n * t).item(), 0.75), ((t / n).item(), 0.75),
                ((rate * t).item(), Float(0.1) * 3),
            ]
        }
    }
}
