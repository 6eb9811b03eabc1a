import Classroom
import System
import Words

/// How long epochs take, from the first operation to the report, without what the report prints.
struct Timing {
    /// Durations in microseconds, of the last epochs.
    private var durations: [Double] = []
    private var epochs = 0
    private var start = 0.0

    /// However many epochs there are, no more than this many durations are kept.
    private static let capacity = 1 << 14

    mutating func begin() { start = Platform.seconds }

    mutating func end() {
        let duration = (Platform.seconds - start) * 1e6
        if durations.count < Self.capacity { durations.append(duration) }
        durations[epochs % Self.capacity] = duration
        epochs += 1
    }

    /// The line that `--timing` prints.
    var summary: String {
        let sorted = durations.sorted()
        let median = sorted[safe: sorted.count / 2] ?? 0
        let memory = Double(Platform.peakMemory) / Double(1 << 20)
        return "timing: \(Numbers.short(median)) µs an epoch (median of \(sorted.count)), "
            + "peak memory \(Numbers.fixed(memory, 1)) MB"
    }
}
