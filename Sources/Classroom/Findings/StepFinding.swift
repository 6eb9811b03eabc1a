import Words

/// The relation between an update and the gradient, found from the parameters before and after it.
package struct StepFinding {
    /// The change in a parameter, or in all of them.
    package enum Kind: Equatable {
        /// Nothing changed, although there is a gradient.
        case still
        /// The change is minus the first number times the gradient. The second number says how far rounding may have
        /// shifted the first.
        case uniform(Double, Double)
        /// The change is not a multiple of the gradient.
        case other(isDownhill: Bool)
        /// Gradient and change are 0, or too small to tell.
        case unknown
    }

    package let kind: Kind
    /// The kind of change in each parameter.
    package let parameters: [(name: String, kind: Kind)]
    package let learningRate: Double

    /// Nil if the update has no gradient or its result is unknown.
    package init?(_ update: Update, learningRate: Double) {
        guard let after = update.after, let gradients = update.gradients,
            after.count == gradients.count
        else { return nil }
        self.learningRate = learningRate
        kind = Self.kind(update.before, after, gradients, learningRate)
        parameters = zip(update.parameters, update.parameters.cut(after)).map {
            ($0.name, Self.kind($0.values, $1, $0.gradient!, learningRate))
        }
    }

    private static func kind(
        _ before: [Float], _ after: [Float], _ gradient: [Float], _ learningRate: Double
    ) -> Kind {
        var (product, square) = (0.0, 0.0)
        var (hasChanged, isOnlyRounding, isMultiple) = (false, true, true)
        // The smallest and largest learning rates that explain every change, given the rounding.
        var (low, high) = (-Double.infinity, Double.infinity)
        for index in before.indices {
            let change = Double(after[index]) - Double(before[index])
            let slope = Double(gradient[index])
            guard change.isFinite, slope.isFinite else { return .unknown }
            // The largest error that rounding may have caused in the change.
            let rounding = Double(abs(before[index]) + abs(after[index])) * Double(Float.ulpOfOne)
            let tolerance = rounding + 1e-4 * abs(change)
            hasChanged = hasChanged || change != 0
            isOnlyRounding = isOnlyRounding && abs(change) <= 8 * rounding
            product -= change * slope
            square += slope * slope
            if slope == 0 {
                isMultiple = isMultiple && abs(change) <= tolerance
            } else {
                low = max(low, -change / slope - tolerance / abs(slope))
                high = min(high, -change / slope + tolerance / abs(slope))
            }
        }
        guard square > 0 else { return hasChanged ? .other(isDownhill: true) : .unknown }
        guard hasChanged else {
            // The lesson's own learning rate may be smaller.
            return zip(before, gradient).allSatisfy { $0 - Float(learningRate) / 16 * $1 == $0 }
                ? .unknown : .still
        }
        guard isMultiple, low <= high, low.isFinite, high.isFinite else {
            return isOnlyRounding ? .unknown : .other(isDownhill: product > 0)
        }
        let rate = min(max(product / square, low), high)
        return high - low < 0.2 * abs(rate) ? .uniform(rate, high - low) : .unknown
    }

    /// True if a step is this multiple of the gradient, within rounding.
    package static func isStep(_ kind: Kind, _ learningRate: Double) -> Bool {
        guard case .uniform(let rate, let margin) = kind else { return false }
        return abs(rate - learningRate) <= margin
    }

    /// True if the update follows the learning rate, as far as rounding allows one to tell.
    package var isAsSet: Bool {
        kind == .unknown || Self.isStep(kind, learningRate)
    }

    /// A clause on a step that follows learning rate · gradient in some parameters only; nil for any other step.
    package var difference: String? {
        let own = parameters.filter { Self.isStep($0.kind, learningRate) }.map { $0.name }
        guard case .other = kind, !own.isEmpty || parameters.contains(where: { $0.kind == .still })
        else { return nil }
        let others = parameters.compactMap { name, kind -> String? in
            switch kind {
            case _ where Self.isStep(kind, learningRate): nil
            case .uniform(let rate, _): "that of \(name) is \(Numbers.short(rate)) · gradient"
            case .still: "\(name) does not move"
            case .other: own.isEmpty ? nil : "that of \(name) is not"
            case .unknown: nil
            }
        }
        let clause =
            own.isEmpty
            ? "the steps are not learning rate · gradient"
            : "the step of \(list(own, "and")) is learning rate · gradient"
        return ([clause] + others).joined(separator: "; ")
    }

    /// A remark for the header on an unexpected first step; nil if it is as expected or can't be compared.
    package func remark(_ epoch: Int) -> String? {
        if let difference { return "in epoch \(epoch) \(difference)" }
        if case .other = kind { return "the first step is not learning rate · gradient" }
        if kind == .still {
            return "epoch \(epoch) changes nothing from lesson.look(…) to the next look or report"
        }
        guard !isAsSet, case .uniform(let rate, _) = kind else { return nil }
        if rate < 0 {
            return "the first step is +\(Numbers.short(-rate)) · gradient, uphill"
        }
        return "the first step is \(Numbers.short(rate)) · gradient"
    }
}
