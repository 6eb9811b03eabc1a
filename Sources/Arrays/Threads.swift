/// Runs `body` with at most `count` threads for operations on large arrays.
///
/// By default, there are as many threads as processors. Work that `body` defers observes the limit wherever its
/// result is requested. The results are the same bits with any number of threads. Traps if `count` is less than 1.
///
/// - Returns: the result of `body`.
public func withThreads<Result>(_ count: Int, _ body: () throws -> Result) rethrows -> Result {
    require(count >= 1, "There must be at least one thread, not \(count).")
    return try Threads.with(count, body)
}
