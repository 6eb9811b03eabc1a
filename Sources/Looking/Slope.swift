/// The slope of a loss along one parameter, measured in Float32 with two steps to both sides.
struct Slope {
    /// (L(p+h) − L(p−h)) / 2h, as exact as two steps h allow.
    package var value: Double
    /// The possible error that rounding and curvature cause.
    var uncertainty: Double
    /// Half the difference between the slopes to both sides. A derivative is between the two, kinks or not.
    private let halfGap: Double
    /// How clearly the two steps differ, from 0 to 1, as they do where the loss has many kinks.
    let bend: Double

    /// The steps are these fractions of the parameter, or of 1 if it is smaller.
    static let divisors: [Float] = [16, 128]

    /// A loss at some value of the parameter.
    typealias Point = (parameter: Double, loss: Double)

    /// Nil if the two steps or the two sides contradict each other, as at a kink.
    ///
    /// - Parameters:
    ///   - base: the loss at the point where the slope is wanted.
    ///   - points: the losses above and below it, for the wide step and then for the narrow one.
    ///   - terms: the number of terms added up in the loss.
    package init?(base: Point, points: [Point], terms: Int) {
        guard points.count == 4, points.allSatisfy({ $0.loss.isFinite }) else { return nil }
        // A sum of many numbers is rounded many times.
        let rounding = (4 + 0.5 * Double(terms).squareRoot()) * Double(Float.ulpOfOne)
        func slope(_ a: Point, _ b: Point) -> Double {
            (a.loss - b.loss) / (a.parameter - b.parameter)
        }
        func measure(_ above: Point, _ below: Point) -> (slope: Double, gap: Double, noise: Double)
        {
            let size = abs(above.loss) + abs(below.loss)
            let noise = rounding * size / (above.parameter - below.parameter)
            return (slope(above, below), abs(slope(above, base) - slope(base, below)), noise)
        }
        let wide = measure(points[0], points[1])
        let narrow = measure(points[2], points[3])
        let change = abs(wide.slope - narrow.slope)
        // The error that curvature causes shrinks with the square of the step, by a factor of 64.
        let errors = (wide: wide.noise + change, narrow: narrow.noise + change / 16)
        let isWide = errors.wide < errors.narrow
        value = isWide ? wide.slope : narrow.slope + (narrow.slope - wide.slope) / 63
        uncertainty = isWide ? errors.wide : errors.narrow
        halfGap = narrow.gap / 2
        bend = min(1, 16 * change / max(halfGap, .leastNormalMagnitude))
        // For a smooth loss, the slopes on both sides approach each other, and so do those of the two steps.
        let isKink = narrow.gap > 0.5 * wide.gap && narrow.gap > 16 * narrow.noise
        let margin = 0.02 * abs(narrow.slope) + 3 * (wide.noise + narrow.noise)
        if !value.isFinite || isKink || change > 0.25 * wide.gap && change > margin { return nil }
    }

    /// True if a derivative is this slope, within the uncertainty.
    ///
    /// - Parameter scale: the largest slope of the loss. Near a zero of this slope, the rounding of the others is
    ///   decisive.
    package func agrees(_ derivative: Double, scale: Double) -> Bool {
        abs(derivative - value) <= margin(derivative, scale)
    }

    /// True if a derivative can't be this slope, even if the loss has a kink nearby.
    func contradicts(_ derivative: Double, scale: Double, bend: Double) -> Bool {
        abs(derivative - value) > margin(derivative, scale) + bend * halfGap
    }

    private func margin(_ derivative: Double, _ scale: Double) -> Double {
        2e-3 * max(abs(derivative), abs(value)) + 3 * uncertainty + 1e-5 * scale
    }

    /// True if the measurement is precise enough to be useful.
    package func isClear(scale: Double) -> Bool {
        3 * uncertainty < 0.1 * max(abs(value), 1e-2 * scale)
    }
}
