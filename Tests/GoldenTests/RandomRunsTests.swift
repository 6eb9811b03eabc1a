import Foundation
import TestSupport
import Testing

/// Random command lines as real runs, most of them good ones.
@Suite(.recordedLessons) struct RandomRunsTests {
    private static let runs = 120

    @Test(.timeLimit(.minutes(2))) func everyRunEndsAsItShould() throws {
        var random = Random(state: 7)
        var counts: [Int32: Int] = [:]
        var diverged = 0
        for _ in 0..<Self.runs {
            let part = random.pick(["part1", "part2", "part3", "part4"])
            let arguments = line(&random, part)
            let shown = "\(part) \(arguments)"
            let result = try #require(try run(part, arguments), "\(shown) does not end")
            counts[result.status, default: 0] += 1
            switch result.status {
            case 0:
                #expect(result.error.isEmpty || arguments.contains("--timing"), "\(shown)")
                #expect(
                    !result.output.isEmpty || arguments.contains("csv")
                        || arguments.contains("jsonl"), "\(shown)")
            case 1:
                #expect(isOneError(result.error), "\(shown): \(result.error)")
                #expect(result.error.contains("diverged"), "\(shown): \(result.error)")
                diverged += 1
            case 64:
                #expect(isOneError(result.error), "\(shown): \(result.error)")
                #expect(result.error.hasSuffix(" See '\(part) --help'.\n"), "\(shown)")
                #expect(result.output.isEmpty, "\(shown)")
            default: Issue.record("\(shown) ends with \(result.status): \(result.error)")
            }
        }
        print("random runs: \(counts.sorted { $0.key < $1.key }), \(diverged) diverged")
        #expect(counts.values.reduce(0, +) == Self.runs)
        #expect(counts[0, default: 0] > 40)
        #expect(counts[1, default: 0] > 4)
        #expect(counts[64, default: 0] > 12)
    }

    /// One line, which begins with "error: ", behind the times of `--timing`.
    private func isOneError(_ text: String) -> Bool {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
            .filter { !$0.hasPrefix("timing") }
        return text.hasSuffix("\n") && lines.count == 1 && lines[0].hasPrefix("error: ")
    }

    /// Runs a part on a thread of its own; nil if it has not ended after half a minute.
    private func run(_ part: String, _ arguments: [String]) throws -> Program.Result? {
        let ended = DispatchSemaphore(value: 0)
        // Written before the signal, read after it.
        nonisolated(unsafe) var result: Result<Program.Result, any Error>?
        Thread.detachNewThread {
            result = Result { try Program.run(part, arguments) }
            ended.signal()
        }
        return ended.wait(timeout: .now() + 30) == .success ? try result!.get() : nil
    }

    // MARK: - Command lines

    private static let common: [[String]] = [
        ["--lr", "0"], ["--lr", "1e-9"], ["--lr", "0.01"], ["--lr", "3"], ["--lr", "3e38"],
        ["--stop-below", "1e-3"], ["--stop-below", "1e30"], ["--seed", "1"],
        ["--seed", "18446744073709551615"], ["--every", "0"], ["--every", "1"], ["--every", "7"],
        ["--format", "csv"], ["--format", "jsonl"], ["--format", "text"], ["--timing"],
        ["--explain"], ["--explain", "2"], ["--explain=5"], ["--check-gradient"], ["--plot"],
        ["--graph"], ["--sweep", "0.001,1e-6,1"],
        ["--bug", "large-lr"], ["--bug", "list"], ["--step"],
        ["--pace", "0"], ["--help"], ["-h"], ["--version"],
    ]

    private static let ofLessons: [String: [[String]]] = [
        "line": [
            ["--samples", "1"], ["--samples", "2"], ["--samples", "1000"], ["--samples", "40000"],
            ["--w0", "-3.5"], ["--w0", "3e38"], ["--bug", "dot-mean"], ["--bias"],
            ["--bug", "no-zero-grad"], ["--bug", "tracked-update"], ["--bug", "wrong-shape"],
            ["--bug", "step-before-backward"],
            ["--bias", "--b0", "1"],
            ["--model", "custom"], ["--bias", "--start", "notebook-000"],
        ],
        "crops": [
            ["--rows", "1"], ["--rows", "2"], ["--rows", "15"], ["--batch-size", "2"],
            ["--shuffle"],
            ["--batch-size", "100", "--shuffle"], ["--start", "notebook"], ["--start", "linear"],
        ],
        "sine": [
            ["--samples", "1"], ["--samples", "2"], ["--samples", "3"], ["--samples", "40000"],
            ["--points", "notebook"], ["--start", "notebook"], ["--start", "linear"],
            ["--start", "notebook-numpy"], ["--optimizer", "rmsprop"], ["--update", "by-hand"],
        ],
        "legendre": [
            ["--samples", "1"], ["--samples", "4"], ["--samples", "33000"],
            ["--points", "notebook"],
        ],
    ]

    private static let wrong: [[String]] = [
        ["--epochs", "-1"], ["--epochs"], ["--lr", "nan"], ["--lr="], ["--samples", "0"],
        ["--seed", "-1"], ["--rows", "16"], ["--format", "xml"], ["--frobnicate"], ["-x"],
        ["banana"],
        [""], ["line", "crops"], ["--timing=1"], ["--pace", "1e9"], ["--bug", "banana"], ["--\n"],
        ["--\u{1B}[31m"], ["--seed=\u{1B}[31m"], ["é👩‍👩‍👧"], [String(repeating: "x", count: 50_000)],
        ["--epochs", "99999999999999999999"], ["="], ["-"], ["--"],
    ]

    private func line(_ random: inout Random, _ part: String) -> [String] {
        var lessons = ["line", "crops", "sine"]
        if part == "part2" { lessons.append("legendre") }
        let lesson = random.pick(lessons)
        // At the end, so that no run is long.
        let epochs = [
            random.pick(["--epochs", "--epochs="]), random.pick(["0", "1", "2", "5", "20", "60"]),
        ]
        var groups = [[lesson]]
        for _ in 0..<random.below(4) { groups.append(random.pick(Self.common)) }
        for _ in 0..<random.below(3) { groups.append(random.pick(Self.ofLessons[lesson]!)) }
        if random.below(6) == 0 { groups.append(random.pick(Self.wrong)) }
        for i in groups.indices { groups.swapAt(i, random.below(groups.count)) }
        return groups.flatMap { $0 } + (epochs[0].hasSuffix("=") ? [epochs.joined()] : epochs)
    }
}
