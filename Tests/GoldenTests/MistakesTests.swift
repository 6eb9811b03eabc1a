import Foundation
import TestSupport
import Testing

@testable import part2

/// The gallery: each mistake does what PyTorch, or a plain micrograd, does with it, and says so.
@Suite(.recordedLessons) struct MistakesTests {
    struct Settings: Decodable, Sendable {
        var samples: Int
        var learning_rate: String
        var w0: String
        var epochs: Int

        var options: String {
            "--samples \(samples) --lr \(learning_rate) --w0 \(w0) --epochs \(epochs)"
        }
    }

    struct SeedSettings: Decodable, Sendable {
        var samples: Int
        var learning_rate: String
        var seed: UInt64
        var epochs: Int

    }

    struct Gradients: Decodable, Sendable {
        var samples: Int
        var w0: Float
        var right: Float
        var assign: Float
        var recursive: Float
        var measured: Float

        enum CodingKeys: String, CodingKey {
            case samples, w0, right, assign, recursive
            case measured = "central difference"
        }
    }

    struct Recording: Decodable, Sendable {
        var cases: [Trace<Settings>]
        var crops_cases: [Trace<SeedSettings>]
        var line_gradients: [Gradients]
        var messages: [String: String]
    }

    static let recording: Recording = Reference.load("mistakes.json")

    /// Which part makes which mistake on the line, in the order in which they are listed.
    static let gallery = [
        "part1": ["dot-mean", "large-lr"],
        "part2": [
            "no-zero-grad", "tracked-update", "assign-gradient", "recursive-order", "wrong-shape",
            "large-lr",
        ],
        "part3": ["wrong-shape", "step-before-backward", "large-lr"],
        "part4": ["large-lr"],
    ]

    /// The parts that make a mistake.
    static func parts(_ mistake: String) -> [String] {
        gallery.filter { $0.value.contains(mistake) }.map(\.key).sorted()
    }

    /// All pairs of a part and a mistake that it makes.
    static let pairs = gallery.sorted { $0.key < $1.key }.flatMap { part, mistakes in
        mistakes.map { (part, $0) }
    }

    // MARK: - The list

    @Test(arguments: ["part1", "part2", "part3", "part4"])
    func eachPartListsItsMistakes(_ part: String) throws {
        let result = try Program.run("\(part) --bug list")
        #expect(result.status == 0)
        let names = result.lines.compactMap { line in
            line.prefixMatch(of: #/  ([a-z][a-z-]*)  /#).map { String($0.1) }
        }
        #expect(names == Self.gallery[part])
        #expect(result.lines.allSatisfy { $0.count <= 80 })
    }

    @Test func whatAnotherPartMakesIsNamed() throws {
        let result = try Program.run("part4 --bug no-zero-grad")
        #expect(result.status == 64)
        #expect(
            result.error
                == "error: part4 line does not make the mistake 'no-zero-grad': part2 line does. "
                + "See 'part4 --help'.\n")
        #expect(
            try Program.run("part1 crops --bug wrong-shape").error.contains(
                ": part2 line and part3 line do."))
    }

    /// A mistake is a file beside the lesson: at most so many lines of it are others.
    @Test(
        arguments: pairs.filter { part, mistake in
            !["large-lr", "dot-mean", "assign-gradient", "recursive-order"].contains(mistake)
        })
    func aMistakeIsReadBesideItsLesson(_ part: String, _ mistake: String) throws {
        let name = mistake.split(separator: "-").map(\.capitalized).joined()
        func lines(_ file: String) throws -> [String] {
            let url = Reference.package.appendingPathComponent("Sources/\(part)/\(file).swift")
            return try String(contentsOf: url, encoding: .utf8).components(separatedBy: "\n")
        }
        let difference = try lines("Mistakes/\(name)").difference(from: lines("Line"))
        #expect(2...44 ~= difference.count, "\(difference.count)")
    }

    // MARK: - The numbers

    @Test func theRecordingIsComplete() {
        let counts = Dictionary(grouping: Self.recording.cases, by: \.variant).mapValues(\.count)
        #expect(
            counts == [
                "no-zero-grad": 11, "wrong-shape": 10, "step-before-backward": 10,
                "assign-gradient": 10, "recursive-order": 10, "right": 10, "large-lr": 2,
            ])
        #expect(Self.recording.line_gradients.count == 5)
        // Only these have no trace: the notebooks' mistake has its own file, see LineNotebookTests,
        // and the last one ends with an error before it could make one.
        let all = Set(Self.gallery.values.joined())
        #expect(all.subtracting(counts.keys) == ["dot-mean", "tracked-update"])
    }

    @Test(arguments: recording.cases.filter { $0.variant != "right" })
    func everyPartMakesTheRecordedRun(_ trace: Trace<Settings>) throws {
        let parts = Self.parts(trace.variant)
        #expect(!parts.isEmpty)
        #expect(trace.lossBits.floats.count == trace.settings.epochs)
        for part in parts {
            let run = try RecordedRun("\(part) --bug \(trace.variant) \(trace.settings.options)")
            #expect(run.losses == trace.lossBits, "\(part), \(trace.name)")
            #expect(run.parameters == trace.parameterBits, "\(part), \(trace.name)")
        }
    }

    /// The recorded number of epochs and the learning rate are also what `--bug large-lr` chooses.
    @Test func aLargeLearningRateIsChosen() throws {
        let traces = Self.recording.cases.filter { $0.variant == "large-lr" }
        #expect(traces.map(\.settings.samples) == [4, 8])
        for trace in traces {
            for part in Self.parts("large-lr") {
                let run = try RecordedRun(
                    "\(part) --bug large-lr --samples \(trace.settings.samples)")
                #expect(run.losses == trace.lossBits, "\(part), \(trace.name)")
            }
            let losses = trace.lossBits.floats
            #expect(zip(losses, losses.dropFirst()).allSatisfy { $0 < $1 })
        }
    }

    /// The other lessons choose one, too. PyTorch's matrix products add in another order.
    @Test func aLargeLearningRateIsChosenForOtherLessons() throws {
        #expect(Self.recording.crops_cases.count == 2)
        for trace in Self.recording.crops_cases {
            for part in ["part1", "part2", "part3", "part4"] {
                let run = try RecordedRun(
                    "\(part) crops --bug large-lr --seed \(trace.settings.seed)")
                let difference = relativeDifference(run.losses.floats, trace.lossBits.floats)
                #expect(try #require(difference) < 1e-5, "\(part), \(trace.name)")
            }
        }
        // In another direction than that of the greatest curvature the loss may fall at first.
        for (options, fallsAtFirst) in [("", true), ("--seed 1", false)] {
            for part in ["part1", "part2", "part3", "part4"] {
                let losses = try RecordedRun("\(part) sine --bug large-lr \(options)")
                    .losses.floats
                #expect(losses.count == 20)
                #expect(losses.contains { $0 < losses[0] } == fallsAtFirst, "\(part) \(options)")
                #expect(losses[19] > 10 * losses[0], "\(part) \(options)")
            }
        }
        for lesson in ["crops", "sine"] {
            let text = try story("part1 \(lesson) --bug large-lr")
            #expect(text.contains("What is wrong: a learning rate above the limit"))
        }
    }

    // MARK: - The tiny autograd

    /// The line, trained with the tiny autograd of part 2.
    private func train(_ settings: Settings, _ way: Value.Way) -> (losses: Bits, w: Bits) {
        let x = (1...settings.samples).map { Float($0) }
        let w = Value(Float(settings.w0)!)
        var losses: [Float] = []
        var weights: [Float] = []
        for _ in 0..<settings.epochs {
            let l = Value.mean(
                x.map { x in
                    let error = w * x - 2 * x
                    return error * error
                })
            l.backward(way)
            w.data -= Float(settings.learning_rate)! * w.grad
            w.grad = 0
            losses.append(l.data)
            weights.append(w.data)
        }
        return (Bits(losses), Bits(weights))
    }

    /// Done rightly it has the bits of the recorded micrograd; and where the order of sums leaves no
    /// choice, or is from left to right, those of part 2 with its tensors.
    @Test func theTinyAutogradCanDoItRight() throws {
        let traces = Self.recording.cases.filter { $0.variant == "right" }
        #expect(traces.count == 10)
        var same = 0
        for trace in traces {
            let (losses, w) = train(trace.settings, .right)
            #expect(losses == trace.lossBits, "\(trace.name)")
            #expect(w == trace.parameterBits["w"], "\(trace.name)")
            let run = try RecordedRun("part2 \(trace.settings.options)")
            let weights = try #require(run.parameters["w"])
            if trace.settings.samples <= 4 || trace.settings.samples == 8 {
                #expect(losses == run.losses, "\(trace.name)")
                #expect(w == weights, "\(trace.name)")
                same += 1
            } else {
                let difference = try #require(relativeDifference(w.floats, weights.floats))
                #expect(difference < 1e-6, "\(trace.name)")
            }
        }
        #expect(same == 7)
        // With a mistake it is not the same.
        for way in [Value.Way.assigning, .recursive] {
            #expect(train(traces[0].settings, way).w != traces[0].parameterBits["w"])
        }
    }

    @Test func smallExamplesOfTheTinyAutograd() {
        func gradient(_ way: Value.Way, at start: Float, _ f: (Value) -> Value) -> Float {
            let a = Value(start)
            f(a).backward(way)
            return a.grad
        }
        func twice(_ a: Value) -> Value {
            let b = a + a
            return b + b
        }
        func leafTwice(_ a: Value) -> Value { a * a + a }
        func once(_ a: Value) -> Value { a * 3 - 1 }
        let ways: [Value.Way] = [.right, .assigning, .recursive]
        #expect(ways.map { gradient($0, at: 1, twice) } == [4, 1, 6])
        #expect(ways.map { gradient($0, at: 1.5, leafTwice) } == [4, 1.5, 4])
        #expect(ways.map { gradient($0, at: 2, once) } == [3, 3, 3])
        for (start, f) in [(1, twice), (1.5, leafTwice), (2, once)] as [(Float, (Value) -> Value)] {
            let a = Value(start)
            #expect(centralDifference(a) { f(a) } == gradient(.right, at: start, f))
            #expect(a.data == start)
        }
    }

    /// The table at the beginning of a run, and the factor that is explained at its end.
    @Test(arguments: recording.line_gradients)
    func theGradientsAreShown(_ gradients: Gradients) throws {
        let options = "--samples \(gradients.samples) --w0 \(gradients.w0) --epochs 1 --lr 0"
        func shown(_ mistake: String, _ names: [String]) throws -> [Float] {
            let lines = try Program.run("part2 --bug \(mistake) \(options)").lines
            let start = try #require(lines.firstIndex { $0.hasPrefix("dL/dw") })
            return try zip(lines[(start + 1)...], names).map { line, name in
                #expect(line.hasPrefix("  \(name) "))
                return try #require(Float(line.split(separator: " ").last!))
            }
        }
        #expect(
            try shown(
                "assign-gradient", ["with grad = …", "correct", "central difference"])
                == [gradients.assign, gradients.right, gradients.measured])
        #expect(
            try shown(
                "recursive-order", ["recursively", "correct", "central difference"])
                == [gradients.recursive, gradients.right, gradients.measured])
        let text = try story("part2 --bug assign-gradient \(options)")
        let factor = try #require(text.firstMatch(of: /last sample: [0-9]+\/[0-9]+ = ([0-9.]+)\./))
        #expect(abs(Float(factor.1)! - gradients.assign / gradients.right) < 1e-4)
    }
}
