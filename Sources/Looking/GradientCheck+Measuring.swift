import Classroom

/// Where the loss is measured to check a gradient.
extension GradientCheck {
    /// What the lesson does at two other places, to recognise its model and its loss.
    package static func elsewhere<P: Problem>(_ prober: Prober<P>) -> [Moment] {
        let start = prober.base.before
        let points = [Float(0.5), -0.3, 4].map { factor in
            start.indices.map { index in
                guard prober.isMovable[index] else { return start[index] }
                let share = Float(index % 7 + 1) / 7
                return start[index] + factor * share * max(1, abs(start[index]))
            }
        }
        return prober.look(points).compactMap { $0 }
    }

    /// The slope along each number that can be moved, where an update begins.
    package static func slopes<P: Problem>(_ prober: Prober<P>, at moment: Moment) -> [Int: Slope] {
        guard prober.isSteady else { return [:] }
        let start = moment.before
        let isBase = start == prober.base.before
        let divisors = prober.base.isHeavy ? Slope.fewDivisors : Slope.divisors
        let indices = chosen(
            start.indices.filter { prober.isMovable[safe: $0] ?? false }, of: moment)
        // The start comes first: a lesson may make its samples anew in each run.
        var points = [start]
        for index in indices {
            for divisor in divisors {
                for sign in [Float(1), -1] {
                    var point = start
                    point[index] += sign * Prober<P>.step(start[index], divisor)
                    points.append(point)
                }
            }
        }
        var looks = prober.look(points, isBrief: true)
        var loss = moment.loss
        if let base = looks.removeFirst() {
            if isBase { prober.rebase(base) }
            loss = isBase ? prober.base.loss : base.loss
            // What the lesson keeps besides its parameters is not where it was in that update.
            guard isBase || abs(loss - moment.loss) <= 1e-5 * abs(moment.loss) else { return [:] }
        }
        let terms = prober.base.y?.values.count ?? 1
        var slopes: [Int: Slope] = [:]
        for (place, index) in indices.enumerated() {
            let count = 2 * divisors.count
            let own = looks[place * count..<(place + 1) * count].map { look -> Slope.Point? in
                look.map { (Double($0.before[index]), Double($0.loss)) }
            }
            let sides = stride(from: 0, to: count, by: 2).compactMap { side in
                own[side].flatMap { above in own[side + 1].map { (above: above, below: $0) } }
            }
            slopes[index] = Slope(
                base: (Double(start[index]), Double(loss)), sides: sides, terms: terms)
        }
        return slopes
    }

    /// Some of the numbers, if there are many: half of them those with the largest gradients, half of them
    /// spread over all. Of a large model on many samples only a few are measured.
    private static func chosen(_ indices: [Int], of moment: Moment) -> [Int] {
        let most = min(most, max(4, 40_000_000 / (2 * Slope.divisors.count * moment.work)))
        guard indices.count > most else { return indices }
        let gradients = moment.gradients ?? []
        func size(_ index: Int) -> Float { abs(gradients[safe: index] ?? 0) }
        let largest = indices.sorted { (size($0), $1) > (size($1), $0) }.prefix(most / 2)
        let rest = indices.filter { !largest.contains($0) }
        let count = most - largest.count
        return (largest + (0..<count).map { rest[$0 * (rest.count - 1) / (count - 1)] }).sorted()
    }
}
