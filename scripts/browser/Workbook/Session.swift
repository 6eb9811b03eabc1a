import Formulas
import Looking
import Words

/// A lesson with its settings, and a question about it.
struct Session<P: Problem> {
    var experiments: Experiments<P>
    let request: Request
    let mistake: Mistake?
    /// The mistakes that the lesson offers.
    let mistakes: [Mistake]
    /// The comparison of a learner's gradient by hand with autograd's.
    var verdict: FormulaVerdict?

    var setup: Setup<P> { experiments.setup }
    var hasFormulas: Bool { request["formula.loss"] != nil }

    /// Trains the lesson and records the run.
    ///
    /// - Parameter recordsLast: true to keep autograd's operations of the last epoch.
    func record(recordsLast: Bool = false) -> Recording {
        var plan = Recorder.Plan(recorded: recordsLast ? [setup.training.epochs] : [])
        plan.looksAtAll = true
        let recorder = Recorder(plan, lastEpoch: setup.training.epochs)
        // The page has already shown a fatal error that is part of the lesson if it asks again.
        let recording = Recording(
            recorder, capacity: request.whole("keep", in: 1...512) ?? 8,
            showsError: request["shown"] == nil)
        let starts = Starts(moved: request.moved)
        Lesson.train(setup, recorder, recording, starts) { lesson in
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

/// A run as the page shows it: of a long one, it keeps every 2nd, 4th, 8th … epoch.
final class Recording: LessonObserver {
    /// An epoch: its numbers before the update, and the parameters after it.
    struct Entry {
        var epoch: Int
        var loss: Float
        var after: [Float]
        var update: Update?
    }

    let isForPeople = true
    let recorder: Recorder
    /// Every `stride`th epoch, the first and the last.
    private(set) var entries: [Entry] = []
    private(set) var stride = 1
    private(set) var names: [String] = []
    private(set) var notes: [String] = []
    private var closing: [String] = []
    private var explanation: [String] = []
    /// The reason why the run has failed; nil if it hasn't.
    private(set) var failure: String?
    /// All losses in a number: two runs that differ in a bit have different ones (FNV-1a).
    private(set) var fingerprint: UInt64 = 0xcbf2_9ce4_8422_2325
    /// A sentence about what the run does differently than its header says.
    var thisRun: () -> String? = { nil }
    private let capacity: Int
    private let showsError: Bool

    init(_ recorder: Recorder, capacity: Int, showsError: Bool) {
        (self.recorder, self.capacity, self.showsError) = (recorder, capacity, showsError)
    }

    var count: Int { recorder.run.count }

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
        // The last entry is kept only while it is the end of the run.
        if let end = entries.last, !isKept(end.epoch) { entries.removeLast() }
        if isKept(count), entries.count == capacity {
            stride *= 2
            entries = entries.filter { isKept($0.epoch) }
        }
        let update = recorder.run.latest
        entries.append(
            Entry(
                epoch: count, loss: record.loss, after: record.values,
                update: update?.epoch == record.epoch ? update : nil))
        recorder.plan.looksAtAll = isKept(count + 1)
        return nil
    }

    private func isKept(_ epoch: Int) -> Bool { epoch == 1 || epoch % stride == 0 }

    func note(_ lines: [String]) { notes += lines }
    func noteAfter(_ line: String) { closing.append(line) }
    func explain(_ lines: [String]) { explanation += lines }

    /// The error ends the module, and the page asks again. The second time the lesson goes on, as it does
    /// in the terminal.
    func exhibit(_ body: () -> Void) -> [String]? {
        if showsError { body() }
        return []
    }

    /// Adds what the terminal prints after the last epoch.
    func conclude<P: Problem>(_ lesson: Lesson<P>, _ mistake: Mistake?) {
        explanation += mistake?.lines ?? []
        if lesson.ending == .diverged {
            failure = lesson.divergence
            if mistake == nil { return }
        } else {
            note(lesson.earlyEnd(mistake) + closing)
            note(lesson.summary(isHurried: false))
        }
        if !explanation.isEmpty { note([""] + explanation) }
    }
}
