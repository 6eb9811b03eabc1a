import Foundation

/// A trap ends with its sentence: Swift's backtrace comes only where it is asked for.
package enum Traps {
    /// From now on a trap ends the process as it does without Swift's runtime.
    ///
    /// The runtime has put its handlers in place before the program began, so no variable that the
    /// program sets could keep it from doing so. `SWIFT_BACKTRACE=enable=yes` asks for the backtrace.
    package static func leaveToTheSystem() {
        let asked = ProcessInfo.processInfo.environment["SWIFT_BACKTRACE"] ?? ""
        guard asked.isEmpty else { return }
        for number in Isolation.crashes { signal(number, SIG_DFL) }
    }
}
