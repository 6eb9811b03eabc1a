import Descent

/// A gradient by hand beside the one that autograd finds for the same loss.
public struct FormulaVerdict {
    public var own: [Float]
    public var autograd: [Float]
    /// True if these are the gradients at the start.
    public var isAtStart: Bool
    /// How many times the gradient is too large, the same number wherever it was compared; nil if there is none.
    public var factor: Float?

    /// True if they differ by rounding at most, which in long sums is some thousandths.
    public var isRight: Bool {
        let scale = autograd.reduce(0) { max($0, abs($1)) }
        return isFinite
            && zip(own, autograd).allSatisfy { abs($0 - $1) <= 1e-3 * max(abs($1), 1e-2 * scale) }
    }

    /// False if autograd's gradient is not finite either, so that nothing can be compared.
    public var isFinite: Bool { autograd.allSatisfy { $0.isFinite } }

    /// The factor at this place alone; nil if the numbers have different ones, or none.
    fileprivate var ownFactor: Float? {
        let pairs = zip(own, autograd)
        guard let largest = pairs.max(by: { abs($0.1) < abs($1.1) }), largest.1 != 0 else {
            return nil
        }
        let factor = largest.0 / largest.1
        let tolerance = 1e-3 * abs(largest.0)
        let isCommon = pairs.allSatisfy { abs($0 - factor * $1) <= max(tolerance, 1e-3 * abs($0)) }
        return factor.isFinite && factor != 0 && isCommon ? factor : nil
    }
}

extension FormulaTraining {
    /// Tries the formulas, and compares a gradient by hand with autograd's, at the start and elsewhere: with
    /// parameters of 0 many gradients look right.
    ///
    /// - Returns: the first wrong gradient, or else the last one that can be compared; nil without a gradient by hand.
    public func check() throws(FormulaError) -> FormulaVerdict? {
        let start = parameters.map { $0.tensor.scalars }
        var verdicts: [FormulaVerdict] = []
        for factor in [Float(0), 0.5] {
            move(to: start.map { $0.map { $0 + factor * max(1, abs($0)) } })
            let own = try step().gradients
            if isByHand {
                verdicts.append(
                    FormulaVerdict(
                        own: own.flatMap { $0 }, autograd: try recordedGradients().flatMap { $0 },
                        isAtStart: factor == 0))
            }
            try update()
        }
        let comparable = verdicts.filter { $0.isFinite }
        var verdict = comparable.first { !$0.isRight } ?? comparable.last ?? verdicts.last
        if let first = verdicts.first?.ownFactor, let last = verdicts.last?.ownFactor,
            abs(first - last) <= 2e-3 * abs(first)
        {
            verdict?.factor = first
        }
        return verdict
    }
}
