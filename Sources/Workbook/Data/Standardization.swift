/// How `--standardize` scales a table: from each number of a column its mean is taken off, and the rest
/// is divided by the column's standard deviation.
///
/// The deviation is that of all rows, √(Σ(x − mean)²/n), as in scikit-learn's StandardScaler and in
/// NumPy's std(). Means and deviations are Float64; what the lesson gets is rounded once.
struct Standardization: Sendable, Equatable {
    struct Column: Sendable, Equatable {
        var mean: Double
        var deviation: Double
    }

    var inputs: [Column]
    /// What is taken off each target: its mean where the model has no bias, otherwise 0.
    var targetMeans: [Double]

    /// A number of an input column, scaled.
    func scaled(_ value: Double, input: Int) -> Float {
        let column = inputs[input]
        return Float((value - column.mean) / column.deviation)
    }

    /// The same in the table's own units.
    func unscaled(_ value: Double, input: Int) -> Double {
        value * inputs[input].deviation + inputs[input].mean
    }

    /// A sentence on what was done, for the header.
    func sentence(_ table: Table) -> String {
        let hasMeans = targetMeans.contains { $0 != 0 }
        guard inputs.count == 1, table.targetNames.count == 1 else {
            return "Each input is standardized: its mean is taken off, and the rest divided by its "
                + "standard deviation."
        }
        let (mean, deviation) = (Numbers.short(inputs[0].mean), Numbers.short(inputs[0].deviation))
        return "Standardized: x = (\(table.inputNames[0]) - \(mean)) / \(deviation)"
            + (hasMeans
            ? ", y = \(table.targetNames[0]) - \(Numbers.short(targetMeans[0]))." : ".")
            .replacing("- -", with: "+ ")
    }
}

extension Standardization.Column {
    /// Nil if all numbers are the same.
    init?(_ values: [Double]) {
        let mean = Self.mean(values)
        let count = Double(values.count)
        let squares = Self.sum(values) { ($0 - mean) * ($0 - mean) }
        let deviation = (squares / count).squareRoot()
        // What is left of equal numbers is rounding.
        guard deviation > abs(mean) * 1e-14, deviation.isFinite else { return nil }
        self.init(mean: mean, deviation: deviation)
    }

    static func mean(_ values: [Double]) -> Double { sum(values) { $0 } / Double(values.count) }

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
