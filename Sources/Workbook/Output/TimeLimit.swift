import Foundation

/// Ends a process after some time.
final class TimeLimit: @unchecked Sendable {
    private let lock = NSLock()
    private var isOver = false
    private var hasEnded = false

    init(_ process: Int32, _ seconds: Double) {
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
    func end() -> Bool {
        lock.withLock {
            hasEnded = true
            return isOver
        }
    }
}
