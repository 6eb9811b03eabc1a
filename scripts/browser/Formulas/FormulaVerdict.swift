import Descent

/// A gradient by hand beside the one that autograd finds for the same loss.
public struct FormulaVerdict {
    public var own: [Float]
    public var autograd: [Float]
    /// True if these are the gradients at the start.
    public var isAtStart: Bool

    /// True if they differ by rounding at most, which in long sums is some thousandths.
    public var isRight: Bool {
        let scale = autograd.reduce(0) { max($0, abs($1)) }
        return zip(own, autograd).allSatisfy { abs($0 - $1) <= 1e-3 * max(abs($1), 1e-2 * scale) }
    }
}

extension FormulaTraining {
    /// Tries the formulas, and compares a gradient by hand with autograd's, at the start and elsewhere: with
    /// parameters of 0 many gradients look right.
    ///
    /// - Returns: the first wrong gradient, or else the last one; nil without a gradient by hand.
    public func check() throws(FormulaError) -> FormulaVerdict? {
        let start = parameters.map { $0.tensor.scalars }
        var verdict: FormulaVerdict?
        for factor in [Float(0), 0.5] {
            move(to: start.map { $0.map { $0 + factor * max(1, abs($0)) } })
            let own = try step().gradients
            if isByHand, verdict?.isRight ?? true {
                verdict = FormulaVerdict(
                    own: own.flatMap { $0 }, autograd: try recordedGradients().flatMap { $0 },
                    isAtStart: factor == 0)
            }
            try update()
        }
        return verdict
    }
}
