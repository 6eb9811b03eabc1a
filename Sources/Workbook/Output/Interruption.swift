import Foundation

/// Signals. Control-C: a run stops after its epoch and still prints its summary.
enum Interruption {
    // Set by the signal handler, which may do no more than that.
    nonisolated(unsafe) private static var flag: sig_atomic_t = 0

    /// Whether somebody has pressed control-C.
    static var hasHappened: Bool { flag != 0 }

    /// From now on the first control-C is noted; a second one ends the process at once.
    static func prepareSignals() {
        // Whoever starts the process may have blocked its signals.
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGINT)
        sigaddset(&signals, SIGPIPE)
        sigprocmask(SIG_UNBLOCK, &signals, nil)
        // `part1 | head -1` is to end quietly.
        signal(SIGPIPE, SIG_DFL)
        signal(SIGINT) { _ in
            Interruption.flag = 1
            signal(SIGINT, SIG_DFL)
        }
    }

    /// Waits, but not beyond an interruption.
    static func sleep(_ seconds: TimeInterval) {
        guard seconds > 0 else { return }
        let end = Date() + seconds
        while !hasHappened {
            let rest = end.timeIntervalSinceNow
            if rest <= 0 { return }
            Thread.sleep(forTimeInterval: min(rest, 0.05))
        }
    }
}
