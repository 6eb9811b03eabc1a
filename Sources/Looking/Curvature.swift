import Classroom

/// The greatest curvature of a lesson's own loss, measured.
///
/// The second derivatives times a direction are the difference of two gradients along it. Doing so again
/// and again turns any direction to that of the greatest curvature.
package enum Curvature {
    private static let iterations = 12

    /// Nil if not all parameters can be moved, if the loss curves nowhere, or if that would take long.
    package static func measure<P: Problem>(_ prober: Prober<P>) -> Double? {
        let start = prober.base.before
        guard prober.isSteady, !prober.base.isHeavy, prober.isMovable.allSatisfy({ $0 }),
            !start.isEmpty, isReset(prober), var direction = normalized(prober.base.gradients ?? [])
        else { return nil }
        // A gradient need not have a share in that direction.
        direction = normalized(zip(direction, 0...).map { $0 + 0.1 / Float(1 + $1) }) ?? direction
        var curvature: Double?
        for _ in 0..<iterations {
            let h: Float = 1.0 / 64
            let points = [h, -h].map { h in zip(start, direction).map { $0 + h * $1 } }
            let looks = prober.look(points, isBrief: true)
            guard let above = looks[0]?.gradients, let below = looks[1]?.gradients,
                above.count == start.count, below.count == start.count
            else { return nil }
            // What a gradient that is not the slope of the loss does says nothing of the loss.
            if curvature == nil {
                guard isSlope(looks[0]!, looks[1]!, along: direction, h) else { return nil }
            }
            let image = zip(above, below).map { ($0 - $1) / (2 * h) }
            let product = zip(image, direction).reduce(0.0) { $0 + Double($1.0) * Double($1.1) }
            guard product.isFinite, let next = normalized(image) else { return nil }
            curvature = product
            direction = next
        }
        return curvature.flatMap { $0 > 0 ? $0 : nil }
    }

    /// Whether the loss changes between two places as their gradients say, roughly.
    private static func isSlope(
        _ above: Moment, _ below: Moment, along direction: [Float], _ h: Float
    ) -> Bool {
        guard let right = above.gradients, let left = below.gradients else { return false }
        var expected = 0.0
        for (index, part) in direction.enumerated() {
            expected += Double(right[index] + left[index]) * Double(part * h)
        }
        let change = Double(above.loss) - Double(below.loss)
        let rounding = 64 * Double(Float.ulpOfOne) * Double(abs(above.loss) + abs(below.loss))
        return abs(change - expected) <= 0.1 * abs(expected) + rounding
    }

    /// True if the gradient at the start is the same when it is computed again: nothing is left of the one
    /// before.
    private static func isReset<P: Problem>(_ prober: Prober<P>) -> Bool {
        let looks = prober.look([prober.base.before, prober.base.before], isBrief: true)
        guard let first = looks[0]?.gradients, let again = looks[1]?.gradients,
            first.count == again.count
        else { return false }
        let largest = first.map(abs).max() ?? 0
        return zip(first, again).allSatisfy { abs($0 - $1) <= 1e-2 * largest }
    }

    private static func normalized(_ vector: [Float]) -> [Float]? {
        let square = vector.reduce(0.0) { $0 + Double($1) * Double($1) }
        guard square > 0, square.isFinite else { return nil }
        return vector.map { Float(Double($0) / square.squareRoot()) }
    }
}
