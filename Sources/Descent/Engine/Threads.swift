import Dispatch
import Foundation

/// How many threads work on large arrays.
enum Threads {
    @TaskLocal fileprivate static var limitOfTask: Int?

    /// The number of the machine's processors, or what ``withThreads(_:_:)`` says.
    static var limit: Int {
        limitOfTask ?? ProcessInfo.processInfo.activeProcessorCount
    }

    /// Does `parts` pieces of work, as many at a time as there are threads.
    static func perform(_ parts: Int, _ work: @Sendable (Int) -> Void) {
        let threads = limit
        let lock = NSLock()
        // Guarded by the lock.
        nonisolated(unsafe) var next = 0
        DispatchQueue.concurrentPerform(iterations: min(threads, parts)) { _ in
            while true {
                let part = lock.withLock {
                    defer { next += 1 }
                    return next
                }
                if part >= parts { return }
                work(part)
            }
        }
    }
}

/// Runs `body` with at most `count` threads for operations on large arrays.
///
/// Without it there are as many as the machine has processors. The results are the same bits with any
/// number of threads. Traps if `count` is less than 1.
///
/// - Returns: what `body` returns.
public func withThreads<Result>(_ count: Int, _ body: () throws -> Result) rethrows -> Result {
    if count < 1 { fatalError("There must be at least one thread, not \(count).") }
    return try Threads.$limitOfTask.withValue(count, operation: body)
}
