import Foundation
import TestSupport
import Testing

/// What stays on a screen of 80 × 24 characters.
@Suite(.recordedLessons) struct ScreenTests {
    private let prompt = "Enter: continue, q: end "
    private let erased = "\u{1B}[1A\r\u{1B}[2K"

    /// One step more for each Enter, in a picture that a screen holds with its epoch and the prompt.
    @Test(arguments: [
        ("part2", ["--epochs", "4"]), ("part4", ["--bias", "--epochs", "4"]),
        ("part3", ["crops", "--epochs", "4"]),
    ])
    func eachEnterDrawsAStepMore(_ part: String, _ options: [String]) throws {
        let script = Array(repeating: (waitFor: prompt, send: "\n"), count: 4)
        let result = try PseudoTerminal.run(
            part, options + ["--step", "--plot", "descent", "--every", "1"],
            environment: ["NO_COLOR": "1"], script: script)
        #expect(result.status == 0)
        let screens = result.received.components(separatedBy: prompt + "\n" + erased)
        try #require(screens.count == 5)
        #expect(!screens[0].contains("descent, "))
        for (step, screen) in zip(1..., screens.dropFirst()) {
            #expect(screen.components(separatedBy: "descent, ").count == 2)
            #expect(screen.contains("descent, first \(step) step\(step == 1 ? "" : "s")"))
            // The last one has the summary behind it.
            let end = step < 4 ? "" : "\nPrediction after"
            let picture = end.isEmpty ? screen : screen.components(separatedBy: end)[0]
            let lines = picture.split(separator: "\n", omittingEmptySubsequences: false).map(
                String.init)
            #expect(lines.allSatisfy { $0.count <= 80 })
            if step < 4 { #expect(lines.count <= 24, "\(lines.count)") }
        }
    }

    /// What a line shows in the end: what stands behind the last time that it was taken away.
    private func shown(_ received: String) -> [String] {
        received.components(separatedBy: "\n").map { line in
            line.components(separatedBy: "\r\u{1B}[K").last!
        }
    }

    /// The notice takes the place of the progress bar.
    @Test(.slow) func anInterruptLeavesNoRubbish() throws {
        let result = try PseudoTerminal.run(
            "part1",
            ["--samples", "2000000", "--lr", "1e-15", "--epochs", "100000", "--every", "0"],
            environment: ["NO_COLOR": "1"], signals: [(10, SIGINT)])
        #expect(result.status == 130)
        let lines = shown(result.received)
        #expect(!lines.contains { $0.contains("%|") || $0.contains("█") }, "\(lines)")
        let notice =
            "Interrupted: the run ends after this epoch. Press control-C again to end it at once."
        let notices = lines.filter { $0.contains("Interrupted: ") }
        if !result.received.contains("%|") {
            // A slow machine is still in its first epoch.
            #expect(lines.dropLast().last == "Interrupted.")
            return
        }
        // A fast machine has come to the end of the epoch before.
        #expect(notices.isEmpty || notices == [notice], "\(lines)")
        #expect(lines.contains { $0.hasPrefix("Interrupted after epoch ") }, "\(lines)")
        #expect(lines.dropLast().last?.hasPrefix("Found w = ") == true)
    }
}
