import Classroom
import Words

/// The verdicts of a check on the gradient and the loss.
extension GradientCheck {
    /// - Parameter laterFactor: the factor by which a later gradient is wrong, if that can be measured; NaN if its numbers
    ///   have no common one.
    static func gradientVerdict(
        _ update: Update, _ slopes: [Int: Slope], _ names: [String], isSteady: Bool,
        isMisplaced: Bool, laterFactor: () -> Double?
    ) -> Verdict {
        if slopes.isEmpty {
            let reason =
                isSteady
                ? "the start cannot be moved, the lesson ends too early, or the loss has a kink or a sharp bend here."
                : "the loss or the gradient changes each time, because of random numbers or different samples."
            return Verdict(.unknown, "It can't be measured: \(reason)")
        }
        let own = update.gradients!.map(Double.init)
        let scale = Self.scale(own, slopes)
        let off = Self.off(own, slopes, scale)
        if off.isEmpty {
            guard slopes.contains(where: { $1.isClear(scale: scale) }) else {
                return Verdict(.unknown, "The slope is 0, or too small to measure in Float32.")
            }
            return Verdict(
                .right,
                slopes.count == own.count
                    ? "It is the slope of this loss."
                    : "It is the slope of this loss, wherever that was measured.")
        }
        if !Self.contradict(own, off, slopes, scale) { return near }
        if isMisplaced {
            return Verdict(
                .unknown,
                "It is not the slope at the parameters handed over; but they are not updated "
                    + "between lesson.look(…) and lesson.report(…), so the two may not match.")
        }
        let factor = commonFactor(own, slopes).flatMap { factor in
            abs((laterFactor() ?? factor) - factor) <= 0.01 * abs(factor) ? factor : nil
        }
        let fault =
            factor.map { $0 < 0 ? "It has the wrong sign and points downhill." : times($0, update) }
            ?? "\(off.count == slopes.count ? "It" : "The gradient of \(few(off, names))") is not the "
            + "slope of this loss."
        return Verdict(.wrong, fault, clause: "the gradient is wrong")
    }

    /// The fault in the gradient of a later epoch after a correct first one; nil if there is none. At a start of 0,
    /// many wrong gradients look right, and a missing reset shows only later.
    static func laterVerdict(
        _ first: Update, _ next: Update, _ slopes: [Int: Slope], _ names: [String]
    ) -> Verdict? {
        guard let before = first.gradients?.map(Double.init),
            let own = next.gradients?.map(Double.init), own.count == before.count
        else { return nil }
        // Near the minimum, only rounding is left, of numbers as large as at the beginning.
        let scale = Self.scale(before + own, slopes)
        let off = Self.off(own, slopes, scale)
        let start = "In epoch \(first.epoch) it is the slope of this loss. In epoch \(next.epoch) "
        if slopes.isEmpty { return Verdict(.unknown, "\(start)a run from there has no such loss.") }
        guard let worst = off.first else { return nil }
        if !Self.contradict(own, off, slopes, scale) { return near }
        let name = off.count == slopes.count ? "it" : "the gradient of \(few(off, names))"
        let isSum = off.allSatisfy { slopes[$0]!.agrees(own[$0] - before[$0], scale: scale) }
        guard isSum else {
            return Verdict(
                .wrong,
                "\(start)\(name) is not: \(Numbers.short(own[worst])) where the slope is "
                    + "\(Numbers.short(slopes[worst]!.value)).",
                clause: "the gradient is wrong in epoch \(next.epoch)")
        }
        return Verdict(
            // If no step was taken in between, adding them was intended.
            first.after == first.before ? .changed : .wrong,
            "\(start)\(name) is the sum of both epochs' slopes: it wasn't reset in between.",
            clause: "the gradient is not reset")
    }

    /// The indices of the gradient's numbers that are not the slopes.
    private static func off(_ own: [Double], _ slopes: [Int: Slope], _ scale: Double) -> [Int] {
        slopes.keys.sorted().filter { !slopes[$0]!.agrees(own[$0], scale: scale) }
    }

    private static let near = Verdict(
        .unknown, "It is near the slope, but the loss bends too much to measure that well.")

    /// True if a gradient that is off can't be right.
    private static func contradict(
        _ own: [Double], _ off: [Int], _ slopes: [Int: Slope], _ scale: Double
    ) -> Bool {
        let bend = slopes.values.map { $0.bend }.max() ?? 0
        return off.contains { slopes[$0]!.contradicts(own[$0], scale: scale, bend: bend) }
    }

    private static func few(_ indices: [Int], _ names: [String]) -> String {
        indices.count > 6 ? "\(indices.count) numbers" : list(indices.map { names[$0] }, "and")
    }

    /// The factor by which all numbers of a gradient are wrong; nil if it isn't the same for all.
    static func commonFactor(_ own: [Double], _ slopes: [Int: Slope]) -> Double? {
        let scale = scale(own, slopes)
        guard let largest = slopes.max(by: { abs($0.value.value) < abs($1.value.value) }),
            largest.value.value != 0, own[largest.key] != 0
        else { return nil }
        let factor = own[largest.key] / largest.value.value
        let isCommon = slopes.allSatisfy { index, slope in
            abs(own[index] - factor * slope.value)
                <= 4e-3 * max(abs(own[index]), abs(factor) * scale * 1e-2)
                + 3 * abs(factor) * slope.uncertainty
        }
        return isCommon ? factor : nil
    }

    private static func times(_ factor: Double, _ update: Update) -> String {
        let size = number(max(factor, 1 / factor), update.y?.rows)
        if factor < 1 { return "It is the right gradient divided by \(size)." }
        return "It is \(size) times as large as it should be."
    }

    /// A factor, written as n if it equals n.
    private static func number(_ factor: Double, _ n: Int?) -> String {
        let number = Numbers.short(factor)
        guard let n, n > 1, abs(factor - Double(n)) < 4e-3 * Double(n) else { return number }
        return "n = \(number)"
    }

    static func lossVerdict(_ findings: Findings, _ update: Update) -> Verdict {
        let name = findings.lossName
        switch findings.loss {
        case .same: return Verdict(.right, "It is \(name).")
        case .other: return Verdict(.changed, "It is not \(name).")
        case .unknown:
            return Verdict(.unknown, "There are no errors to compare it with, or all are 0.")
        case .multiple(let factor):
            let isUp = factor > 1
            let n = update.y?.columns == 1 ? update.y?.rows : nil
            let size = number(max(factor, 1 / factor), n)
            return Verdict(
                .changed,
                isUp ? "It is \(size) times \(name)." : "It is \(name) divided by \(size).")
        }
    }
}
