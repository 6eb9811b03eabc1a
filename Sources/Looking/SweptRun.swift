import Classroom

/// Follows a run of a sweep and finds its verdict from its losses and parameters. The limit of the learning rate
/// tells a short run that will grow forever from one that won't.
package final class SweptRun: LessonObserver {
    private let recorder: Recorder
    private let sweep: Sweep
    private let learningRate: Double
    private let hasToEnd: () -> Bool
    private let progress: (Int) -> Void
    package private(set) var history = History()
    private var last: EpochRecord?
    /// The losses of all epochs, and the largest change of a parameter in each.
    private var losses: [Float] = []
    private var lengths: [Float] = []
    private var step: [Float] = []
    /// For each step up to the goal, whether it reversed the one before, because the minimum lies between them.
    private var reversals: [Bool] = []
    private var goalEpoch: Int?
    private var isInterrupted = false

    /// - Parameters:
    ///   - sweep: the table that the run belongs to.
    ///   - learningRate: the run's learning rate.
    ///   - hasToEnd: whether the user has asked for an end.
    ///   - progress: called with each epoch.
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

    package func begins(hasReported: Bool) -> Ending? {
        isInterrupted = hasToEnd()
        return isInterrupted ? .interrupted : nil
    }

    /// Requests the record of every epoch.
    package func reported(_ epoch: Int, _ loss: Float, _ values: [Float], isLast: Bool) -> Bool {
        progress(epoch)
        return true
    }

    package func finished(_ record: EpochRecord, isLast: Bool) -> Ending? {
        let loss = Self.loss(record)
        let now = record.values
        let before = last?.values ?? recorder.run.start.first?.before ?? []
        let step = before.count == now.count ? zip(now, before).map { $0 - $1 } : []
        // Near the goal, rounding determines the direction.
        if !self.step.isEmpty && goalEpoch == nil {
            reversals.append(zip(step, self.step).reduce(0) { $0 + $1.0 * $1.1 } < 0)
        }
        self.step = step
        lengths.append(step.map(abs).max() ?? 0)
        losses.append(loss)
        history.add(record.epoch, record.loss)
        if goalEpoch == nil, let goal = sweep.goal, loss < Float(goal) { goalEpoch = record.epoch }
        last = record
        return nil
    }

    /// The loss of an epoch, over all its samples. The loss of the last batch alone would rise and fall with the
    /// samples in it.
    private static func loss(_ record: EpochRecord) -> Float {
        guard record.batches.count > 1 else { return record.loss }
        // If the rows are unknown, all batches count equally.
        let isKnown = record.batches.allSatisfy { !$0.rows.isEmpty }
        let counts = record.batches.map { isKnown ? Double($0.rows.count) : 1 }
        let sum = zip(record.batches, counts).reduce(0) { $0 + Double($1.0.loss) * $1.1 }
        return Float(sum / counts.reduce(0, +))
    }

    // MARK: - The result

    package var row: Sweep.Row {
        Sweep.Row(
            learningRate: learningRate, loss: losses.last ?? .nan, goalEpoch: goalEpoch,
            verdict: isInterrupted ? .interrupted : verdict)
    }

    private var verdict: Sweep.Verdict {
        guard let last, let end = losses.last else { return .none }
        if !last.isFinite { return .diverges }
        if let goal = sweep.goal, end < Float(goal) {
            return oscillates(reversals[...]) ? .convergedOscillating : .converged
        }
        if diverges { return .diverges }
        if last.epoch < sweep.training.lastEpoch { return .incomplete }
        let isStill = zip(step, last.values).allSatisfy { abs($0) <= abs($1) * 4 * .ulpOfOne }
        let lateLength = lengths[quarter...].max() ?? 0
        if isStill && !step.isEmpty && lateLength <= 0.01 * lengths.max()! {
            return .atRest
        }
        let late = reversals.suffix(losses.count - quarter)
        if oscillates(reversals[...]) || oscillates(late) || goalEpoch != nil || hasRisen {
            return .oscillates
        }
        if losses.count == 1 { return .none }
        let rises = zip(losses[quarter...], losses[quarter...].dropFirst()).allSatisfy { $0 <= $1 }
        if end >= losses[0] || rises && end > losses[quarter] { return .doesNotFall }
        return sweep.best != nil && sweep.takesAllSteps ? .tooSlow : .falls
    }

    /// True if most steps reverse the one before.
    private func oscillates(_ reversals: ArraySlice<Bool>) -> Bool {
        reversals.count { $0 } * 2 > reversals.count
    }

    /// The index where the last quarter of the run begins.
    private var quarter: Int { max(1, losses.count * 3 / 4) }

    /// True if the loss was once less than half of what it is in the last quarter of the run. A loss that rises from
    /// the start doesn't count, and a loss may be negative.
    private var hasRisen: Bool {
        guard let late = losses[quarter...].max(), let least = losses[..<quarter].min() else {
            return false
        }
        return least < losses[0] && late - least > abs(least)
    }

    /// True if the loss grows without bound.
    ///
    /// A loss that is higher at the end than at the beginning is not enough: with momentum, gradients that add up, or
    /// batches, the loss rises and falls within bounds. The same is true if the steps don't get longer.
    private var diverges: Bool {
        guard let late = losses[quarter...].max(), let early = losses[..<quarter].max(),
            let long = lengths[quarter...].max(), let short = lengths[..<quarter].max()
        else { return false }
        let (end, before) = (losses[losses.count - 1], losses[losses.count - 2])
        if end == max(late, early) && end > 1e6 * abs(losses[0]) { return true }
        let hasGrown = late > 2 * early && long > short
        guard let limit = sweep.limit.limit else { return hasGrown }
        // Above the limit, it is enough that the loss rises. Below it, swings can grow only for a while.
        return learningRate > limit.value && (end > before || hasGrown)
    }
}
