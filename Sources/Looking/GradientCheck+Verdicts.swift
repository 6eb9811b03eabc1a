import Classroom
import Words

/// What a check says of a gradient and of a loss.
extension GradientCheck {
    static func gradientVerdict(
        _ moment: Moment, _ gradients: [Float], _ slopes: [Int: Slope], names: [String],
        isSteady: Bool, isMisplaced: Bool
    ) -> Verdict {
        let own = gradients.map(Double.init)
        guard isSteady else {
            return Verdict(
                kind: .unknown,
                text: "The loss is another one each time that it is computed at the same place, by "
                    + "random numbers or other samples, so its slope cannot be measured.")
        }
        guard !slopes.isEmpty else {
            return Verdict(
                kind: .unknown, text: "The loss does not answer when the start is moved.")
        }
        let scale = (own + slopes.values.map { $0.value }).map(abs).max() ?? 0
        let off = slopes.filter { !$1.agrees(own[$0], scale: scale) }
        if !off.isEmpty && isMisplaced {
            return Verdict(
                kind: .unknown,
                text:
                    "It is not the slope where the parameters are handed over; but they are not updated "
                    + "between lesson.look(…) and lesson.report(…), so the two may not belong together."
            )
        }
        if !off.isEmpty {
            let text = fault(moment, own, slopes, scale, names)
            return Verdict(kind: .wrong, text: text, clause: "the gradient is wrong")
        }
        let unclear = slopes.keys.sorted().filter {
            !slopes[$0]!.isMeasurable && slopes[$0]!.kink == nil
        }
        if unclear.count == slopes.count {
            return Verdict(
                kind: .unknown, text: "It is not measurable here: the loss has a kink nearby.")
        }
        let clear = slopes.filter { $1.isClear(scale: scale) }
        if clear.isEmpty {
            return Verdict(
                kind: .unknown,
                text: "The loss changes too little for a Float32 to measure its slope well.")
        }
        if !unclear.isEmpty {
            return Verdict(
                kind: .right,
                text:
                    "It is the slope of this loss, but for \(few(unclear, names)): not measurable "
                    + "here, as the loss has a kink nearby.")
        }
        if let index = slopes.keys.sorted().first(where: { slopes[$0]!.kink != nil }),
            let kink = slopes[index]!.kink
        {
            return Verdict(
                kind: .right,
                text:
                    "The loss has a kink here. Along \(names[index]) its slopes on the two sides are "
                    + "\(Numbers.short(kink.lowerBound)) and \(Numbers.short(kink.upperBound)); the "
                    + "gradient \(Numbers.short(own[index] + 0)) is within this range.")
        }
        return Verdict(
            kind: .right,
            text: slopes.count == own.count
                ? "It is the slope of this loss."
                : "It is the slope of this loss, wherever that was measured.")
    }

    /// Some names, however many there are.
    private static func few(_ indices: [Int], _ names: [String]) -> String {
        let shown = indices.prefix(6).map { names[$0] }
        return indices.count > shown.count
            ? shown.joined(separator: ", ") + " and others" : list(shown, "and")
    }

    /// What is wrong with the gradient of the second epoch, where that of the first is right: at a start
    /// of 0 many gradients look right, and one that is not reset shows only later. Nil if nothing is.
    static func laterVerdict(
        _ first: Moment, _ next: Moment, _ slopes: [Int: Slope], names: [String]
    ) -> Verdict? {
        guard let before = first.gradients?.map(Double.init),
            let own = next.gradients?.map(Double.init), own.count == before.count
        else { return nil }
        // Near the minimum only rounding is left, of numbers as large as in the beginning.
        let scale = (before + own + slopes.values.map { $0.value }).map(abs).max() ?? 0
        let off = slopes.keys.sorted().filter { !slopes[$0]!.agrees(own[$0], scale: scale) }
        guard let worst = off.first else { return nil }
        let isSum = off.allSatisfy { slopes[$0]!.agrees(own[$0] - before[$0], scale: scale) }
        let name = off.count == slopes.count ? "it" : "that of \(few(off, names))"
        let start = "In epoch \(first.epoch) it is the slope of this loss."
        guard isSum else {
            return Verdict(
                kind: .wrong,
                text: "\(start) In epoch \(next.epoch) \(name) is not: "
                    + "\(Numbers.short(own[worst])) where the slope is "
                    + "\(Numbers.short(slopes[worst]!.value)).",
                clause: "the gradient is wrong in epoch \(next.epoch)")
        }
        if first.after == first.before {
            return Verdict(
                kind: .changed,
                text: "\(start) In epoch \(next.epoch) \(name) is the sum of both epochs' slopes; "
                    + "no step is taken in between.")
        }
        return Verdict(
            kind: .wrong,
            text: "\(start) In epoch \(next.epoch) \(name) is the sum of both epochs' slopes: "
                + "nothing has reset it in between.",
            clause: "the gradient is not reset")
    }

    /// What is wrong with a gradient.
    private static func fault(
        _ moment: Moment, _ own: [Double], _ slopes: [Int: Slope], _ scale: Double,
        _ names: [String]
    ) -> String {
        guard let factor = commonFactor(own, slopes, scale) else {
            let off = slopes.keys.sorted().filter { !slopes[$0]!.agrees(own[$0], scale: scale) }
            let isAll = off.count == slopes.count
            return isAll
                ? "It is another one than the loss has."
                : "That of \(few(off, names)) is another one than the loss has."
        }
        let n = Double(moment.y?.rows ?? 0)
        func times(_ factor: Double, _ word: String) -> String {
            let number = Numbers.short(factor)
            let name = n > 1 && abs(factor - n) < 4e-3 * n ? "n = \(number)" : number
            return "It is \(name) times too \(word)."
        }
        if factor == 0 { return "It is 0." }
        if factor < 0 {
            let size =
                abs(factor + 1) < 4e-3 ? "" : ", and \(Numbers.short(-factor)) times as large"
            return "It has the wrong sign and points downhill\(size)."
        }
        return factor > 1 ? times(factor, "large") : times(1 / factor, "small")
    }

    /// By what all numbers of a gradient are wrong, if it is the same for all.
    private static func commonFactor(
        _ own: [Double], _ slopes: [Int: Slope], _ scale: Double
    ) -> Double? {
        guard let largest = slopes.max(by: { abs($0.value.value) < abs($1.value.value) }),
            largest.value.value != 0
        else { return nil }
        let factor = own[largest.key] / largest.value.value
        let isCommon = slopes.allSatisfy { index, slope in
            abs(own[index] - factor * slope.value)
                <= 4e-3 * max(abs(own[index]), abs(factor) * scale * 1e-2)
                + 3 * abs(factor) * slope.uncertainty
        }
        return isCommon ? factor : nil
    }

    /// Which parameters were not moved, and how to change that.
    static func unmeasured<P: Problem>(
        _ stage: Stage, _ moment: Moment, _ prober: Prober<P>?
    ) -> [String] {
        guard let prober, prober.isSteady else { return [] }
        var start = 0
        var names: [String] = []
        for parameter in moment.parameters {
            let end = start + parameter.values.count
            if !prober.isMovable[start..<end].contains(true) { names.append(parameter.name) }
            start = end
        }
        guard let first = names.first else { return [] }
        let call = "lesson.start(\"\(first)\", …)"
        let code =
            stage == .part1 ? "var \(first) = \(call)" : "Tensor(\(call), requiresGrad: true)"
        return Text.wrap(
            "Not measured: \(list(names, "and")). The start is written into the code, where it cannot "
                + "be moved; with \(code) it can.")
    }

    static func lossVerdict(
        _ insight: Insight, _ moment: Moment, isMean: Bool
    ) -> Verdict {
        let name = isMean ? "the mean of the squared errors" : "the sum of the squared errors"
        switch insight.loss {
        case .same: return Verdict(kind: .right, text: "It is \(name).")
        case .other:
            return Verdict(kind: .changed, text: "It is not \(name), nor a multiple of it.")
        case .unknown:
            return Verdict(kind: .unknown, text: "There is nothing to compare it with.")
        case .multiple(let factor):
            let n = Double(moment.y?.values.count ?? 0)
            let isUp = factor > 1
            let size = isUp ? factor : 1 / factor
            let number = Numbers.short(size)
            let text = n > 1 && abs(size - n) < 4e-3 * n ? "n = \(number)" : number
            let hint =
                text == number
                ? ""
                : isUp ? " It is a sum in place of a mean." : " It is a mean in place of a sum."
            return Verdict(
                kind: .changed,
                text: isUp
                    ? "It is \(text) times \(name).\(hint)"
                    : "It is \(name) divided by \(text).\(hint)")
        }
    }
}
