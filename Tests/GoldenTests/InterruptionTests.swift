import Foundation
import TestSupport
import Testing

/// Runs that do not come to their end.
@Suite(.recordedLessons) struct InterruptionTests {
    @Test func controlCEndsAPacedRunWithItsSummary() throws {
        let result = try Program.run(
            "part2", ["--pace", "60", "--every", "1", "--predict", "5"], interruptAfter: 1)
        #expect(result.status == 130)
        #expect(result.error.isEmpty)
        #expect(result.lines.contains("--predict needs a run that reaches its end."))
        #expect(result.lines.contains("Epoch 1/100: w = 0.300, loss = 30.00000000"))
        #expect(result.lines.contains("Interrupted after epoch 1 of 100."))
        #expect(result.lines.contains("Prediction after training: f(5) = 1.500"))
        #expect(result.lines.last?.hasPrefix("Found w = 0.29999998;") == true)
    }

    @Test func controlCEndsALongRun() throws {
        let result = try Program.run(
            "part3", ["--epochs", "1000000000", "--every", "0", "--lr", "1e-9"], interruptAfter: 1)
        #expect(result.status == 130)
        #expect(result.lines.contains { $0.hasPrefix("Interrupted after epoch ") })
    }

    /// The title is there at once, and what goes through many samples is left out after an interrupt.
    @Test(.slow) func manySamplesDoNotKeepAProgram() throws {
        let run = ["--samples", "1000000", "--lr", "1e-15", "--epochs", "100000", "--every", "0"]
        let result = try Program.run("part2", run, interruptAfter: 8)
        #expect(result.status == 130)
        #expect(result.lines.first == "Part 2: autograd")
        // A slow machine is still in its first epoch.
        guard result.error.isEmpty else { return }
        #expect(result.lines.last?.wholeMatch(of: /Found w = [0-9.]+\./) != nil)
    }

    @Test func controlCEndsASweepWithWhatIsKnown() throws {
        let sweep = try Program.run(
            "part2", ["--sweep", "0.01,0.02", "--epochs", "1000000000"], interruptAfter: 1)
        #expect(sweep.status == 130)
        // The run that was interrupted has a row, the next one was not begun.
        #expect(sweep.lines.contains { $0.hasPrefix("           0.01") })
        #expect(!sweep.lines.contains { $0.hasPrefix("           0.02") })
        #expect(sweep.error.isEmpty)
    }

    @Test func recordsStayRecords() throws {
        let result = try Program.run(
            "part4", ["sine", "--pace", "60", "--format", "jsonl"], interruptAfter: 1)
        #expect(result.status == 130)
        #expect(result.lines.count == 1)
        #expect(result.lines.first?.hasPrefix("{\"epoch\":1,") == true)
        #expect(result.error == "Interrupted after epoch 1 of 2000.\n")
    }

    #if os(Linux)
        @Test(arguments: ["text", "csv", "jsonl"])
        func aFullDiskIsAnError(_ format: String) throws {
            let full = try #require(FileHandle(forWritingAtPath: "/dev/full"))
            let result = try Program.run("part1", ["--format", format], output: full)
            #expect(result.status == 1)
            #expect(
                result.error
                    == "error: the output cannot be written: No space left on device.\n")
        }
    #endif

    @Test func timingGoesToStandardError() throws {
        let plain = try Program.run("part2 line")
        let timed = try Program.run("part2 line --timing")
        #expect(timed.output == plain.output)
        let pattern = /timing: [0-9.e+]+ µs per epoch \(median of 100\), peak memory [0-9.]+ MB\n/
        #expect(try pattern.wholeMatch(in: timed.error) != nil, "\(timed.error)")
    }
}
