import Foundation

/// An isolated run of a lesson: it reads nothing from standard input, and its own output is hidden. If it crashes,
/// its message is shown.
package enum Isolation {
    /// The destination of the workbook's own errors, including those during an isolated run.
    package nonisolated(unsafe) private(set) static var standardError: Int32 = STDERR_FILENO
    /// The file that meanwhile receives the lesson's standard error; negative outside an isolated run.
    nonisolated(unsafe) private static var report: Int32 = -1

    static let crashes = [SIGILL, SIGTRAP, SIGABRT, SIGSEGV, SIGBUS, SIGFPE]

    /// Runs `body` in isolation. Pending output still goes to the screen.
    package static func run<Result>(_ output: Output, _ body: () -> Result) -> Result {
        if report >= 0 { return body() }
        output.flush()
        let saved = [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO].map { dup($0) }
        let nothing = open("/dev/null", O_RDWR)
        guard nothing >= 0, let hidden = tmpfile(), saved.allSatisfy({ $0 >= 0 }) else {
            return body()
        }
        let file = fileno(hidden)
        let previous = output.redirect(to: saved[1])
        // Records already have a separate file.
        if previous != STDOUT_FILENO { output.redirect(to: previous) }
        (standardError, report) = (saved[2], file)
        dup2(nothing, STDIN_FILENO)
        dup2(nothing, STDOUT_FILENO)
        dup2(file, STDERR_FILENO)
        for number in crashes { signal(number) { Isolation.tellOfCrash($0) } }
        defer {
            Output.writeBeforeCrashes()
            Platform.flushPrints()
            for (descriptor, file) in saved.enumerated() { dup2(file, Int32(descriptor)) }
            Platform.reopenInput()
            output.redirect(to: previous)
            (standardError, report) = (STDERR_FILENO, -1)
            for file in saved + [nothing] { close(file) }
            fclose(hidden)
        }
        return body()
    }

    /// Passes on what the lesson wrote to standard error, from within a signal handler.
    private static func tellOfCrash(_ number: Int32) {
        let title: StaticString = "The lesson crashed during an additional run for an option:\n"
        _ = write(standardError, title.utf8Start, title.utf8CodeUnitCount)
        lseek(report, 0, SEEK_SET)
        withUnsafeTemporaryAllocation(byteCount: 1024, alignment: 1) { buffer in
            while true {
                let count = read(report, buffer.baseAddress!, buffer.count)
                if count <= 0 { break }
                _ = write(standardError, buffer.baseAddress!, count)
            }
        }
        Platform.end(by: number)
    }
}
