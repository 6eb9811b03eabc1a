import Dispatch
import System
import Words

/// How long epochs take, from the first operation to the report, without what the report prints.
struct Timing {
    /// Durations in nanoseconds, of every `stride`th epoch.
    private var durations: [UInt64] = []
    private var stride = 1
    private var epochs = 0
    private var start: UInt64 = 0

    /// However many epochs there are, no more than this many durations are kept.
    private static let capacity = 1 << 14

    mutating func begin() {
        start = DispatchTime.now().uptimeNanoseconds
    }

    mutating func end() {
        let duration = DispatchTime.now().uptimeNanoseconds - start
        epochs += 1
        guard epochs % stride == 0 else { return }
        durations.append(duration)
        if durations.count == Self.capacity {
            durations = Swift.stride(from: 1, to: durations.count, by: 2).map { durations[$0] }
            stride *= 2
        }
    }

    /// The line that `--timing` prints.
    var summary: String {
        let sorted = durations.sorted()
        let median = sorted.isEmpty ? 0 : Double(sorted[sorted.count / 2]) / 1000
        let memory = Double(Platform.peakMemory) / Double(1 << 20)
        return "timing: \(Numbers.short(median)) µs an epoch (median of \(epochs)), "
            + "peak memory \(Numbers.fixed(memory, 1)) MB"
    }
}
