/// The five steps of an epoch: the formula, the formula with the numbers in it, and the result.
struct Explanation {
    private let stage: Stage
    private let settings: Settings
    private let notation: Notation
    private let model: SquaredErrorModel
    private let moment: Moment
    /// The samples that the update used.
    private let rows: [Int]

    init(_ moment: Moment, stage: Stage, settings: Settings, _ problem: some Problem) {
        self.stage = stage
        self.settings = settings
        self.moment = moment
        notation = problem.notation
        model = problem.model
        rows = moment.rows ?? Array(0..<model.samples)
    }

    /// A step: its name, and what it shows.
    struct Step {
        var name: String
        var lines: [String]
    }

    var steps: [Step] {
        [
            Step(name: "Prediction", lines: prediction),
            Step(name: "Loss", lines: loss),
            Step(name: "Gradient", lines: gradient),
            Step(name: "Update", lines: update),
            Step(name: "Reset", lines: reset),
        ]
    }

    private static let indent = 3

    private func chain(_ left: String, _ expressions: [String]) -> [String] {
        Text.chain(left, expressions, indent: Self.indent)
    }

    private func sentence(_ text: String) -> [String] {
        Text.wrapped(text, indent: Self.indent)
    }

    // MARK: - The numbers

    /// Places in ``rows`` whose numbers are shown: all, or as many as a line could hold, and the last.
    private var shown: [Int] {
        let count = rows.count
        return count <= 21 ? Array(0..<count) : Array(0..<20) + [count - 1]
    }

    /// How many errors are squared.
    private var count: Int { rows.count * model.outputs.count }

    private func prediction(_ place: Int, _ output: Int) -> Float {
        moment.prediction[place * model.outputs.count + output]
    }

    private func target(_ place: Int, _ output: Int) -> Float {
        Float(model.target(rows[place], output))
    }

    private func error(_ place: Int, _ output: Int) -> Float {
        prediction(place, output) - target(place, output)
    }

    /// For the shown samples what an output's parameters are multiplied with.
    private func partials(_ output: Int) -> [[Double]] {
        let own = model.outputs[output].map { Double(moment.before[$0]) }
        var partials = own
        return shown.map { place in
            _ = model.predict(own, rows[place], &partials)
            return partials
        }
    }

    /// A number that stands behind a sign or a dot.
    private static func factor(_ number: String) -> String {
        number.hasPrefix("-") ? "(\(number))" : number
    }

    /// Numbers in brackets, also a single one: behind Σ it would look like a factor.
    private static func list(_ numbers: [Float], width: Int = 48) -> String {
        let text = Numbers.vector(numbers, width: width)
        return numbers.count == 1 ? "[\(text)]" : text
    }

    /// Numbers for each shown sample and output, in rows.
    private func vector(width: Int = 48, _ number: (Int, Int) -> Float) -> String {
        let numbers = shown.flatMap { place in
            model.outputs.indices.map { output in number(place, output) }
        }
        return Self.list(numbers, width: width)
    }

    // MARK: - Prediction

    private var prediction: [String] {
        guard notation.parameters.count > 1 else {
            let x = partials(0).map { Float($0[0]) }
            return chain(
                "ŷ",
                [
                    notation.prediction,
                    "\(Self.factor(Numbers.plain(moment.before[0])))·\(Self.list(x))",
                    vector { prediction($0, $1) },
                ])
        }
        var lines = chain("ŷ", [notation.prediction])
        for (output, parameters) in model.outputs.enumerated() {
            let numbers = parameters.map { Numbers.plain(moment.before[$0]) }
            let factors = partials(output)[0].map { Self.factor(Numbers.plain($0)) }
            let sum = notation.substituted(numbers, factors).replacing("+ -", with: "- ")
            lines += chain(
                "first \(notation.outputs[output])",
                [sum, Numbers.plain(prediction(0, output))])
        }
        for output in model.outputs.indices {
            let all = shown.map { prediction($0, output) }
            lines += chain("all \(notation.outputs[output])", [Self.list(all)])
        }
        return lines
    }

    // MARK: - Loss

    /// What stands before the sum: in letters, and with the numbers.
    private var mean: (letters: String, numbers: String) {
        guard model.isMean else { return ("", "") }
        return (model.outputs.count > 1 ? "1/(n·k)·" : "1/n·", "1/\(count)·")
    }

    private var loss: [String] {
        let errors = vector(width: 30, error)
        let squares = vector { error($0, $1) * error($0, $1) }
        let formula = formulaLoss
        let isOff = abs(Double(moment.loss) - formula) > 1e-3 * abs(formula)
        let lines = chain(
            "L",
            [
                "\(mean.letters)Σ(ŷ − y)²",
                "\(mean.numbers)Σ(\(vector(width: 30) { prediction($0, $1) }) "
                    + "− \(vector(width: 30, target)))²",
                "\(mean.numbers)Σ\(errors)²", "\(mean.numbers)Σ\(squares)",
                isOff ? Numbers.plain(formula) : Numbers.plain(moment.loss),
            ])
        return lines + (isOff ? sentence(Self.comparison(moment.loss, formula)) : [])
    }

    /// Whether the formulas are computed for all samples, to compare the lesson with them. What is
    /// looked at in class is small; with many millions nobody would wait for it.
    private var isCompared: Bool { rows.count <= 1_000_000 }

    private var formulaLoss: Double {
        guard isCompared else { return Double(moment.loss) }
        var total = 0.0
        for place in rows.indices {
            for output in model.outputs.indices {
                total += Double(error(place, output)) * Double(error(place, output))
            }
        }
        return model.isMean ? total / Double(count) : total
    }

    // MARK: - Gradient

    private var gradient: [String] {
        let factor = model.isMean ? mean : (letters: "1·", numbers: "1·")
        let formula = formulaGradient
        var lines: [String] = []
        for (output, parameters) in model.outputs.enumerated() {
            let errors = Self.list(shown.map { error($0, output) }, width: 30)
            lines += chain(
                model.outputs.count > 1 ? "E(\(notation.outputs[output]))" : "E", ["ŷ − y", errors])
            let partials = partials(output)
            for (place, parameter) in parameters.enumerated() {
                let partial = notation.partials[parameter]
                let factors = Self.list(partials.map { Float($0[place]) }, width: 30)
                let found = moment.gradients[parameter]
                let isOff = Self.isOff(Double(found), formula, parameter)
                lines += chain(
                    "dL/d\(notation.parameters[parameter])",
                    [
                        "2\(factor.letters.dropFirst())ΣE\(partial.isEmpty ? "" : "·\(partial)")",
                        "2\(factor.numbers.dropFirst())Σ\(errors)\(partial.isEmpty ? "" : "·\(factors)")",
                        isOff ? Numbers.plain(formula[parameter]) : Numbers.plain(found),
                    ])
                if isOff { lines += sentence(Self.comparison(found, formula[parameter])) }
            }
        }
        if let graph = RecordedGraph(moment, notation, samples: model.samples) {
            lines += BackwardTable(graph: graph).lines(indent: Self.indent)
        }
        return lines
    }

    /// Whether a number of the gradient is further from the formula's than rounding explains.
    private static func isOff(_ found: Double, _ formula: [Double], _ index: Int) -> Bool {
        let largest = formula.map(abs).max() ?? 0
        return abs(found - formula[index]) > 1e-3 * max(abs(formula[index]), largest * 1e-2)
    }

    private static func comparison(_ found: Float, _ right: Double) -> String {
        let times = right == 0 ? "" : ", \(Numbers.short(Double(found) / right)) times as much"
        return "But this lesson has \(Numbers.plain(found))\(times)."
    }

    private var formulaGradient: [Double] {
        guard isCompared else { return moment.gradients.map(Double.init) }
        let factor = model.isMean ? 1 / Double(count) : 1
        var result = [Double](repeating: 0, count: moment.before.count)
        for (output, parameters) in model.outputs.enumerated() {
            let own = parameters.map { Double(moment.before[$0]) }
            var partials = own
            for (place, row) in rows.enumerated() {
                _ = model.predict(own, row, &partials)
                for (index, parameter) in parameters.enumerated() {
                    result[parameter] += 2 * factor * Double(error(place, output)) * partials[index]
                }
            }
        }
        return result
    }

    // MARK: - Update and reset

    private var update: [String] {
        if settings.optimizer == "rmsprop" { return rmsprop }
        let rate = Numbers.short(settings.learningRate)
        let width = notation.parameters.map(\.count).max()!
        var lines = ["   p ← p − learning rate · dL/dp"]
        for (index, name) in notation.parameters.enumerated() {
            let (before, after) = (moment.before[index], moment.after[index])
            let gradient = moment.gradients[index]
            let expected = before - Float(settings.learningRate) * gradient
            let distance = max(abs(expected), abs(after - before))
            let isOff = abs(after - expected) > 1e-3 * distance
            lines.append(
                "   \(Text.padded(name, width)) ← \(Numbers.plain(before)) − "
                    + "\(rate)·\(Self.factor(Numbers.plain(gradient))) = "
                    + Numbers.plain(isOff ? expected : after))
            if isOff {
                lines += sentence(
                    "But \(name) is \(Numbers.plain(after)) afterwards: there was no such step.")
            }
        }
        return lines
    }

    private var rmsprop: [String] {
        let width = notation.parameters.map(\.count).max()!
        return [
            "   v ← 0.99·v + 0.01·(dL/dp)²    a mean of the squared gradients so far",
            "   p ← p − learning rate · dL/dp / (√v + 1e-08)",
        ]
            + notation.parameters.enumerated().map { index, name in
                "   \(Text.padded(name, width)): \(Numbers.plain(moment.before[index])) → "
                    + Numbers.plain(moment.after[index])
            }
    }

    private var reset: [String] {
        let gradients = Numbers.vector(moment.gradients, width: 30)
        return switch moment.isReset {
        case nil where stage == .part1:
            sentence("Nothing to reset: the gradient is computed anew in every epoch.")
        case false?:
            sentence(
                "Not reset: the next backward pass adds to \(gradients), and that is no gradient.")
        default:
            sentence(
                moment.gradients.count == 1
                    ? "The gradient \(gradients) is forgotten, or the next backward pass would add to it."
                    : "The gradients \(gradients) are forgotten, or the next backward pass would add "
                        + "to them.")
        }
    }
}
