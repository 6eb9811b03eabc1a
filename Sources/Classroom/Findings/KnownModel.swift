import Words

/// A model that the workbook has a formula for, on the samples that the lesson uses.
public struct KnownModel {
    package var model: SquaredErrorModel
    package var notation: Notation
    /// Whether it is the model of the problem, on any samples.
    package var isProblems = false
    /// Whether it has a single number and no input: its gradient at 0 could be that of many models.
    var isConstant = false
    /// The smallest possible loss on the problem's own samples, where least squares does not give it.
    package var leastLoss: (() -> Double?)?
    /// The limit of the learning rate with a formula of its own: from the samples, for a mean of
    /// squares.
    var namedLimit: ((Samples) -> LearningRateLimit)?

    /// A way to make a model: from samples and the names of the parameters' numbers; nil if it does not
    /// fit them.
    public typealias Form = (_ samples: Samples, _ names: [String], _ isMean: Bool) -> KnownModel?

    /// The first form whose predictions are those of the lesson wherever it was looked at.
    ///
    /// - Parameter isGiven: true if the lesson is the workbook's own, so that predictions of 0 are no doubt.
    static func recognize(
        _ forms: [Form], names: [String], samples: Samples, isMean: Bool,
        loss: LossFinding, moments: [Moment], isGiven: Bool
    ) -> KnownModel? {
        for form in forms {
            guard var known = form(samples, names, isMean) else { continue }
            let fits = moments.allSatisfy { moment in
                guard let own = Samples([moment]), let model = form(own, names, isMean)?.model
                else { return false }
                return model.predicts(moment)
            }
            if case .multiple(let factor) = loss { known.model.multiply(factor) }
            let isProof = isGiven || moments.contains { !$0.before.allSatisfy { $0 == 0 } }
            guard
                fits,
                isProof || known.isProblems && known.isFlat(moments)
                    || !known.isConstant
                        && moments.contains(where: { known.explainsGradient($0) })
            else { continue }
            return known
        }
        return nil
    }

    /// With more samples than this, what goes through all of them takes seconds in a debug build.
    package static let many = 100_000

    /// Whether a gradient on all samples is that of the formula.
    func hasGradient(of moment: Moment, _ model: SquaredErrorModel) -> Bool {
        guard let own = moment.gradients?.map(Double.init),
            moment.y?.values.count == model.samples * model.outputs.count,
            model.samples <= Self.many
        else { return true }
        let formula = model.gradient(moment.before.map(Double.init))
        let largest = formula.map(abs).max() ?? 0
        return zip(own, formula).allSatisfy { abs($0 - $1) <= 1e-2 * largest }
    }

    /// Whether all gradients are 0, and the formula's, too, as where all inputs or all targets are 0. The
    /// parameters then stay at 0, and what is said of the problem's model is true of the run.
    private func isFlat(_ moments: [Moment]) -> Bool {
        model.samples <= Self.many
            && moments.allSatisfy { moment in
                moment.gradients?.allSatisfy { $0 == 0 } ?? false
                    && model.gradient(moment.before.map(Double.init)).allSatisfy { $0 == 0 }
            }
    }

    /// Whether there is a gradient, and it is that of the formula. Where all parameters are 0 the
    /// predictions of many models are alike, but not this.
    private func explainsGradient(_ moment: Moment) -> Bool {
        guard let own = moment.gradients?.map(Double.init), model.samples <= Self.many else {
            return false
        }
        let formula = model.gradient(moment.before.map(Double.init))
        let largest = formula.map(abs).max() ?? 0
        return largest > 0 && formula.count == own.count
            && zip(own, formula).allSatisfy { abs($0 - $1) <= 1e-3 * largest }
    }
}

extension SquaredErrorModel {
    /// Whether a lesson predicts what this model does with the same parameters.
    package func predicts(_ moment: Moment) -> Bool {
        guard let prediction = moment.prediction?.values,
            prediction.count == samples * outputs.count,
            moment.before.count == outputs.joined().count
        else { return false }
        let parameters = moment.before.map(Double.init)
        // Some of many samples tell as much as all of them.
        let chosen = Array(
            stride(from: 0, to: samples, by: samples > 4096 ? samples / 1024 : 1))
        let seen = chosen.flatMap { prediction[$0 * outputs.count..<($0 + 1) * outputs.count] }
        let scale = Double(seen.map(abs).max() ?? 0)
        guard scale.isFinite, seen.allSatisfy({ $0.isFinite }) else { return false }
        for (output, indices) in outputs.enumerated() {
            let own = indices.map { parameters[$0] }
            var partials = own
            for sample in chosen {
                let found = Double(prediction[sample * outputs.count + output])
                let right = predict(own, sample, &partials)
                // A sum of large terms may be small.
                let terms = zip(own, partials).reduce(0) { $0 + abs($1.0 * $1.1) }
                if abs(found - right) > 1e-4 * max(scale, terms) + 1e-30 { return false }
            }
        }
        return true
    }
}

// MARK: - Forms

extension KnownModel {
    /// Forms that are tried in every problem.
    static var generalForms: [Form] {
        [
            affine(biasFirst: false), affine(biasFirst: true), polynomial(descending: false),
            polynomial(descending: true),
        ]
    }

    /// ŷ = x·wᵀ, with or without a bias, for any number of inputs and outputs.
    ///
    /// The numbers of the parameters are the weights, a row for each output, with the biases behind
    /// them or before them.
    static func affine(biasFirst: Bool) -> Form {
        { samples, names, isMean in
            let (x, y) = (samples.x, samples.y)
            let (inputs, outputs) = (x.columns, y.columns)
            let hasBias = names.count == inputs * outputs + outputs
            guard inputs > 0, outputs > 0, x.rows == y.rows, x.rows > 0,
                hasBias || names.count == inputs * outputs && !biasFirst
            else { return nil }
            let offset = hasBias && biasFirst ? outputs : 0
            let bias = hasBias && biasFirst ? 0 : inputs * outputs
            let columns = inputs + (hasBias ? 1 : 0)
            let rows = LinearAlgebra.Rows(count: x.rows, columns: columns) { sample, row in
                for input in 0..<inputs { row[input] = Double(x.values[sample * inputs + input]) }
                if hasBias { row[inputs] = 1 }
            }
            let indices = (0..<outputs).map { output in
                (0..<inputs).map { offset + output * inputs + $0 }
                    + (hasBias ? [bias + output] : [])
            }
            let model = SquaredErrorModel(linear: rows, outputs: indices, isMean: isMean) {
                Double(y.values[$0 * outputs + $1])
            }
            let isLine = inputs == 1 && outputs == 1
            let inputNames =
                inputs == 1 ? ["x"] : (1...inputs).map { "x\(Numbers.subscripted($0))" }
            var partials = [String](repeating: "", count: names.count)
            for output in 0..<outputs {
                for input in 0..<inputs {
                    partials[offset + output * inputs + input] = inputNames[input]
                }
            }
            let w = isLine ? names[offset] : "w"
            let b = isLine && hasBias ? names[bias] : "b"
            return KnownModel(
                model: model,
                notation: Notation(
                    prediction: isLine
                        ? (hasBias ? "\(w)·x + \(b)" : "\(w)·x")
                        : (hasBias ? "x·wᵀ + b" : "x·wᵀ"),
                    parameters: names,
                    outputs: outputs == 1
                        ? ["ŷ"] : (1...outputs).map { "ŷ\(Numbers.subscripted($0))" },
                    partials: partials),
                namedLimit: isLine && !hasBias ? { limitOfLine($0) } : nil)
        }
    }

    /// n/Σx², the limit for ŷ = w·x.
    static func limitOfLine(_ samples: Samples) -> LearningRateLimit {
        let n = Double(samples.count)
        let squares = samples.x.values.reduce(0) { $0 + Double($1) * Double($1) }
        return LearningRateLimit(
            value: n / squares,
            formula: "n/Σx² = \(Numbers.short(n, 12))/\(Numbers.short(squares, 12))",
            curvature: 2 * squares / n)
    }

    /// ŷ = a + b·x + c·x² + …, with as many terms as there are parameters; or from the highest power
    /// down.
    static func polynomial(descending: Bool) -> Form {
        { samples, names, isMean in
            let (x, y) = (samples.x, samples.y)
            let count = names.count
            guard x.columns == 1, y.columns == 1, x.rows == y.rows, x.rows > 0, 1...8 ~= count
            else { return nil }
            let powers = (0..<count).map { descending ? count - 1 - $0 : $0 }
            let rows = LinearAlgebra.Rows(count: x.rows, columns: count) { sample, row in
                let x = Double(x.values[sample])
                var (product, power) = (1.0, 0)
                while power < count {
                    row[descending ? count - 1 - power : power] = product
                    product *= x
                    power += 1
                }
            }
            let partials = powers.map { ["", "x", "x²", "x³"][safe: $0] ?? "x^\($0)" }
            let terms = zip(names, partials).map { $1.isEmpty ? $0 : "\($0)·\($1)" }
            return KnownModel(
                model: SquaredErrorModel(
                    linear: rows, outputs: [Array(0..<count)], isMean: isMean
                ) { sample, _ in Double(y.values[sample]) },
                notation: Notation(
                    prediction: terms.joined(separator: " + "), parameters: names,
                    partials: partials),
                isConstant: count == 1)
        }
    }
}

extension Array {
    /// An element, if there is one of that index.
    package subscript(safe index: Int) -> Element? { indices.contains(index) ? self[index] : nil }
}
