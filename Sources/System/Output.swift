import Foundation
import Words

/// Standard output. It collects what is printed and writes it in large pieces, or line by line to a terminal.
///
/// A second thread writes output that has waited for a while. The lock guards all mutable state.
package final class Output: @unchecked Sendable {
    private let lock = NSLock()
    private let isWritingLines: Bool
    private var pending: [UInt8] = []
    private var isFinished = false
    private var isHeld = false
    private var file = STDOUT_FILENO
    /// The printed lines, if they are kept.
    private var kept: KeptLines?

    /// The program's only instance. Its pending output is written however the program ends.
    nonisolated(unsafe) private static var current: Output?

    package init() {
        isWritingLines = Platform.isTerminal(STDOUT_FILENO)
        Platform.preparePrints(byLine: isWritingLines)
        if Self.current == nil { atexit { Output.current?.endUnexpectedly() } }
        Self.current = self
    }

    /// Writes pending output and a message if a lesson has called `exit`.
    private func endUnexpectedly() {
        guard !isFinished, lock.try() else { return }
        isFinished = true
        writePending()
        Platform.flushPrints()
        printError("The lesson's own code ended the program with exit().")
    }

    /// Makes sure that pending output is written before a crash of the lesson's code ends the program.
    static func writeBeforeCrashes() {
        for number in Isolation.crashes {
            signal(number) { number in
                if let current = Output.current, current.lock.try() {
                    current.writePending()
                    Platform.flushPrints()
                }
                Platform.end(by: number)
            }
        }
    }

    /// Takes the end of the program as intended from now on.
    static func expectEnd() {
        guard let current else { return }
        current.lock.withLock { if current.isHeld { current.pending = [] } }
        current.flush()
        current.lock.withLock { current.isFinished = true }
    }

    /// Sends all further output to another file.
    ///
    /// - Returns: the previous file.
    @discardableResult
    func redirect(to file: Int32) -> Int32 {
        lock.withLock {
            defer { self.file = file }
            return self.file
        }
    }

    /// Sends all further output to standard error, including what the lesson itself prints.
    ///
    /// - Returns: a function that sends this object's output to its old destination, and the next time to standard error
    ///   again; nil if the switch failed.
    package func putAside() -> (() -> Void)? {
        flush()
        var file = dup(STDOUT_FILENO)
        guard file >= 0 else { return nil }
        dup2(STDERR_FILENO, STDOUT_FILENO)
        return { [self] in
            flush()
            file = redirect(to: file)
        }
    }

    /// Holds further lines so that they can be discarded, or stops holding them.
    package func hold(_ isHeld: Bool) { lock.withLock { self.isHeld = isHeld } }

    /// Keeps all further lines.
    package func keepLines() {
        lock.withLock { kept = kept ?? KeptLines() }
    }

    /// The lines that have been kept.
    package var keptLines: [String] { lock.withLock { kept?.lines ?? [] } }

    package func print(_ line: String) {
        lock.withLock {
            putPrintsFirst()
            kept?.add(line)
            pending.append(contentsOf: line.utf8)
            pending.append(UInt8(ascii: "\n"))
            if !isHeld && isWritingLines || pending.count >= 1 << 16 { writePending() }
        }
    }

    /// Writes bytes that are not a line, immediately.
    package func write(_ bytes: some Sequence<UInt8>) {
        lock.withLock {
            putPrintsFirst()
            pending.append(contentsOf: bytes)
            writePending()
        }
    }

    package func flush() {
        lock.withLock {
            writePending()
            putPrintsFirst()
        }
    }

    /// Writes what the lesson itself has printed since the last line, so that it precedes the next.
    private func putPrintsFirst() {
        guard file == STDOUT_FILENO, Platform.hasUnwrittenPrints else { return }
        writePending()
        Platform.flushPrints()
    }

    /// The same, but never waits: it does nothing while something is being printed or a reader has stopped reading.
    /// The calling thread must stay free to answer interrupts.
    func flushIfIdle() {
        guard lock.try() else { return }
        defer { lock.unlock() }
        if !isHeld { writeWithoutWaiting() }
    }

    /// True if nothing is being printed, or printing ends within some seconds.
    func isIdle(within seconds: Double) -> Bool {
        guard lock.lock(before: Date() + seconds) else { return false }
        lock.unlock()
        return true
    }

    /// Writes pending output for the last time. Ends the program with an error if that fails.
    package func finish() {
        lock.withLock {
            writePending()
            putPrintsFirst()
            if isFinished { return }
            isFinished = true
            if let error = Platform.closeOutput(file) { failToWrite(error) }
        }
    }

    /// Writes pending output, unless a reader keeps it waiting, and prevents any further printing.
    package func stop() {
        if lock.lock(before: Date() + 0.5) { writeWithoutWaiting() }
    }

    private func writeWithoutWaiting() {
        var rest = pending[...]
        // A pipe that accepts anything accepts this many bytes at once.
        while !rest.isEmpty && Platform.accepts(file) {
            let piece = Array(rest.prefix(512))
            if let error = Platform.write(piece, to: file) { failToWrite(error) }
            rest = rest.dropFirst(piece.count)
        }
        pending = Array(rest)
        if rest.isEmpty && Platform.accepts(file) { putPrintsFirst() }
    }

    private func writePending() {
        if pending.isEmpty { return }
        if let error = Platform.write(pending, to: file) { failToWrite(error) }
        pending.removeAll(keepingCapacity: true)
    }

    private func failToWrite(_ error: Int32) -> Never {
        // `part1 | head -1` should end quietly.
        if error == EPIPE { Platform.end(by: SIGPIPE) }
        printError("error: the output cannot be written: \(Platform.reason(error)).")
        // Another thread may be in the middle of its work.
        Platform.exitAtOnce(.failure)
    }
}

/// The exit codes of the executables.
package enum ExitStatus: Int32 {
    case success = 0
    /// The run failed: it diverged, or its output could not be written.
    case failure = 1
    /// The command line was wrong (EX_USAGE).
    case usage = 64
    /// The terminal was closed: 128 + SIGHUP.
    case hungUp = 129
    /// The user pressed control-C: 128 + SIGINT.
    case interrupted = 130
    /// Another program asked this one to end: 128 + SIGTERM.
    case terminated = 143
}

/// Prints a line to standard error, if possible.
package func printError(_ line: String) {
    _ = Platform.write(Array("\(line)\n".utf8), to: Isolation.standardError)
}

/// Prints one `error:` line to standard error and ends the process. On a terminal, the line is wrapped between words.
package func fail(_ message: String, status: ExitStatus) -> Never {
    Output.expectEnd()
    let line = "error: \(message)"
    for line in Platform.isTerminal(STDERR_FILENO) ? Text.wrap(line) : [line] { printError(line) }
    exit(status.rawValue)
}
