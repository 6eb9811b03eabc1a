import Descent
import TestSupport
import Testing

@testable import Classroom
@testable import Exercises
@testable import Files
@testable import Looking
@testable import System
@testable import Words
@testable import Workbook

/// What is saved besides parameters: optimizers, random numbers, the epoch.
@Suite struct SavedStateTests {
    struct Recording: Decodable, Sendable {
        let generators: [Place]
    }

    struct Place: Decodable, Sendable, CustomTestStringConvertible {
        let name, seed, base64: String
        let draws: Int
        let normal: Bool
        let next_bits, next_normal_bits: Bits

        var testDescription: String { name }
    }

    static let places = Reference.load("saving.json", as: Recording.self).generators

    @Test(arguments: places) func randomNumbersHavePyTorchsState(place: Place) throws {
        #expect(Self.places.count == 16)
        let seed = try #require(UInt64(place.seed))
        let generator = Generator(seed: seed)
        _ = generator.rand(place.draws)
        if place.normal { _ = generator.randn(3) }
        var bytes = GeneratorState.bytes(generator, seed: seed)
        // All words are used up, where PyTorch's have never been made: the same.
        if place.draws == 0 && !place.normal { bytes.replaceSubrange(16..<18, with: [0, 0]) }
        let isEqual = Base64.text(bytes) == place.base64
        #expect(isEqual)
    }

    @Test(arguments: places) func randomNumbersGoOnFromPyTorchsState(place: Place) throws {
        let bytes = try #require(Base64.bytes(place.base64))
        #expect(GeneratorState.isValid(bytes))
        let generator = Generator(seed: 99)
        _ = generator.randn(1)
        GeneratorState.restore(bytes, to: generator)
        #expect(Bits(generator.rand(5)) == place.next_bits)
        #expect(Bits(generator.randn(3)) == place.next_normal_bits)
    }

    @Test func placesThatAreNoneAreRefused() throws {
        let bytes = try #require(Base64.bytes(Self.places[2].base64))
        // How many words are left, whether it is seeded, which is next, and a word of more than 32 bits.
        for (place, value) in [(8, 0), (9, 255), (12, 2), (16, 9), (17, 255), (28, 1)] {
            var wrong = bytes
            wrong[place] = UInt8(value)
            #expect(!GeneratorState.isValid(wrong), "byte \(place)")
        }
        #expect(!GeneratorState.isValid([]))
        #expect(!GeneratorState.isValid(bytes + [0]))
    }

    // MARK: - Optimizers

    /// Two parameters, and gradients that no two steps have in common.
    private func parameters() -> [Tensor] {
        [Tensor([0.5, -1, 2], requiresGrad: true), Tensor(0.25, requiresGrad: true)]
    }

    private func train(_ optimizer: any Optimizer, _ steps: Range<Int>) {
        for step in steps {
            for (index, parameter) in optimizer.parameters.enumerated() {
                let gradient: [Float] = (0..<parameter.count).map { number in
                    let remainder: Int = (step * 7 + number * 3 + index) % 11
                    return Float(remainder) - 4.5
                }
                parameter.grad = Tensor(gradient, shape: parameter.shape)
            }
            optimizer.step()
        }
    }

    private func name(_ parameters: [Tensor]) -> (Tensor) -> String? {
        { tensor in parameters.firstIndex { $0 === tensor }.map { "layer.\($0)" } }
    }

    static let kinds: [@Sendable ([Tensor]) -> any Optimizer] = [
        { SGD($0, learningRate: 0.1) },
        { SGD($0, learningRate: 0.1, momentum: 0.9) },
        { SGD($0, learningRate: 0.1, momentum: 0.9, weightDecay: 0.1, nesterov: true) },
        { SGD($0, learningRate: 0.1, momentum: 0.9, dampening: 0.5) },
        { RMSprop($0, learningRate: 0.1) },
        { RMSprop($0, learningRate: 0.1, momentum: 0.5, centered: true) },
        { Adam($0, learningRate: 0.1) },
        { Adam($0, learningRate: 0.1, betas: (0.5, 0), weightDecay: 0.1) },
    ]

    /// Ten steps, by way of a file after four.
    @Test(arguments: kinds.indices) func anOptimizerGoesOn(kind: Int) throws {
        let whole = parameters()
        train(Self.kinds[kind](whole), 0..<10)

        let first = parameters()
        let before = Self.kinds[kind](first)
        train(before, 0..<4)
        let state = try #require(OptimizerState(before, name(first)))
        let read = try #require(OptimizerState(state.metadata("optimizer"), "optimizer"))
        #expect(read == state)
        let second = first.map { Tensor($0.scalars, shape: $0.shape, requiresGrad: true) }
        let after = Self.kinds[kind](second)
        #expect(try read.restore(to: after, name(second)) == !read.isEmpty)
        train(after, 4..<10)
        for (a, b) in zip(whole, second) {
            #expect(Bits(a.scalars) == Bits(b.scalars))
        }
    }

    /// Also after so many steps that β₁ᵗ is 0 and β₂ᵗ as small as it gets.
    @Test func adamGoesOnAfterManySteps() throws {
        let parameter = Tensor(1, requiresGrad: true)
        let adam = Adam([parameter], learningRate: 1e-9, betas: (0.5, 0.9))
        parameter.grad = Tensor(1)
        for _ in 0..<10_000 { adam.step() }
        let state = try #require(OptimizerState(adam) { _ in "w" })
        let other = Tensor(parameter.item(), requiresGrad: true)
        let second = Adam([other], learningRate: 1e-9, betas: (0.5, 0.9))
        #expect(try state.restore(to: second) { _ in "w" })
        #expect(second.states[0].power1 == adam.states[0].power1)
        #expect(second.states[0].power2 == adam.states[0].power2)
        #expect(second.states[0].steps == 10_000)
    }

    @Test func theStateOfAnotherOptimizerIsNotUsed() throws {
        let all = parameters()
        let adam = Adam(all)
        train(adam, 0..<2)
        let state = try #require(OptimizerState(adam, name(all)))
        #expect(try !state.restore(to: RMSprop(all), name(all)))
        #expect(try !state.restore(to: SGD(all, learningRate: 1, momentum: 0.5), name(all)))
        #expect(try state.restore(to: Adam(all), name(all)))
        // A momentum is none without momentum.
        let sgd = SGD(all, learningRate: 1, momentum: 0.5)
        train(sgd, 0..<1)
        let momentum = try #require(OptimizerState(sgd, name(all)))
        #expect(try !momentum.restore(to: SGD(all, learningRate: 1), name(all)))
    }

    /// What a file may say, and no optimizer can go on with.
    @Test func statesThatAreNoneAreRefused() throws {
        let one = Base64.text(LittleEndian.bytes([1 as Float]))
        let negative = Base64.text(LittleEndian.bytes([-1 as Float]))
        let nan = Base64.text(LittleEndian.bytes([Float.nan]))
        let wrong: [(optimizer: String, key: String, value: String?)] = [
            ("Adam", "step", "1.5"), ("Adam", "step", "-1"), ("Adam", "step", ""),
            ("Adam", "step", "9999999999999"), ("Adam", "step", "99999999999999999999"),
            ("Adam", "step", nil), ("Adam", "exp_avg_sq", nil), ("Adam", "exp_avg_sq", negative),
            ("Adam", "exp_avg", nan), ("Adam", "exp_avg", "AAAA"), ("Adam", "exp_avg", "?"),
            ("Adam", "exp_avg", one + one), ("SGD", "momentum_buffer", nan),
            ("RMSprop", "square_avg", negative), ("RMSprop", "momentum_buffer", "?"),
        ]
        let parameter = Tensor(1, requiresGrad: true)
        let optimizers: [String: any Optimizer] = [
            "Adam": Adam([parameter]), "RMSprop": RMSprop([parameter]),
            "SGD": SGD([parameter], learningRate: 1, momentum: 0.5),
        ]
        for (name, key, value) in wrong {
            var words = ["step": "3"]
            for buffer in ["exp_avg", "exp_avg_sq", "momentum_buffer", "square_avg"] {
                words[buffer] = one
            }
            func state() -> OptimizerState {
                let all = words.map { ("state.w.\($0.key)", $0.value) }
                return OptimizerState(name: name, words: Dictionary(uniqueKeysWithValues: all))
            }
            let optimizer = try #require(optimizers[name])
            #expect(try state().restore(to: optimizer) { _ in "w" })
            words[key] = value
            let fault = #expect(throws: FileFault.self, "\(name), \(key), \(value ?? "")") {
                try state().restore(to: optimizer) { _ in "w" }
            }
            #expect(fault?.reason == "its state of \(name) for 'w' is invalid")
        }
    }

    // MARK: - All together

    private static let parameter = SafeTensors.Entry(name: "w", shape: [], values: [1.5])

    @Test func aStateIsReadAsItIsWritten() throws {
        var state = SavedState(parameters: [Self.parameter])
        state.epoch = 50
        state.generator = GeneratorState.bytes(Generator(seed: 5), seed: 5)
        state.words = [.problem: "line", .options: "--samples 8"]
        let sgd = OptimizerState(
            name: "SGD", words: ["lr": "0.1", "state.w.momentum_buffer": "AAAAAA=="])
        state.optimizers = [sgd, OptimizerState(name: "Adam", words: [:])]
        let bytes = state.file.bytes
        #expect(try SavedState(SafeTensors(bytes)) == state)
        #expect(
            state.content
                == "w after 50 epochs, with the state of SGD and the state of the random generator")
    }

    /// A name from outside neither ends a line nor drives a terminal.
    @Test func namesAreShownWithoutWhatATerminalActsOn() {
        let name = "w\u{1B}[2J\n\u{202E}b\r\t\u{85}" + String(repeating: "x", count: 99)
        let state = SavedState(parameters: [SafeTensors.Entry(name: name, shape: [], values: [1])])
        let shown = "w\u{FFFD}[2J \u{FFFD}b  \u{FFFD}" + String(repeating: "x", count: 49) + "…"
        #expect(state.content == shown)
        let fault = #expect(throws: FileFault.self) { try state.check([]) }
        #expect(fault?.reason == "the file has \(shown) of shape [], but the lesson has none")
        #expect(visible("größe 年 ½·x̂ 😀") == "größe 年 ½·x̂ 😀")
        #expect(quoted("a\nb") == "'a\u{FFFD}b'")
    }

    @Test func theParametersAloneAreEnough() throws {
        let state = try SavedState(
            SafeTensors(entries: [Self.parameter], metadata: ["format": "pt"]))
        #expect(state.epoch == 0)
        #expect(state.content == "w")
        // What another program calls an epoch is not the workbook's.
        let other = try SavedState(
            SafeTensors(entries: [Self.parameter], metadata: ["epoch": "many"]))
        #expect(other.epoch == 0)
    }

    @Test func statesOfAFileThatAreNoneAreRefused() {
        let wrong: [[String: String]] = [
            ["epoch": "-1"], ["epoch": "1000000000000001"], ["epoch": "99999999999999999999"], [:],
            ["epoch": "1", "generator": "AAAA"], ["epoch": "1", "workbook": "2"],
        ]
        for metadata in wrong {
            let words = ["workbook": "1"].merging(metadata) { $1 }
            let fault = #expect(throws: FileFault.self, "\(metadata)") {
                try SavedState(SafeTensors(entries: [Self.parameter], metadata: words))
            }
            #expect(
                fault?.reason == "its information about the run is not in this workbook's format")
        }
        let infinite = SafeTensors.Entry(name: "w", shape: [], values: [.infinity])
        let fault = #expect(throws: FileFault.self) {
            try SavedState(SafeTensors(entries: [infinite]))
        }
        #expect(fault?.reason == "'w' has numbers that are not finite")
        let empty = #expect(throws: FileFault.self) { try SavedState(SafeTensors(entries: [])) }
        #expect(empty?.reason == "it has no tensors")
    }

    @Test(arguments: [
        ("a.safetensors", true), ("x/b.SafeTensors", true), (".safetensors", false),
        ("x/.safetensors", false), ("a.safetensors/", false), ("a.svg", false),
    ])
    func whatSaveTakes(_ word: String, isRead: Bool) throws {
        let save = try #require(Options.common.first { $0.names == ["--save"] })
        var settings = Settings()
        #expect(save.read(word, &settings) == isRead)
        #expect(settings.saving.save == (isRead ? word : nil))
    }
}
