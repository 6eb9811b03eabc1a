import Descent

/// Fills a ``Run`` while a lesson is trained: it looks at epochs 1, 2, 3, 5, 10, 20, 50, …, at the last one,
/// and at those that an option asks for.
package final class Recorder {
    /// What else is looked at, and what is kept of it.
    package struct Plan {
        /// The epochs of which autograd's operations are kept.
        package var recorded: Set<Int> = []
        /// Epochs that are looked at besides.
        package var others: Set<Int> = []
        /// Whether every epoch is looked at; of those that are in no plan only the latest is kept.
        package var looksAtAll = false
        /// Whether what was seen of every epoch is kept.
        package var keepsAll = false
        /// Whether samples and predictions are not kept.
        package var isBrief = false
        /// Whether rows are numbered, as they come in another order in each epoch.
        package var isShuffled = false

        package init(recorded: Set<Int> = []) { self.recorded = recorded }
    }

    package var run = Run()
    /// What autograd records in the epoch that is trained.
    package let tape = Tape()
    package var plan: Plan

    private let lastEpoch: Int
    private var open: [Moment] = []
    package private(set) var hasLooked = false
    /// Whether the latest look is to be replaced by the next.
    private var isLatestPassing = false
    /// How many numbers the recorded parameters have.
    private var width = -1

    /// More bytes than this are kept of no run: then only the first look and the last stay.
    private static let most = 64 << 20

    /// - Parameter lastEpoch: the last epoch of the run.
    package init(_ plan: Plan = Plan(), lastEpoch: Int) {
        self.plan = plan
        self.lastEpoch = lastEpoch
        tape.isRecording = false
    }

    /// Whether an epoch is looked at.
    package func wants(_ epoch: Int) -> Bool {
        run.looks.isEmpty || plan.looksAtAll || isPlanned(epoch)
    }

    /// Whether the record of an epoch is needed, though nobody shows it.
    func needsRecord(_ epoch: Int, _ width: Int) -> Bool {
        defer { self.width = width }
        return width != self.width || run.first == nil || wants(epoch)
    }

    private func isPlanned(_ epoch: Int) -> Bool {
        epoch == lastEpoch || plan.recorded.contains(epoch) || plan.others.contains(epoch)
            || isRound(epoch) && !isLarge
    }

    /// 1, 2, 3, 5, 10, 20, 50, 100, …
    private func isRound(_ epoch: Int) -> Bool {
        if epoch <= 3 { return true }
        var rest = epoch
        while rest % 10 == 0 { rest /= 10 }
        return rest == 1 || rest == 2 || rest == 5
    }

    /// Whether more looks would take too much memory.
    private var isLarge: Bool {
        let numbers = run.looks.last?.updates.reduce(0) { $0 + $1.numbers } ?? 0
        return numbers * MemoryLayout<Float>.size * (run.looks.count + 1) > Self.most
    }

    /// From here on it is the epoch's turn.
    package func begin(_ epoch: Int) {
        if plan.recorded.isEmpty { return }
        tape.isRecording = plan.recorded.contains(epoch)
        if tape.isRecording { tape.clear() }
    }

    /// Keeps what a lesson shows after the gradient is known.
    package func look(_ moment: Moment) {
        var moment = moment
        if plan.isBrief { (moment.x, moment.y, moment.prediction) = (nil, nil, nil) }
        moment.share(with: open.last ?? run.latest)
        if plan.recorded.contains(moment.epoch) {
            moment.keep(tape.entries)
            tape.clear()
        }
        if let other = open.first?.epoch, other != moment.epoch {
            // That one was never reported.
            if run.looks.isEmpty { keep(other) }
            open = []
        }
        if let last = open.last, last.before == moment.before, last.x == moment.x {
            // The same update, handed over once more.
            open.removeLast()
        }
        if let index = open.indices.last { open[index].after = moment.before }
        open.append(moment)
        hasLooked = true
    }

    /// What was seen of an epoch that has not been reported yet.
    package var updates: [Moment] { open }

    /// Keeps how an epoch ends.
    package func finish(_ record: EpochRecord, after: [Float]) {
        if run.first == nil { run.first = record }
        if let index = open.indices.last { open[index].after = after }
        for index in open.indices {
            let tensors = open[index].parameters.compactMap { $0.tensor }
            open[index].isReset =
                tensors.isEmpty ? nil : tensors.allSatisfy { $0.leafGradient == nil }
        }
        keep(record.epoch)
        open = []
        begin(record.epoch + 1)
    }

    /// Keeps what was seen of an epoch that is never reported.
    package func end() {
        if run.looks.isEmpty, let epoch = open.first?.epoch { keep(epoch) }
    }

    private func keep(_ epoch: Int) {
        if open.isEmpty && !plan.keepsAll { return }
        if isLatestPassing && !plan.keepsAll { run.looks.removeLast() }
        isLatestPassing = !run.looks.isEmpty && !isPlanned(epoch)
        run.looks.append(Run.Look(epoch: epoch, updates: open))
    }

    /// The updates of an epoch that has several, or one on samples in another order.
    package var batches: [EpochRecord.Batch] {
        guard let samples = run.dataset, let first = open.first?.x,
            open.count > 1 || plan.isShuffled || first.rows != samples.rows
        else { return [] }
        let places = samples.places
        return open.compactMap { moment in
            guard let x = moment.x, x.columns == samples.columns else { return nil }
            let rows = (0..<x.rows).compactMap { places[Array(x.row($0))] }
            return EpochRecord.Batch(rows: rows, loss: moment.loss)
        }
    }
}
