import Classroom
import Words

/// The five steps of an epoch: the formula, the formula with the numbers in it, and the result.
///
/// All numbers are the lesson's. Where its model or its loss is one that the workbook knows, their
/// formulas stand beside them; elsewhere what autograd recorded does.
package struct Explanation {
    package let stage: Stage
    package let training: Training
    package let moment: Moment
    /// The model on the samples of this update, if it is known.
    package let known: KnownModel?
    /// What autograd recorded, if it was used.
    package let graph: RecordedGraph?
    package let insight: Insight
    package let isMean: Bool
    let hasProblemsLoss: Bool

    package init<P: Problem>(_ moment: Moment, _ setup: Setup<P>, _ insight: Insight) {
        let problem = setup.problem
        stage = setup.stage
        training = setup.training
        self.moment = moment
        self.insight = insight
        isMean = problem.knowledge.isMean
        let own = Samples([moment]).map { samples in
            Insight(problem, setup.training, first: [moment], others: insight.moments, samples: samples)
        }
        known = insight.known == nil ? nil : own?.known
        graph = RecordedGraph(moment, insight)
        hasProblemsLoss = insight.hasProblemsSamples && known != nil
    }

    /// A step: its name, and what it shows.
    package struct Step {
        package var name: String
        package var lines: [String]
    }

    package var steps: [Step] {
        [
            Step(name: "Prediction", lines: prediction),
            Step(name: "Loss", lines: loss),
            Step(name: "Gradient", lines: gradient),
            Step(name: "Update", lines: update),
            Step(name: "Reset", lines: reset),
        ]
    }

    package static let indent = 3

    package func chain(_ left: String, _ expressions: [String]) -> [String] {
        Text.chain(left, expressions, indent: Self.indent)
    }

    package func sentence(_ text: String) -> [String] {
        Text.wrapped(text, indent: Self.indent)
    }

    // MARK: - The numbers

    /// How many outputs a sample has.
    package var outputs: Int { max(1, moment.y?.columns ?? 1) }

    /// How many samples the update used.
    package var samples: Int { moment.y?.rows ?? 0 }

    /// The samples whose numbers are shown: all, or as many as a line could hold, and the last.
    package var shown: [Int] {
        samples <= 21 ? Array(0..<samples) : Array(0..<20) + [samples - 1]
    }

    package func prediction(_ sample: Int, _ output: Int) -> Float {
        moment.prediction?.values[safe: sample * outputs + output] ?? .nan
    }

    package func target(_ sample: Int, _ output: Int) -> Float {
        moment.y?.values[safe: sample * outputs + output] ?? .nan
    }

    package func error(_ sample: Int, _ output: Int) -> Float {
        prediction(sample, output) - target(sample, output)
    }

    /// For the shown samples what an output's parameters are multiplied with.
    package func partials(_ model: SquaredErrorModel, _ output: Int) -> [[Double]] {
        let before = moment.before
        let own = model.outputs[output].map { Double(before[$0]) }
        var partials = own
        return shown.map { sample in
            _ = model.predict(own, sample, &partials)
            return partials
        }
    }

    /// A number that stands behind a sign or a dot.
    package static func factor(_ number: String) -> String {
        number.hasPrefix("-") ? "(\(number))" : number
    }

    /// Numbers in brackets, also a single one: behind Σ it would look like a factor.
    package static func list(_ numbers: [Float], width: Int = 48) -> String {
        let text = Numbers.vector(numbers, width: width)
        return numbers.count == 1 ? "[\(text)]" : text
    }

    /// Numbers for each shown sample and output, in rows.
    package func vector(width: Int = 48, _ number: (Int, Int) -> Float) -> String {
        let numbers = shown.flatMap { sample in
            (0..<outputs).map { output in number(sample, output) }
        }
        return Self.list(numbers, width: width)
    }

    // MARK: - Prediction

    private var prediction: [String] {
        guard let known else { return unknownPrediction }
        let (notation, model) = (known.notation, known.model)
        let before = moment.before
        guard notation.parameters.count > 1 else {
            let x = partials(model, 0).map { Float($0[0]) }
            return chain(
                "ŷ",
                [
                    notation.prediction,
                    notation.partials[0].isEmpty
                        ? Numbers.plain(before[0])
                        : "\(Self.factor(Numbers.plain(before[0])))·\(Self.list(x))",
                    vector { prediction($0, $1) },
                ])
        }
        var lines = chain("ŷ", [notation.prediction])
        for (output, parameters) in model.outputs.enumerated() {
            let numbers = parameters.map { Numbers.plain(before[$0]) }
            let factors = zip(partials(model, output)[0], parameters).map { value, index in
                notation.partials[index].isEmpty ? "1" : Self.factor(Numbers.plain(value))
            }
            guard parameters.count <= Self.mostLines else {
                lines += chain(
                    "first \(notation.outputs[output])", [Numbers.plain(prediction(0, output))])
                continue
            }
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

    /// What can be shown of a model without a formula: the operations that autograd recorded for it.
    private var unknownPrediction: [String] {
        guard let predicted = moment.prediction else {
            return sentence("The lesson hands no prediction over.")
        }
        let numbers = Self.list(predicted.values)
        let isFinite = predicted.values.allSatisfy { $0.isFinite }
        guard let graph, graph.values.contains(where: { $0.name == "ŷ" && $0.kind == .operation })
        else {
            return sentence(
                isFinite
                    ? "The model is one of the lesson's own, so its formula stands only in the code."
                    : "A prediction is not finite, so the model is not recognised by its numbers.")
                + chain("ŷ", [numbers])
        }
        return sentence(
            isFinite
                ? "The model is one of the lesson's own. Step by step it computes:"
                : "A prediction is not finite. Step by step the model computes:")
            + graph.operationsToThePrediction.flatMap { value in
                chain(
                    value.name,
                    [value.expression ?? "", Numbers.vector(value.numbers, width: 48)])
            }
    }

    // MARK: - Loss

    /// The loss as squared errors with a factor: in letters, and with the numbers; nil if it is
    /// something else.
    package var squares: (letters: String, numbers: String, factor: Double)? {
        guard let error = SquaredError(moment) else { return nil }
        let n = Double(error.count)
        let letters = outputs > 1 ? "n·k" : "n"
        let parenthesized = outputs > 1 ? "(n·k)" : "n"
        let forms = [
            ("1/\(parenthesized)·", "1/\(error.count)·", 1 / n), ("", "", 1), ("1/2·", "1/2·", 0.5),
            ("1/(2·\(letters))·", "1/\(2 * error.count)·", 0.5 / n),
        ]
        let usual = isMean ? forms[0] : forms[1]
        func fits(_ form: (String, String, Double)) -> Bool {
            // Without any error every factor fits; other epochs tell which one it is.
            if error.sum == 0 {
                if case .multiple(let times) = insight.loss {
                    return abs(form.2 - times * usual.2) < 1e-3 * form.2
                }
                return insight.loss != .other
            }
            return abs(Double(moment.loss) - form.2 * error.sum)
                <= 2 * LossFinding.tolerance(error.count) * form.2 * error.sum
        }
        if fits(usual) { return usual }
        if insight.loss == .other { return nil }
        if let form = forms.first(where: fits) { return form }
        if case .multiple(let times) = insight.loss {
            let factor = times * (isMean ? 1 / n : 1)
            let text = Numbers.short(factor)
            return ("\(text)·", "\(text)·", factor)
        }
        return nil
    }

    private var loss: [String] {
        let errors = vector(width: 30, error)
        func formula(_ letters: String, _ numbers: String, _ result: String) -> [String] {
            let squares = vector { error($0, $1) * error($0, $1) }
            return chain(
                "L",
                [
                    "\(letters)Σ(ŷ − y)²",
                    "\(numbers)Σ(\(vector(width: 30) { prediction($0, $1) }) "
                        + "− \(vector(width: 30, target)))²",
                    "\(numbers)Σ\(errors)²", "\(numbers)Σ\(squares)", result,
                ])
        }
        if let squares {
            return formula(squares.letters, squares.numbers, Numbers.plain(moment.loss))
        }
        var lines = sentence(
            moment.loss.isFinite
                ? "This lesson's loss is one of its own."
                : "The loss is \(Numbers.plain(moment.loss)), so its formula is not recognised by it."
        )
        if let graph {
            lines += graph.operationsFromThePrediction.flatMap { value in
                chain(
                    value.name,
                    [value.expression ?? "", Numbers.vector(value.numbers, width: 48)])
            }
        } else {
            if let y = moment.y, let predicted = moment.prediction {
                lines +=
                    y.values.count == predicted.values.count
                    ? chain("ŷ − y", [errors])
                    : sentence(
                        "The prediction has \(Text.count(predicted.values.count, "number")), the targets "
                            + "are \(y.values.count).")
            }
            lines += chain("L", [Numbers.plain(moment.loss)])
        }
        guard moment.loss.isFinite, let error = SquaredError(moment) else { return lines }
        let usual = isMean ? error.sum / Double(error.count) : error.sum
        return lines
            + sentence(
                "\(isMean ? "The mean" : "The sum") of the squared errors would be "
                    + "\(Numbers.plain(usual)).")
    }
}
