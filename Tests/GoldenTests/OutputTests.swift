import Foundation
import TestSupport
import Testing

/// Standard output and standard error that are closed, broken, full or slow.
@Suite(.recordedLessons) struct OutputTests {
    /// A pipe that nobody reads, for standard output or standard error of what follows.
    private static let broken = ">(true); sleep 0.2; "

    @Test func withoutStandardErrorAFatalErrorIsShown() throws {
        let result = try Program.shell("part2 --bug tracked-update 2>&-")
        #expect(result == (try Program.run("part2 --bug tracked-update")))
        #expect(result.output.contains("Fatal error: A leaf that requires a gradient"))
    }

    @Test func aBrokenStandardErrorLosesOnlyWhatGoesThere() throws {
        let timed = try Program.shell("exec 2> \(Self.broken) part1 --timing")
        #expect(timed == (try Program.run("part1")))
        let wrong = try Program.shell("exec 2> \(Self.broken) part1 --wrong")
        #expect(wrong == Program.Result(output: "", error: "", status: 64))
    }

    @Test func aReaderThatStopsEndsTheProgramQuietly() throws {
        let result = try Program.shell(
            "part1 --every 1 --epochs 100000 | head -3; exit ${PIPESTATUS[0]}")
        #expect(result.status == 128 + SIGPIPE)
        #expect(result.lines.count == 3)
        #expect(result.error.isEmpty)
        // Also if whoever starts it has SIGPIPE ignored.
        let ignoring = try Program.shell(
            "trap '' PIPE; part1 --every 1 --epochs 100000 | head -3; exit ${PIPESTATUS[0]}")
        #expect(ignoring == result)
    }

    @Test func aClosedStandardOutputIsAnError() throws {
        let result = try Program.shell("part1 >&-")
        #expect(result.status == 1)
        #expect(result.error == "error: the output cannot be written: Bad file descriptor.\n")
        let wrong = try Program.shell("part1 --wrong >&-")
        #expect(wrong.status == 64)
        #expect(wrong.error.hasPrefix("error: there is no option '--wrong'."))
    }

    @Test func withoutStandardInputNothingChanges() throws {
        for command in ["part1", "part2 --bug tracked-update"] {
            #expect(try Program.shell("\(command) <&-") == Program.run(command))
        }
    }

    @Test func aNonBlockingOutputLosesNothing() throws {
        let pipe = Pipe()
        let descriptor = pipe.fileHandleForWriting.fileDescriptor
        let flags = fcntl(descriptor, F_GETFL)
        try #require(fcntl(descriptor, F_SETFL, flags | O_NONBLOCK) == 0)
        let command = ["--format", "csv", "--epochs", "5000"]
        // The pipe is full long before anybody reads.
        let reader = SlowReader(pipe.fileHandleForReading, delay: 1)
        let result = try Program.run("part1", command, output: pipe.fileHandleForWriting)
        try pipe.fileHandleForWriting.close()
        #expect(result.status == 0)
        #expect(reader.text() == (try Program.run("part1", command).output))
    }

    /// A file has a limit in the middle of what is printed.
    @Test func aFileThatCannotGrowIsAnError() throws {
        let result = try Program.shell(
            "f=$(mktemp); (ulimit -f 16; part1 --every 1 --epochs 20000 > $f); s=$?; rm $f; exit $s"
        )
        #expect(result.status == 1)
        #expect(result.error == "error: the output cannot be written: File too large.\n")
    }

    #if os(Linux)
        @Test func aTableWithoutRowsHasAHeaderThatCanFail() throws {
            let command = "part1 --format csv --every 0"
            #expect(try Program.run(command).output == "epoch,loss,loss_bits,w,w_bits\n")
            let result = try Program.shell("\(command) > /dev/full")
            #expect(result.status == 1)
            #expect(
                result.error
                    == "error: the output cannot be written: No space left on device.\n")
        }
    #endif

    // MARK: - The second process of an exhibit

    @Test func nothingInheritedMakesARunSilent() throws {
        for command in ["part1", "part2 --bug tracked-update"] {
            let plain = try Program.run(command)
            for value in ["", "1"] {
                let result = try Program.shell("DESCENT_EXHIBIT=\(value) \(command)")
                #expect(result == plain)
            }
        }
        let word = "--exhibit=\(UUID().uuidString)"
        for input in ["/dev/null", "<(echo --exhibit=\(UUID().uuidString))"] {
            let result = try Program.shell("part2 --bug tracked-update \(word) < \(input)")
            #expect(result.status == 64)
            #expect(result.error.hasPrefix("error: there is no option '--exhibit'."))
        }
    }
}
