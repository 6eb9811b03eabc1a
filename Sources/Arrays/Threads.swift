/// Runs `body` with at most `count` threads for operations on large arrays.
///
/// Without it there are as many as the machine has processors. Work that `body` puts off keeps to the limit
/// wherever its result is asked for. The results are the same bits with any number of threads. Traps if
/// `count` is less than 1.
///
/// - Returns: what `body` returns.
public func withThreads<Result>(_ count: Int, _ body: () throws -> Result) rethrows -> Result {
    require(count >= 1, "There must be at least one thread, not \(count).")
    return try Threads.with(count, body)
}
