import TestSupport
import Testing

/// The crops: four stages with one trace, and how near it is to PyTorch's and NumPy's.
@Suite(.recordedLessons) struct CropsStagesTests {
    struct Recording: Decodable, Sendable {
        var manual_cases: [Trace<Settings>]
        var linear_cases: [LinearCase]
    }

    struct Settings: Decodable, Sendable {
        var rows: Int
        var learning_rate: String
        var epochs: Int
        var start: String

        /// "randn seed 42" or "as printed".
        var options: String {
            let start = start.split(separator: " ").last!
            return "--rows \(rows) --lr \(learning_rate) --epochs \(epochs) "
                + (start == "printed" ? "--start notebook" : "--seed \(start)")
        }
    }

    struct LinearCase: Decodable, Sendable {
        struct Settings: Decodable, Sendable {
            var seed: Int
            var batch_size: Int
            var shuffle: Bool
            var notebook_order: Bool
            var learning_rate: String
            var epochs: Int
        }
        var name: String
        var settings: Settings
        var start_bits: [String: Bits]
        var loss_bits: Bits
        var order: [[[Int]]]
    }

    static let recording: Recording = Reference.load("crops.json")
    static let parts = ["part1", "part2", "part3", "part4"]

    @Test(arguments: [
        "", "--rows 15", "--seed 7 --rows 1", "--seed 8 --rows 9 --lr 3e-5", "--start notebook",
        "--start notebook-exact --epochs 20", "--seed 99 --rows 11 --epochs 3",
    ])
    func allStagesPrintTheSameTrace(_ options: String) throws {
        let first = try RecordedRun("part1 crops \(options)")
        #expect(first.losses.floats.count >= 3)
        #expect(first.parameters["w"]?.floats.count == 6 * first.losses.floats.count)
        #expect(first.parameters["b"]?.floats.count == 2 * first.losses.floats.count)
        for part in Self.parts.dropFirst() {
            let run = try RecordedRun("\(part) crops \(options)")
            #expect(run.losses == first.losses, "\(part) \(options)")
            #expect(run.parameters == first.parameters, "\(part) \(options)")
        }
    }

    /// PyTorch's matrix product adds the samples from left to right, here they are added as in every
    /// other sum, so the last places differ; and near the end of a run, where the loss is the small
    /// rest of large numbers, they count more.
    @Test(arguments: [("numpy_manual", 6, 1e-6), ("torch_manual", 7, 1.2e-5)])
    func theTraceIsNearPyTorchsAndNumPys(_ variant: String, _ count: Int, _ bound: Double) throws {
        let traces = Self.recording.manual_cases.filter { $0.variant == variant }
        #expect(traces.count == count)
        for trace in traces {
            let run = try RecordedRun("part2 crops \(trace.settings.options)")
            let difference = relativeDifference(run.losses.floats, trace.lossBits.floats)
            #expect(try #require(difference) < bound, "\(trace.name)")
            // What the first step starts from is the same in every bit.
            let start = try RecordedRun(
                "part2 crops \(trace.settings.options) --epochs 1 --lr 0")
            #expect(start.parameters == trace.startBits)
        }
    }

    @Test func batchesAndStartArePyTorchs() throws {
        let cases = Self.recording.linear_cases.filter { !$0.settings.notebook_order }
        #expect(cases.count == 12)
        for recorded in cases {
            let settings = recorded.settings
            let options =
                "part4 crops --start linear --rows 15 --seed \(settings.seed) "
                + "--batch-size \(settings.batch_size) \(settings.shuffle ? "--shuffle " : "")"
            let start = try RecordedRun(options + "--epochs 1 --lr 0")
            #expect(start.parameters == recorded.start_bits, "\(recorded.name)")

            let run = try RecordedRun(
                options + "--lr \(settings.learning_rate) --epochs \(settings.epochs)")
            let isWhole = settings.batch_size == 15 && !settings.shuffle
            #expect(run.batches.count == (isWhole ? 0 : settings.epochs))
            if !isWhole {
                let order = run.batches.prefix(recorded.order.count).map { $0.map(\.rows) }
                #expect(order == recorded.order, "\(recorded.name)")
            }
            let losses =
                isWhole ? run.losses.floats : run.batches.joined().flatMap(\.loss_bits.floats)
            let difference = try #require(
                relativeDifference(losses, recorded.loss_bits.floats))
            #expect(difference < 6e-6, "\(recorded.name)")
        }
    }

    @Test func theNotebooksFirstStepIsShown() throws {
        struct Notebooks: Decodable {
            struct Case: Decodable { var printed_lines: [String] }
            var crops_cases: [Case]
        }
        let notebooks: Notebooks = Reference.load("notebooks.json")
        let printed = try #require(notebooks.crops_cases.first).printed_lines
        let numbers = printed.flatMap(numbers(in:))
        #expect(numbers.count == 20)
        for part in Self.parts {
            let lines = try Program.run("\(part) crops --start notebook-exact --every 0").lines
            let start = try #require(lines.firstIndex(of: "predictions"))
            let end = try #require(lines.firstIndex { $0.hasPrefix("new loss") })
            // The loss is shown twice, as the loss and as the old loss; the notebook's print of the
            // first is cut to four decimals and left out of the recording.
            let shown = lines[start...end].filter { !$0.hasPrefix("  3787") }
                .flatMap(self.numbers(in:))
            #expect(shown.count == numbers.count)
            for (a, b) in zip(shown, numbers) {
                // Sums of five samples come in another order here, which is one in the last place,
                // and shows where four decimals are more digits than a Float32 has.
                #expect(abs(a - b) <= 1.2e-7 * abs(b), "\(a) \(b)")
            }
        }
    }

    private func numbers(in line: String) -> [Double] {
        line.matches(of: /-?[0-9]+\.[0-9]*/).compactMap { Double($0.output) }
    }
}
