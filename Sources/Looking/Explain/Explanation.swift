import Classroom
import Words

/// The five steps of an epoch: the formula, the formula with numbers, and the result.
///
/// All numbers are the lesson's. If the workbook knows the model or the loss, it shows their formulas; otherwise it
/// shows the operations that autograd recorded.
package struct Explanation {
    package let update: Update
    /// The model on the samples of this update, if known.
    package let known: KnownModel?
    /// The graph that autograd recorded, if it was used.
    package let graph: RecordedGraph?
    package let findings: Findings
    /// The update rule of the unchanged lesson, if this one follows it.
    let rule: UpdateRule?
    private let isMean: Bool

    package init<P: Problem>(_ update: Update, _ setup: Setup<P>, _ findings: Findings) {
        let problem = setup.problem
        self.update = update
        self.findings = findings
        rule = findings.followsRule ? setup.training.updateRule : nil
        isMean = problem.knowledge.isMean
        graph = RecordedGraph(update, findings)
        let isKnown = findings.known != nil && graph?.hasPlainPrediction != false
        known =
            isKnown
            ? Findings(problem, setup.training, first: [update], others: findings.updates).known
            : nil
    }

    /// The names of the steps, and their lines.
    package var steps: [(name: String, lines: [String])] {
        [
            ("Prediction", predictionStep),
            ("Loss", lossStep), ("Gradient", gradientStep),
            ("Update", updateStep), ("Reset", resetStep),
        ]
    }

    /// A formula, the same with numbers, and the result: `ŷ = w·x = 0.300`, broken before an equals sign when a line is
    /// full.
    package func chain(_ left: String, _ expressions: [String]) -> [String] {
        var lines = ["   " + left]
        let column = lines[0].count
        for (index, expression) in expressions.enumerated() {
            let isFull = lines[lines.count - 1].count + 3 + expression.count > Text.width
            if isFull && index > 0 { lines.append(Text.spaces(column)) }
            lines[lines.count - 1] += " = \(expression)"
        }
        return lines
    }

    package func sentence(_ text: String) -> [String] { Text.wrapped(text, indent: 3) }

    /// The largest number of lines to show for one step.
    static let maxLines = 16

    /// A sentence on the lines that are left out, if there are any.
    package func rest(_ count: Int) -> [String] {
        count > Self.maxLines ? sentence("… and \(count - Self.maxLines) more.") : []
    }

    // MARK: - The numbers

    /// The number of outputs per sample.
    package var outputs: Int { max(1, update.y?.columns ?? 1) }

    /// The number of samples in the update.
    package var samples: Int { update.y?.rows ?? 0 }

    private var predictions: [Float] { update.prediction?.values ?? [] }

    /// ŷ − y for each sample and output, row by row.
    package var errors: [Float] { zip(predictions, update.y?.values ?? []).map { $0 - $1 } }

    /// The numbers of a single output among those of all.
    package func column(_ numbers: [Float], _ output: Int) -> [Float] {
        stride(from: output, to: numbers.count, by: outputs).map { numbers[$0] }
    }

    /// The factors of an output's parameters, for a sample.
    package func partials(_ model: SquaredErrorModel, _ output: Int, _ sample: Int) -> [Float] {
        let own = model.outputs[output].map { Double(update.before[$0]) }
        var partials = own
        _ = model.predict(own, sample, &partials)
        return partials.map { Float($0) }
    }

    /// A number in parentheses if it is negative, for use after a sign or a dot.
    package static func factor(_ number: String) -> String {
        number.hasPrefix("-") ? "(\(number))" : number
    }

    /// Numbers in brackets, even a single one, which would look like a factor after Σ.
    package static func list(_ numbers: [Float], width: Int = 48) -> String {
        let text = Numbers.vector(numbers, width: width)
        return numbers.count == 1 ? "[\(text)]" : text
    }

    /// Operations that autograd recorded, with their results.
    private func recorded(_ operations: [RecordedGraph.Value]) -> [String] {
        operations.flatMap { value in
            chain(value.name, [value.expression ?? "", Numbers.vector(value.numbers, width: 48)])
        }
    }

    // MARK: - Prediction

    private var predictionStep: [String] {
        guard let known else { return unknownPrediction }
        let (notation, model) = (known.notation, known.model)
        let source = "The formulas are the problem's; the lesson's numbers agree with them."
        let note = graph == nil ? sentence(source) : []
        let numbers = update.before.map { Numbers.plain($0) }
        if numbers.count == 1 {
            let x = Self.list((0..<samples).map { partials(model, 0, $0)[0] })
            let product =
                notation.partials[0].isEmpty ? numbers[0] : "\(Self.factor(numbers[0]))·\(x)"
            return chain("ŷ", [notation.prediction, product, Self.list(predictions)]) + note
        }
        var (first, all) = ([String](), [String]())
        for (output, parameters) in model.outputs.enumerated() {
            let name = notation.outputs[output]
            let factors = zip(partials(model, output, 0), parameters).map { value, index in
                notation.partials[index].isEmpty ? "1" : Self.factor(Numbers.plain(value))
            }
            let sum = notation.substituted(parameters.map { numbers[$0] }, factors)
                .replacing("+ -", with: "- ")
            let terms = parameters.count > Self.maxLines ? [] : [sum]
            first += chain("first \(name)", terms + [Numbers.plain(predictions[output])])
            all += chain("all \(name)", [Self.list(column(predictions, output))])
        }
        return chain("ŷ", [notation.prediction]) + first + all + note
    }

    /// A prediction without a formula: the operations that autograd recorded for it.
    private var unknownPrediction: [String] {
        guard let predicted = update.prediction?.values else {
            return sentence("The lesson hands over no prediction.")
        }
        let reason =
            !predicted.allSatisfy { $0.isFinite }
            ? "A prediction is not finite, so the model can't be recognized."
            : !update.canRevealModel && findings.updates.count == 1
                ? "When all parameters are 0 or 1, the predictions don't reveal the model."
                : "The workbook has no formula for these predictions."
        guard let graph, graph.values.contains(where: { $0.name == "ŷ" && $0.kind == .operation })
        else { return sentence(reason) + chain("ŷ", [Self.list(predicted)]) }
        return sentence("\(reason) Step by step, the lesson computes:")
            + recorded(graph.operationsToThePrediction)
    }

    // MARK: - Loss

    /// The factor of the squared errors in the loss; nil for any other loss.
    var squaresFactor: Double? {
        guard let error = SquaredError(update), findings.loss != .other, isProven,
            graph?.hasPenalty != true
        else { return nil }
        var factor = isMean ? 1 / Double(error.count) : 1
        if case .multiple(let times) = findings.loss { factor *= times }
        let right = factor * error.sum
        let isRight =
            abs(Double(update.loss) - right) <= 2 * LossFinding.tolerance(error.count) * right
        return isRight ? factor : nil
    }

    /// False if other losses would give the same numbers: all errors are 0, or there is a single update and all its
    /// predictions are 0.
    private var isProven: Bool {
        findings.loss != .unknown
            && (known != nil || findings.updates.count > 1 || predictions.contains { $0 != 0 })
    }

    /// The notation of a factor, in letters and with numbers.
    package func written(_ factor: Double) -> (letters: String, numbers: String) {
        let count = samples * outputs
        let (n, name) = (Double(count), outputs > 1 ? "(n·k)" : "n")
        let forms: [(factor: Double, letters: String, numbers: String)] = [
            (1 / n, "1/\(name)·", "1/\(count)·"),
            (2 / n, "2/\(name)·", "2/\(count)·"), (0.5 / n, "1/2\(name)·", "1/\(2 * count)·"),
            (0.5, "1/2·", "1/2·"), (2, "2·", "2·"), (1, "", ""),
        ]
        // With few numbers, n may be 1 or 2.
        for form in isMean ? forms : forms.reversed()
        where abs(form.factor - factor) < 1e-3 * factor {
            return (form.letters, form.numbers)
        }
        return ("\(Numbers.short(factor))·", "\(Numbers.short(factor))·")
    }

    private var lossStep: [String] {
        guard let factor = squaresFactor else { return ownLoss }
        let (letters, numbers) = written(factor)
        func list(_ numbers: [Float]) -> String { Self.list(numbers, width: 30) }
        let squares = Self.list(errors.map { $0 * $0 })
        return chain(
            "L",
            [
                "\(letters)Σ(ŷ − y)²",
                "\(numbers)Σ(\(list(predictions)) − \(list(update.y?.values ?? [])))²",
                "\(numbers)Σ\(list(errors))²", "\(numbers)Σ\(squares)", Numbers.plain(update.loss),
            ])
    }

    /// A loss without a formula.
    private var ownLoss: [String] {
        let value = Numbers.plain(update.loss)
        let hasErrors = SquaredError(update) != nil
        let reason =
            !update.loss.isFinite
            ? "The loss is \(value), so its formula can't be recognized."
            : isProven || !hasErrors
                ? "The lesson uses its own loss."
                : "These numbers alone don't reveal the formula of the loss."
        if let graph { return sentence(reason) + recorded(graph.operationsFromThePrediction) }
        return sentence(reason)
            + (hasErrors ? chain("ŷ − y", [Self.list(errors, width: 30)]) : [])
            + chain("L", [value])
    }
}
