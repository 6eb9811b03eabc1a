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

    /// The same in the table's own units.
    func unscaled(_ value: Double, input: Int) -> Double {
        value * inputs[input].deviation + inputs[input].mean
    }

    /// A scaled input in the table's own units, with so many digits that it is the same input.
    func unscaledText(_ value: Double) -> String {
        Numbers.precise(
            unscaled(value, input: 0), within: 5e-7 * inputs[0].deviation * max(1, abs(value)),
            atLeast: 4)
    }

    /// A sentence on what was done, for the header.
    package func sentence(_ table: Table) -> String {
        let hasMeans = targetMeans.contains { $0 != 0 }
        guard inputs.count == 1, table.targetNames.count == 1 else {
            return "Each input is standardized: its mean is taken off, and the rest divided by its "
                + "standard deviation."
        }
        /// A name without a number, with enough digits to compute with.
        func centred(_ name: String, _ mean: Double, _ size: Double) -> String {
            let number = Numbers.precise(abs(mean), within: 1e-6 * size, atLeast: 4)
            return "\(name) \(mean < 0 ? "+" : "-") \(number)"
        }
        let (mean, deviation) = (inputs[0].mean, inputs[0].deviation)
        let target = centred(table.targetNames[0], targetMeans[0], abs(targetMeans[0]))
        return "Standardized: x = (\(centred(table.inputNames[0], mean, deviation))) / "
            + Numbers.precise(deviation, within: 1e-6 * deviation, atLeast: 4)
            + (hasMeans ? ", y = \(target)." : ".")
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
        let squares = Self.sum(values) { ($0 - mean) * ($0 - mean) }
        let deviation = (squares / Double(values.count)).squareRoot()
        // What is left of equal numbers is rounding.
        let isConstant = deviation <= abs(mean) * 1e-14 || !deviation.isFinite
        self.init(mean: mean, deviation: isConstant ? 0 : deviation)
    }

    package static func mean(_ values: [Double]) -> Double { sum(values) { $0 } / Double(values.count) }

    /// With what each addition loses added in the end (Neumaier).
    private static func sum(_ values: [Double], _ term: (Double) -> Double) -> Double {
        var (sum, lost) = (0.0, 0.0)
        for value in values {
            let next = term(value)
            let total = sum + next
            lost += abs(sum) >= abs(next) ? (sum - total) + next : (next - total) + sum
            sum = total
        }
        return sum + lost
    }
}
