import Foundation
import TestSupport
import Testing

/// What a lesson prints itself stands where it was printed, and once: the lesson's function runs once, and what
/// only an experiment prints is not seen.
@Suite(.recordedLessons, .enabled(if: Compiler.exists)) struct PrintsTests {
    private static let own = ["top", "in epoch 1", "in epoch 2", "in epoch 3", "end"]

    private func inFolder<Result>(_ body: (String) throws -> Result) throws -> Result {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("prints-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        return try body(folder.path)
    }

    /// An experiment finds the end of an empty input; the run itself waits for a line.
    @Test func theRunReadsWhatAnExperimentDoesNot() throws {
        let program = try Program.executable("edited-lesson").path
        let result = try Program.shell(
            "(sleep 0.5; echo 0.02) | '\(program)' part1-reads-a-line --check-gradient --epochs 1")
        #expect(result.output.contains("This run: the first step is 0.02 · gradient."))
    }

    @Test(arguments: [
        "", "--explain", "--explain 2", "--graph", "--plot loss", "--plot fit", "--plot w",
        "--plot descent", "--plot FOLDER/p.svg", "--report FOLDER/r.html", "--check-gradient",
        "--save FOLDER/s.safetensors", "--predict 5", "--timing",
    ])
    func eachLineStandsInItsPlaceOnce(_ options: String) throws {
        try inFolder { folder in
            let words = ["part2-prints", "--epochs", "4", "--every", "1"]
            let more = options.replacing("FOLDER", with: folder).split(separator: " ")
            let result = try Program.run("edited-lesson", words + more.map(String.init))
            #expect(result.status == 0, "\(result.error)")
            #expect(result.lines.filter(Self.own.contains) == Self.own, "\(result.output)")
            let marks = result.lines.filter {
                Self.own.contains($0) || $0.hasPrefix("Epoch ") && $0.contains("w = ")
                    || $0.hasPrefix("y = 2·x") || $0.hasPrefix("Prediction ")
            }
            let starts = marks.map { $0.prefix(12) }
            #expect(
                starts == [
                    "y = 2·x for ", "top", "Prediction b", "in epoch 1", "Epoch 1/4: w",
                    "in epoch 2", "Epoch 2/4: w", "in epoch 3", "Epoch 3/4: w", "Epoch 4/4: w",
                    "end", "Prediction a",
                ], "\(result.output)")
        }
    }

    /// On a terminal the order is the same as in a pipe.
    @Test func aTerminalShowsTheSame() throws {
        let words = ["part2-prints", "--epochs", "4", "--explain", "2"]
        let piped = try Program.run("edited-lesson", words)
        let shown = try PseudoTerminal.run(
            "edited-lesson", words, environment: ["NO_COLOR": "1"], terminal: [.output])
        #expect(shown.lines == piped.lines)
    }

    /// Records are for programs.
    @Test(arguments: ["csv", "jsonl"])
    func recordsHaveNoPrintsAmongThem(_ format: String) throws {
        let words = ["--epochs", "4", "--format", format]
        let result = try Program.run("edited-lesson", ["part2-prints"] + words)
        #expect(result.output == (try Program.run("part2", words).output))
        #expect(result.error.split(separator: "\n").map(String.init) == Self.own)
    }

    @Test func aSweepRunsOnceForEachRate() throws {
        let result = try Program.run("edited-lesson part2-prints --sweep 0.01,0.02 --epochs 4")
        #expect(result.lines.count { $0 == "top" } == 2, "\(result.output)")
    }

    /// What the lesson has come to before its own code crashes is not lost in a pipe.
    @Test func aCrashLosesNoLine() throws {
        let result = try Program.run("edited-lesson part1-trap --epochs 4 --every 1")
        #expect(result.status != 0)
        #expect(result.lines.last == "Epoch 2/4: w = 0.555, loss = 21.67499924", "\(result.output)")
        #expect(result.error.contains("Fatal error: Index out of range"), "\(result.error)")
    }
}
