// Functions and types that the language itself lacks. No other file of this module imports anything.
#if !hasFeature(Embedded)
    import Foundation
#else
    @_extern(c, "log1p") private func log1p(_ x: Double) -> Double
    @_extern(c, "cos") private func cos(_ x: Double) -> Double
    @_extern(c, "sin") private func sin(_ x: Double) -> Double
#endif

/// Functions of the C library, in Float64.
enum Platform {
    static func logarithm(onePlus x: Double) -> Double { log1p(x) }
    static func cosine(_ x: Double) -> Double { cos(x) }
    static func sine(_ x: Double) -> Double { sin(x) }
}

#if hasFeature(Embedded)
    // There is one thread, and there are no tasks.

    struct Lock: Sendable {
        func withLock<Result>(_ body: () -> Result) -> Result { body() }
    }

    /// Holds the generator of the innermost scope.
    enum Scope {
        nonisolated(unsafe) private(set) static var generator: Generator?

        static func with<Result, Failure: Error>(
            _ inner: Generator, _ body: () throws(Failure) -> Result
        ) throws(Failure) -> Result {
            let outer = generator
            generator = inner
            defer { generator = outer }
            return try body()
        }
    }
#else
    typealias Lock = NSLock

    /// Holds the generator of the current task.
    enum Scope {
        @TaskLocal static var generator: Generator?

        static func with<Result>(
            _ inner: Generator, _ body: () throws -> Result
        ) rethrows -> Result {
            try $generator.withValue(inner, operation: body)
        }
    }
#endif
