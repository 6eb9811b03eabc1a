import Words

/// What an update did with the gradient: from the parameters before it and after it.
package struct StepFinding {
    /// What became of a parameter, or of all of them.
    package enum Kind: Equatable {
        /// Nothing changed, although there is a gradient.
        case still
        /// The change is a multiple of the gradient: minus so many times. The second number is how far
        /// rounding may have moved the first.
        case uniform(Double, Double)
        /// It is no multiple of it.
        case other(isDownhill: Bool)
        /// Gradient and change are 0, or too small to tell.
        case unknown
    }

    package let kind: Kind
    /// The same for each parameter.
    package let parameters: [(name: String, kind: Kind)]
    package let learningRate: Double

    /// Nil if the moment has no gradient or no end.
    package init?(_ moment: Moment, learningRate: Double) {
        guard let after = moment.after, let gradients = moment.gradients,
            after.count == gradients.count
        else { return nil }
        self.learningRate = learningRate
        kind = Self.kind(moment.before, after, gradients)
        var start = 0
        var parameters: [(name: String, kind: Kind)] = []
        for parameter in moment.parameters {
            let end = start + parameter.values.count
            parameters.append(
                (
                    parameter.name,
                    Self.kind(
                        parameter.values, Array(after[start..<end]), Array(gradients[start..<end]))
                ))
            start = end
        }
        self.parameters = parameters
    }

    private static func kind(_ before: [Float], _ after: [Float], _ gradient: [Float]) -> Kind {
        var (product, square, uncertain) = (0.0, 0.0, 0.0)
        var hasChanged = false
        func rounding(_ index: Int) -> Double {
            Double(abs(before[index]) + abs(after[index])) * Double(Float.ulpOfOne)
        }
        for index in before.indices {
            let change = Double(after[index]) - Double(before[index])
            guard change.isFinite, gradient[index].isFinite else { return .unknown }
            hasChanged = hasChanged || change != 0
            product -= change * Double(gradient[index])
            square += Double(gradient[index]) * Double(gradient[index])
            uncertain += rounding(index) * abs(Double(gradient[index]))
        }
        guard square > 0 else { return hasChanged ? .other(isDownhill: true) : .unknown }
        let (rate, margin) = (product / square, uncertain / square)
        if !hasChanged { return .still }
        let fits = before.indices.allSatisfy { index in
            let change = Double(after[index]) - Double(before[index])
            return abs(change + rate * Double(gradient[index]))
                <= rounding(index) + 1e-3 * abs(change)
        }
        if fits && margin < 0.1 * abs(rate) {
            return .uniform(rate, margin + 1e-3 * abs(rate))
        }
        // A large gradient whose step is lost in rounding says little; all that the others leave is the answer.
        if !fits, let (least, most) = rates(before, after, gradient, rounding) {
            let (middle, half) = ((least + most) / 2, (most - least) / 2)
            return half < 0.1 * abs(middle) ? .uniform(middle, half + 1e-3 * abs(middle)) : .unknown
        }
        let isOnlyRounding = before.indices.allSatisfy { index in
            abs(Double(after[index]) - Double(before[index])) <= 8 * rounding(index)
        }
        return fits || isOnlyRounding ? .unknown : .other(isDownhill: product > 0)
    }

    /// The least and the largest learning rate with which every change is a step, as far as rounding lets
    /// it be seen; nil if there is none, or no end to them.
    private static func rates(
        _ before: [Float], _ after: [Float], _ gradient: [Float], _ rounding: (Int) -> Double
    ) -> (Double, Double)? {
        var (least, most) = (-Double.infinity, Double.infinity)
        for index in before.indices {
            let change = Double(after[index]) - Double(before[index])
            let tolerance = rounding(index) + 1e-3 * abs(change)
            let slope = Double(gradient[index])
            if slope == 0 {
                if abs(change) > tolerance { return nil }
                continue
            }
            let ends = [(-change - tolerance) / slope, (-change + tolerance) / slope]
            least = max(least, ends.min()!)
            most = min(most, ends.max()!)
        }
        return least <= most && least.isFinite && most.isFinite ? (least, most) : nil
    }

    /// Whether a step is so many times the gradient.
    package static func isStep(_ kind: Kind, _ learningRate: Double) -> Bool {
        guard case .uniform(let rate, let margin) = kind else { return false }
        return abs(rate - learningRate) <= margin
    }

    /// Whether the update is the learning rate's, as far as rounding lets it be seen.
    package var isAsSet: Bool {
        switch kind {
        case .uniform: Self.isStep(kind, learningRate)
        case .still: learningRate == 0
        case .unknown: true
        case .other: false
        }
    }

    /// What the header says of a first step that is another one; nil if it is what it should be, or
    /// cannot be compared.
    package var remark: String? {
        guard !isAsSet, case .uniform(let rate, _) = kind else { return nil }
        if rate < 0 {
            return "the first step is +\(Numbers.short(-rate)) · gradient, uphill"
        }
        return "the first step is \(Numbers.short(rate)) · gradient"
    }
}
