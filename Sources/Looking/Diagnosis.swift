import Classroom
import Words

/// The reason why a run's numbers are no longer finite, as far as its records show.
enum Diagnosis {
    /// The size beyond which a loss or a parameter counts as grown: its square barely fits in a Float32.
    private static let large: Float = 1e15

    /// A sentence on the last epoch.
    ///
    /// - Parameters:
    ///   - update: its last update, if it was looked at.
    ///   - lossBefore: the loss of the previous epoch; NaN if there was none.
    package static func sentence(_ epoch: Int, _ update: Update?, lossBefore: Float) -> String {
        let grown = "The numbers grew beyond what a Float32 can hold."
        if abs(lossBefore) > large { return grown }
        guard let update else {
            return
                "The previous loss was \(Numbers.short(lossBefore)), so it did not grow gradually: "
                + "--explain \(epoch) shows where it begins."
        }
        if update.x?.rows == 0 { return "There are no samples." }
        if update.before.contains(where: { $0.isFinite && abs($0) > large }) { return grown }
        let first = steps(update).first { !$0.values.allSatisfy { $0.isFinite } }
        return first.map { "It begins in \($0.name)." } ?? grown
    }

    /// The numbers of an epoch in the order of their computation, with advice for the case that they are the first
    /// that are not finite.
    private static func steps(_ update: Update) -> [(name: String, values: [Float])] {
        let gradients = update.parameters.map { parameter in
            (
                name:
                    "the gradient of \(parameter.name), because the loss is finite: look for a division by 0, "
                    + "or the derivative of a root or an absolute value at 0",
                values: parameter.gradient ?? []
            )
        }
        let prediction =
            "the prediction: look for a division by 0, a root or a logarithm of a negative number, or the "
            + "exponential of a large number"
        let loss =
            "the loss, because the prediction is finite: look for a division by 0, a logarithm of 0, or a "
            + "square that is too large"
        let step = "the update, because the gradient is finite: look at how the step is computed"
        return [
            ("the inputs x", update.x?.values ?? []), ("the targets y", update.y?.values ?? []),
            ("the parameters, before any step", update.before),
            (prediction, update.prediction?.values ?? []), (loss, [update.loss]),
        ] + gradients + [(step, update.after ?? [])]
    }
}
