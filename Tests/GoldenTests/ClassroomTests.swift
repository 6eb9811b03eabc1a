import Foundation
import TestSupport
import Testing

/// What depends on the terminal: waiting for Enter, colours, widths and progress.
@Suite(.recordedLessons) struct ClassroomTests {
    private let prompt = "Enter: continue, q: end "
    /// What takes the prompt and the echo of Enter away again.
    private let erased = "\u{1B}[1A\r\u{1B}[2K"
    private let plain: [String: String?] = ["NO_COLOR": "1"]

    /// What remains on the screen: the terminal's own line ends, prompts and their removal taken out.
    private func screen(_ result: PseudoTerminal.Result, echo: String = "\n") -> [String] {
        result.received.replacingOccurrences(of: prompt + echo + erased, with: "")
            .split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
    }

    // MARK: - Steps

    @Test func enterLeadsThroughARunThatIsOtherwiseTheSame() throws {
        let script = Array(repeating: (waitFor: prompt, send: "\n"), count: 4)
        let result = try PseudoTerminal.run(
            "part2", ["--step", "--epochs", "30"], environment: plain, script: script)
        #expect(result.status == 0)
        #expect(result.received.components(separatedBy: prompt).count == 5)
        #expect(screen(result) == (try Program.run("part2 --epochs 30").lines))
    }

    @Test func beforeThePromptNothingOfTheEpochIsShown() throws {
        let result = try PseudoTerminal.run(
            "part1", ["--step", "--epochs", "5", "--every", "1"], environment: plain,
            script: [(prompt, "\n"), (prompt, "q\n")])
        let parts = result.received.components(separatedBy: prompt)
        try #require(parts.count == 3)
        #expect(!parts[0].contains("Epoch 1/5"))
        #expect(parts[1].contains("Epoch 1/5") && !parts[1].contains("Epoch 2/5"))
    }

    @Test func qEndsWithTheSummary() throws {
        let result = try PseudoTerminal.run(
            "part3", ["--step", "--every", "1"], environment: plain,
            script: [(prompt, "\n"), (prompt, "\n"), (prompt, "q\n")])
        #expect(result.status == 0)
        let lines = result.lines
        #expect(lines.contains { $0.contains("Epoch 3/100: w = 0.") })
        #expect(!lines.contains { $0.contains("Epoch 4/100") })
        #expect(lines.contains("Stopped after epoch 3 of 100."))
        #expect(lines.last?.hasPrefix("Found w = 0.77") == true)
    }

    @Test func theEndOfTheInputIsLikeQ() throws {
        // Control-D.
        let result = try PseudoTerminal.run(
            "part1", ["--step"], environment: plain, script: [(prompt, "\u{4}")])
        #expect(result.status == 0)
        #expect(result.lines.contains("Stopped after epoch 1 of 100."))
    }

    @Test(arguments: ["part1", "part2", "part3", "part4"])
    func withAnExplanationEachStepWaits(_ part: String) throws {
        let script = Array(repeating: (waitFor: prompt, send: "\n"), count: 6)
        let result = try PseudoTerminal.run(
            part, ["--step", "--explain", "--epochs", "1"], environment: plain, script: script)
        #expect(result.status == 0)
        let parts = result.received.components(separatedBy: prompt)
        // Before each of the five steps, and before the epoch's line.
        try #require(parts.count == 7)
        for (step, name) in ["Prediction", "Loss", "Gradient", "Update", "Reset"].enumerated() {
            #expect(parts[step + 1].contains("\(step + 1). \(name)\n"))
            #expect(!parts[step].contains("\(step + 1). \(name)\n"))
        }
        #expect(screen(result) == (try Program.run("\(part) --explain --epochs 1").lines))
    }

    @Test func aRunThatDivergesFailsAlsoAfterQ() throws {
        let result = try PseudoTerminal.run(
            "part1", ["--step", "--lr", "3e38", "--every", "1"], environment: plain,
            script: [(prompt, "q\n")])
        #expect(result.status == 1)
        let text = result.lines.joined(separator: " ")
        #expect(text.contains("error: the training diverged: in epoch 1 "))
        #expect(result.lines.allSatisfy { $0.count <= 80 })
    }

    @Test func qInAnExplanationEndsTheRun() throws {
        let result = try PseudoTerminal.run(
            "part2", ["--step", "--explain", "--epochs", "9"], environment: plain,
            script: [(prompt, "\n"), (prompt, "q\n")])
        #expect(result.status == 0)
        #expect(result.received.contains("1. Prediction\n"))
        #expect(!result.received.contains("3. Gradient\n"))
        #expect(result.lines.contains("Stopped after epoch 1 of 9."))
    }

    @Test func aDumbTerminalGetsNoControlCharacters() throws {
        let result = try PseudoTerminal.run(
            "part2", ["--step", "--epochs", "10", "--plot", "--explain"],
            environment: ["TERM": "dumb"],
            script: Array(repeating: (waitFor: prompt, send: "\n"), count: 7))
        #expect(result.status == 0)
        #expect(!result.received.contains("\u{1B}") && !result.received.contains("\r"))
        #expect(result.received.components(separatedBy: prompt).count == 8)
        // Its plots are ASCII.
        #expect(result.lines.contains { $0.contains("|") && $0.contains("*") })
        #expect(!result.received.contains("│"))
    }

    @Test(arguments: [Set<PseudoTerminal.Stream>([.output, .error]), [.input, .error], []])
    func stepsAreRefusedWithoutATerminal(_ terminal: Set<PseudoTerminal.Stream>) throws {
        let result = try PseudoTerminal.run("part4", ["sine", "--step"], terminal: terminal)
        #expect(result.status == 64)
        let text = result.received + result.output + result.error
        #expect(
            text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
                == "error: --step waits for Enter, so standard input and output must be a terminal. "
                + "Without one, use --pace. See 'part4 --help'.")
        // A terminal gets the line folded.
        #expect((text.split(separator: "\n").count > 1) == !terminal.isEmpty)
    }

    // MARK: - Colours

    static let colourful = [
        "part1 --explain --epochs 1", "part1 --check-gradient --epochs 1",
        "part2 --bug no-zero-grad --epochs 1", "part3 --sweep 0.01,0.12,1", "part4 --plot",
        "part2 --bug tracked-update", "part2 --graph --epochs 1",
    ]

    /// Colours are escape sequences around the same text, and only where somebody watches.
    @Test(arguments: colourful)
    func coloursAreForTerminalsOnly(_ commandLine: String) throws {
        let words = commandLine.split(separator: " ").map(String.init)
        func run(_ environment: [String: String?], _ terminal: Set<PseudoTerminal.Stream>) throws
            -> String
        {
            let result = try PseudoTerminal.run(
                words[0], Array(words.dropFirst()), environment: environment, terminal: terminal)
            #expect(result.status == 0)
            return result.received + result.output
        }
        let coloured = try run([:], [.input, .output])
        let piped = try run([:], [])
        #expect(coloured.contains("\u{1B}["))
        #expect(!piped.contains("\u{1B}"))
        #expect(coloured.replacing(/\u{1B}\[[0-9;]*m/, with: "") == piped)
        #expect(try run(["NO_COLOR": "1"], [.input, .output]) == piped)
        let dumb = try run(["TERM": "dumb"], [.input, .output])
        #expect(!dumb.contains("\u{1B}"))
    }

    @Test(arguments: [
        "part1 --format csv", "part1 --format jsonl", "part1 --sweep 0.1 --format csv",
    ])
    func whatProgramsReadIsNeverColoured(_ commandLine: String) throws {
        let words = commandLine.split(separator: " ").map(String.init)
        let result = try PseudoTerminal.run(words[0], Array(words.dropFirst()), terminal: [.output])
        #expect(result.status == 0 && !result.received.contains("\u{1B}"))
        #expect(result.received == (try Program.run(commandLine).output))
    }

    // MARK: - Width

    @Test(arguments: [40, 60, 80, 120])
    func plotsAreAsWideAsTheTerminal(_ columns: Int) throws {
        let options = ["--plot", "--every", "0"]
        let result = try PseudoTerminal.run(
            "part2", options, environment: plain, terminal: [.output], columns: columns)
        let frame = result.lines.filter { $0.contains("└") }
        try #require(frame.count == 2)
        #expect(frame.allSatisfy { $0.count == columns })
        // Without a terminal COLUMNS says it.
        let piped = try PseudoTerminal.run(
            "part2", options, environment: ["COLUMNS": "\(columns)"], terminal: [])
        #expect(piped.output == result.received)
    }

    @Test func plotsFitASmallScreen() throws {
        let result = try PseudoTerminal.run(
            "part4", ["sine", "--plot", "--every", "0"], environment: plain, terminal: [.output])
        let first = try #require(result.lines.firstIndex { $0.contains("loss, logarithmic") })
        // Both together are one screen of 24 lines.
        #expect(result.lines.count - first <= 25)
        #expect(result.lines[first...].allSatisfy { $0.count <= 80 })
    }

    @Test(arguments: [["LC_ALL": "C"], ["LC_ALL": "", "LANG": "de_DE.ISO-8859-1"]])
    func plotsAreASCIIWhereTheLocaleIs(_ environment: [String: String?]) throws {
        let result = try PseudoTerminal.run(
            "part1", ["--plot", "--every", "0"], environment: environment, terminal: [])
        let lines = result.output.split(separator: "\n")
        let start = try #require(lines.firstIndex { $0.contains("loss, logarithmic") })
        #expect(lines.count - start >= 20)
        #expect(lines[start...].allSatisfy { $0.utf8.allSatisfy { $0 < 128 } })
    }

    // MARK: - Progress

    @Test func shortWorkShowsNoProgress() throws {
        let sweep = try PseudoTerminal.run(
            "part2", ["crops", "--sweep", "1e-6,1e-5", "--epochs", "20"], terminal: [.error])
        #expect(sweep.status == 0 && sweep.received.isEmpty)
    }

    @Test func longWorkShowsProgressOnStandardErrorOnly() throws {
        // More than the second after which there is a bar, and most of it waits.
        let epochs = ["--epochs", "40", "--every", "1"]
        let watched = try PseudoTerminal.run(
            "part2", epochs + ["--pace", "0.04"], terminal: [.error])
        #expect(watched.status == 0)
        #expect(watched.received.contains("%|") && watched.received.contains("/40 ["))
        // It is taken away in the end.
        #expect(watched.received.hasSuffix("\r\u{1B}[K"))
        let plain = try Program.run("part2", epochs)
        #expect(watched.output == plain.output && plain.error.isEmpty)
        let sweep = try PseudoTerminal.run(
            "part2", ["--epochs", "1000000000", "--sweep", "0.01"], terminal: [.error],
            signals: [(2, SIGINT)])
        #expect(sweep.received.contains("/1000000000 ["))
    }
}
