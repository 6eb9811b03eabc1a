import Foundation
import TestSupport
import Testing

/// What asks a program to end, and how soon it answers.
@Suite(.recordedLessons) struct SignalTests {
    private static let endless = ["--epochs", "1000000000", "--every", "0"]

    /// `timeout` sends its signal to the program and to the group, that is twice.
    @Test func aRepeatAtOnceIsTheSameInterrupt() throws {
        let result = try Program.run(
            "part1", Self.endless, signals: [(1, SIGINT), (0.05, SIGINT), (0, SIGTERM)])
        #expect(result.status == 130)
        #expect(result.error.isEmpty)
        #expect(result.lines.contains { $0.hasPrefix("Interrupted after epoch ") })
        #expect(result.lines.last?.hasPrefix("Found w = ") == true)
    }

    @Test(.slow, arguments: [(SIGTERM, 143, "Terminated"), (SIGHUP, 129, "Hung up")])
    func otherSignalsEndWithWhatThereIs(_ signal: Int32, _ status: Int32, _ word: String) throws {
        let text = try Program.run("part2", Self.endless, signals: [(1, signal)])
        #expect(text.status == status)
        #expect(text.error.isEmpty)
        #expect(text.lines.contains { $0.hasPrefix("\(word) after epoch ") })
        #expect(text.lines.last?.hasPrefix("Found w = ") == true)
        let records = try Program.run(
            "part1", ["--pace", "60", "--format", "csv"], signals: [(1, signal)])
        #expect(records.status == status)
        #expect(records.lines.count == 2)
        #expect(records.error == "\(word) after epoch 1 of 100.\n")
    }

    /// With 500,000 samples the epochs of the tiny autograd take seconds.
    private static let slow = [
        "--bug", "recursive-order", "--samples", "500000", "--epochs", "100",
    ]

    @Test func beforeTheFirstEpochAProgramEndsAtOnce() throws {
        let result = try Program.run("part2", Self.slow, interruptAfter: 0.5)
        #expect(result.status == 130)
        #expect(result.error == "Interrupted.\n")
        #expect(result.lines.first == "Part 2: autograd")
        #expect(!result.output.contains("Epoch"))
    }

    @Test(.slow) func aSecondSignalEndsALongEpochAtOnce() throws {
        let result = try Program.run(
            "part1", ["sine", "--samples", "1000000", "--lr", "1e-15", "--every", "1"],
            signals: [(14, SIGINT), (1, SIGTERM)])
        if result.status == 128 + SIGTERM {
            #expect(result.error.hasPrefix("Interrupted: the run ends after this epoch;"))
        } else if !result.output.contains("\n0 ") {
            // A slow one is still in its first epoch, of which nothing is to be seen.
            #expect(result.status == 130 && result.error == "Interrupted.\n")
        } else {
            // A fast machine comes to the end of its epoch, and of the summary.
            #expect(result.status == 130)
            #expect(result.lines.contains { $0.hasPrefix("Interrupted after epoch ") })
        }
    }

    @Test func whatIsIgnoredAtTheStartStaysIgnored() throws {
        let result = try Program.shell(
            "trap '' INT TERM; part1 --every 0 --pace 0 --epochs 300000 & "
                + "sleep 0.3; kill -INT $!; kill -TERM $!; trap - INT TERM; wait $!")
        #expect(result.status == 0)
        #expect(!result.output.contains("Interrupted") && !result.output.contains("Terminated"))
        #expect(result.lines.last?.hasPrefix("Found w = ") == true)
    }

    @Test func quitEndsAtOnceWithoutAReport() throws {
        let result = try Program.run("part1", Self.endless, signals: [(1, SIGQUIT)])
        #expect(result.status == 128 + SIGQUIT)
        #expect(result.error.isEmpty)
    }

    @Test(
        .slow,
        arguments: [
            ("text", "   interrupted"), ("csv", ",\"interrupted\""),
            ("jsonl", "\"verdict\":\"interrupted\"}"),
        ])
    func aSweepMarksTheRowThatWasInterrupted(_ format: String, _ end: String) throws {
        let result = try Program.run(
            "part2", ["--sweep", "0.01,0.02", "--epochs", "1000000000", "--format", format],
            signals: [(1, SIGTERM)])
        #expect(result.status == 143)
        #expect(result.lines.count { $0.hasSuffix(end) } == 1)
        #expect(!result.output.contains("converged"))
    }

    /// A reader that has stopped to read does not keep a program from ending.
    @Test func aStoppedReaderDoesNotKeepTheProgram() throws {
        let pipe = Pipe()
        let result = try Program.run(
            "part1", ["--every", "1", "--epochs", "100000"], output: pipe.fileHandleForWriting,
            signals: [(1, SIGTERM)])
        #expect(result.status == 143)
        try pipe.fileHandleForReading.close()
    }
}
