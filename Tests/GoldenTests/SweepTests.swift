import TestSupport
import Testing

/// What a sweep says of runs whose losses rise and fall.
@Suite(.recordedLessons) struct SweepTests {
    private func verdicts(_ commandLine: String) throws -> [String] {
        let result = try Program.run("\(commandLine) --format csv")
        #expect(result.status == 0)
        return result.lines.dropFirst().map { line in
            String(line.split(separator: ",").last ?? "").replacing("\"", with: "")
        }
    }

    /// Without the reset w swings for ever, from 4/λ on farther each time.
    @Test(arguments: [20, 97, 100, 1000])
    func boundedSwingsDoNotDiverge(_ epochs: Int) throws {
        #expect(
            try verdicts("part2 --bug no-zero-grad --sweep 0.01,0.1,0.26,0.27,1 --epochs \(epochs)")
                == ["oscillates", "oscillates", "oscillates", "diverges", "diverges"])
    }

    @Test(arguments: 0..<5)
    func batchesThatDifferDoNotDiverge(_ seed: Int) throws {
        let crops = "part4 crops --batch-size 1 --shuffle --seed \(seed)"
        #expect(try verdicts("\(crops) --sweep 1e-9 --epochs 2") == ["too slow"])
        #expect(
            try verdicts("\(crops) --sweep 1e-6,1e-3 --epochs 100") == ["too slow", "diverges"])
        #expect(
            try verdicts("part4 crops --batch-size 2 --sweep 1e-9,1e-3 --epochs 30 --seed \(seed)")
                == ["too slow", "diverges"])
    }

    @Test func theLimitDecidesWhatAShortRunLeavesOpen() throws {
        #expect(
            try verdicts("part2 crops --sweep 1.11e-4,1.12e-4,1.13e-4 --epochs 20")
                == ["oscillates", "diverges", "diverges"])
        #expect(try verdicts("part3 --sweep 0.1,0.1334 --epochs 2") == ["oscillates", "diverges"])
        // At the minimum nothing moves.
        #expect(try verdicts("part1 --w0 2 --sweep 0.01,1") == ["converged", "converged"])
        // A single loss says nothing.
        #expect(try verdicts("part1 --sweep 0.01,1 --epochs 0") == ["–", "–"])
        #expect(try verdicts("part1 --sweep 0.01,1 --epochs 1") == ["–", "–"])
    }

    /// RMSprop's steps are as long as its learning rate.
    @Test func boundedStepsDoNotDiverge() throws {
        #expect(
            try verdicts("part4 sine --optimizer rmsprop --sweep 1,100 --epochs 300")
                == ["oscillates", "oscillates"])
    }

    /// A run that starts at the minimum, or beyond all numbers, shows nothing.
    @Test func onlyRunsThatShowSomethingContradictTheLimit() throws {
        let limit = "The limit is 2/λ = 2/15 = 0.1333"
        for options in [
            "--w0 2 --sweep 0.1,1", "--w0 1e20 --sweep 0.01,0.2", "--sweep 0.1", "--sweep 0.1,0.1",
        ] {
            let text = try Program.run("part1 \(options)").output
            #expect(text.contains(limit) && !text.contains("contradict"), "\(text)")
            #expect(text.contains("100 epochs with each learning rate."), "\(text)")
        }
    }

    /// Far from 0, a small offset would be lost to rounding.
    @Test func aLargeStartIsMoved() throws {
        let check = try Program.run("part1 --w0 1e7 --check-gradient --epochs 1").output
        #expect(check.contains("Gradient: right. It is the slope of this loss."), "\(check)")
    }
}
