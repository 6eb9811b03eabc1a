import Classroom
import Words

/// The last three steps: gradient, update and reset.
extension Explanation {
    // MARK: - Gradient

    package var gradient: [String] {
        var lines = formulaGradient ?? ownGradient
        if let graph { lines += BackwardTable(graph: graph).lines(indent: Self.indent) }
        return lines
    }

    /// The numbers that the lesson hands over, where there is no formula to compare them with.
    private var ownGradient: [String] {
        moment.parameters.flatMap { parameter in
            guard let gradient = parameter.gradient else {
                return sentence("\(parameter.name) has no gradient here.")
            }
            return chain("dL/d\(parameter.name)", [Numbers.vector(gradient)])
        }
    }

    /// The chain rule for squared errors and a known model.
    private var formulaGradient: [String]? {
        guard let known, let squares, let gradients = moment.gradients else { return nil }
        let (notation, model) = (known.notation, known.model)
        let formula = formula(model, squares.factor)
        let factor = Self.twice(squares.letters, squares.numbers)
        var lines: [String] = []
        for (output, parameters) in model.outputs.enumerated() {
            let errors = Self.list(shown.map { error($0, output) }, width: 30)
            lines += chain(
                model.outputs.count > 1 ? "E(\(notation.outputs[output]))" : "E", ["ŷ − y", errors])
            let partials = partials(model, output)
            for (place, parameter) in parameters.enumerated().prefix(Self.mostLines) {
                let partial = notation.partials[parameter]
                let factors = Self.list(partials.map { Float($0[place]) }, width: 30)
                let found = gradients[parameter]
                let isOff = Self.isOff(Double(found), formula, parameter)
                lines += chain(
                    "dL/d\(notation.parameters[parameter])",
                    [
                        "\(factor.letters)ΣE\(partial.isEmpty ? "" : "·\(partial)")",
                        "\(factor.numbers)Σ\(errors)\(partial.isEmpty ? "" : "·\(factors)")",
                        isOff ? Numbers.plain(formula[parameter]) : Numbers.plain(found),
                    ])
                if isOff { lines += sentence(Self.comparison(found, formula[parameter])) }
            }
            let left = parameters.count - Self.mostLines
            if left > 0 { lines += sentence("… and \(left) more.") }
        }
        return lines
    }

    /// Twice a factor such as "1/n·": "2/n·".
    private static func twice(
        _ letters: String, _ numbers: String
    ) -> (letters: String, numbers: String) {
        if letters == "1/2·" { return ("", "") }
        func twice(_ text: String) -> String {
            if text.isEmpty { return "2·" }
            return text.hasPrefix("1/") ? "2\(text.dropFirst())" : "2·\(text)"
        }
        return (twice(letters), twice(numbers))
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

    private func formula(_ model: SquaredErrorModel, _ factor: Double) -> [Double] {
        let before = moment.before
        var result = [Double](repeating: 0, count: before.count)
        for (output, parameters) in model.outputs.enumerated() {
            let own = parameters.map { Double(before[$0]) }
            var partials = own
            for sample in 0..<samples {
                _ = model.predict(own, sample, &partials)
                for (index, parameter) in parameters.enumerated() {
                    result[parameter] +=
                        2 * factor * Double(error(sample, output)) * partials[index]
                }
            }
        }
        return result
    }

    // MARK: - Update and reset

    /// The names of the parameters' numbers, and how wide the longest is.
    private var names: [String] { known?.notation.parameters ?? moment.elementNames }

    /// More lines than this nobody reads.
    static let mostLines = 16

    package var update: [String] {
        if training.updateRule != nil { return change }
        guard let after = moment.after, let gradients = moment.gradients,
            let step = StepFinding(moment, learningRate: training.learningRate)
        else { return change }
        switch step.kind {
        case .uniform where !step.isAsSet && !insight.hasPlainSteps:
            return change
        case .uniform(let rate, _):
            let isAsSet = step.isAsSet
            let lines = formula(isAsSet ? training.learningRate : rate, after, gradients)
            if isAsSet { return lines }
            return lines
                + sentence(
                    "But the learning rate is \(Numbers.short(training.learningRate)): this step is "
                        + "\(rate < 0 ? "uphill, and " : "")\(Numbers.short(abs(rate))) times the "
                        + "gradient.")
        case .still where training.learningRate != 0:
            return formula(training.learningRate, after, gradients)
        case .unknown, .still:
            return formula(training.learningRate, after, gradients)
        case .other:
            return change
        }
    }

    /// p − rate · gradient for each number.
    private func formula(_ rate: Double, _ after: [Float], _ gradients: [Float]) -> [String] {
        let before = moment.before
        let width = names.map { $0.count }.max() ?? 0
        let isAdded = rate < 0
        let number = Numbers.short(abs(rate))
        var lines = ["   p ← p \(isAdded ? "+" : "−") learning rate · dL/dp"]
        for (index, name) in names.enumerated().prefix(Self.mostLines) {
            let (before, after) = (before[index], after[index])
            let gradient = gradients[index]
            let expected = before - Float(rate) * gradient
            let distance = max(abs(expected), abs(after - before))
            // Infinite and no number are results, too.
            let isSame = after == expected || after.isNaN && expected.isNaN
            let isOff =
                !isSame && (!(abs(after - expected) <= 1e-3 * distance) || !after.isFinite)
            lines.append(
                "   \(Text.padded(name, width)) ← \(Numbers.plain(before)) \(isAdded ? "+" : "−") "
                    + "\(number)·\(Self.factor(Numbers.plain(gradient))) = "
                    + Numbers.plain(isOff ? expected : after))
            if isOff {
                lines += sentence(
                    "But \(name) is \(Numbers.plain(after)) afterwards: there was no such step"
                        + (insight.isMisplaced
                            ? " between lesson.look(…) and lesson.report(…)." : "."))
            }
        }
        return lines + rest(names.count)
    }

    private func rest(_ count: Int) -> [String] {
        count > Self.mostLines ? sentence("… and \(count - Self.mostLines) more.") : []
    }

    /// Before and after, where the step is another rule's than learning rate · gradient.
    private var change: [String] {
        guard let after = moment.after else {
            return sentence("What the update does is not known: the lesson does not report it.")
        }
        let before = moment.before
        guard after.count == before.count else {
            return sentence("The parameters are others after the update than before it.")
        }
        let width = names.map { $0.count }.max() ?? 0
        let lines = names.indices.prefix(Self.mostLines).map { index in
            "   \(Text.padded(names[index], width)): \(Numbers.plain(before[index])) → "
                + Numbers.plain(after[index])
        }
        let rule = training.updateRule ?? []
        return rule.map { "   \($0)" } + lines + rest(names.count)
            + (rule.isEmpty
                ? sentence(
                    "These steps are not learning rate · gradient. Momentum adds earlier steps, weight "
                        + "decay a share of the parameters; RMSprop and Adam divide by the usual size of "
                        + "the gradient; and the learning rate may change on the way.") : [])
    }

    package var reset: [String] {
        let own = moment.parameters.flatMap { $0.gradient ?? [] }
        let gradients = Numbers.vector(own, width: 30)
        return switch moment.isReset {
        case nil where stage == .part1:
            sentence("Nothing to reset: the gradient is computed anew in every epoch.")
        case _ where own.isEmpty:
            sentence("There is no gradient to reset.")
        case false?:
            sentence(
                "Still there at the end of the epoch: the next backward pass adds to \(gradients), "
                    + "unless zeroGrad() comes before it.")
        default:
            sentence(
                own.count == 1
                    ? "The gradient \(gradients) is forgotten, or the next backward pass would add to it."
                    : "The gradients \(gradients) are forgotten, or the next backward pass would add "
                        + "to them.")
        }
    }
}
