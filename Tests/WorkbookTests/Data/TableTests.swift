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

/// Tables as lessons get them, beside NumPy's numbers and exact least squares.
@Suite struct TableTests {
    struct Recording: Decodable, Sendable {
        var traces: [Trace<Settings>]
        var tables: [Answers]
    }

    struct Settings: Decodable, Sendable {
        var file: String
        var problem: String
        var inputs: [String]
        var targets: [String]
        var standardize: Bool
    }

    /// What is known of a table: NumPy's means and deviations, and exact answers, rounded once.
    struct Answers: Decodable, Sendable {
        var file: String
        var inputs: [String]
        var targets: [String]
        var rows: Int
        var means: [Double]
        var deviations: [Double]
        var slopes: [[Double]]
        var constants: [Double]
        var loss: Double
        var limit: Double
    }

    static let recording: Recording = Reference.load("tables.json")

    private static func parser(_ stage: Stage = .part1) -> CommandLineParser {
        CommandLineParser(
            stage: stage,
            lessons: [
                LessonSignature(LineProblem.self), LessonSignature(CropsProblem.self),
                LessonSignature(SineProblem.self),
            ])
    }

    static func path(_ file: String) -> String {
        Reference.package.appendingPathComponent("docs/data/\(file)").path
    }

    private static func table(_ answers: Answers) throws -> Table {
        let problem = answers.inputs.count == 1 ? "line" : "crops"
        let targets = answers.targets.flatMap { ["--target", $0] }
        let words =
            [problem, "--data", path(answers.file), "--standardize", "--inputs"]
            + [answers.inputs.joined(separator: ",")] + targets
        guard case .run(_, let settings) = try parser().parse(words) else { fatalError() }
        return try #require(settings.table)
    }

    @Test(arguments: recording.tables)
    func scalingIsNumPys(_ answers: Answers) throws {
        let table = try Self.table(answers)
        let scaling = try #require(table.scaling)
        #expect(table.rows == answers.rows)
        #expect(scaling.inputs.count == answers.inputs.count)
        for (column, (mean, deviation)) in zip(
            scaling.inputs, zip(answers.means, answers.deviations))
        {
            #expect(abs(column.mean - mean) <= 1e-14 * abs(mean))
            #expect(abs(column.deviation - deviation) <= 1e-14 * deviation)
        }
    }

    /// In every bit: a saved run is to find its scaling again.
    @Test func meansAreTheNearestNumbers() {
        #expect(Standardization.Column.mean([5.35, 4363.14]) == 2184.2450000000003)
    }

    /// The numbers that lessons get are those that PyTorch got, in every bit.
    @Test func scaledNumbersAreNumPys() throws {
        for trace in Self.recording.traces where trace.settings.standardize {
            let answers = try #require(
                Self.recording.tables.first {
                    $0.file == trace.settings.file && $0.targets == trace.settings.targets
                })
            let table = try Self.table(answers)
            let raw = try JSONDecoder().decode(
                Raw.self, from: try Data(contentsOf: Self.file))
            let own = try #require(raw.traces.first { $0.name == trace.name })
            #expect(Bits(table.x) == own.x_bits, "\(trace.name)")
            #expect(Bits(table.y) == own.y_bits, "\(trace.name)")
        }
    }

    private static let file = Reference.tests.appendingPathComponent("Reference/tables.json")

    struct Raw: Decodable {
        struct Data: Decodable {
            var name: String
            var x_bits: Bits
            var y_bits: Bits
        }
        var traces: [Data]
    }

    /// Least squares on the scaled table, written in the table's own units, is that of the file.
    @Test(arguments: recording.tables)
    func leastSquaresIsThatOfTheFile(_ answers: Answers) throws {
        let table = try Self.table(answers)
        let (inputs, outputs) = (answers.inputs.count, answers.targets.count)
        let names = [String](repeating: "p", count: (inputs + 1) * outputs)
        let samples = Samples(
            x: Quantity(shape: [table.rows, inputs], values: table.x),
            y: Quantity(shape: [table.rows, outputs], values: table.y))
        let known = try #require(KnownModel.affine(samples, names))
        let best = try #require(known.model.best)
        #expect(abs(best.loss - answers.loss) < 1e-6 * answers.loss)
        for (target, indices) in known.model.outputs.enumerated() {
            let own = table.inOwnUnits(indices.map { best.parameters[$0] }, target)
            for (slope, right) in zip(own.slopes, answers.slopes[target]) {
                #expect(abs(slope - right) < 1e-5 * abs(right))
            }
            let constant = try #require(own.constant)
            #expect(abs(constant - answers.constants[target]) < 1e-5 * abs(constant))
        }
        let limit = try #require(known.model.learningRateLimit)
        #expect(abs(limit.value - answers.limit) < 1e-5 * answers.limit)
    }

    /// R's help on `swiss`, Hubble's paper as every textbook has it, and Weisberg's book on Forbes.
    @Test func theAnswersAreThoseOfTheBooks() {
        let tables = Self.recording.tables
        #expect(tables.map(\.rows) == [24, 17, 47, 47])
        #expect(abs(tables[0].slopes[0][0] - 454.16) < 0.005)
        #expect(abs(tables[0].constants[0] + 40.78) < 0.005)
        #expect(abs(tables[1].slopes[0][0] - 0.5229) < 0.00005)
        #expect(abs(tables[1].constants[0] + 81.0637) < 0.00005)
        let swiss = [-0.17211, -0.25801, -0.87094, 0.10412, 1.07705]
        for (slope, right) in zip(tables[2].slopes[0], swiss) {
            #expect(abs(slope - right) < 0.00001)
        }
        #expect(abs(tables[2].constants[0] - 66.91518) < 0.00001)
    }

    // MARK: - What is printed

    /// The printed equation gives at all inputs what the model says, in five digits.
    static let lines: [(inputs: [Double], bias: Double)] = [
        ((1990...2020).map { Double($0) }, 14.1), ([-3, -2.5, 8, 1e4], -2),
        ([1e-9, 2e-9, 5e-9], 0.25),
    ]

    @Test(arguments: lines)
    func equationsHaveEnoughDigits(inputs: [Double], bias: Double) throws {
        let column = Standardization.Column(inputs)
        let scaling = Standardization(inputs: [column], targetMeans: [0])
        let table = Table(
            inputNames: ["year"], targetNames: ["warmth"],
            x: inputs.map { scaling.scaled($0, input: 0) }, y: inputs.map { _ in 0 },
            scaling: scaling, source: "t.csv")
        let line = try #require(table.equations([[0.123456789, bias]]).first)
        // warmth = 0.0138·year - 13.4
        let words = line.split(separator: " ")
        let slope = try #require(Double(words[2].dropLast("·year".count)))
        let constant = try #require(Double(words[4])) * (words[3] == "-" ? -1 : 1)
        for input in inputs {
            let right = 0.123456789 * (input - column.mean) / column.deviation + bias
            #expect(abs(slope * input + constant - right) <= 5e-6 * abs(right), "\(line)")
        }
    }

    @Test func signsAreWrittenOnce() throws {
        let scaling = Standardization(
            inputs: [Standardization.Column(mean: -2, deviation: 0.5)], targetMeans: [-1.25])
        let table = Table(
            inputNames: ["temp"], targetNames: ["y"], x: [-1, 1], y: [0, 0], scaling: scaling,
            source: "t.csv")
        #expect(scaling.sentence.hasSuffix(" The target's mean is subtracted, too."))
        #expect(table.equations([[-1]]) == ["  y = -2·temp - 5.25"])
        #expect(table.equations([[-0.0, 1.25]]) == ["  y = 0·temp + 0"])
    }

    // MARK: - What the command line refuses

    private static func error(_ text: String, _ words: String...) throws -> String? {
        let file = FileManager.default.temporaryDirectory
            .appendingPathComponent("descent-\(UUID().uuidString).csv")
        try text.write(to: file, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(at: file) }
        do {
            _ = try parser().parse(words.map { $0 == "FILE" ? file.path : $0 })
            return nil
        } catch {
            return error.message.replacing(file.path, with: "FILE")
        }
    }

    @Test func whatCannotBeScaledOrLearnedIsNamed() throws {
        let constant = "a,b\n5,1\n5,2\n"
        let refusal = try Self.error(constant, "--data", "FILE", "--standardize")
        #expect(
            refusal
                == "--data FILE: all numbers in 'a' are the same, so it cannot be scaled. "
                + "Choose other columns with --inputs.")
        #expect(try Self.error(constant, "--data", "FILE") == nil)
        let one = try Self.error("a,b\n1,2\n", "--data", "FILE", "--standardize")
        #expect(
            one
                == "--data FILE: all numbers in 'a' are the same, so it cannot be scaled. Choose other columns "
                + "with --inputs.")
        #expect(try Self.error("a,b\n1,2\n", "--data", "FILE") == nil)
        #expect(
            try Self.error("a,b\n", "--data", "FILE")
                == "--data FILE has a header but no rows.")
        #expect(
            try Self.error("1\n2\n", "--data", "FILE")?.hasPrefix("--data FILE has only one column")
                == true)
    }

    @Test func optionsOfTablesGoWithATable() throws {
        let good = "a,b\n1,2\n3,4\n"
        #expect(try Self.error(good, "--standardize") == "--standardize needs --data FILE.")
        #expect(try Self.error(good, "--target", "a") == "--target needs --data FILE.")
        #expect(
            try Self.error(good, "--data", "FILE", "--samples", "3")
                == "--data and --samples cannot be used together: --samples is for a "
                + "lesson's own data.")
        #expect(
            try Self.error(good, "crops", "--data", "FILE", "--rows", "3")
                == "--data and --rows cannot be used together: --rows is for a "
                + "lesson's own data.")
        #expect(
            try Self.error(good, "crops", "--data", "FILE", "--start", "notebook")?
                .hasPrefix("--data and --start notebook cannot be used together") == true)
        #expect(
            try Self.error(good, "sine", "--data", "FILE")?
                .hasPrefix("part1 sine has no option --data") == true)
        #expect(
            try Self.error(good, "--data", "missing.csv")
                == "--data missing.csv cannot be read: No such file or directory.")
    }

    @Test func questionsAreNumbersOrFiles() throws {
        let good = "a,b\n1,2\n3,4\n"
        #expect(
            try Self.error(good, "crops", "--predict", "1,2")
                == "--predict has a row of 2 numbers, but the model takes temperature, rainfall and "
                + "humidity.")
        #expect(
            try Self.error(good, "--predict", "1,b")?.hasPrefix("--predict cannot be '1,b'") == true
        )
        #expect(
            try Self.error(good, "--predict", "1e99")?
                .hasPrefix("--predict cannot be '1e99': it takes numbers in the range of a Float32")
                == true)
        #expect(
            try Self.error(good, "crops", "--predict", "FILE")
                == "--predict FILE has no column 'temperature': it has a and b.")
        for option in ["--sweep", "--format"] {
            let value = option == "--sweep" ? "0.1" : "csv"
            let message = try Self.error(good, "--predict", "1", option, value)
            #expect(message?.hasSuffix("--predict cannot be used together.") == true)
        }
    }

    @Test func aQuestionIsReadRowByRow() throws {
        func question(_ text: String, _ names: [String]) throws -> [Double] {
            try Question(text, inputs: names, targets: ["y"]).inputs
        }
        #expect(try question("5,7.5", ["x"]) == [5, 7.5])
        #expect(try question("-5; 7e-1", ["x"]) == [-5, 0.7])
        #expect(try question("1,2;3,4", ["a", "b"]) == [1, 2, 3, 4])
    }

    @Test func rowsAreBounded() throws {
        let text = "a,b\n" + String(repeating: "1,2\n", count: 1_000_001)
        #expect(
            try Self.error(text, "--data", "FILE") == "--data FILE has more than 1000000 rows.")
    }
}
