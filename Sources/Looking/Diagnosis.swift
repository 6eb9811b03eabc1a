import Classroom
import Words

/// Why a run has come to numbers that are not finite, as far as it was looked at.
enum Diagnosis {
    /// Beyond this a loss or a parameter counts as grown: the next squares hardly fit a Float32.
    private static let large: Float = 1e15

    /// What happened in the last epoch.
    ///
    /// - Parameters:
    ///   - moment: its last update, if somebody looked at it.
    ///   - lossBefore: the loss of the epoch before; nan if it was the first.
    package static func sentence(_ epoch: Int, _ moment: Moment?, lossBefore: Float) -> String {
        if abs(lossBefore) > large { return grown }
        guard let moment else {
            return
                "The loss before was \(Numbers.short(lossBefore)), so it has not grown bit by bit: "
                + "--explain \(epoch) shows where it begins."
        }
        return origin(moment) ?? grown
    }

    private static let grown = "They grew beyond what a Float32 holds."

    /// The first of the steps that has a number which is not finite, where that did not grow.
    private static func origin(_ moment: Moment) -> String? {
        func isBad(_ values: [Float]?) -> Bool { values?.contains { !$0.isFinite } ?? false }
        func isNaN(_ values: [Float]?) -> Bool { values?.contains(where: { $0.isNaN }) ?? false }
        if moment.x?.rows == 0 { return "There are no samples." }
        if isBad(moment.x?.values) { return "There are such numbers among the inputs x." }
        if isBad(moment.y?.values) { return "There are such numbers among the targets y." }
        if isBad(moment.before) { return "The parameters were so from the start." }
        if moment.before.contains(where: { abs($0) > large }) { return nil }
        if isNaN(moment.prediction?.values) {
            return
                "It begins in the prediction: look for a root or a logarithm of a negative number, "
                + "or 0/0."
        }
        if isBad(moment.prediction?.values) {
            return "It begins in the prediction, in one step: look for a division by 0 or an "
                + "exponential of a large number."
        }
        if !moment.loss.isFinite {
            return "It begins in the loss, as the prediction is finite: look for a division by 0, "
                + "a logarithm of 0, or a square that is too large."
        }
        for parameter in moment.parameters where isBad(parameter.gradient) {
            return
                "It begins in the gradient of \(parameter.name), as the loss is finite: look for a "
                + "division by 0, or the derivative of a root or an absolute value at 0."
        }
        return isBad(moment.after)
            ? "It begins in the update, as the gradient is finite: look at how the step is computed."
            : nil
    }
}
