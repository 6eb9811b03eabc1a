/// How a lesson's loss relates to the squared error of its problem.
package enum LossFinding: Equatable {
    /// It is that of the problem.
    case same
    /// It is so many times that of the problem.
    case multiple(Double)
    /// It is another one.
    case other
    /// There is nothing to compare it with.
    case unknown

    /// - Parameters:
    ///   - moments: what was handed over, at one point or several.
    ///   - isMean: whether the problem's loss is the mean.
    package init(_ moments: [Moment], isMean: Bool) {
        var ratios: [Double] = []
        var (n, tolerance) = (0.0, 0.0)
        for moment in moments {
            guard let error = SquaredError(moment) else { continue }
            n = Double(error.count)
            let right = isMean ? error.sum / n : error.sum
            // Below, a Float32 has fewer digits.
            guard right > 1e-30, right.isFinite, moment.loss.isFinite else { continue }
            tolerance = max(tolerance, Self.tolerance(error.count))
            ratios.append(Double(moment.loss) / right)
        }
        guard let first = ratios.first else {
            self = .unknown
            return
        }
        // At a single point any loss is some multiple.
        let isUsual = [0.5, 2, n, 1 / n, n / 2].contains { abs($0 - first) <= 2e-3 * $0 }
        if abs(first - 1) <= tolerance {
            self = .same
        } else {
            self = first > 0 && (ratios.count > 1 || isUsual) ? .multiple(first) : .other
        }
        if !ratios.allSatisfy({ abs($0 - first) <= tolerance * abs(first) }) { self = .other }
    }

    /// How far, relatively, rounding may move a sum of so many squares in Float32. A penalty for large
    /// parameters is small at the start, and yet it is more.
    package static func tolerance(_ count: Int) -> Double {
        min(2e-3, 1e-5 + Double(count) * Double(Float.ulpOfOne))
    }
}

/// The squares of the errors that a lesson makes, in Float64.
package struct SquaredError {
    package var sum = 0.0
    package var count: Int

    /// Nil if predictions and targets do not belong together one by one.
    package init?(_ moment: Moment) {
        guard let prediction = moment.prediction?.values, let y = moment.y?.values,
            prediction.count == y.count, !y.isEmpty
        else { return nil }
        count = y.count
        for index in y.indices {
            let error = Double(prediction[index]) - Double(y[index])
            sum += error * error
        }
    }
}
