import Classroom
import System
import Words

/// The time that epochs take, from the first operation to the report, without the time for printing it.
struct Timing {
    /// The durations of the last epochs, in microseconds.
    private var durations: [Double] = []
    private var start = 0.0

    /// The largest number of durations to keep, however many epochs there are.
    private static let capacity = 1 << 14

    mutating func begin() { start = Platform.seconds }

    mutating func end() {
        if durations.count == Self.capacity { durations.removeFirst(Self.capacity / 2) }
        durations.append((Platform.seconds - start) * 1e6)
    }

    /// The line that `--timing` prints.
    var summary: String {
        let sorted = durations.sorted()
        let median = sorted[safe: sorted.count / 2] ?? 0
        let memory = Double(Platform.peakMemory) / Double(1 << 20)
        return "timing: \(Numbers.short(median)) µs per epoch (median of \(sorted.count)), "
            + "peak memory \(Numbers.fixed(memory, 1)) MB"
    }
}
