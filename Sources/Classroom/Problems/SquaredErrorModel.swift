import Words

/// A model with a squared error, in Float64, which provides the answers that a run is compared with.
///
/// It is written a second time, independently of the lessons, so that neither can hide a mistake in the other. It is
/// used if a lesson turns out to do the same; see ``KnownModel``.
public struct SquaredErrorModel {
    /// The number of samples.
    package var samples: Int
    /// The indices of each output's parameters.
    package var outputs: [[Int]]
    /// True if the loss is the mean over all samples and outputs; false if it is the sum.
    package var isMean: Bool
    /// The target of an output for a sample.
    package var target: (_ sample: Int, _ output: Int) -> Double
    /// Predicts a sample with an output's parameters, and writes the derivative with respect to each.
    package var predict:
        (_ parameters: [Double], _ sample: Int, _ partials: inout [Double]) -> Double
    /// The matrix, if the model is linear in its parameters; otherwise nil.
    package private(set) var rows: LinearAlgebra.Rows? = nil
    /// The factor between the mean or the sum and the loss.
    package var times = 1.0

    /// The factor of the sum of the squared errors.
    package var factor: Double { times * (isMean ? 1 / Double(samples * outputs.count) : 1) }

    package func loss(_ parameters: [Double]) -> Double {
        var total = 0.0
        forEach(parameters) { _, error, _ in total += error * error }
        return factor * total
    }

    /// The chain rule: ∂L/∂p = factor · Σ 2·(ŷ − y) · ∂ŷ/∂p.
    package func gradient(_ parameters: [Double]) -> [Double] {
        var result = [Double](repeating: 0, count: parameters.count)
        forEach(parameters) { output, error, partials in
            for (column, parameter) in outputs[output].enumerated() {
                result[parameter] += 2 * error * partials[column]
            }
        }
        return result.map { factor * $0 }
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
    /// Creates a model that is linear in its parameters: the prediction of an output is a row of the matrix times the
    /// output's parameters.
    package init(
        linear rows: LinearAlgebra.Rows, outputs: [[Int]], isMean: Bool,
        target: @escaping (_ sample: Int, _ output: Int) -> Double
    ) {
        self.init(
            samples: rows.count, outputs: outputs, isMean: isMean, target: target,
            predict: { parameters, sample, partials in
                rows.write(sample, &partials)
                var sum = 0.0
                for i in parameters.indices { sum += parameters[i] * partials[i] }
                return sum
            })
        self.rows = rows
    }

    /// The parameters with the smallest loss, and that loss; nil if the model is not linear, has too many parameters,
    /// or if all parameters are equally good.
    package var best: (parameters: [Double], loss: Double)? {
        guard let rows else { return nil }
        var parameters = [Double](repeating: 0, count: outputs.joined().count)
        for (output, indices) in outputs.enumerated() {
            guard let (matrix, right) = rows.products({ target($0, output) }),
                let solution = LinearAlgebra.solve(matrix, right)
            else { return nil }
            for (column, parameter) in indices.enumerated() {
                parameters[parameter] = solution[column]
            }
        }
        // The remainder of a perfect fit is rounding.
        let least = loss(parameters)
        let size = loss(parameters.map { _ in 0 })
        return (parameters, least < 1e-20 * size ? 0 : least)
    }

    /// True for ŷ = w·x with the mean squared error, whose limit is n/Σx².
    var isProportional: Bool {
        rows?.columns == 1 && outputs.count == 1 && isMean && times == 1
    }

    /// The learning rate beyond which gradient descent diverges; nil if the model has too many parameters or is not
    /// linear, because its curvature then changes along the way.
    ///
    /// The second derivatives of factor · Σ (x·p − y)² are 2 · factor · XᵀX. Along the direction of their largest
    /// eigenvalue λ, a step multiplies the distance from the minimum by 1 − lr·λ.
    package var learningRateLimit: LearningRateLimit? {
        guard let (matrix, _) = rows?.products({ _ in 0 }) else { return nil }
        let largest = LinearAlgebra.largestEigenvalue(matrix)
        let numbers = "\(samples)/\(Numbers.short(largest, 12))"
        return LearningRateLimit(
            value: 1 / (factor * largest),
            formula: isProportional
                ? "n/Σx² = \(numbers)" : "2/λ of the loss's second derivatives",
            curvature: 2 * factor * largest)
    }
}

/// The learning rate beyond which gradient descent diverges: 2/λ, where λ is the largest eigenvalue of the loss's
/// second derivatives, its greatest curvature.
public struct LearningRateLimit {
    /// The limit.
    package var value: Double
    /// The formula, such as "n/Σx² = 4/30".
    package var formula: String
    /// λ; nil if the limit isn't that of the loss, because the gradient is wrong.
    package var curvature: Double?
}

extension LinearAlgebra {
    /// The matrix X of a linear model: one row per sample, one column per parameter. The rows are computed on demand,
    /// because there may be millions.
    package struct Rows {
        package var count: Int
        package var columns: Int
        /// Writes the row of a sample to an array with one number per column.
        package var write: (_ sample: Int, _ row: inout [Double]) -> Void

        /// XᵀX, the products of the columns with each other, and Xᵀy, in one pass; nil if there are so many columns
        /// that it would take long in a debug build.
        func products(_ y: (_ sample: Int) -> Double) -> (matrix: Matrix, right: [Double])? {
            if columns > 64 { return nil }
            var row = [Double](repeating: 0, count: columns)
            var right = row
            var matrix = Matrix(repeating: row, count: columns)
            for sample in 0..<count {
                write(sample, &row)
                let target = y(sample)
                for i in 0..<columns {
                    right[i] += row[i] * target
                    for j in 0...i { matrix[i][j] += row[i] * row[j] }
                }
            }
            for i in 0..<columns {
                for j in 0..<i { matrix[j][i] = matrix[i][j] }
            }
            return (matrix, right)
        }
    }
}
