import Words

/// The facts that a problem knows about its own data and model.
public struct Knowledge {
    /// The problem's own samples; nil if the lesson brings its own.
    package var samples: Samples?
    /// The names of its model's parameters, one per number.
    package var names: [String] = []
    /// True if the loss is the mean of the squared errors; false if it is their sum.
    package var isMean = true
    /// The model for any samples and names of the parameters' numbers; nil if it doesn't fit them.
    package var model: (_ samples: Samples, _ names: [String]) -> KnownModel?

    /// The limit of the learning rate on the problem's own samples; nil if there is none.
    package var limit: LearningRateLimit? {
        guard let samples else { return nil }
        return model(samples, names)?.model.learningRateLimit
    }
}

/// The problem's model on the samples that the lesson uses.
public struct KnownModel {
    package var model: SquaredErrorModel
    package var notation: Notation

    /// The problem's model, if its predictions are those of the lesson in every update that was looked at.
    static func recognize(
        _ knowledge: Knowledge, _ samples: Samples?, _ loss: LossFinding, _ updates: [Update],
        _ training: Training
    ) -> KnownModel? {
        guard let samples, let names = updates.first?.elementNames,
            var known = knowledge.model(samples, names)
        else { return nil }
        let fits = updates.allSatisfy { update in
            Samples([update]).flatMap { knowledge.model($0, names) }?.model.predicts(update)
                ?? false
        }
        if case .multiple(let factor) = loss { known.model.times = factor }
        // Models that make the same predictions differ in their gradients. For a mistake on purpose, the model is
        // known.
        let isProof = updates.contains { update in
            update.canRevealModel || known.model.hasGradient(of: update, within: 1e-3) ?? false
        }
        return fits && (isProof || training.mistake != nil) ? known : nil
    }

    /// With more samples than this, going through all of them takes seconds in a debug build.
    package static let many = 100_000
}

extension SquaredErrorModel {
    /// Whether a lesson's gradient agrees with the formula; nil if they can't be compared.
    ///
    /// - Parameter tolerance: the largest deviation allowed, relative to the largest number.
    func hasGradient(of update: Update, within tolerance: Double) -> Bool? {
        guard let own = update.gradients, samples <= KnownModel.many,
            update.y?.values.count == samples * outputs.count
        else { return nil }
        let formula = gradient(update.before.map(Double.init))
        // Near the minimum only rounding is left, of terms as large as at 0.
        let terms = gradient(formula.map { _ in 0 }) + formula
        let margin = tolerance * (formula.map(abs).max() ?? 0) + 1e-5 * (terms.map(abs).max() ?? 0)
        return zip(own, formula).allSatisfy { abs(Double($0) - $1) <= margin }
    }

    /// True if a lesson predicts the same as this model with the same parameters.
    package func predicts(_ update: Update) -> Bool {
        guard let prediction = update.prediction?.values,
            prediction.count == samples * outputs.count,
            update.before.count == outputs.joined().count
        else { return false }
        let parameters = update.before.map(Double.init)
        // A selection of many samples tells as much as all of them.
        let chosen = Array(stride(from: 0, to: samples, by: samples > 4096 ? samples / 1024 : 1))
        let seen = chosen.flatMap { prediction[$0 * outputs.count..<($0 + 1) * outputs.count] }
        guard seen.allSatisfy({ $0.isFinite }) else { return false }
        let scale = Double(seen.map(abs).max() ?? 0)
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

extension KnownModel {
    /// ŷ = x·wᵀ with the mean squared error, with or without a bias, for any number of inputs and outputs.
    ///
    /// - Parameter names: the names of the parameters' numbers: the weights, one row per output, then the biases.
    package static func affine(_ samples: Samples, _ names: [String]) -> KnownModel? {
        let (x, y) = (samples.x, samples.y)
        let (inputs, outputs) = (x.columns, y.columns)
        let weights = inputs * outputs
        let hasBias = names.count == weights + outputs
        guard weights > 0, x.rows == y.rows, hasBias || names.count == weights else { return nil }
        let columns = inputs + (hasBias ? 1 : 0)
        let rows = LinearAlgebra.Rows(count: x.rows, columns: columns) { sample, row in
            for input in 0..<inputs { row[input] = Double(x.values[sample * inputs + input]) }
            if hasBias { row[inputs] = 1 }
        }
        let indices = (0..<outputs).map { output in
            Array(output * inputs..<(output + 1) * inputs) + (hasBias ? [weights + output] : [])
        }
        let model = SquaredErrorModel(linear: rows, outputs: indices, isMean: true) {
            Double(y.values[$0 * outputs + $1])
        }
        func numbered(_ letter: String, _ count: Int) -> [String] {
            count == 1 ? [letter] : (1...count).map { letter + Numbers.subscripted($0) }
        }
        let product = weights == 1 ? "\(names[0])·x" : "x·wᵀ"
        let bias = weights == 1 ? names[names.count - 1] : "b"
        let partials = (0..<outputs).flatMap { _ in numbered("x", inputs) }
        return KnownModel(
            model: model,
            notation: Notation(
                prediction: hasBias ? "\(product) + \(bias)" : product, parameters: names,
                outputs: numbered("ŷ", outputs),
                partials: partials + [String](repeating: "", count: names.count - weights)))
    }
}

/// The notation of a model: the words and letters used to explain it.
public struct Notation {
    /// The prediction, such as "w·x".
    package var prediction: String
    /// The parameters, in the order in which a lesson hands them over, one name per number.
    package var parameters: [String]
    /// The outputs; "ŷ" if there is only one.
    package var outputs = ["ŷ"]
    /// The derivative of the prediction with respect to each parameter, such as "x"; "" for 1.
    package var partials: [String]
    /// The prediction of a sample with numbers filled in, from an output's parameters and their factors.
    package var substituted: (_ parameters: [String], _ partials: [String]) -> String = Notation.sum
    /// Data besides x and y, with names, so that it can be recognized in a graph.
    package var constants: () -> [(name: String, values: [Float])] = { [] }

    /// A sum such as 0.300·[1 2 3 4] + 0.500; a factor of 1 is left out.
    package static func sum(_ parameters: [String], _ partials: [String]) -> String {
        let terms = zip(parameters, partials).map { $1 == "1" ? $0 : "\($0)·\($1)" }
        return terms.joined(separator: " + ")
    }
}

/// The relation between a lesson's loss and the squared error of its problem.
package enum LossFinding: Equatable {
    /// It equals the problem's loss.
    case same
    /// It is this multiple of the problem's loss.
    case multiple(Double)
    /// It is a different loss.
    case other
    /// There is nothing to compare it with.
    case unknown

    /// - Parameters:
    ///   - updates: the updates, at one or more values of the parameters.
    ///   - isMean: whether the problem's loss is the mean.
    package init(_ updates: [Update], isMean: Bool) {
        var ratios: [Double] = []
        var (n, tolerance) = (0.0, 0.0)
        for update in updates {
            guard let error = SquaredError(update) else { continue }
            n = Double(error.count)
            let right = isMean ? error.sum / n : error.sum
            // A smaller Float32 has fewer digits.
            guard right > 1e-30, right.isFinite, update.loss.isFinite else { continue }
            tolerance = max(tolerance, Self.tolerance(error.count))
            ratios.append(Double(update.loss) / right)
        }
        guard let first = ratios.first else {
            self = .unknown
            return
        }
        // At a single point, any loss is some multiple.
        let usual = [0.5, 2, n, 1 / n, n / 2, 0.5 / n]
        let isMultiple =
            ratios.count > 2 && first > 0 || usual.contains { abs($0 - first) <= 2e-3 * $0 }
        if abs(first - 1) <= tolerance {
            self = .same
        } else {
            self = isMultiple ? .multiple(first) : .other
        }
        if !ratios.allSatisfy({ abs($0 - first) <= tolerance * abs(first) }) { self = .other }
    }

    /// The relative error that rounding can cause in a Float32 sum of this many squares. A penalty for large
    /// parameters is small at the start, but larger than this.
    package static func tolerance(_ count: Int) -> Double {
        min(2e-3, 1e-5 + Double(count) * Double(Float.ulpOfOne))
    }
}

/// The sum of a lesson's squared errors, in Float64.
package struct SquaredError {
    package var sum = 0.0
    package var count: Int

    /// Nil if predictions and targets don't match one to one.
    package init?(_ update: Update) {
        guard let prediction = update.prediction?.values, let y = update.y?.values,
            prediction.count == y.count, !y.isEmpty
        else { return nil }
        count = y.count
        for index in y.indices {
            let error = Double(prediction[index]) - Double(y[index])
            sum += error * error
        }
    }
}
