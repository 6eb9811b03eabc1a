/// Keeps what a page shows of a run, of which it keeps no more, however long the run is.
final class Recorder: Transcript {
    /// An epoch: its numbers before the update, and the parameters after it.
    struct Entry {
        var epoch: Int
        var loss: Float
        var after: [Float]
        var moment: Moment?
    }

    let isForPeople = true
    let watch: Watch
    /// Every `stride`th epoch, and the first.
    private(set) var entries: [Entry] = []
    /// The epoch with which the run ended, if it is not among them.
    private(set) var last: Entry?
    private(set) var stride = 1
    private(set) var count = 0
    private(set) var names: [String] = []
    private(set) var notes: [String] = []
    /// All losses in a number: two traces that differ in a bit have other ones (FNV-1a).
    private(set) var fingerprint: UInt64 = 0xcbf2_9ce4_8422_2325
    private let capacity: Int
    /// Whether moments are kept.
    private let isLooking: Bool

    init(_ settings: Settings, capacity: Int = 512, isLooking: Bool = true) {
        watch = Watch(epochs: settings.recordedEpochs, last: settings.epochs)
        watch.isLookingAtAll = isLooking
        self.capacity = capacity
        self.isLooking = isLooking
    }

    var all: [Entry] { last.map { entries + [$0] } ?? entries }

    func shows(_ epoch: Int, isLast: Bool) -> Bool { true }

    func print(_ record: EpochRecord, line: @autoclosure () -> String) {
        count += 1
        for shift in [0, 8, 16, 24] as [UInt32] {
            fingerprint ^= UInt64(record.loss.bitPattern >> shift & 0xff)
            fingerprint &*= 0x100_0000_01b3
        }
        if count == 1 {
            names = record.parameters.flatMap { name, values in
                values.count == 1 ? [name] : values.indices.map { "\(name)[\($0)]" }
            }
        }
        let moment = isLooking ? watch.latest.last : nil
        let entry = Entry(
            epoch: count, loss: record.loss, after: record.values,
            moment: moment?.epoch == record.epoch ? moment : nil)
        last = entry
        if isKept(count) {
            entries.append(entry)
            last = nil
            if entries.count > capacity { thin() }
        }
        if isLooking { watch.isLookingAtAll = isKept(count + 1) }
    }

    func note(_ lines: @autoclosure () -> [String]) { notes += lines() }

    private func isKept(_ epoch: Int) -> Bool { epoch == 1 || epoch % stride == 0 }

    private func thin() {
        stride *= 2
        if let end = entries.last, !isKept(end.epoch) { last = end }
        entries = entries.filter { isKept($0.epoch) }
    }
}
