import Foundation
import Words

/// The signals that ask the program to end. After control-C, a run stops at the end of its epoch and still prints its
/// summary.
package enum Interruption {
    /// The signal that asked the program to end.
    package enum Cause: Int32 {
        /// The raw values are the signal numbers.
        case hangUp = 1
        case interrupt = 2
        case termination = 15

        /// The event, as the first word of a sentence.
        package var word: String {
            switch self {
            case .interrupt: "Interrupted"
            case .termination: "Terminated"
            case .hangUp: "Hung up"
            }
        }

        package var status: ExitStatus { ExitStatus(rawValue: 128 + rawValue)! }
    }

    /// The program's current activity, which determines what an interruption ends.
    package enum Phase {
        /// Work that is useless if unfinished: the whole program ends.
        case indivisible
        /// Epochs: training ends after the current one.
        case training
        /// The program is ending anyway, and the rest of its output should be seen.
        case ending
    }

    // The values set by the signal handler, which can do little else. Overlapping accesses aren't checked, because the
    // handler may run between any two instructions.
    @exclusivity(unchecked) nonisolated(unsafe) private static var signal: sig_atomic_t = 0
    @exclusivity(unchecked) nonisolated(unsafe) private static var time = 0.0

    /// Signals within this many seconds count as one: `timeout` and other programs send two.
    private static let repetition = 0.5

    /// True once a signal has asked the program to end.
    package static var hasHappened: Bool { signal != 0 }

    /// The signal that asked the program to end; nil if there was none.
    package static var cause: Cause? { Cause(rawValue: signal) }

    package nonisolated(unsafe) static var phase = Phase.indivisible

    private static func note(_ signal: Int32) {
        let now = Platform.seconds
        if !hasHappened {
            time = now
            Self.signal = signal
        } else if now - time > repetition {
            Platform.end(by: signal)
        }
    }

    /// Starts to handle signals. The first control-C is noted and answered by a thread, which also flushes the output
    /// soon after it is printed. A second one, at least half a second later, ends the process immediately.
    package static func prepare(_ output: Output) {
        Platform.prepareSignals { Interruption.note($0) }
        Platform.startThread {
            var hasAnswered = false
            while true {
                Thread.sleep(forTimeInterval: 0.1)
                output.flushIfIdle()
                guard let cause, Platform.seconds - time > repetition else { continue }
                // There is no point in waiting for a reader that has stopped reading.
                if !output.isIdle(within: 1) { Platform.exitAtOnce(cause.status) }
                if hasAnswered { continue }
                switch phase {
                case .ending: break
                case .training:
                    printError(
                        Terminal.error.eraser + "\(cause.word): the run ends after this epoch. "
                            + "Press control-C again to end it at once.")
                case .indivisible:
                    output.stop()
                    printError(Terminal.error.eraser + "\(cause.word).")
                    Platform.exitAtOnce(cause.status)
                }
                hasAnswered = true
            }
        }
    }

    /// Waits, but not beyond an interruption.
    package static func sleep(_ seconds: TimeInterval) {
        let end = Platform.seconds + seconds
        while !hasHappened, case let rest = end - Platform.seconds, rest > 0 {
            Thread.sleep(forTimeInterval: min(rest, 0.05))
        }
    }
}
