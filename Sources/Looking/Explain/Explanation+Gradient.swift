import Classroom
import Words

/// The last three steps: gradient, update and reset.
extension Explanation {
    // MARK: - Gradient

    package var gradientStep: [String] {
        (formulaGradient ?? update.parameters.flatMap(gradientLines)) + (graph.map(backward) ?? [])
    }

    /// A gradient without a formula: that of the recorded graph, if there is one, and the lesson's own.
    private func gradientLines(_ parameter: Parameter) -> [String] {
        guard let own = parameter.gradient else {
            return sentence("\(parameter.name) has no gradient here.")
        }
        let name = parameter.name.contains(" ") ? "[\(parameter.name)]" : parameter.name
        let leaf = graph?.values.first { $0.kind == .parameter && $0.name == parameter.name }
        guard graph?.values.last?.gradient != nil, let right = leaf?.gradient else {
            return chain("the lesson's d\(name)", [Numbers.vector(own)])
        }
        let margin = 1e-3 * (right.map(abs).max() ?? 0)
        let isOff = zip(own, right).contains { abs($0 - $1) > margin }
        return chain("dL/d\(name)", [Numbers.vector(right)])
            + (isOff ? sentence("But this lesson has \(Numbers.vector(own)).") : [])
    }

    /// The chain rule for squared errors and a known model.
    private var formulaGradient: [String]? {
        guard let known, let factor = squaresFactor, let gradients = update.gradients else {
            return nil
        }
        let (notation, model) = (known.notation, known.model)
        let (letters, numbers) = written(2 * factor)
        var lines: [String] = []
        for (output, parameters) in model.outputs.enumerated() {
            let own = column(errors, output)
            let errors = Self.list(own, width: 30)
            let name = model.outputs.count > 1 ? "E(\(notation.outputs[output]))" : "E"
            lines += chain(name, ["ŷ − y", errors])
            for (position, parameter) in parameters.enumerated().prefix(Self.maxLines) {
                let partial = notation.partials[parameter]
                let values = own.indices.map { partials(model, output, $0)[position] }
                let factors = Self.list(values, width: 30)
                let terms = zip(own, values).map { 2 * factor * Double($0) * Double($1) }
                let (found, formula) = (gradients[parameter], terms.reduce(0, +))
                // The rounding error depends on the size of the terms.
                let margin = 1e-3 * abs(formula) + 1e-5 * terms.map(abs).reduce(0, +)
                let isOff = abs(Double(found) - formula) > margin
                lines += chain(
                    "dL/d\(notation.parameters[parameter])",
                    [
                        "\(letters)ΣE\(partial.isEmpty ? "" : "·\(partial)")",
                        "\(numbers)Σ\(errors)\(partial.isEmpty ? "" : "·\(factors)")",
                        isOff ? Numbers.plain(formula) : Numbers.plain(found),
                    ])
                if isOff { lines += sentence("But this lesson has \(Numbers.plain(found)).") }
            }
            lines += rest(parameters.count)
        }
        return lines
    }

    /// The way back from the loss through the recorded operations: the derivative of each, and the gradient it passes
    /// on.
    private func backward(_ graph: RecordedGraph) -> [String] {
        if graph.values.last?.gradient == nil, update.gradients != nil {
            return sentence("backward() was not called on this loss.")
        }
        let rows = graph.operationsFromTheLoss.flatMap { value in
            value.operands.filter { $0.passed != nil }.enumerated().map { position, operand in
                let operation = position == 0 ? "\(value.name) = \(value.expression ?? "")" : ""
                return (cells: [operation, "·\(operand.derivative)"], operand: operand)
            }
        }
        if rows.isEmpty { return [] }
        let table = zip(Text.table(rows.map { $0.cells }, names: 2), rows).map { cells, row in
            let left = " \(cells)  → \(graph.values[row.operand.value].name): "
            let (room, passed) = (Text.width - left.count, row.operand.passed!)
            let numbers = Numbers.vector(passed, width: min(26, room))
            return left + (numbers.count > room ? Numbers.summary(passed, width: room) : numbers)
        }
        let sums = graph.values.filter { $0.uses > 1 && $0.gradient != nil }.flatMap { value in
            sentence(
                "\(value.name) is used \(value.uses) times and gets the sum: "
                    + "\(Numbers.vector(value.gradient!)).")
        }
        let arriving = Numbers.short(graph.values.last?.gradient?.first ?? 1)
        return sentence(
            "Autograd goes back from L, where \(arriving) arrives. Each operation multiplies what "
                + "arrives by its derivative and passes it on:") + table + sums
    }

    // MARK: - Update and reset

    /// The names of the parameters' numbers.
    private var names: [String] { known?.notation.parameters ?? update.elementNames }

    /// The names, padded to the width of the longest.
    private var paddedNames: [String] {
        let width = names.map { $0.count }.max() ?? 0
        return names.map { Text.padded($0, width) }
    }

    package var updateStep: [String] {
        let set = findings.training.learningRate
        let step = StepFinding(update, learningRate: set)
        guard rule == nil, let step, let after = update.after, let gradients = update.gradients
        else { return change(step) }
        switch step.kind {
        case .other: return change(step)
        // Every step of a single number is a multiple of its gradient.
        case .uniform
        where !step.isAsSet
            && (!findings.hasPlainSteps || gradients.count == 1 && findings.laterSteps.isEmpty):
            return change(step)
        case .uniform(let rate, _) where !step.isAsSet:
            let uphill = rate < 0 ? ", and this step goes uphill" : ""
            let remark =
                StepFinding.isStep(step.kind, -set)
                ? "This step goes uphill."
                : "But the learning rate is \(Numbers.short(set))\(uphill)."
            return formula(rate, after, gradients) + sentence(remark)
        case .unknown: return formula(findings.rate ?? set, after, gradients)
        default: return formula(set, after, gradients)
        }
    }

    /// p − rate · gradient for each number.
    private func formula(_ rate: Double, _ after: [Float], _ gradients: [Float]) -> [String] {
        let sign = rate < 0 ? "+" : "−"
        var lines = ["   p ← p \(sign) learning rate · dL/dp"]
        for (index, name) in paddedNames.enumerated().prefix(Self.maxLines) {
            let (before, after) = (update.before[index], after[index])
            let gradient = gradients[index]
            let expected = before - Float(rate) * gradient
            // Infinities and NaN are valid results too.
            let isSame =
                after == expected || after.isNaN && expected.isNaN
                || abs(after - expected) <= 1e-3 * max(abs(expected), abs(after - before))
                    && after.isFinite
            lines.append(
                "   \(name) ← \(Numbers.plain(before)) \(sign) \(Numbers.short(abs(rate)))·"
                    + "\(Self.factor(Numbers.plain(gradient))) = "
                    + Numbers.plain(isSame ? after : expected))
            if !isSame {
                lines += sentence(
                    "But \(names[index]) is \(Numbers.plain(after)) afterwards: there was no such step "
                        + "between lesson.look(…) and the next look or report.")
            }
        }
        return lines + rest(names.count)
    }

    /// The values before and after, for steps that don't follow learning rate · gradient.
    ///
    /// - Parameter step: nil if there is no gradient.
    private func change(_ step: StepFinding?) -> [String] {
        guard let after = update.after else {
            return sentence(
                "What the update does is unknown: lesson.report(…) does not have the same parameters."
            )
        }
        let numbers = zip(update.before, after).map {
            "\(Numbers.plain($0)) → \(Numbers.plain($1))"
        }
        let lines =
            zip(paddedNames, numbers).prefix(Self.maxLines).map { "   \($0): \($1)" }
            + rest(names.count)
        if let rule { return rule.lines.map { "   \($0)" } + lines }
        guard let step else { return lines }
        return lines
            + sentence(
                step.difference.map { "In this epoch \($0)." }
                    ?? "These steps are not learning rate · gradient, which has many possible "
                    + "causes: momentum, weight decay, clipping, noise, RMSprop, Adam, another "
                    + "learning rate, or a report of other numbers.")
    }

    package var resetStep: [String] {
        let own = update.parameters.filter { $0.gradient?.isEmpty == false }
        func gradients(of names: [String]?) -> String {
            let own = own.filter { names?.contains($0.name) ?? true }
            return Numbers.vector(own.flatMap { $0.gradient! }, width: 30)
        }
        guard let remaining = update.remaining else {
            let isByHand = update.parameters.allSatisfy { $0.tensor == nil }
            return sentence(
                isByHand
                    ? "Nothing to reset: the gradient is computed afresh in each epoch."
                    : "The workbook doesn't see whether the gradient is cleared before the next update."
            )
        }
        if own.isEmpty { return sentence("There is no gradient to reset.") }
        if remaining.isEmpty {
            return sentence(
                "The gradient \(gradients(of: nil)) is cleared; otherwise the next backward() would add to it."
            )
        }
        let part =
            remaining.count < own.count
            ? "The gradient of \(Words.list(remaining, "and")) is still" : "Still"
        return sentence(
            "\(part) there at the end of the epoch: the next backward pass adds to "
                + "\(gradients(of: remaining)), unless zeroGrad() comes before it.")
    }
}
