import Descent
import Looking
import Words

/// A lesson with its settings: it is trained, and looked at, as often as the page asks.
struct Session<P: Problem> {
    var experiments: Experiments<P>
    let mistake: Mistake?
    /// Whether the lesson is the learner's formulas, and what autograd says of their gradient.
    var hasOwnFormulas = false
    var verdict: FormulaVerdict?
    /// By how much the starts are moved, by dragging.
    private let moved: [String: [Float]]
    /// True if the page has already shown the fatal error that is part of the lesson.
    private let hasShownError: Bool

    var setup: Setup<P> { experiments.setup }

    init(_ experiments: Experiments<P>, _ mistake: Mistake?, _ request: Request) {
        self.experiments = experiments
        self.mistake = mistake
        moved = request.moved
        hasShownError = request["shown"] == "1"
    }

    /// Trains the lesson, for everybody to see.
    ///
    /// - Parameter recordsLast: whether autograd's operations are kept of the last epoch.
    func record(
        capacity: Int = 512, isLooking: Bool = true, recordsLast: Bool = false
    ) -> Recording {
        var plan = Recorder.Plan(recorded: recordsLast ? [setup.training.epochs] : [])
        (plan.looksAtAll, plan.isShuffled) = (isLooking, setup.options.isShuffled)
        let recorder = Recorder(plan, lastEpoch: setup.training.epochs)
        let recording = Recording(
            recorder, capacity: capacity, isLooking: isLooking, showsError: !hasShownError)
        experiments.train(setup, recorder, recording, Starts(moved: moved)) { lesson in
            recording.note([""] + lesson.header(mistake) + [""])
            recording.thisRun = { lesson.thisRun }
            experiments.body(lesson)
            recording.thisRun = { nil }
            recorder.end()
            recording.conclude(lesson, mistake)
        }
        return recording
    }
}

/// Keeps what a page shows of a run, of which it keeps no more, however long the run is.
final class Recording: LessonObserver {
    /// An epoch: its numbers before the update, and the parameters after it.
    struct Entry {
        var epoch: Int
        var loss: Float
        var after: [Float]
        var moment: Moment?
    }

    let isForPeople = true
    let recorder: Recorder
    /// Every `stride`th epoch, and the first.
    private(set) var entries: [Entry] = []
    /// The epoch with which the run ended, if it is not among them.
    private var last: Entry?
    private(set) var stride = 1
    private(set) var names: [String] = []
    private(set) var notes: [String] = []
    private var closing: [String] = []
    private var explanation: [String] = []
    /// Why the run has failed; nil if it has not.
    private(set) var failure: String?
    /// All losses in a number: two traces that differ in a bit have other ones (FNV-1a).
    private(set) var fingerprint: UInt64 = 0xcbf2_9ce4_8422_2325
    /// What the run does otherwise than its header says.
    var thisRun: () -> String? = { nil }
    private let capacity: Int
    /// Whether moments are kept.
    private let isLooking: Bool
    private let showsError: Bool

    init(_ recorder: Recorder, capacity: Int, isLooking: Bool, showsError: Bool) {
        self.recorder = recorder
        self.capacity = capacity
        self.isLooking = isLooking
        self.showsError = showsError
    }

    var count: Int { recorder.run.count }
    var all: [Entry] { last.map { entries + [$0] } ?? entries }

    func reported(_ epoch: Int, _ loss: Float, _ values: [Float], isLast: Bool) -> Bool { true }

    func finished(_ record: EpochRecord, isLast: Bool) -> Ending? {
        for shift in [0, 8, 16, 24] as [UInt32] {
            fingerprint ^= UInt64(record.loss.bitPattern >> shift & 0xff)
            fingerprint &*= 0x100_0000_01b3
        }
        if count == 1 {
            names = record.numberNames
            if let text = thisRun() { note(Text.wrap(text)) }
        }
        let moment = isLooking ? recorder.run.latest : nil
        let entry = Entry(
            epoch: count, loss: record.loss, after: record.values,
            moment: moment?.epoch == record.epoch ? moment : nil)
        last = entry
        if isKept(count) {
            entries.append(entry)
            last = nil
            if entries.count > capacity { thin() }
        }
        if isLooking { recorder.plan.looksAtAll = isKept(count + 1) }
        return nil
    }

    func note(_ lines: [String]) { notes += lines }
    func noteAfter(_ line: String) { closing.append(line) }
    func explain(_ lines: [String]) { explanation += lines }

    /// The error ends the module, and the page asks again. The second time the lesson goes on, as it does
    /// in the terminal.
    func exhibit(_ body: () -> Void) -> [String]? {
        if showsError { body() }
        return []
    }

    /// What is said of the run when it is over.
    func conclude<P: Problem>(_ lesson: Lesson<P>, _ mistake: Mistake?) {
        explanation += mistake?.lines ?? []
        if lesson.ending == .diverged {
            failure = lesson.divergence
            if mistake != nil { note([""] + explanation) }
            return
        }
        note(lesson.earlyEnd(mistake) + closing)
        note(lesson.summary(isHurried: false))
        if !explanation.isEmpty { note([""] + explanation) }
    }

    private func isKept(_ epoch: Int) -> Bool { epoch == 1 || epoch % stride == 0 }

    private func thin() {
        stride *= 2
        if let end = entries.last, !isKept(end.epoch) { last = end }
        entries = entries.filter { isKept($0.epoch) }
    }
}
