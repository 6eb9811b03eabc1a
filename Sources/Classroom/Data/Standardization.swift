import Words

/// How `--standardize` scales a table: from each number of a column its mean is taken off, and the rest
/// is divided by the column's standard deviation.
///
/// The deviation is that of all rows, √(Σ(x − mean)²/n), as in scikit-learn's StandardScaler and in
/// NumPy's std(). Means and deviations are Float64; what the lesson gets is rounded once.
package struct Standardization: Sendable, Equatable {
    package struct Column: Sendable, Equatable {
        package var mean: Double
        package var deviation: Double
    }

    package var inputs: [Column]
    /// What is taken off each target: its mean where the model has no bias, otherwise 0.
    package var targetMeans: [Double]

    /// A number of an input column, scaled.
    package func scaled(_ value: Double, input: Int) -> Float {
        let column = inputs[input]
        return Float((value - column.mean) / column.deviation)
    }

    /// A sentence on what was done, for the header.
    package func sentence(_ table: Table) -> String {
        guard inputs.count == 1, table.targetNames.count == 1 else {
            return "Each input is standardized: its mean is taken off, and the rest divided by its "
                + "standard deviation."
        }
        func centred(_ name: String, _ mean: Double) -> String {
            "\(name) \(mean < 0 ? "+" : "-") \(Numbers.short(abs(mean), 7))"
        }
        let target = centred(table.targetNames[0], targetMeans[0])
        return "Standardized: x = (\(centred(table.inputNames[0], inputs[0].mean))) / "
            + Numbers.short(inputs[0].deviation, 7)
            + (targetMeans[0] == 0 ? "." : ", y = \(target).")
    }
}

extension Standardization {
    /// - Parameter centersTargets: whether the targets' means are taken off them.
    package init(_ inputs: [[Double]], _ targets: [[Double]], centersTargets: Bool) {
        self.inputs = inputs.map { Column($0) }
        targetMeans = targets.map { centersTargets ? Column.mean($0) : 0 }
    }
}

extension Standardization.Column {
    /// The deviation is 0 if all numbers are the same.
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
