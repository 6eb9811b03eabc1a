import Descent

/// Looks at a run: what the lesson shows of its first epoch and its last, and of some with what autograd
/// records.
final class Watch {
    /// The epochs whose operations are recorded.
    let epochs: Set<Int>
    /// What autograd records in such an epoch.
    let tape = Tape()
    /// Whether every epoch is looked at.
    var isLookingAtAll = false
    /// Whether what was seen of every epoch is kept.
    var isKeepingAll = false
    /// Whether samples and predictions are not kept.
    var isBrief = false
    /// Where the parameters are moved after each epoch, for measurements; see ``Prober``.
    var points: [[Float]] = []

    /// What was seen of the first epoch, of those that are recorded and of the latest: a moment for
    /// each update.
    private(set) var first: [Moment] = []
    /// The two epochs behind the first, unless there is much to keep: they show momentum, samples that
    /// change, a model that looks like another one where all parameters are 0.
    private(set) var early: [[Moment]] = []
    private(set) var recorded: [Int: [Moment]] = [:]
    private(set) var latest: [Moment] = []
    /// All of them, where they are kept.
    private(set) var all: [[Moment]] = []

    private let last: Int
    private var hasFirst = false
    private var open: [Moment] = []

    /// - Parameters:
    ///   - epochs: the epochs whose operations are recorded.
    ///   - last: the last epoch of the run.
    init(epochs: Set<Int> = [], last: Int) {
        self.epochs = epochs
        self.last = last
        tape.isRecording = false
    }

    /// Whether an epoch is looked at.
    func wants(_ epoch: Int) -> Bool {
        !hasFirst || isLookingAtAll || epoch == last || epochs.contains(epoch) || isEarly
    }

    /// True for the epochs of ``early``.
    private var isEarly: Bool {
        early.count < 2 && (first.first?.numbers ?? .max) <= 1_000_000
    }

    /// From here on it is the epoch's turn, or another's.
    func begin(_ epoch: Int) {
        if epochs.isEmpty { return }
        tape.isRecording = epochs.contains(epoch)
        if tape.isRecording { tape.clear() }
    }

    /// Keeps what a lesson shows after the gradient is known.
    func look(_ moment: Moment) {
        var moment = moment
        if isBrief { (moment.x, moment.y, moment.prediction) = (nil, nil, nil) }
        if epochs.contains(moment.epoch) {
            moment.keep(tape.entries)
            tape.clear()
        }
        if let other = open.first?.epoch, other != moment.epoch {
            // That one was never reported.
            end()
            hasFirst = true
            open = []
        }
        if let index = open.indices.last { open[index].after = moment.before }
        open.append(moment)
    }

    /// What was seen of an epoch that has not been reported yet.
    var batches: [Moment] { open }

    /// Keeps what was seen of an epoch that is never reported.
    func end() {
        guard !hasFirst else { return }
        first = open
        if let epoch = open.first?.epoch, epochs.contains(epoch) { recorded[epoch] = open }
        if isKeepingAll { all.append(open) }
        latest = open
    }

    /// Keeps how the epoch ends.
    func finish(_ epoch: Int, after: [Float]) {
        if let index = open.indices.last { open[index].after = after }
        for index in open.indices {
            let tensors = open[index].parameters.compactMap(\.tensor)
            open[index].isReset =
                tensors.isEmpty ? nil : tensors.allSatisfy { $0.leafGradient == nil }
        }
        if !hasFirst {
            first = open
        } else if isEarly {
            early.append(open)
        }
        if epochs.contains(epoch) { recorded[epoch] = open }
        if isKeepingAll { all.append(open) }
        if !open.isEmpty { latest = open }
        hasFirst = true
        open = []
        begin(epoch + 1)
    }
}
