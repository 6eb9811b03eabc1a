/// A model with a squared error, in Float64: the answers that a run is compared with.
///
/// It is written down a second time, apart from the lessons, so that neither can hide a mistake of
/// the other. It is used where a lesson is found to do the same; see ``KnownModel``.
public struct SquaredErrorModel {
    /// How many samples there are.
    package var samples: Int
    /// For each output, which of the parameters it has.
    package var outputs: [[Int]]
    /// Whether the loss is the mean over all samples and outputs; otherwise it is the sum.
    package var isMean: Bool
    /// What an output is to be for a sample.
    package var target: (_ sample: Int, _ output: Int) -> Double
    /// The prediction for a sample with an output's parameters; writes how it changes with each.
    package var predict: (_ parameters: [Double], _ sample: Int, _ partials: inout [Double]) -> Double
    /// The matrix of a model that is linear in its parameters; nil for another.
    package private(set) var rows: LinearAlgebra.Rows? = nil

    /// How many times the mean or the sum the loss is.
    package private(set) var times = 1.0

    /// What the sum of the squared errors is multiplied with.
    package var factor: Double { times * (isMean ? 1 / Double(samples * outputs.count) : 1) }

    /// Makes the loss so many times as large.
    package mutating func multiply(_ factor: Double) { times *= factor }

    package func loss(_ parameters: [Double]) -> Double {
        var total = 0.0
        forEach(parameters) { _, error, _ in total += error * error }
        return factor * total
    }

    /// The chain rule: ∂L/∂p = factor · Σ 2·(ŷ − y) · ∂ŷ/∂p.
    package func gradient(_ parameters: [Double]) -> [Double] {
        var result = [Double](repeating: 0, count: parameters.count)
        forEach(parameters) { output, error, partials in
            for (place, parameter) in outputs[output].enumerated() {
                result[parameter] += 2 * error * partials[place]
            }
        }
        return result.map { factor * $0 }
    }

    /// The slope of the loss with each parameter, measured and not derived: (L(p+h) − L(p−h)) / 2h.
    ///
    /// - Parameter report: is told after how many parameters it is.
    func centralDifferences(
        _ parameters: [Double], report: (_ done: Int) -> Void = { _ in }
    ) -> [Double] {
        parameters.indices.map { index in
            report(index)
            // The error grows with h² and, by rounding, with 1/h; here both are far below a Float32's.
            let h = 1e-4 * max(1, abs(parameters[index]))
            var moved = parameters
            moved[index] = parameters[index] + h
            let above = loss(moved)
            moved[index] = parameters[index] - h
            return (above - loss(moved)) / (2 * h)
        }
    }

    private func forEach(
        _ parameters: [Double],
        _ body: (_ output: Int, _ error: Double, _ partials: [Double]) -> Void
    ) {
        for (output, indices) in outputs.enumerated() {
            let own = indices.map { parameters[$0] }
            var partials = [Double](repeating: 0, count: own.count)
            for sample in 0..<samples {
                let prediction = predict(own, sample, &partials)
                body(output, prediction - target(sample, output), partials)
            }
        }
    }
}

// MARK: - Linear models

extension SquaredErrorModel {
    /// A model that is linear in its parameters: the prediction of an output is a row of the matrix
    /// times the output's parameters.
    package init(
        linear rows: LinearAlgebra.Rows, outputs: [[Int]], isMean: Bool,
        target: @escaping (_ sample: Int, _ output: Int) -> Double
    ) {
        self.init(
            samples: rows.count, outputs: outputs, isMean: isMean, target: target,
            predict: { parameters, sample, partials in
                rows.write(sample, &partials)
                var sum = 0.0
                var i = 0
                while i < parameters.count {
                    sum += parameters[i] * partials[i]
                    i += 1
                }
                return sum
            })
        self.rows = rows
    }

    /// The parameters for which the loss is smallest, and that loss; nil if the model is not linear, or
    /// has too many parameters.
    package var best: (parameters: [Double], loss: Double)? {
        guard let rows, rows.columns <= LinearAlgebra.mostColumns else { return nil }
        var parameters = [Double](repeating: 0, count: outputs.joined().count)
        for (output, indices) in outputs.enumerated() {
            let solution = LinearAlgebra.leastSquares(rows) { target($0, output) }
            for (place, parameter) in indices.enumerated() {
                parameters[parameter] = solution[place]
            }
        }
        // What is left of a perfect fit is rounding.
        let least = loss(parameters)
        let size = loss(parameters.map { _ in 0 })
        return (parameters, least < 1e-20 * size ? 0 : least)
    }

    /// Whether there are so many parameters that least squares is left out.
    package var isLarge: Bool { rows.map { $0.columns > LinearAlgebra.mostColumns } ?? false }

    /// From which learning rate on gradient descent diverges; nil if the model is not linear, because
    /// its curvature then changes on the way.
    ///
    /// The second derivatives of factor · Σ (x·p − y)² are 2 · factor · XᵀX. Along the direction of
    /// their largest eigenvalue λ a step multiplies the distance from the minimum by 1 − lr·λ.
    var learningRateLimit: LearningRateLimit? {
        guard let rows else { return nil }
        let largest = LinearAlgebra.largestEigenvalue(rows)
        return LearningRateLimit(
            value: 1 / (factor * largest), formula: "2/λ of the loss's second derivatives",
            curvature: 2 * factor * largest)
    }
}
