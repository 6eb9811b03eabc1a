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

    /// - Parameter moments: what was handed over, at one point or several; and whether the problem's loss
    ///   is the mean.
    package init(_ moments: [(moment: Moment, isMean: Bool)]) {
        var ratios: [Double] = []
        var counts: Set<Int> = []
        for (moment, isMean) in moments {
            guard let error = SquaredError(moment) else { continue }
            let right = isMean ? error.sum / Double(error.count) : error.sum
            // Below, a Float32 has fewer digits.
            guard right > 1e-30, right.isFinite, moment.loss.isFinite else { continue }
            counts.insert(error.count)
            ratios.append(Double(moment.loss) / right)
        }
        guard let first = ratios.first else {
            self = .unknown
            return
        }
        let tolerance = counts.map(Self.tolerance).max() ?? 0
        guard ratios.allSatisfy({ abs($0 - first) <= tolerance * abs(first) }) else {
            self = .other
            return
        }
        if first < 0 {
            self = .other
        } else if abs(first - 1) <= tolerance {
            self = .same
        } else if ratios.count > 1 || Self.isUsual(first, counts) {
            self = .multiple(first)
        } else {
            self = .other
        }
    }

    /// How far, relatively, rounding may move a sum of so many squares in Float32. A penalty for large
    /// parameters is small at the start, and yet it is more.
    package static func tolerance(_ count: Int) -> Double {
        min(2e-3, 1e-5 + Double(count) * Double(Float.ulpOfOne))
    }

    /// Whether a factor is one that people write: a half, twice, the number of samples.
    private static func isUsual(_ factor: Double, _ counts: Set<Int>) -> Bool {
        var usual = [0.5, 2]
        for count in counts.map(Double.init) { usual += [count, 1 / count, count / 2] }
        return usual.contains { abs($0 - factor) <= 2e-3 * $0 }
    }
}

/// The squares of the errors that a lesson makes, in Float64.
package struct SquaredError {
    package var sum = 0.0
    package var count: Int

    /// Nil if predictions and targets do not belong together one by one.
    package init?(_ moment: Moment) {
        guard let prediction = moment.prediction, let y = moment.y,
            prediction.values.count == y.values.count, !y.values.isEmpty
        else { return nil }
        count = y.values.count
        sum = Self.sum(prediction.values, y.values)
    }

    /// Through pointers: there may be millions, also in a debug build.
    private static func sum(_ prediction: [Float], _ y: [Float]) -> Double {
        prediction.withUnsafeBufferPointer { prediction in
            y.withUnsafeBufferPointer { y in
                guard let p = prediction.baseAddress, let t = y.baseAddress else { return 0 }
                var (sum, index) = (0.0, 0)
                while index < y.count {
                    let error = Double(p[index]) - Double(t[index])
                    sum += error * error
                    index += 1
                }
                return sum
            }
        }
    }
}
