/// The slope of a loss along one parameter, measured in Float32.
package struct Slope {
    /// (L(p+h) − L(p−h)) / 2h, for the h at which it is most exact.
    package var value: Double
    /// How far from the right one it may be: what rounding and curvature do to it.
    var uncertainty: Double
    /// The slopes to both sides, where the loss has a kink.
    package var kink: ClosedRange<Double>?
    /// False if the slopes measured with different steps contradict each other.
    var isMeasurable = true

    /// The steps are these parts of the parameter, or of 1 if it is smaller.
    static let divisors: [Float] = [4, 32, 256, 2048]
    /// The same where each loss takes long.
    static let fewDivisors: [Float] = [32, 256]

    /// A loss at some place of the parameter.
    package typealias Point = (parameter: Double, loss: Double)

    /// - Parameters:
    ///   - base: the loss where the slope is wanted.
    ///   - sides: for each step the loss above and below, as far as it is known.
    ///   - terms: how many numbers are added up in the loss.
    package init?(base: Point, sides: [(above: Point, below: Point)], terms: Int) {
        // A sum of many numbers is rounded many times.
        let ulps = 4 + 0.5 * Double(terms).squareRoot()
        let estimates = sides.compactMap { above, below -> (slope: Double, noise: Double)? in
            let distance = above.parameter - below.parameter
            guard distance > 0, above.loss.isFinite, below.loss.isFinite else { return nil }
            let noise =
                ulps * Double(Float.ulpOfOne) * (abs(above.loss) + abs(below.loss)) / distance
            return ((above.loss - below.loss) / distance, noise)
        }
        guard estimates.count == sides.count, let last = estimates.indices.last, last > 0 else {
            return nil
        }
        // The error that curvature makes shrinks with the square of the step, by 64 for an eighth;
        // not all of it is trusted.
        let errors = estimates.indices.map { index -> Double in
            let other = index > 0 ? index - 1 : 1
            let change = abs(estimates[index].slope - estimates[other].slope)
            return estimates[index].noise + (index > 0 ? change / 16 : change)
        }
        // A slope is what remains as the step shrinks: all smaller steps have to agree with it.
        let candidates = estimates.indices.dropLast().filter { index in
            estimates[(index + 1)...].allSatisfy { smaller in
                let margin = 3 * (smaller.noise + errors[index])
                return abs(smaller.slope - estimates[index].slope)
                    <= margin + 0.02 * abs(smaller.slope)
            }
        }
        let best = (candidates + [last]).min { errors[$0] < errors[$1] }!
        isMeasurable = !candidates.isEmpty
        value = estimates[best].slope
        uncertainty = errors[best]

        func gap(_ index: Int) -> (left: Double, right: Double) {
            let (above, below) = sides[index]
            return (
                (base.loss - below.loss) / (base.parameter - below.parameter),
                (above.loss - base.loss) / (above.parameter - base.parameter)
            )
        }
        let (wide, narrow) = (gap(last - 1), gap(last))
        let size = abs(narrow.right - narrow.left)
        let isKink =
            size > 0.5 * abs(wide.right - wide.left) && size > 16 * estimates[last].noise
        if isKink {
            kink = min(narrow.left, narrow.right)...max(narrow.left, narrow.right)
        }
    }

    /// Whether a derivative is this slope, as far as can be told.
    ///
    /// - Parameter scale: the largest slope of the loss; near a zero of one the rounding of the others
    ///   decides.
    package func agrees(_ derivative: Double, scale: Double) -> Bool {
        guard isMeasurable || kink != nil else { return true }
        let margin = margin(derivative, scale: scale)
        if let kink {
            return derivative >= kink.lowerBound - margin && derivative <= kink.upperBound + margin
        }
        return abs(derivative - value) <= margin
    }

    package func margin(_ derivative: Double, scale: Double) -> Double {
        2e-3 * max(abs(derivative), abs(value)) + 3 * uncertainty + 1e-5 * scale
    }

    /// Whether the measurement says anything.
    package func isClear(scale: Double) -> Bool {
        isMeasurable && 3 * uncertainty < 0.1 * max(abs(value), 1e-2 * scale)
    }
}
