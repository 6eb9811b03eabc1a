import Words

/// The scaling done by `--standardize`: from each number of a column, its mean is subtracted, and the result is
/// divided by the column's standard deviation.
///
/// The deviation is that of all rows, √(Σ(x − mean)²/n), as in scikit-learn's StandardScaler and NumPy's std(). Means
/// and deviations are Float64; the scaled numbers are rounded once.
package struct Standardization: Sendable, Equatable {
    package struct Column: Sendable, Equatable {
        package var mean: Double
        package var deviation: Double
    }

    package var inputs: [Column]
    /// The number subtracted from each target: its mean if the model has no bias, otherwise 0.
    package var targetMeans: [Double]

    /// A scaled number of an input column.
    package func scaled(_ value: Double, input: Int) -> Float {
        let column = inputs[input]
        return Float((value - column.mean) / column.deviation)
    }

    /// A sentence for the header that says how the table was scaled.
    package var sentence: String {
        "Each input is standardized: its mean is subtracted, and the result is divided by its standard "
            + "deviation."
            + (targetMeans.contains { $0 != 0 } ? " The target's mean is subtracted, too." : "")
    }
}

extension Standardization {
    /// - Parameter centersTargets: whether to subtract the targets' means from them.
    package init(_ inputs: [[Double]], _ targets: [[Double]], centersTargets: Bool) {
        self.inputs = inputs.map { Column($0) }
        targetMeans = targets.map { centersTargets ? Column.mean($0) : 0 }
    }
}

extension Standardization.Column {
    /// Computes the mean and the deviation, which is 0 if all numbers are the same.
    package init(_ values: [Double]) {
        let mean = Self.mean(values)
        let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        let deviation = (squares / Double(values.count)).squareRoot()
        let isConstant = values.allSatisfy { $0 == values[0] } || !deviation.isFinite
        self.init(mean: mean, deviation: isConstant ? 0 : deviation)
    }

    package static func mean(_ values: [Double]) -> Double {
        values.reduce(0, +) / Double(values.count)
    }
}
