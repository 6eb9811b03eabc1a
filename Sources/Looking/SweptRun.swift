import Classroom

/// Follows a run of a sweep, to say in the end how it went: from its losses and parameters, and from the
/// limit of the learning rate, which tells a short run that grows for ever from one that does not.
package final class SweptRun: LessonObserver {
    private let recorder: Recorder
    private let sweep: Sweep
    private let learningRate: Double
    private let hasToEnd: () -> Bool
    private let progress: (Int) -> Void
    private(set) var history = History()
    private var first: EpochRecord?
    private var last: EpochRecord?
    /// The losses of the last two epochs.
    private var losses: (before: Float, last: Float) = (.nan, .nan)
    private var step: [Float] = []
    /// How many steps there were until the goal, and how many of them went back on the one before: between
    /// them lies the minimum.
    private var steps = (all: 0, back: 0)
    private var goalEpoch: Int?
    /// What happened in the first three quarters of the run, and in the last one.
    private var spans = (early: Span(), late: Span())
    private var isInterrupted = false

    private struct Span {
        var smallest = Float.infinity
        var largest = -Float.infinity
        var longestStep: Float = 0
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
        let now = record.values
        let before = last?.values ?? recorder.run.start.first?.before ?? []
        let step = before.count == now.count ? zip(now, before).map { $0 - $1 } : []
        // Near the goal rounding decides on the direction.
        if !self.step.isEmpty && goalEpoch == nil {
            steps.all += 1
            steps.back += zip(step, self.step).reduce(0) { $0 + $1.0 * $1.1 } < 0 ? 1 : 0
        }
        self.step = step
        let isLate = first != nil && record.epoch * 4 > sweep.training.epochs * 3
        var span = isLate ? spans.late : spans.early
        span.smallest = min(span.smallest, loss)
        span.largest = max(span.largest, loss)
        span.longestStep = max(span.longestStep, step.map(abs).max() ?? 0)
        if isLate { spans.late = span } else { spans.early = span }
        history.add(record.epoch, record.loss)
        if goalEpoch == nil, let goal = sweep.goal, loss < Float(goal) { goalEpoch = record.epoch }
        losses = (losses.last, loss)
        first = first ?? record
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

    // MARK: - What came of it

    package var row: Sweep.Row {
        Sweep.Row(
            learningRate: learningRate, loss: last?.loss ?? .nan, goalEpoch: goalEpoch,
            verdict: isInterrupted ? .interrupted : verdict)
    }

    private var verdict: Sweep.Verdict {
        guard let first, let last else { return .none }
        let isOscillating = steps.back * 2 > steps.all
        if !last.isFinite { return .diverges }
        if let goal = sweep.goal, losses.last < Float(goal) {
            return isOscillating ? .convergedOscillating : .converged
        }
        if diverges { return .diverges }
        let isStill = zip(step, last.values).allSatisfy { abs($0) <= abs($1) * .ulpOfOne }
        if isStill && !step.isEmpty { return .standsStill }
        if isOscillating || goalEpoch != nil || hasRisen { return .oscillates }
        if first.epoch == last.epoch { return .none }
        if losses.last >= Self.loss(first) { return .doesNotFall }
        return sweep.best == nil ? .falls : .tooSlow
    }

    /// Whether the loss was at most half of what it is in the last quarter of the run. A loss that rises
    /// from the start has not come back; and a loss may be negative.
    private var hasRisen: Bool {
        guard let first, spans.early.smallest < Self.loss(first) else { return false }
        return spans.late.largest - spans.early.smallest > abs(spans.early.smallest)
    }

    /// Whether the loss grows beyond bounds.
    ///
    /// A loss that is higher in the end than in the beginning is not enough: momentum, gradients that add
    /// up and batches let it rise and fall within bounds. So do steps that do not get longer.
    private var diverges: Bool {
        let (early, late) = (spans.early, spans.late)
        let largest = max(early.largest, late.largest)
        if let first, losses.last == largest, largest > 1e6 * abs(Self.loss(first)) { return true }
        let hasGrown = late.largest > 2 * early.largest && late.longestStep > early.longestStep
        guard let limit = sweep.limit.limit, !sweep.hasBatches else { return hasGrown }
        // Beyond the limit it is enough that the loss rises; below it swings can grow only for a time.
        return learningRate > limit.value && (losses.last > losses.before || hasGrown)
    }
}
