import TestSupport
import Testing

/// The project's main claim: the four stages compute the same numbers, and they are PyTorch's.
@Suite(.recordedLessons) struct LineStagesTests {
    struct Settings: Decodable, Sendable {
        var samples: Int
        var learning_rate: String
        var w0: String
        var epochs: Int

        var options: String {
            "--samples \(samples) --lr \(learning_rate) --w0 \(w0) --epochs \(epochs)"
        }
    }

    struct Recording: Decodable, Sendable {
        var cases: [Trace<Settings>]
        var linear_cases: [Trace<LinearSettings>]
    }

    struct LinearSettings: Decodable, Sendable {
        var samples: Int
        var learning_rate: String
        var seed: UInt64
        var epochs: Int
    }

    static let recording: Recording = Reference.load("line.json")
    static let autograd = recording.cases.filter { $0.variant == "torch_autograd" }
    static let parts = ["part1", "part2", "part3", "part4"]

    @Test(arguments: parts)
    func everyStageFindsTwo(_ part: String) throws {
        for options in ["", " --samples 8 --lr 0.001 --epochs 300", " --w0 -3.5"] {
            let run = try RecordedRun(part + options)
            let w = try #require(run.parameters["w"]?.floats.last)
            #expect(abs(w - 2) < 1e-5, "\(part)\(options)")
            #expect(run.result.status == 0)
        }
    }

    @Test func theRecordingCoversTheSettingsThatMatter() {
        #expect(Self.autograd.count == 15)
        #expect(Self.recording.cases.count == 4 * 15)
        let samples = Set(Self.autograd.map(\.settings.samples))
        #expect(samples == [1, 2, 3, 4, 5, 7, 8, 9, 15, 100, 1000])
    }

    @Test(arguments: autograd)
    func allStagesPrintTheTraceOfPyTorchsAutograd(_ trace: Trace<Settings>) throws {
        for part in Self.parts {
            let run = try RecordedRun("\(part) \(trace.settings.options)")
            #expect(run.losses.floats.count == trace.settings.epochs)
            #expect(run.losses == trace.lossBits, "\(part), \(trace.name)")
            #expect(run.parameters == trace.parameterBits, "\(part), \(trace.name)")
        }
    }

    @Test(arguments: [
        "--samples 6 --lr 0.01 --w0 7.25 --epochs 300", "--samples 64 --lr 1e-4",
        "--samples 40000 --lr 1e-9 --epochs 5", "--samples 100001 --lr 1e-10 --epochs 3",
        "--lr 0.13 --w0 1e6", "--samples 31 --lr 0.2 --epochs 1000",
    ])
    func allStagesAgreeWhereNothingIsRecorded(_ options: String) throws {
        let first = try RecordedRun("part1 \(options)")
        #expect(first.losses.floats.count >= 3)
        for part in Self.parts.dropFirst() {
            let run = try RecordedRun("\(part) \(options)")
            #expect(run.losses == first.losses, "\(part) \(options)")
            #expect(run.parameters == first.parameters, "\(part) \(options)")
            #expect(run.result.status == first.result.status)
        }
    }

    // MARK: - Where PyTorch's own variants differ from its autograd

    /// PyTorch's SGD rounds once where `w -= lr * w.grad` rounds twice, and NumPy adds eight numbers
    /// and more in another order. By so much, at most, do their traces leave the one here.
    @Test(arguments: [
        ("numpy_manual", 2e-7), ("torch_mseloss_sgd", 5e-7), ("torch_linear_sgd", 5e-7),
    ])
    func otherVariantsAreNear(_ variant: String, _ bound: Double) throws {
        let traces = Self.recording.cases.filter { $0.variant == variant }
        #expect(traces.count == 15)
        var largest = 0.0
        for (trace, autograd) in zip(traces, Self.autograd) {
            #expect(trace.settings.options == autograd.settings.options)
            // Losses near zero are differences of almost equal numbers, so weights are compared.
            let (a, b) = (trace.parameterBits["w"]!.floats, autograd.parameterBits["w"]!.floats)
            largest = max(largest, try #require(relativeDifference(a, b)))
        }
        #expect(largest <= bound)
        #expect(largest > bound / 10, "the bound says how much it is: \(largest)")
    }

    // MARK: - A model with a bias

    @Test func theBiasStartsAndTrainsLikePyTorchs() throws {
        #expect(Self.recording.linear_cases.count == 6)
        for trace in Self.recording.linear_cases {
            let settings = trace.settings
            let run = try RecordedRun(
                "part4 --bias --seed \(settings.seed) --samples \(settings.samples) "
                    + "--lr \(settings.learning_rate) --epochs \(settings.epochs)")
            // The start is the same in every bit; then SGD's rounding differs, as above.
            let losses = try #require(
                relativeDifference(run.losses.floats, trace.lossBits.floats))
            #expect(run.losses.floats.first == trace.lossBits.floats.first)
            #expect(losses < 3e-5, "\(trace.name): \(losses)")
            for name in ["w", "b"] {
                let values = try #require(run.parameters[name]).floats
                let recorded = try #require(trace.parameterBits[name]).floats
                let difference = try #require(relativeDifference(values, recorded))
                #expect(difference < 3e-5, "\(trace.name), \(name): \(difference)")
            }
        }
    }
}
