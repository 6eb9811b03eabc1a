import Foundation
import Words

/// Standard output, which collects what is printed and hands it on in large pieces, or line by line
/// where somebody watches.
///
/// A second thread hands on what has waited for a while; all that changes is guarded by the lock.
package final class Output: @unchecked Sendable {
    private let lock = NSLock()
    private let isWritingLines: Bool
    private var pending: [UInt8] = []
    private var isFinished = false
    private var isHeld = false
    private var file = STDOUT_FILENO
    /// What has been printed, where it is kept.
    private var kept: KeptLines?

    /// The one that a program has; what waits there is written when the program ends in any way.
    nonisolated(unsafe) private static var current: Output?

    package init() {
        isWritingLines = Platform.isTerminal(STDOUT_FILENO)
        Platform.preparePrints(byLine: isWritingLines)
        if Self.current == nil { atexit { Output.current?.endUnexpectedly() } }
        Self.current = self
    }

    /// Writes what waits if a lesson has called `exit`, and says so.
    private func endUnexpectedly() {
        guard !isFinished, lock.try() else { return }
        isFinished = true
        writePending()
        Platform.flushPrints()
        printError("The lesson's own code has ended the program, by exit().")
    }

    /// From now on what waits is written before a crash of the lesson's code ends the program.
    static func writeBeforeCrashes() {
        for number in Isolation.crashes {
            signal(number) { number in
                if let current = Output.current, current.lock.try() {
                    current.writePending()
                    Platform.flushPrints()
                }
                signal(number, SIG_DFL)
                raise(number)
            }
        }
    }

    /// From now on an end of the program is no surprise.
    static func expectEnd() {
        guard let current else { return }
        current.takeBack()
        current.flush()
        current.lock.withLock { current.isFinished = true }
    }

    /// From now on all goes to another file.
    ///
    /// - Returns: where it went before.
    @discardableResult
    func redirect(to file: Int32) -> Int32 {
        lock.withLock {
            defer { self.file = file }
            return self.file
        }
    }

    /// From now on what the lesson prints itself goes to standard error: here are records for programs.
    package func separatePrints() { putAside()?() }

    /// From now on all goes to standard error, also what the lesson prints itself.
    ///
    /// - Returns: what ends that for what is printed here; nil if it cannot be.
    package func putAside() -> (() -> Void)? {
        flush()
        let file = dup(STDOUT_FILENO)
        guard file >= 0 else { return nil }
        dup2(STDERR_FILENO, STDOUT_FILENO)
        return { [self] in
            flush()
            redirect(to: file)
        }
    }

    /// From now on lines wait, so that they can be taken back; or no longer.
    package func hold(_ isHeld: Bool) { lock.withLock { self.isHeld = isHeld } }

    /// Takes back what waits, if it is held.
    private func takeBack() { lock.withLock { if isHeld { pending = [] } } }

    /// From now on lines are kept.
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

    /// Writes what is no line, at once.
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

    /// What a lesson has printed itself since the last line comes before the next.
    private func putPrintsFirst() {
        guard file == STDOUT_FILENO, Platform.hasUnwrittenPrints else { return }
        writePending()
        Platform.flushPrints()
    }

    /// The same as far as it takes no waiting: unless something is being printed just now, and unless a
    /// reader has stopped to read. The thread that calls it has to answer interrupts.
    func flushIfIdle() {
        guard lock.try() else { return }
        defer { lock.unlock() }
        if !isHeld { writeWithoutWaiting() }
    }

    /// Whether nothing is being printed, now or within some seconds.
    func isIdle(within seconds: Double) -> Bool {
        guard lock.lock(before: Date() + seconds) else { return false }
        lock.unlock()
        return true
    }

    /// Writes what there is, for the last time. Fails if it cannot be written.
    package func finish() {
        lock.withLock {
            writePending()
            putPrintsFirst()
            if isFinished { return }
            isFinished = true
            if let error = Platform.closeOutput(file) { failToWrite(error) }
        }
    }

    /// Writes what there is, unless a reader keeps it waiting, and lets nothing more be printed.
    package func stop() {
        if lock.lock(before: Date() + 0.5) { writeWithoutWaiting() }
    }

    private func writeWithoutWaiting() {
        var rest = pending[...]
        // A pipe that takes anything takes so many bytes at once.
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
        // `part1 | head -1` is to end quietly.
        if error == EPIPE { Platform.end(by: SIGPIPE) }
        printError("error: the output cannot be written: \(Platform.reason(error)).")
        // Another thread may be in the middle of something.
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
    /// Somebody pressed control-C: 128 + SIGINT.
    case interrupted = 130
    /// Another program asked for the end: 128 + SIGTERM.
    case terminated = 143
}

/// Prints a line to standard error, if that can be written.
package func printError(_ line: String) {
    _ = Platform.write(Array("\(line)\n".utf8), to: Isolation.standardError)
}

/// Prints one `error:` line to standard error and ends the process. A terminal gets it between words folded
/// to several.
package func fail(_ message: String, status: ExitStatus) -> Never {
    Output.expectEnd()
    let line = "error: \(message)"
    for line in Platform.isTerminal(STDERR_FILENO) ? Text.wrap(line) : [line] { printError(line) }
    exit(status.rawValue)
}
