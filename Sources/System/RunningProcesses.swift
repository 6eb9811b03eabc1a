import Foundation

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
        let process = processIdentifier
        RunningProcesses.add(process)
        let limit = DispatchWorkItem { Platform.kill(process) }
        let end = seconds.map { DispatchTime.now() + $0 } ?? .distantFuture
        if seconds != nil { DispatchQueue.global().asyncAfter(deadline: end, execute: limit) }
        // Foundation would wait for all that have the process's pipes.
        Platform.waitForEnd(of: process)
        let isSlow = DispatchTime.now() >= end
        limit.cancel()
        RunningProcesses.remove(process)
        Platform.kill(process)
        waitUntilExit()
        return isSlow
    }
}
