import Classroom

/// Follows a run of a sweep, to say in the end how it went.
///
/// What it says comes from the losses and the parameters of the run. The limit of the learning rate only
/// decides where a short run leaves it open whether they grow for ever.
package final class SweptRun: LessonObserver {
    package let recorder: Recorder
    private let sweep: Sweep
    private let learningRate: Double
    private let hasToEnd: () -> Bool
    private let progress: (Int) -> Void
    package private(set) var history = History()
    private var trace: [UInt32] = []
    private var last: EpochRecord?
    private var step: [Float] = []
    /// For each of the last epochs before the goal, whether its step went back on the one before.
    private var overshoots: [Bool] = []
    private var goalEpoch: Int?
    /// Whether an epoch had several updates. Those have curvatures of their own, which the limit of all
    /// samples together does not know.
    private var hasBatches = false
    private var losses: (first: Float, last: Float, before: Float)?
    private var span = Span()
    private var isInterrupted = false

    /// What happened in the first three quarters of the run, and what in the last one.
    private struct Span {
        var early: (smallest: Float, largest: Float)?
        var late: Float?
        /// The longest step.
        var longest: (early: Float?, late: Float?)
    }

    /// - Parameters:
    ///   - sweep: the table for which it is.
    ///   - learningRate: that of the run.
    ///   - hasToEnd: whether somebody has asked for an end.
    ///   - progress: is told each epoch.
    package init(
        _ sweep: Sweep, _ recorder: Recorder, learningRate: Double,
        hasToEnd: @escaping () -> Bool, progress: @escaping (Int) -> Void
    ) {
        self.sweep = sweep
        self.recorder = recorder
        self.learningRate = learningRate
        self.hasToEnd = hasToEnd
        self.progress = progress
    }

    private var limit: LearningRateLimit? { sweep.limit.limit }
    /// The loss that counts as found; nil if nobody knows.
    private var goal: Float? { sweep.best.map { Float($0 + Sweep.tolerance) } }

    package func begins(hasReported: Bool) -> Ending? {
        isInterrupted = hasToEnd()
        return isInterrupted ? .interrupted : nil
    }

    /// Every epoch is followed.
    package func reported(_ epoch: Int, _ loss: Float, _ values: [Float], isLast: Bool) -> Bool {
        progress(epoch)
        return true
    }

    package func finished(_ record: EpochRecord, isLast: Bool) -> Ending? {
        let loss = Self.loss(record)
        follow(loss, record.epoch)
        let now = record.values
        if let before = last?.values {
            let step = zip(now, before).map { $0 - $1 }
            // Near the goal rounding decides on the direction.
            if !self.step.isEmpty && goalEpoch == nil {
                // Steps in opposite directions: between them lies the minimum.
                overshoots.append(zip(step, self.step).reduce(0) { $0 + $1.0 * $1.1 } < 0)
                if overshoots.count > 10 { overshoots.removeFirst() }
            }
            self.step = step
            follow(step, record.epoch)
        }
        history.add(record.epoch, record.loss)
        if recorder.run.count <= 8 {
            trace += [record.loss.bitPattern] + now.map { $0.bitPattern }
        }
        if record.batches.count > 1 { hasBatches = true }
        if goalEpoch == nil, let goal, loss < goal { goalEpoch = record.epoch }
        last = record
        return nil
    }

    /// The loss of an epoch, over all its samples. That of its last batch alone rises and falls with
    /// the samples that are in it.
    private static func loss(_ record: EpochRecord) -> Float {
        guard record.batches.count > 1 else { return record.loss }
        // Of rows that nobody knows all batches count alike.
        let isKnown = record.batches.allSatisfy { !$0.rows.isEmpty }
        let counts = record.batches.map { isKnown ? Double($0.rows.count) : 1 }
        let sum = zip(record.batches, counts).reduce(0) { $0 + Double($1.0.loss) * $1.1 }
        return Float(sum / counts.reduce(0, +))
    }

    private func follow(_ loss: Float, _ epoch: Int) {
        losses = (losses?.first ?? loss, loss, losses?.last ?? loss)
        if span.early != nil && isLate(epoch) {
            span.late = max(span.late ?? loss, loss)
        } else {
            let early = span.early
            span.early = (min(early?.smallest ?? loss, loss), max(early?.largest ?? loss, loss))
        }
    }

    private func follow(_ step: [Float], _ epoch: Int) {
        let length = step.map(abs).max() ?? 0
        if isLate(epoch) {
            span.longest.late = max(span.longest.late ?? 0, length)
        } else {
            span.longest.early = max(span.longest.early ?? 0, length)
        }
    }

    /// Whether an epoch is in the last quarter of the run.
    private func isLate(_ epoch: Int) -> Bool { epoch * 4 > sweep.training.epochs * 3 }

    // MARK: - What came of it

    package var row: Sweep.Row {
        // The first step begins where the lesson started, if it shows that.
        if let start = recorder.run.start.first?.before, let first = recorder.run.first {
            let values = first.values
            if values.count == start.count {
                follow(zip(values, start).map { $0 - $1 }, first.epoch)
            }
        }
        return Sweep.Row(
            learningRate: learningRate, loss: last?.loss ?? .nan, trace: trace,
            goalEpoch: goalEpoch, verdict: isInterrupted ? .interrupted : verdict)
    }

    private var verdict: Sweep.Verdict {
        guard let losses, let last else { return .none }
        let hasGrown = (span.early?.largest).map { $0 > 1e15 } ?? false
        if last.isUndefined && !hasGrown { return .notANumber }
        if diverges { return .diverges }
        let isOscillating = overshoots.count(where: { $0 }) * 2 > overshoots.count
        if isFound { return isOscillating ? .convergedOscillating : .converged }
        let values = last.values
        let isStill = zip(step, values).allSatisfy { abs($0) <= abs($1) * .ulpOfOne }
        if isStill && !step.isEmpty {
            let hasMoved = (span.longest.early ?? 0) > 0 || (span.longest.late ?? 0) > 0
            return hasMoved ? .rests : .standsStill
        }
        // It was there and has left again, or it came back from much lower.
        if isOscillating || goalEpoch != nil || hasRisen { return .oscillates }
        if losses.last > losses.first { return .rises }
        if goal == nil {
            return losses.last < losses.first || step.isEmpty ? .falls : .staysTheSame
        }
        // From 1/λ on a longer step overshoots; what is left needs epochs, or data of another scale.
        return learningRate * 2 > limit?.value ?? .infinity ? .notYet : .tooSlow
    }

    /// Whether the run ends near the smallest possible loss.
    private var isFound: Bool {
        guard let losses, let goal else { return false }
        return losses.last < goal
    }

    /// Whether the steps get longer. Those that are about as long as the learning rate, however steep
    /// the loss, do not.
    private var hasGrowingSteps: Bool {
        guard let early = span.longest.early, let late = span.longest.late else { return false }
        return late > early
    }

    /// Whether the loss was at most half of what it is in the last quarter of the run.
    private var hasRisen: Bool {
        guard let early = span.early, let late = span.late else { return false }
        // A loss that rises from the start has not come back; and a loss may be negative.
        guard let first = losses?.first, early.smallest < first else { return false }
        return late - early.smallest > abs(early.smallest)
    }

    /// Whether the loss grows beyond bounds.
    ///
    /// A loss that is higher in the end than in the beginning is not enough: momentum, gradients that add
    /// up and batches let it rise and fall within bounds.
    private var diverges: Bool {
        guard let losses, let early = span.early, let last else { return false }
        if !last.isFinite { return true }
        if isFound { return false }
        // It must have grown in the last quarter beyond all that was before.
        let hasGrown = hasGrowingSteps && span.late.map { $0 > 2 * early.largest } ?? false
        guard let limit, !hasBatches else { return hasGrown }
        // Beyond the limit it is enough that the loss rises.
        if learningRate > limit.value { return losses.last > losses.before || hasGrown }
        // Below it swings can grow for a time; never by so much.
        return losses.last > 1e6 * early.largest
    }
}
