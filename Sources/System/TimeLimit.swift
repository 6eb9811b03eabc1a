import Foundation

/// Ends a process after some time.
final class TimeLimit: @unchecked Sendable {
    private let lock = NSLock()
    private var isOver = false
    private var hasEnded = false

    package init(_ process: Int32, _ seconds: Double) {
        DispatchQueue.global().asyncAfter(deadline: .now() + seconds) { [self] in
            lock.withLock {
                if hasEnded { return }
                isOver = true
                Platform.kill(process)
            }
        }
    }

    /// The process has come to its end.
    ///
    /// - Returns: whether that was because of the limit.
    package func end() -> Bool {
        lock.withLock {
            hasEnded = true
            return isOver
        }
    }
}

/// The processes that run for this one, so that all can be ended.
package enum RunningProcesses {
    nonisolated(unsafe) private static var all: Set<Int32> = []
    private static let lock = NSLock()

    /// Ends all that run now.
    package static func end() { lock.withLock { all.forEach(Platform.kill) } }

    fileprivate static func add(_ process: Int32) { _ = lock.withLock { all.insert(process) } }

    fileprivate static func remove(_ process: Int32) { _ = lock.withLock { all.remove(process) } }
}

extension Process {
    /// Waits until a process that runs has ended, or ends it after some time. Then what it has started, and
    /// left behind, is ended, too.
    ///
    /// - Returns: whether it took too long.
    package func waitForAll(within seconds: Double?) -> Bool {
        RunningProcesses.add(processIdentifier)
        let limit = seconds.map { TimeLimit(processIdentifier, $0) }
        // Foundation would wait for all that have the process's pipes.
        Platform.waitForEnd(of: processIdentifier)
        RunningProcesses.remove(processIdentifier)
        let isSlow = limit?.end() ?? false
        Platform.killRest(of: processIdentifier)
        waitUntilExit()
        return isSlow
    }
}
