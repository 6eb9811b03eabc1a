import Descent

/// Fills a ``Run`` while a lesson is trained: it looks at epochs 1, 2, 3, 5, 10, 20, 50, …, at the last one, and at
/// those that an option asks for.
package final class Recorder {
    /// The additional epochs to look at, and what to keep.
    package struct Plan {
        /// The epochs whose autograd operations are kept.
        package var recorded: Set<Int> = []
        /// True to look at every epoch. Of those that are not planned, only the latest is kept.
        package var looksAtAll = false
        /// True to keep every epoch that was looked at.
        package var keepsAll = false
        /// True to discard samples and predictions.
        package var isBrief = false
        /// True to number the rows, because their order changes in each epoch.
        package var isShuffled = false

        /// True to end the run after 12 epochs, or up to 200 if they are little work.
        package var isShort = false

        package init(recorded: Set<Int> = []) { self.recorded = recorded }
    }

    package var run = Run()
    /// The tape that records autograd's operations in the current epoch.
    package let tape = Tape()
    package var plan: Plan

    private let lastEpoch: Int
    /// The updates seen in an epoch that has not been reported yet.
    package private(set) var updates: [Update] = []
    package private(set) var hasLooked = false
    /// True if the next look replaces the latest one.
    private var isLatestPassing = false
    /// The count of numbers in the recorded parameters.
    private var width = -1

    /// The memory limit in bytes of a run's looks. Beyond it, only the first and the last are kept.
    private static let maxBytes = 64 << 20

    /// - Parameter lastEpoch: the last epoch of the run.
    package init(_ plan: Plan = Plan(), lastEpoch: Int) {
        self.plan = plan
        self.lastEpoch = lastEpoch
        tape.isRecording = false
    }

    /// True if an epoch should be looked at.
    package func wants(_ epoch: Int) -> Bool {
        run.looks.isEmpty || plan.looksAtAll || isPlanned(epoch)
    }

    /// True if the record of an epoch is needed even though nothing shows it.
    func needsRecord(_ epoch: Int, _ width: Int) -> Bool {
        defer { self.width = width }
        return width != self.width || run.first == nil || wants(epoch)
    }

    private func isPlanned(_ epoch: Int) -> Bool {
        epoch == lastEpoch || plan.recorded.contains(epoch) || isRound(epoch) && !isLarge
    }

    /// True for 1, 2, 3, 5, 10, 20, 50, 100, …
    private func isRound(_ epoch: Int) -> Bool {
        if epoch <= 3 { return true }
        var rest = epoch
        while rest % 10 == 0 { rest /= 10 }
        return rest == 1 || rest == 2 || rest == 5
    }

    /// True if more looks would take too much memory.
    private var isLarge: Bool {
        let numbers = run.looks.last?.updates.reduce(0) { $0 + $1.numbers } ?? 0
        return numbers * MemoryLayout<Float>.size * (run.looks.count + 1) > Self.maxBytes
    }

    /// Prepares for an epoch.
    package func begin(_ epoch: Int) {
        if plan.recorded.isEmpty { return }
        tape.isRecording = plan.recorded.contains(epoch)
        if tape.isRecording { tape.clear() }
    }

    /// Keeps the values that a lesson hands over once the gradient is known.
    package func look(_ update: Update) {
        var update = update
        if plan.isBrief { (update.x, update.y, update.prediction) = (nil, nil, nil) }
        update.share(with: updates.last ?? run.latest)
        if plan.recorded.contains(update.epoch) {
            update.keep(tape.entries)
            tape.clear()
        }
        if let other = updates.first?.epoch, other != update.epoch {
            // That epoch was never reported.
            if run.looks.isEmpty { keep(other) }
            updates = []
        }
        if let last = updates.last, last.before == update.before, last.x == update.x {
            // The same update, handed over again.
            updates.removeLast()
        }
        if let index = updates.indices.last { updates[index].after = update.before }
        updates.append(update)
        hasLooked = true
    }

    /// True if the run has shown enough.
    var isDone: Bool {
        let (count, work) = (run.looks.count, run.latest?.work ?? 1)
        return plan.isShort && count >= 12 && (count >= 200 || count * work >= 1_000_000)
    }

    /// The record of the last epoch that was reported, with the parameters in the order in which they were handed
    /// over.
    ///
    /// - Parameter values: the numbers of the parameters, as a flat list in the order of the report.
    func record(_ values: [Float]) -> EpochRecord {
        var parameters = run.reported.named(values)
        let order = (updates.last ?? run.latest)?.parameters.names ?? []
        if order != parameters.map({ $0.name }) {
            let sorted = order.compactMap { name in parameters.first { $0.name == name } }
            if sorted.count == parameters.count { parameters = sorted }
        }
        return EpochRecord(epoch: run.lastEpoch, loss: run.lastLoss, parameters: parameters)
    }

    /// Keeps the end of an epoch.
    package func finish(_ record: EpochRecord) {
        if run.first == nil { run.first = record }
        if let index = updates.indices.last {
            let parameters = updates[index].parameters
            let hasAll = parameters.names == record.parameters.map { $0.name }
            updates[index].after = hasAll ? record.values : nil
            let tensors = parameters.compactMap { $0.tensor }
            updates[index].remaining =
                tensors.isEmpty
                ? nil : parameters.filter { $0.tensor?.leafGradient != nil }.map { $0.name }
        }
        keep(record.epoch)
        updates = []
    }

    /// Keeps the updates of an epoch that is never reported.
    package func end() {
        if run.looks.isEmpty, let epoch = updates.first?.epoch { keep(epoch) }
    }

    private func keep(_ epoch: Int) {
        if updates.isEmpty && !plan.keepsAll { return }
        if isLatestPassing && !plan.keepsAll { run.looks.removeLast() }
        isLatestPassing = !run.looks.isEmpty && !isPlanned(epoch)
        run.looks.append(Run.Look(epoch: epoch, updates: updates))
    }

    /// The updates of an epoch that has several, or one on samples in another order.
    package var batches: [EpochRecord.Batch] {
        guard let samples = run.dataset, let first = updates.first?.x,
            updates.count > 1 || plan.isShuffled || first.rows != samples.rows
        else { return [] }
        var rowIndices: [[Float]: Int] = [:]
        for index in 0..<samples.rows where samples.columns > 0 {
            rowIndices[Array(samples.row(index))] = index
        }
        return updates.compactMap { update in
            guard let x = update.x, x.columns == samples.columns else { return nil }
            let rows = (0..<x.rows).compactMap { rowIndices[Array(x.row($0))] }
            return EpochRecord.Batch(rows: rows, loss: update.loss)
        }
    }
}
