import Descent
import Words

/// A problem of notebook 003: fitting a curve to points.
public protocol CurveProblem: Problem where Options == CurveOptions {
    /// The points to fit.
    var curve: SineCurve { get }
}

extension CurveProblem {
    /// The inputs.
    package var x: [Float] { curve.x }
    /// The targets.
    package var y: [Float] { curve.y }
    /// The points, as samples.
    package var samples: Samples { Samples(x: Quantity(x), y: Quantity(y)) }

    public func introduction(_ training: String) -> [String] {
        let points = Text.count(x.count, "point")
        return Text.wrap(
            curve.isSine
                ? "y = sin x at \(points) from -π to π. \(training)"
                : "Your own points: \(points). \(training)")
    }

    public static func ask(_ inputs: [Float], _ setup: inout Setup<Self>) -> Bool {
        setup.options.inputs = inputs
        return true
    }

    /// The line as the notebook prints it: the step, counted from 0, and all digits of the loss.
    public func line(_ record: EpochRecord, of total: Int?) -> String {
        "\(record.epoch - 1) \(Numbers.exact(record.loss))"
    }

    /// True for the points themselves, and for the matrix with the columns x, x² and x³.
    public func recognizes(_ samples: Samples) -> Bool {
        guard samples.y.values == y else { return false }
        return samples.x.values == x || samples.x.values == SineCurve.matrix(x)
    }

    /// The result as the notebook prints it, if the model is the problem's, and the best cubic.
    package func summary(
        _ findings: Findings, _ last: EpochRecord, _ result: ([String]) -> String
    ) -> [String] {
        let found = last.values.map { Numbers.exact($0) }
        let many = "\(found.count) numbers, loss \(Numbers.short(last.loss, 8))"
        let lines =
            findings.known != nil && found.count == 4
            ? [result(found)]
            : Text.wrap("Result: \(last.few { "\($0)" } ?? many)")
        // With a different loss, comparing it with the cubic's would be meaningless.
        guard findings.loss == .same || findings.loss == .unknown, let samples = findings.samples,
            let (x, y) = Self.points(samples), let best = SineCurve.cubic(x, y).best
        else { return lines }
        if findings.known == nil {
            return lines + ["The best cubic has a loss of \(Numbers.short(best.loss, 8))."]
        }
        // A coefficient that is 0 by symmetry comes out as a rounding error.
        let shown = best.parameters.map { Numbers.short(abs($0) < 1e-6 ? 0 : $0, 8) }
        return lines + [
            "Best:   y = \(SineCurve.text(shown))",
            "        with a loss of \(Numbers.short(best.loss, 8))",
        ]
    }

    /// The points that these samples represent, with one input or with its powers; nil if they are not points.
    package static func points(_ samples: Samples) -> (x: [Float], y: [Float])? {
        let (x, y) = (samples.x, samples.y)
        guard y.columns == 1, x.rows == y.rows, x.rows > 0 else { return nil }
        if x.columns == 1 { return (x.values, y.values) }
        let first = (0..<x.rows).map { x.values[$0 * x.columns] }
        return x.values == SineCurve.matrix(first) ? (first, y.values) : nil
    }
}

extension Lesson where P: CurveProblem {
    /// The points from −π to π, and their sines.
    public var x: [Float] { problem.x }
    public var y: [Float] { problem.y }
}
