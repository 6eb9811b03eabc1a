import Descent
import Formulas
import Foundation
import TestSupport
import Testing

/// A lesson's own expressions, read as formulas, have the lesson's bits. A lesson that was edited is skipped.
@Suite struct LessonFormulaTests {
    struct Recording: Decodable, Sendable {
        var cases: [Trace<Settings>]
    }

    struct Settings: Decodable, Sendable {
        var samples: Int
        var learning_rate: String
        var w0: String
    }

    struct Crops: Decodable, Sendable {
        var inputs: [[Float]]
        var targets: [[Float]]
    }

    static let unedited = LessonFormulas.all.filter { !RecordedLessons.edited.contains($0.path) }

    @Test(arguments: unedited)
    func theyAreTheLessonsOwn(_ formulas: LessonFormulas) throws {
        for formula in formulas.texts.values {
            #expect(try formulas.isInLesson(formula), "\(formula)")
        }
    }

    /// The bits of PyTorch's runs of the line.
    @Test(arguments: LessonFormulas.line, [4, 5, 9, 100])
    func everyEpochHasPyTorchsBits(_ formulas: LessonFormulas, samples: Int) throws {
        let cases = (Reference.load("line.json") as Recording).cases.filter {
            $0.variant == "torch_autograd" && $0.settings.samples == samples
        }
        try #require(!cases.isEmpty)
        for recorded in cases {
            let settings = recorded.settings
            let (x, y) = data(formulas, samples: samples)
            let shape = formulas.part == 4 ? [1, 1] : []
            let w = Tensor([Float(settings.w0)!], shape: shape)
            let training = try formulas.training(
                x: x, y: y, [("w", w)], learningRate: Float(settings.learning_rate)!)
            let (losses, parameters) = try train(training, epochs: recorded.lossBits.floats.count)
            #expect(losses == recorded.lossBits, "\(recorded.name)")
            #expect(parameters["w"] == recorded.parameterBits["w"], "\(recorded.name)")
        }
    }

    /// The bits of the lesson itself.
    @Test(arguments: unedited, [3, 14])
    func everyEpochHasTheLessonsBits(_ formulas: LessonFormulas, samples: Int) throws {
        let option = formulas.problem == "crops" ? "--rows" : "--samples"
        let command = "\(formulas) \(option) \(samples) --epochs"
        let lesson = try RecordedRun("\(command) 60")
        let start = try RecordedRun("\(command) 1 --lr 0").parameters
        let (x, y) = data(formulas, samples: samples)
        let rates: [String: Float] = ["line": 0.01, "crops": 1e-5, "sine": 1e-6, "network": 0.01]
        let training = try formulas.training(
            x: x, y: y, parameters(formulas, start), learningRate: rates[formulas.problem]!)
        let (losses, parameters) = try train(training, epochs: 60)
        #expect(losses.floats.count == 60)
        #expect(losses == lesson.losses)
        #expect(parameters == lesson.parameters)
    }

    private func train(
        _ training: FormulaTraining, epochs: Int
    ) throws -> (losses: Bits, parameters: [String: Bits]) {
        var (losses, parameters): ([Float], [String: Bits]) = ([], [:])
        for _ in 0..<epochs {
            losses.append(try training.step().loss.item())
            try training.update()
            for (name, tensor) in training.parameters {
                for (name, values) in named(name, tensor.scalars) {
                    parameters[name, default: Bits([])].floats += values
                }
            }
        }
        return (Bits(losses), parameters)
    }

    /// A parameter such as "b c d" has a name for each number.
    private func named(_ name: String, _ values: [Float]) -> [(String, [Float])] {
        let words = name.split(separator: " ").map(String.init)
        return words.count == 1 ? [(name, values)] : zip(words, values).map { ($0, [$1]) }
    }

    /// The samples as the part's lesson has them.
    private func data(
        _ formulas: LessonFormulas, samples: Int
    ) -> (x: Tensor, y: Tensor) {
        var (x, y): (Tensor, Tensor)
        switch formulas.problem {
        case "line":
            x = Tensor((1...samples).map { Float($0) })
            y = 2 * x
        case "crops":
            let recorded = Reference.load("crops.json", as: Crops.self)
            x = Tensor(Array(recorded.inputs.prefix(samples)))
            y = Tensor(Array(recorded.targets.prefix(samples)))
        default:
            x = Tensor.linspace(-Float(Double.pi), Float(Double.pi), samples)
            y = Tensor(x.scalars.map { Float(sin(Double($0))) })
        }
        if formulas.part == 4, formulas.problem == "sine" { x = x.unsqueezed(-1).pow([1, 2, 3]) }
        if formulas.part == 4, ["line", "network"].contains(formulas.problem) {
            (x, y) = (x.unsqueezed(-1), y.unsqueezed(-1))
        }
        return (x, y)
    }

    /// The parameters where the lesson starts, as it hands them over.
    private func parameters(
        _ formulas: LessonFormulas, _ start: [String: Bits]
    ) -> [(name: String, tensor: Tensor)] {
        let shapes: KeyValuePairs<String, [Int]> =
            switch (formulas.problem, formulas.part) {
            case ("line", 4): ["w": [1, 1]]
            case ("line", _): ["w": []]
            case ("crops", _): ["w": [2, 3], "b": [2]]
            case ("sine", 4): ["a": [1], "b c d": [1, 3]]
            case ("sine", _): ["a": [], "b": [], "c": [], "d": []]
            default: ["0.weight": [8, 1], "0.bias": [8], "2.weight": [1, 8], "2.bias": [1]]
            }
        return shapes.map { name, shape in
            let values = name.split(separator: " ").flatMap { start[String($0)]!.floats }
            return (name, Tensor(values, shape: shape))
        }
    }
}
