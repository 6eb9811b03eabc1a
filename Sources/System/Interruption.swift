import Foundation
import Words

/// Signals that ask for an end. With control-C a run stops after its epoch and still prints its summary.
package enum Interruption {
    /// What has asked for an end.
    package enum Cause: Equatable {
        case interrupt, termination, hangUp

        fileprivate init(_ signal: Int32) {
            self =
                switch signal {
                case SIGTERM: .termination
                case SIGHUP: .hangUp
                default: .interrupt
                }
        }

        /// What happened, at the beginning of a sentence.
        package var word: String {
            switch self {
            case .interrupt: "Interrupted"
            case .termination: "Terminated"
            case .hangUp: "Hung up"
            }
        }

        package var status: ExitStatus {
            switch self {
            case .interrupt: .interrupted
            case .termination: .terminated
            case .hangUp: .hungUp
            }
        }
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
        /// Whether a thread answers.
        var isWatched: sig_atomic_t = 0
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
    package static var cause: Cause? { hasHappened ? Cause(noted.pointee.signal) : nil }

    package static var phase: Phase {
        get { Phase(rawValue: Int(noted.pointee.phase))! }
        set { noted.pointee.phase = sig_atomic_t(newValue.rawValue) }
    }

    /// From now on the first control-C is noted; a later second one ends the process at once.
    package static func prepareSignals() {
        phase = .indivisible
        Platform.prepareSignals { Interruption.note($0) }
    }

    private static func note(_ signal: Int32) {
        let now = Platform.seconds
        if noted.pointee.isWatched == 0 && phase == .indivisible {
            Platform.end(by: signal)
        } else if !hasHappened {
            noted.pointee.time = now
            noted.pointee.signal = signal
        } else if now - noted.pointee.time > repetition {
            Platform.end(by: signal)
        }
    }

    /// Hands on what is printed, soon after it is, and answers an interruption, also while the program
    /// is busy.
    package static func startAnswering(_ output: Output) {
        let isWatched = Platform.startThread {
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
        noted.pointee.isWatched = isWatched ? 1 : 0
    }

    /// Waits, but not beyond an interruption.
    package static func sleep(_ seconds: TimeInterval) {
        guard seconds > 0 else { return }
        let end = Platform.seconds + seconds
        while !hasHappened {
            let rest = end - Platform.seconds
            if rest <= 0 { return }
            Thread.sleep(forTimeInterval: min(rest, 0.05))
        }
    }
}
