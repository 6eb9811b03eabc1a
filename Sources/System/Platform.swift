@preconcurrency import Foundation

/// Everything that differs between systems. No other file contains system-specific code.
package enum Platform {
    // MARK: - Memory

    /// The peak memory use of the process so far, in bytes.
    package static var peakMemory: Int {
        #if os(Linux)
            // On Linux, getrusage() includes the memory of the parent process.
            let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)
            let match = status?.firstMatch(of: /VmHWM:\s*([0-9]+) kB/)
            return match.flatMap { Int($0.1) }.map { $0 * 1024 } ?? 0
        #else
            var usage = rusage()
            getrusage(RUSAGE_SELF, &usage)
            return usage.ru_maxrss
        #endif
    }

    // MARK: - Terminals

    package static func isTerminal(_ descriptor: Int32) -> Bool { isatty(descriptor) == 1 }

    /// The number of columns of the terminal on standard output; nil if it isn't a terminal.
    static var terminalColumns: Int? {
        var size = winsize()
        // The constant's type differs between the C libraries.
        guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0 else { return nil }
        return Int(size.ws_col)
    }

    /// Reads a line from standard input; nil at its end, and after control-C.
    package static func readLine() -> String? {
        var bytes: [UInt8] = []
        while !Interruption.hasHappened {
            // A signal ends poll(), whereas read() would go on waiting.
            var descriptor = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
            guard poll(&descriptor, 1, 200) > 0 else { continue }
            var byte: UInt8 = 0
            let count = read(STDIN_FILENO, &byte, 1)
            if count == 1 && byte == UInt8(ascii: "\n") {
                return String(decoding: bytes, as: UTF8.self)
            }
            if count == 1 { bytes.append(byte) }
            if count == 0 || count < 0 && !isTemporary(errno) { return nil }
        }
        return nil
    }

    // MARK: - Output

    /// Opens any of the three standard files that the process was started without. Otherwise the next file or pipe
    /// would get its number, and printed text would go there.
    package static func openStandardFiles() {
        for descriptor in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO]
        where fcntl(descriptor, F_GETFD) == -1 {
            // Writing to standard output then fails, as it would without a file.
            let isError = descriptor == STDERR_FILENO
            let opened = open("/dev/null", isError ? O_WRONLY : O_RDONLY)
            if opened >= 0 && opened != descriptor {
                dup2(opened, descriptor)
                close(opened)
            }
        }
    }

    /// Writes all bytes, even if the reader is slow and the file doesn't block.
    ///
    /// - Returns: an error number for ``reason(_:)``; nil if there was no error.
    package static func write(_ bytes: [UInt8], to descriptor: Int32) -> Int32? {
        bytes.withUnsafeBytes { bytes in
            var rest = bytes[...]
            while !rest.isEmpty {
                let piece = UnsafeRawBufferPointer(rebasing: rest)
                let count = Foundation.write(descriptor, piece.baseAddress, piece.count)
                if count >= 0 {
                    rest = rest.dropFirst(count)
                } else if errno == EINTR {
                    continue
                } else if isTemporary(errno) {
                    var writer = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                    poll(&writer, 1, -1)
                } else {
                    return errno
                }
            }
            return nil
        }
    }

    /// True if a file can be written to without waiting, or if writing would fail immediately.
    static func accepts(_ descriptor: Int32) -> Bool {
        var writer = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        return poll(&writer, 1, 0) > 0
    }

    private static func isTemporary(_ error: Int32) -> Bool {
        error == EINTR || error == EAGAIN || error == EWOULDBLOCK
    }

    /// Closes standard output. Some file systems report a failed write only then.
    static func closeOutput(_ file: Int32) -> Int32? {
        // The C library still holds what a lesson itself has printed.
        if fflush(nil) != 0 { return errno }
        return close(file) == 0 || errno == EINTR ? nil : errno
    }

    /// A description of an error number.
    package static func reason(_ error: Int32) -> String { String(cString: strerror(error)) }

    // MARK: - Signals

    /// The signals that ask a program to end.
    static let endingSignals = [SIGINT, SIGTERM, SIGHUP]

    /// Calls `handler` for each signal that asks the program to end, except those that the process was started to
    /// ignore.
    ///
    /// Writing to a closed pipe, or beyond a file's size limit, becomes an error that `write` returns.
    package static func prepareSignals(_ handler: @escaping @convention(c) (Int32) -> Void) {
        // A trap should end with just its message. Swift's runtime installs the handlers for its backtrace before the
        // program begins; they stay only if a backtrace is requested.
        if (ProcessInfo.processInfo.environment["SWIFT_BACKTRACE"] ?? "").isEmpty {
            Output.writeBeforeCrashes()
        }
        // The parent process may have blocked the signals.
        var signals = sigset_t()
        sigemptyset(&signals)
        for number in endingSignals + [SIGQUIT, SIGPIPE] { sigaddset(&signals, number) }
        sigprocmask(SIG_UNBLOCK, &signals, nil)
        // Swift's own handler would report a crash and let the program go on.
        handle(SIGQUIT, SIG_DFL)
        signal(SIGPIPE, SIG_IGN)
        signal(SIGXFSZ, SIG_IGN)
        for number in endingSignals { handle(number, handler) }
    }

    /// Handles a signal, unless the process was started to ignore it.
    private static func handle(_ number: Int32, _ handler: (@convention(c) (Int32) -> Void)?) {
        let before = signal(number, handler)
        // Functions can't be compared, but their addresses can.
        if unsafeBitCast(before, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self) {
            signal(number, SIG_IGN)
        }
    }

    /// Ends the process by a signal, as if it had never handled that signal.
    package static func end(by number: Int32) {
        signal(number, SIG_DFL)
        raise(number)
    }

    /// Ends the process immediately, whatever its threads are doing.
    package static func exitAtOnce(_ status: ExitStatus) -> Never { _exit(status.rawValue) }

    /// Ends another process immediately, together with everything it has started.
    static func kill(_ process: Int32) {
        if Foundation.kill(-process, SIGKILL) != 0 { _ = Foundation.kill(process, SIGKILL) }
    }

    /// Makes this process the leader of a group, so that it and its children can be ended together.
    package static func leadGroup() { setpgid(0, 0) }

    /// Ends this process and everything it has started.
    package static func endGroup() -> Never {
        _ = Foundation.kill(0, SIGKILL)
        _exit(ExitStatus.failure.rawValue)
    }

    /// The parent process; a different one once the parent has ended.
    package static var parent: Int32 { getppid() }

    /// Waits for a process to end, but leaves its exit status for Foundation to collect.
    static func waitForEnd(of process: Int32) {
        var information = siginfo_t()
        while waitid(P_PID, id_t(process), &information, WEXITED | WNOWAIT) != 0, errno == EINTR {}
    }

    /// The processor time that the process has used, in seconds.
    package static var busySeconds: Double { Double(clock()) / 1e6 }

    /// Makes the program's own `print` write whole lines, or pieces no larger than a pipe accepts at once. By
    /// default, the C library would decide by the destination of the first write.
    static func preparePrints(byLine: Bool) {
        setvbuf(stdout, nil, byLine ? _IOLBF : _IOFBF, 4096)
    }

    /// True if the program's own `print` holds output that isn't written yet.
    static var hasUnwrittenPrints: Bool {
        #if canImport(Glibc)
            stdout.pointee._IO_write_ptr != stdout.pointee._IO_write_base
        #elseif canImport(Darwin)
            stdout.pointee._p != stdout.pointee._bf._base
        #else
            // This can't be determined, so assume that there is some.
            true
        #endif
    }

    /// Writes what the program's own `print` still holds.
    package static func flushPrints() { fflush(nil) }

    /// The time in seconds since some moment in the past. Safe to call from a signal handler.
    package static var seconds: Double {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    /// Starts a thread that runs on its own; nothing waits for its end.
    package static func startThread(_ body: @escaping @Sendable () -> Void) {
        Thread.detachNewThread(body)
    }
}
