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
