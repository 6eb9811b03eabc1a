import Foundation
import TestSupport
import Testing

/// Tables of one's own: four stages with one trace, PyTorch's trace on the same numbers, and what a
/// trained lesson is asked.
@Suite(.recordedLessons) struct TableStagesTests {
    struct Recording: Decodable, Sendable {
        var traces: [Trace<Settings>]
    }

    struct Settings: Decodable, Sendable {
        var file: String
        var problem: String
        var inputs: [String]
        var targets: [String]
        var standardize: Bool
        var learning_rate: String
        var epochs: Int
        var seed: Int

        var arguments: [String] {
            var words = [problem, "--data", "docs/data/\(file)"]
            words += ["--inputs", inputs.joined(separator: ",")]
            for target in targets { words += ["--target", target] }
            if standardize { words.append("--standardize") }
            words += ["--lr", learning_rate, "--epochs", "\(epochs)", "--seed", "\(seed)"]
            return words
        }
    }

    static let recording: Recording = Reference.load("tables.json")
    static let parts = ["part1", "part2", "part3", "part4"]

    private static func run(_ part: String, _ arguments: [String]) throws -> Program.Result {
        try Program.run(part, arguments)
    }

    /// The losses of a run, as bits.
    private static func losses(_ part: String, _ arguments: [String]) throws -> [Float] {
        let result = try run(part, arguments + ["--format", "csv"])
        return result.lines.dropFirst().compactMap { line in
            UInt32(line.split(separator: ",")[2], radix: 16).map(Float.init(bitPattern:))
        }
    }

    @Test(arguments: recording.traces)
    func allStagesPrintOneTraceAndItIsPyTorchs(_ trace: Trace<Settings>) throws {
        let settings = trace.settings
        let first = try Self.losses("part1", settings.arguments)
        #expect(first.count == settings.epochs)
        for part in Self.parts.dropFirst() {
            #expect(try Self.losses(part, settings.arguments) == first, "\(part), \(trace.name)")
        }
        if settings.problem == "line" {
            #expect(Bits(first) == trace.lossBits, "\(trace.name)")
        } else {
            // PyTorch's matrix product adds in another order.
            let difference = relativeDifference(first, trace.lossBits.floats)
            #expect(try #require(difference) < 1e-6, "\(trace.name)")
        }
    }

    // MARK: - Asking

    /// What stands in the last column of the rows behind the header of an answer.
    private static func answers(_ part: String, _ arguments: [String]) throws -> [[String]] {
        let lines = try run(part, arguments).lines
        guard let title = lines.firstIndex(of: "The trained model predicts:") else { return [] }
        return lines[(title + 2)...].map { $0.split(separator: " ").map(String.init) }
    }

    @Test(arguments: parts)
    func theLineIsAsked(_ part: String) throws {
        let answers = try Self.answers(part, ["--predict", "5,7.5,-1e3"])
        #expect(answers == [["5", "10"], ["7.5", "15"], ["-1000", "-2000"]])
        // 454.158·x − 40.784, the table's least squares, rounded.
        let hubble = try Self.answers(
            part, ["--data", "docs/data/hubble-1929.csv", "--standardize", "--predict", "0.5,2"])
        #expect(hubble == [["0.5", "186.296"], ["2", "867.533"]])
        let forbes = try Self.answers(
            part, ["--data", "docs/data/forbes-1857.csv", "--standardize", "--predict", "212"])
        #expect(forbes == [["212", "29.7895"]])
    }

    @Test(arguments: parts)
    func theCropsAreAsked(_ part: String) throws {
        let answers = try Self.answers(part, ["crops", "--predict", "73,67,43;102,43,37"])
        // By hand, from the equations that the run prints with four decimals.
        let first = try #require(answers.first).compactMap(Double.init)
        let apples = -0.1765 * 73 + 1.2131 * 67 - 0.2487 * 43 + 0.4023
        let oranges = -0.1684 * 73 + 1.0187 * 67 + 0.33 * 43 + 0.843
        #expect(first.count == 5 && answers.count == 2)
        #expect(abs(first[3] - apples) < 0.02 && abs(first[4] - oranges) < 0.02)
        // Courtelary, the first row: 80.2 was seen, R's model says 74.30618 for it in other words.
        let swiss = try Self.answers(
            part,
            [
                "crops", "--data", "docs/data/swiss-1888.csv", "--standardize", "--predict",
                "17,15,12,9.96,22.2",
            ])
        let expected =
            66.91518 - 0.172114 * 17 - 0.258008 * 15 - 0.87094 * 12 + 0.104115 * 9.96
            + 1.077048 * 22.2
        let found = try #require(swiss.last?.last.flatMap(Double.init))
        #expect(abs(found - expected) < 1e-3)
    }

    @Test(arguments: [
        "part1 sine --lr 1e-5", "part2 sine --lr 1e-5", "part3 sine --lr 1e-5",
        "part4 sine --lr 1e-5",
        "part2 legendre --samples 2000", "part4 network",
    ])
    func curvesAreAsked(_ lesson: String) throws {
        let words = lesson.split(separator: " ").map(String.init)
        let answers = try Self.answers(
            words[0], ["--samples", "200"] + words.dropFirst() + ["--predict", "0.5"])
        let found = try #require(answers.last?.last.flatMap(Double.init))
        #expect(abs(found - 0.4794) < 0.08)
    }

    // MARK: - Files

    private static func withFile(_ text: String, _ body: (String) throws -> Void) throws {
        let file = FileManager.default.temporaryDirectory
            .appendingPathComponent("descent-\(UUID().uuidString).csv")
        try text.write(to: file, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(at: file) }
        try body(file.path)
    }

    private static let hubble = ["--data", "docs/data/hubble-1929.csv", "--standardize"]

    /// Standard output is the table and nothing else; the run is on standard error.
    @Test(arguments: parts)
    func aFileGetsAColumn(_ part: String) throws {
        let text = "what,distance\n\"a, b\",0.5\n\n\"c\nd\",2\n"
        try Self.withFile(text) { path in
            let result = try Self.run(part, Self.hubble + ["--predict", path])
            #expect(
                result.output
                    == "what,distance,predicted velocity\n\"a, b\",0.5,186.29561\n\"c\nd\",2,867.5331\n"
            )
            #expect(result.error.contains("velocity = 454.1584·distance - 40.7836"))
            #expect(result.status == 0)
        }
    }

    @Test func aFileKeepsItsForm() throws {
        try Self.withFile("distance;n\r\n0,5;1\r\n2;2\r\n") { path in
            let result = try Self.run("part2", Self.hubble + ["--predict", path])
            #expect(
                result.output
                    == "distance;n;predicted velocity\r\n0,5;1;186,29561\r\n2;2;867,5331\r\n")
        }
        // Without a header the columns stand in the order of the inputs.
        try Self.withFile("73\t67\t43\n") { path in
            let result = try Self.run("part3", ["crops", "--predict", path])
            #expect(
                result.output == "73\t67\t43\t58.10109\t70.99292\n"
                    || result.output.hasPrefix("73\t67\t43\t58.10"))
            #expect(result.output.split(separator: "\t").count == 5)
        }
    }

    /// Bytes of other columns, the lines above and the separator stay; a row gets no more cells than the
    /// header has.
    @Test func aFileKeepsItsBytes() throws {
        func answers(_ bytes: String, _ options: String) throws -> String {
            try Program.shell(
                "printf '\(bytes)' >$$.csv; part1 \(options) --predict $$.csv 2>$$.err | od -An -c "
                    + "| tr -d ' \\n'; rm $$.csv $$.err"
            ).output
        }
        #expect(
            try answers("note,x\\ngr\\366n,1\\n\\377\\376,2\\n", "--w0 2 --every 0")
                == "note,x,predictedy\\ngr366n,1,2.0\\n377376,2,4.0\\n")
        #expect(
            try answers("sep=|\\r\\n# a\\r\\nx|b\\r\\n1|2||\\r\\n", "--w0 2 --every 0")
                == "sep=|\\r\\n#a\\r\\nx|b|predictedy\\r\\n1|2|2.0\\r\\n")
        #expect(
            try answers("\"no\\nte\",x\\r1,2\\r", "--w0 2 --every 0")
                == "\"no\\nte\",x,predictedy\\r1,2,4.0\\r")
        #expect(
            try answers("x,B,C\\r1,4,7,\\r2,5,8,,\\r", "--w0 2 --every 0")
                == "x,B,C,predictedy\\r1,4,7,2.0\\r2,5,8,4.0\\r")
    }

    @Test func aWrongFileIsRefusedBeforeTheTraining() throws {
        try Self.withFile("distance\n0.5\nx\n") { path in
            let result = try Self.run("part1", Self.hubble + ["--predict", path])
            #expect(result.status == 64)
            #expect(result.output.isEmpty)
            #expect(
                result.error
                    == "error: --predict \(path): line 3, column 1 (distance): 'x' is not a "
                    + "number. See 'part1 --help'.\n")
        }
    }

    /// A run that fails gives no table.
    @Test func aRunThatDivergesPredictsNothing() throws {
        try Self.withFile("x\n1\n") { path in
            let result = try Self.run("part4", ["--lr", "1", "--epochs", "500", "--predict", path])
            #expect(result.status == 1)
            #expect(result.output.isEmpty)
            #expect(result.error.contains("error: the training diverged"))
        }
    }

    /// A table may come through a pipe.
    @Test func standardInputIsAFile() throws {
        let result = try Program.shell(
            "printf '1 2\\n' | tr ' ' , | part1 --data - --epochs 1 --every 0")
        #expect(result.output.contains("Standard input: x2 from x1, 1 row."))
        #expect(result.status == 0)
    }

    // MARK: - Tables of any size

    /// 10,000 columns, a line of 20 MB and a file without an end take a second or two, and no more memory
    /// than some hundred MB.
    @Test func hostileTablesEndSoon() throws {
        func shell(_ script: String) throws -> Program.Result {
            try Program.shell("ulimit -v 4000000 -t 5; \(script)")
        }
        let names = (0..<10_000).map { "c\($0)" }.joined(separator: ",")
        let rows = (0..<3).map { row in
            (0..<10_000).map { "\($0 * row % 7)" }.joined(separator: ",")
        }
        try Self.withFile("\(names)\n\(rows.joined(separator: "\n"))\n") { path in
            let result = try shell("part3 crops --epochs 1 --standardize --data \(path)")
            #expect(result.error.contains("all numbers in 'c0' are the same"))
            let other = try shell("part3 crops --epochs 1 --data \(path)")
            #expect(other.output.contains("c9999 from 9999"))
        }
        let long = try shell("head -c 20000000 /dev/zero | tr '\\0' , | part1 --data -")
        #expect(long.error.contains("--data -: line 1 is too long"))
        let endless = try shell("yes 1,2 | part1 --data -")
        #expect(endless.error.contains("--data - cannot be read: File too large."))
        let zeros = try shell("part1 --data /dev/zero")
        #expect(zeros.error.contains("--data /dev/zero cannot be read: File too large."))
        #expect([long, endless, zeros].allSatisfy { $0.status == 64 })
    }

    /// Where all targets or all inputs are 0 the model is the lesson's all the same.
    @Test(arguments: [
        ("0,2\n1,2\n2,2\n", "--standardize", "y = 0·x + 2 (least squares)"),
        ("0,0\n1,0\n2,0\n", "", "y = 0·x (least squares)"),
        ("0,1\n0,2\n0,3\n", "", "Found w = 0.0.\n"),
    ])
    func constantColumnsAreLearned(rows: String, option: String, sentence: String) throws {
        try Self.withFile("x,y\n" + rows) { path in
            for part in Self.parts {
                let result = try Self.run(
                    part, ["--data", path] + option.split(separator: " ").map(String.init))
                #expect(result.output.contains(sentence), "\(part): \(result.output)")
                #expect(!result.output.contains("not one that the workbook knows"))
                #expect(!result.output.contains("inf"))
            }
        }
    }

    /// Numbers of any size are learned from, and what does not suit them is said beforehand.
    @Test func aRateThatDoesNotSuitIsAnnounced() throws {
        try Self.withFile("a,b\n1e-9,2\n2e-9,3\n3e-9,5\n") { path in
            let scaled = try Self.run("part2", ["--data", path, "--standardize"])
            #expect(scaled.output.contains("b = 1.5e+09·a + 0.3333341\n"))
        }
        try Self.withFile("a,b\n1e30,2\n2e30,3\n3e30,5\n") { path in
            let result = try Self.run("part4", ["--data", path])
            #expect(
                result.output.contains(
                    "The learning rate 0.01 is too large for this table: it is not below"))
            #expect(result.status == 1)
            let scaled = try Self.run("part4", ["--data", path, "--standardize"])
            #expect(scaled.output.contains("b = 1.5e-30·a + 0.3333341\n"))
            #expect(scaled.status == 0)
        }
    }

    /// With many columns what would take minutes or screens is left out, and the run says so.
    @Test(arguments: parts)
    func manyColumnsAreLearned(_ part: String) throws {
        let names = (0..<120).map { "c\($0)" }
        var text = (names + ["y"]).joined(separator: ",") + "\n"
        for row in 0..<80 {
            let cells = (0..<120).map { (row * row * 31 + $0 * 17 + row * $0) % 101 }
            text += (cells + [cells.reduce(0, +)]).map(String.init).joined(separator: ",") + "\n"
        }
        try Self.withFile(text) { path in
            let options = ["crops", "--data", path, "--standardize", "--lr", "0.02"]
            let result = try Self.run(part, options + ["--epochs", "3", "--explain"])
            #expect(result.output.contains("y from 120 inputs, 80 rows."))
            #expect(!result.output.contains("Least squares"))
            #expect(result.output.contains("… and 105 more."))
            #expect(result.lines.count < 120)
            #expect(result.status == 0)
        }
    }

    /// As many rows as this take a moment, not minutes.
    @Test func aLargeTableIsReadAndLearned() throws {
        var text = "a,b,y\n"
        for i in 0..<40_000 {
            text += "\(i % 97),\(i % 89).5,\(3 * (i % 97) - 2 * (i % 89) - 1)\n"
        }
        try Self.withFile(text) { path in
            let start = Date()
            let result = try Self.run(
                "part3", ["crops", "--data", path, "--standardize", "--epochs", "60"])
            #expect(result.output.contains("y = 3·a - 2·b"))
            #expect(result.status == 0)
            #expect(Date().timeIntervalSince(start) < 60)
        }
    }
}
