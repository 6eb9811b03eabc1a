// Functions that the language itself lacks. No other file of this module imports anything.
#if !hasFeature(Embedded)
    import Foundation
#else
    @_extern(c, "pow") private func pow(_ x: Double, _ y: Double) -> Double
    @_extern(c, "log") private func log(_ x: Double) -> Double
    @_extern(c, "exp") private func exp(_ x: Double) -> Double
#endif

/// Functions of the C library, in Float64.
enum Platform {
    static func power(_ x: Double, _ y: Double) -> Double { pow(x, y) }
    static func logarithm(_ x: Double) -> Double { log(x) }
    static func exponential(_ x: Double) -> Double { exp(x) }
}

#if hasFeature(Embedded)
    enum Threads {
        static let limit = 1

        static func with<Result>(_ limit: Int, _ body: () throws -> Result) rethrows -> Result {
            try body()
        }

        static func perform(_ parts: Int, threads: Int, _ work: (Int) -> Void) {
            for part in 0..<parts { work(part) }
        }
    }
#else
    /// The threads that work on large arrays: the caller's, and helpers that are kept for the next time.
    ///
    /// (`DispatchQueue.concurrentPerform` would wait forever if the system refused a new thread.)
    enum Threads {
        @TaskLocal private static var limitOfTask: Int?

        /// Read once, because Linux reads files for it, which takes longer than an epoch with 100,000 samples.
        private static let processors = ProcessInfo.processInfo.activeProcessorCount

        /// The number of processors, or the limit set by ``withThreads(_:_:)``.
        static var limit: Int { limitOfTask ?? processors }

        static func with<Result>(_ limit: Int, _ body: () throws -> Result) rethrows -> Result {
            try $limitOfTask.withValue(limit, operation: body)
        }

        /// Work in parts, which any free thread can take.
        private final class Job {
            let parts: Int
            let work: (Int) -> Void
            var next = 0
            var done = 0
            /// The number of helpers that may still join.
            var openings: Int

            init(_ parts: Int, openings: Int, _ work: @escaping (Int) -> Void) {
                self.parts = parts
                self.openings = openings
                self.work = work
            }
        }

        /// Guards the following variables. Signalled when there is new work and when some is finished.
        private static let condition = NSCondition()
        nonisolated(unsafe) private static var jobs: [Job] = []
        nonisolated(unsafe) private static var helpers = 0

        /// Does `parts` pieces of work, at most `threads` at a time. Each piece must write only to its own memory.
        static func perform(_ parts: Int, threads: Int, _ work: @escaping (Int) -> Void) {
            let wanted = min(parts, threads, processors) - 1
            let job = Job(parts, openings: wanted, work)
            condition.lock()
            jobs.append(job)
            while helpers < wanted {
                helpers += 1
                Thread.detachNewThread { help() }
            }
            condition.broadcast()
            takeParts(of: job)
            // Don't wait for helpers that haven't started.
            jobs.removeAll { $0 === job }
            var waited = 0
            while job.done < parts { wait(&waited) }
            condition.unlock()
        }

        private static func help() {
            var waited = 0
            condition.lock()
            while true {
                if let job = jobs.first(where: { $0.openings > 0 && $0.next < $0.parts }) {
                    job.openings -= 1
                    takeParts(of: job)
                    waited = 0
                } else {
                    wait(&waited)
                }
            }
        }

        /// Waits until there may be something to do. The lock is held before and after.
        ///
        /// At first it only gives way to other threads, for up to 0.1 ms: waking a thread takes almost as long, and
        /// the next pass comes sooner. The more helpers there are, the more rarely each of them takes the lock.
        private static func wait(_ waited: inout Int) {
            if waited >= 200 { return condition.wait() }
            let turns = 4 * helpers
            waited += turns
            condition.unlock()
            for _ in 0..<turns { sched_yield() }
            condition.lock()
        }

        /// Works until no part is left. The lock is held before and after.
        private static func takeParts(of job: Job) {
            while job.next < job.parts {
                let part = job.next
                job.next += 1
                condition.unlock()
                job.work(part)
                condition.lock()
                job.done += 1
            }
            condition.broadcast()
        }
    }
#endif
