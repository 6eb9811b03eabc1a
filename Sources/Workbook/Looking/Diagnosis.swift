/// Why a run has come to numbers that are not finite: the run once more up to there, looked at closely.
struct Diagnosis {
    /// What happened, or nil if nothing more can be said.
    var sentence: String?

    /// Longer runs are not repeated.
    private static let longest = 20_000

    init<P: Problem>(_ session: Session<P>, epoch: Int) {
        let epochs = epoch - session.settings.epochsBefore
        guard 1...Self.longest ~= epochs else { return }
        let run = session.rehearse(withBatches: true, epochs: epochs)
        guard let last = run.epochs.last?.last ?? run.moments.last else { return }
        let before = run.epochs.dropLast().last?.last
        sentence = Self.origin(last, lossBefore: before?.loss ?? 0) ?? Self.growth(run.epochs)
    }

    /// The first of the steps that has a number which is not finite, where that did not grow.
    private static func origin(_ moment: Moment, lossBefore: Float) -> String? {
        func isBad(_ values: [Float]?) -> Bool { values?.contains { !$0.isFinite } ?? false }
        func isNaN(_ values: [Float]?) -> Bool { values?.contains(where: \.isNaN) ?? false }
        if moment.x?.rows == 0 { return "There are no samples." }
        if isBad(moment.x?.values) { return "There are such numbers among the inputs x." }
        if isBad(moment.y?.values) { return "There are such numbers among the targets y." }
        if isBad(moment.before) { return "The parameters were so from the start." }
        let hasGrown = (moment.before + [lossBefore]).contains { abs($0) > 1e15 }
        if hasGrown { return nil }
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

    private static func growth(_ epochs: [[Moment]]) -> String? {
        guard let last = epochs.last?.last else { return nil }
        let largest = (last.before + [last.loss]).filter(\.isFinite).map(abs).max() ?? 0
        return largest > 1e15 || !last.loss.isFinite
            ? "They grew beyond what a Float32 holds." : nil
    }
}
