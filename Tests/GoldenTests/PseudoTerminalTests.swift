import Foundation
import TestSupport
import Testing

/// Programs before which somebody sits.
@Suite(.recordedLessons) struct PseudoTerminalTests {
    private static let shell = URL(fileURLWithPath: "/bin/sh")

    @Test func aTerminalShowsWhatAPipeGets() throws {
        let piped = try Program.run("part1")
        // A slow machine would show a progress bar, if standard error were the terminal.
        let shown = try PseudoTerminal.run(
            "part1", environment: ["NO_COLOR": "1"], terminal: [.input, .output])
        #expect(shown.status == 0)
        #expect(shown.error.isEmpty)
        #expect(!piped.lines.isEmpty)
        #expect(shown.lines == piped.lines)
    }

    @Test func linesEndAsOnATerminal() throws {
        let result = try PseudoTerminal.run(
            Self.shell, ["-c", "echo one; echo two"], normalizesLineEnds: false)
        #expect(result.received == "one\r\ntwo\r\n")
    }

    @Test func theThreeFilesAreTheTerminalOrNot() throws {
        let program = """
            for file in 0 1 2; do test -t $file && echo "$file" >> "$0"; done
            echo output; echo error >&2
            """
        let folder = FileManager.default.temporaryDirectory
        for terminal in [[], [.input], [.output], [.error], [.input, .output, .error]]
            as [Set<PseudoTerminal.Stream>]
        {
            let file = folder.appendingPathComponent("descent-\(UUID().uuidString)")
            try Data().write(to: file)
            defer { try? FileManager.default.removeItem(at: file) }
            let result = try PseudoTerminal.run(
                Self.shell, ["-c", program, file.path], terminal: terminal)
            let streams: [(PseudoTerminal.Stream, String)] = [
                (.input, "0"), (.output, "1"), (.error, "2"),
            ]
            let found = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
            #expect(
                found.map(String.init) == streams.filter { terminal.contains($0.0) }.map(\.1))
            let isShown = (terminal.contains(.output), terminal.contains(.error))
            #expect(
                result.received == (isShown.0 ? "output\n" : "") + (isShown.1 ? "error\n" : ""))
            #expect(result.output == (isShown.0 ? "" : "output\n"))
            #expect(result.error == (isShown.1 ? "" : "error\n"))
        }
    }

    @Test func aProgramKnowsTheSizeAndTheEnvironment() throws {
        let result = try PseudoTerminal.run(
            Self.shell, ["-c", "stty size; echo $TERM $LC_ALL ${COLUMNS-none} ${LANG-none}"],
            environment: ["TERM": "linux", "LC_ALL": nil, "LANG": "C"], columns: 100, rows: 30)
        #expect(result.lines == ["30 100", "linux none C"])
    }

    @Test func aScriptAnswersQuestions() throws {
        let program = """
            printf 'name? '; read name; echo "hello $name"
            printf 'name? '; read name; echo "and $name"; exit 3
            """
        let result = try PseudoTerminal.run(
            Self.shell, ["-c", program],
            script: [("name? ", "Ada\n"), ("hello Ada\nname? ", "Alan\n")])
        #expect(result.received == "name? Ada\nhello Ada\nname? Alan\nand Alan\n")
        #expect(result.status == 3)
        #expect(!result.hasTimedOut)
    }

    @Test func theInputCanEnd() throws {
        let result = try PseudoTerminal.run(
            Self.shell, ["-c", "echo go; cat; echo over"],
            script: [("go\n", "a line\n"), ("a line\na line\n", "\u{4}")])
        // The terminal shows the line, and then the program does.
        #expect(result.lines.dropLast() == ["go", "a line", "a line"])
        // macOS shows the end, too.
        #expect(result.lines.last?.hasSuffix("over") == true)
    }

    @Test func muchOutputArrivesWhole() throws {
        let result = try PseudoTerminal.run(
            "part1", ["--epochs", "20000", "--every", "1"], environment: ["NO_COLOR": "1"],
            terminal: [.output])
        #expect(result.lines.filter { $0.hasPrefix("Epoch ") }.count == 20000)
        #expect(result.lines.last?.hasPrefix("Found w = ") == true)
    }

    @Test func aHungProgramIsKilled() throws {
        let result = try PseudoTerminal.run(
            "part1", ["--epochs", "1000000000", "--every", "0"], environment: ["NO_COLOR": "1"],
            timeout: 2)
        #expect(result.hasTimedOut)
        #expect(result.status == 128 + SIGKILL)
        #expect(result.lines.first == "Part 1: everything by hand")
    }

    @Test func aProgramThatWaitsForEverIsKilled() throws {
        let start = Date()
        let result = try PseudoTerminal.run(
            Self.shell, ["-c", "echo hello; cat; echo over"], script: [("goodbye", "\n")],
            timeout: 1)
        #expect(result.hasTimedOut)
        #expect(result.received == "hello\n")
        #expect(Date().timeIntervalSince(start) < 60)
    }

    @Test func whatDoesNotExistIsAnError() {
        #expect(throws: (any Error).self) { try PseudoTerminal.run("part0") }
    }
}
