import Foundation
import Words

/// Signals that ask for an end. With control-C a run stops after its epoch and still prints its summary.
package enum Interruption {
    /// What has asked for an end.
    package enum Cause: Int32 {
        /// With the numbers of their signals.
        case hangUp = 1
        case interrupt = 2
        case termination = 15

        /// What happened, at the beginning of a sentence.
        package var word: String {
            switch self {
            case .interrupt: "Interrupted"
            case .termination: "Terminated"
            case .hangUp: "Hung up"
            }
        }

        package var status: ExitStatus { ExitStatus(rawValue: 128 + rawValue)! }
    }

    /// What the program does, and with it, what an interruption ends.
    package enum Phase: Int {
        /// Something of which nobody gets half: the whole program ends.
        case indivisible
        /// Epochs: it ends after this one.
        case training
        /// It ends anyway, and what it still prints is to be seen.
        case ending
    }

    // What the signal handler sets, which may do little more; behind a pointer, because it may come
    // between any two instructions.
    private struct Noted {
        var signal: sig_atomic_t = 0
        var time = 0.0
        var phase: sig_atomic_t = 0
    }

    nonisolated(unsafe) private static let noted: UnsafeMutablePointer<Noted> = {
        let noted = UnsafeMutablePointer<Noted>.allocate(capacity: 1)
        noted.initialize(to: Noted())
        return noted
    }()

    /// Signals within so many seconds are one: `timeout` sends two, and so do other programs.
    private static let repetition = 0.5

    /// Whether somebody has asked for an end.
    package static var hasHappened: Bool { noted.pointee.signal != 0 }

    /// What has asked for an end; nil if nothing has.
    package static var cause: Cause? { Cause(rawValue: noted.pointee.signal) }

    package static var phase: Phase {
        get { Phase(rawValue: Int(noted.pointee.phase))! }
        set { noted.pointee.phase = sig_atomic_t(newValue.rawValue) }
    }

    private static func note(_ signal: Int32) {
        let now = Platform.seconds
        if !hasHappened {
            noted.pointee.time = now
            noted.pointee.signal = signal
        } else if now - noted.pointee.time > repetition {
            Platform.end(by: signal)
        }
    }

    /// From now on the first control-C is noted, and answered by a thread that also hands on what is printed,
    /// soon after it is; a later second one ends the process at once.
    package static func prepare(_ output: Output) {
        Platform.prepareSignals { Interruption.note($0) }
        Platform.startThread {
            var hasAnswered = false
            while true {
                Thread.sleep(forTimeInterval: 0.1)
                output.flushIfIdle()
                guard let cause, Platform.seconds - noted.pointee.time > repetition else {
                    continue
                }
                // Nobody can wait for a reader that has stopped to read.
                if !output.isIdle(within: 1) { Platform.exitAtOnce(cause.status) }
                if hasAnswered { continue }
                switch phase {
                case .ending: break
                case .training:
                    printError(
                        Terminal.error.eraser + "\(cause.word): the run ends after this epoch; "
                            + "asked once more, it ends at once.")
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
