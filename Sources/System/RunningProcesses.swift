import Foundation

/// The processes that this one has started, so that all of them can be ended.
package enum RunningProcesses {
    nonisolated(unsafe) private static var all: Set<Int32> = []
    private static let lock = NSLock()

    /// Ends all processes that are running now.
    package static func end() { lock.withLock { all.forEach(Platform.kill) } }

    fileprivate static func add(_ process: Int32) { _ = lock.withLock { all.insert(process) } }

    fileprivate static func remove(_ process: Int32) { _ = lock.withLock { all.remove(process) } }
}

extension Process {
    /// Waits for a running process to end, or ends it after some time. Then ends whatever it has started and left
    /// behind.
    ///
    /// - Returns: true if the time limit was reached.
    package func waitForAll(within seconds: Double?) -> Bool {
        let process = processIdentifier
        RunningProcesses.add(process)
        let limit = DispatchWorkItem { Platform.kill(process) }
        let end = seconds.map { DispatchTime.now() + $0 } ?? .distantFuture
        if seconds != nil { DispatchQueue.global().asyncAfter(deadline: end, execute: limit) }
        // Foundation would wait for every process that holds the pipes.
        Platform.waitForEnd(of: process)
        let isSlow = DispatchTime.now() >= end
        limit.cancel()
        RunningProcesses.remove(process)
        Platform.kill(process)
        waitUntilExit()
        return isSlow
    }
}
