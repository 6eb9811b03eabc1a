/// The slope of a loss along one parameter, measured in Float32 with two steps to both sides.
struct Slope {
    /// (L(p+h) − L(p−h)) / 2h, as exact as two steps h show it.
    package var value: Double
    /// How far from the right one it may be: what rounding and curvature do to it.
    var uncertainty: Double

    /// The steps are these parts of the parameter, or of 1 if it is smaller.
    static let divisors: [Float] = [16, 128]

    /// A loss at some place of the parameter.
    typealias Point = (parameter: Double, loss: Double)

    /// Nil where the two steps or the two sides contradict each other, as at a kink.
    ///
    /// - Parameters:
    ///   - base: the loss where the slope is wanted.
    ///   - points: the losses above and below it, for the wide step and for the narrow one.
    ///   - terms: how many numbers are added up in the loss.
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
        // The error that curvature makes shrinks with the square of the step, by 64.
        let errors = (wide: wide.noise + change, narrow: narrow.noise + change / 16)
        let isWide = errors.wide < errors.narrow
        value = isWide ? wide.slope : narrow.slope + (narrow.slope - wide.slope) / 63
        uncertainty = isWide ? errors.wide : errors.narrow
        // Where a loss is smooth, the slopes to both sides approach each other, and so do the steps'.
        let isKink = narrow.gap > 0.5 * wide.gap && narrow.gap > 16 * narrow.noise
        let margin = 0.02 * abs(narrow.slope) + 3 * (wide.noise + narrow.noise)
        if isKink || change > 0.25 * wide.gap && change > margin { return nil }
    }

    /// Whether a derivative is this slope, as far as can be told.
    ///
    /// - Parameter scale: the largest slope of the loss; near a zero of one the rounding of the others
    ///   decides.
    package func agrees(_ derivative: Double, scale: Double) -> Bool {
        abs(derivative - value) <= 2e-3 * max(abs(derivative), abs(value)) + 3 * uncertainty + 1e-5
            * scale
    }

    /// Whether the measurement says anything.
    package func isClear(scale: Double) -> Bool {
        3 * uncertainty < 0.1 * max(abs(value), 1e-2 * scale)
    }
}
