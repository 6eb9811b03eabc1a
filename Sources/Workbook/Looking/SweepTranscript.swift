/// Follows a run of a sweep, to say in the end how it went.
///
/// What it says comes from the losses and the parameters of the run. The limit of the learning rate only
/// decides where a short run leaves it open whether they grow for ever.
final class SweepTranscript: Transcript {
    let leavesProgressBar = false

    private let learningRate: Double
    private let epochs: Int
    private let goal: Float
    private let limit: LearningRateLimit?
    private let hasBoundedSteps: Bool
    private var last: EpochRecord?
    private var step: [Float] = []
    /// For each of the last epochs before the goal, whether its step went back on the one before.
    private var overshoots: [Bool] = []
    private var goalEpoch: Int?
    /// Whether an epoch had several updates. Those have curvatures of their own, which the limit of all
    /// samples together does not know.
    private var hasBatches = false

    /// The losses of the epochs: in the first three quarters of the run, in the last one, and at its
    /// end.
    private var early: (smallest: Float, largest: Float)?
    private var late: Float?
    private var losses: (last: Float, before: Float)?

    /// - Parameters:
    ///   - sweep: the table for which it is.
    ///   - learningRate: that of the run.
    init(_ sweep: Sweep, learningRate: Double) {
        self.learningRate = learningRate
        epochs = sweep.settings.epochs
        goal = Float(sweep.best + Sweep.tolerance)
        limit = sweep.limit
        hasBoundedSteps = sweep.settings.optimizer == "rmsprop"
    }

    /// Every epoch is followed, and none is printed.
    func shows(_ epoch: Int, isLast: Bool) -> Bool { true }

    func note(_ lines: @autoclosure () -> [String]) {}

    func print(_ record: EpochRecord, line: @autoclosure () -> String) {
        let loss = Self.loss(record)
        follow(loss, record.epoch)
        let now = record.parameters.flatMap(\.values)
        if let before = last?.parameters.flatMap(\.values) {
            let step = zip(now, before).map { $0 - $1 }
            // Near the goal rounding decides on the direction.
            if !self.step.isEmpty && goalEpoch == nil {
                // Steps in opposite directions: between them lies the minimum.
                overshoots.append(zip(step, self.step).reduce(0) { $0 + $1.0 * $1.1 } < 0)
                if overshoots.count > 10 { overshoots.removeFirst() }
            }
            self.step = step
        }
        if record.batches.count > 1 { hasBatches = true }
        if goalEpoch == nil && loss < goal { goalEpoch = record.epoch }
        last = record
    }

    /// The loss of an epoch, over all its samples. That of its last batch alone rises and falls with
    /// the samples that are in it.
    private static func loss(_ record: EpochRecord) -> Float {
        guard record.batches.count > 1 else { return record.loss }
        let samples = record.batches.reduce(0) { $0 + $1.rows.count }
        let sum = record.batches.reduce(0) { $0 + Double($1.loss) * Double($1.rows.count) }
        return Float(sum / Double(samples))
    }

    private func follow(_ loss: Float, _ epoch: Int) {
        losses = (loss, losses?.last ?? loss)
        if early != nil && epoch * 4 > epochs * 3 {
            late = max(late ?? loss, loss)
        } else {
            early = (min(early?.smallest ?? loss, loss), max(early?.largest ?? loss, loss))
        }
    }

    // MARK: - What came of it

    func row() -> Sweep.Row {
        Sweep.Row(
            learningRate: learningRate, loss: last?.loss ?? .nan, goalEpoch: goalEpoch,
            verdict: verdict)
    }

    private var verdict: Sweep.Verdict {
        guard let losses, let last else { return .none }
        if diverges { return .diverges }
        let isOscillating = overshoots.count(where: { $0 }) * 2 > overshoots.count
        if losses.last < goal { return isOscillating ? .convergedOscillating : .converged }
        // It was there and has left again, or it came back from much lower.
        if isOscillating || goalEpoch != nil || hasRisen { return .oscillates }
        let values = last.parameters.flatMap(\.values)
        let isStill = zip(step, values).allSatisfy { abs($0) <= abs($1) * .ulpOfOne }
        return isStill && !step.isEmpty ? .standsStill : .tooSlow
    }

    /// Whether the loss was at most half of what it is in the last quarter of the run.
    private var hasRisen: Bool {
        guard let early, let late else { return false }
        return late > 2 * early.smallest
    }

    /// Whether the loss grows beyond bounds.
    ///
    /// A loss that is higher in the end than in the beginning is not enough: momentum, gradients that add
    /// up and batches let it rise and fall within bounds.
    private var diverges: Bool {
        guard let losses, let early, let last else { return false }
        if !last.isFinite { return true }
        if losses.last < goal { return false }
        // Its steps are about as long as the learning rate, however steep the loss.
        if hasBoundedSteps { return false }
        guard let limit, !hasBatches else {
            // It must have grown in the last quarter beyond all that was before.
            return late.map { $0 > 2 * early.largest } ?? false
        }
        // Beyond the limit it is enough that the loss rises.
        if learningRate > limit.value { return losses.last > losses.before }
        // Below it swings can grow for a time; never by so much.
        return losses.last > 1e6 * early.largest
    }
}
