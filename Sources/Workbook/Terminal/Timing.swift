import Classroom
import System
import Words

/// The time that epochs take, from the first operation to the report, without the time for printing it.
struct Timing {
    /// The durations of the last epochs, in microseconds.
    private var durations: [Double] = []
    private var start: Double?

    /// The largest number of durations to keep, however many epochs there are.
    private static let capacity = 1 << 14

    mutating func begin() { start = Platform.seconds }

    mutating func end() {
        if durations.count == Self.capacity { durations.removeFirst(Self.capacity / 2) }
        guard let start = start.take() else { return }
        durations.append((Platform.seconds - start) * 1e6)
    }

    /// The line that `--timing` prints.
    var summary: String {
        let sorted = durations.sorted()
        let time =
            sorted[safe: sorted.count / 2]
            .map { "\(Numbers.short($0)) µs per epoch (median of \(sorted.count))" }
            ?? "none of lesson.epochs was reported"
        let memory = Double(Platform.peakMemory) / Double(1 << 20)
        return "timing: \(time), peak memory \(Numbers.fixed(memory, 1)) MB"
    }
}
