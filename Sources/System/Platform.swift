@preconcurrency import Foundation

/// What differs between the systems: the only file that knows.
package enum Platform {
    // MARK: - Memory

    /// The most memory that the process has used so far, in bytes.
    package static var peakMemory: Int {
        #if os(Linux)
            // What getrusage() says there begins with the memory of whoever started the process.
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

    /// How many columns the terminal has that standard output is; nil if it is none.
    static var terminalColumns: Int? {
        var size = winsize()
        // The constant's type differs between the C libraries.
        guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0 else { return nil }
        return Int(size.ws_col)
    }

    /// A line from standard input; nil at its end, and after control-C.
    package static func readLine() -> String? {
        var bytes: [UInt8] = []
        while !Interruption.hasHappened {
            // A signal ends poll(), where read() would go on waiting.
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

    /// Opens those of the three standard files that the process was started without. Otherwise the next
    /// file or pipe would take the number of one, and what is printed would go there.
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

    /// Writes all bytes, also where a reader is slow and writing does not wait for it.
    ///
    /// - Returns: what went wrong, as a number that ``reason(_:)`` knows; nil if nothing did.
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

    /// Whether a file can be written to without waiting, or says at once that it cannot be at all.
    static func accepts(_ descriptor: Int32) -> Bool {
        var writer = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        return poll(&writer, 1, 0) > 0
    }

    private static func isTemporary(_ error: Int32) -> Bool {
        error == EINTR || error == EAGAIN || error == EWOULDBLOCK
    }

    /// Closes standard output, which is when some file systems say that a write has failed.
    static func closeOutput(_ file: Int32) -> Int32? {
        // What a lesson has printed itself still waits in the C library.
        if fflush(nil) != 0 { return errno }
        return close(file) == 0 || errno == EINTR ? nil : errno
    }

    /// An error in words.
    package static func reason(_ error: Int32) -> String { String(cString: strerror(error)) }

    // MARK: - Signals

    /// The signals that ask a program to end.
    static let endingSignals = [SIGINT, SIGTERM, SIGHUP]

    /// From now on `handler` is called for each of the signals that ask for an end. Those that the
    /// process was started to ignore, it ignores.
    ///
    /// Writing where nobody reads, and beyond the limit of a file, becomes an error that `write`
    /// returns.
    package static func prepareSignals(_ handler: @escaping @convention(c) (Int32) -> Void) {
        // A trap ends with its sentence: the backtrace of Swift's runtime, which has put its handlers in
        // place before the program began, comes only where it is asked for.
        if (ProcessInfo.processInfo.environment["SWIFT_BACKTRACE"] ?? "").isEmpty {
            Output.writeBeforeCrashes()
        }
        // Whoever starts the process may have blocked its signals.
        var signals = sigset_t()
        sigemptyset(&signals)
        for number in endingSignals + [SIGQUIT, SIGPIPE] { sigaddset(&signals, number) }
        sigprocmask(SIG_UNBLOCK, &signals, nil)
        // Swift's own handler reports a crash, and then the program goes on.
        handle(SIGQUIT, SIG_DFL)
        signal(SIGPIPE, SIG_IGN)
        signal(SIGXFSZ, SIG_IGN)
        for number in endingSignals { handle(number, handler) }
    }

    /// Handles a signal, unless the process was started to ignore it.
    private static func handle(_ number: Int32, _ handler: (@convention(c) (Int32) -> Void)?) {
        let before = signal(number, handler)
        // Functions cannot be compared, but where they are can.
        if unsafeBitCast(before, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self) {
            signal(number, SIG_IGN)
        }
    }

    /// Ends the process by a signal, as if it had never been prepared for it.
    package static func end(by number: Int32) {
        signal(number, SIG_DFL)
        raise(number)
    }

    /// Ends the process at once, whatever its threads do.
    package static func exitAtOnce(_ status: ExitStatus) -> Never { _exit(status.rawValue) }

    /// Ends another process at once, whatever it does, and all that it has started.
    static func kill(_ process: Int32) {
        if Foundation.kill(-process, SIGKILL) != 0 { _ = Foundation.kill(process, SIGKILL) }
    }

    /// From now on this process and what it starts can be ended together.
    package static func leadGroup() { setpgid(0, 0) }

    /// Ends this process and what it has started.
    package static func endGroup() -> Never {
        _ = Foundation.kill(0, SIGKILL)
        _exit(ExitStatus.failure.rawValue)
    }

    /// The process that has started this one, or another one once that has ended.
    package static var parent: Int32 { getppid() }

    /// Waits for the end of a process, and leaves it to Foundation to ask how it ended.
    static func waitForEnd(of process: Int32) {
        var information = siginfo_t()
        while waitid(P_PID, id_t(process), &information, WEXITED | WNOWAIT) != 0, errno == EINTR {}
    }

    /// Seconds that the process has kept the processors busy.
    package static var busySeconds: Double { Double(clock()) / 1e6 }

    /// Has the program's own `print` write whole lines, or pieces of at most what a pipe takes at once.
    /// Left alone, the C library would decide by where the first of them goes.
    static func preparePrints(byLine: Bool) {
        setvbuf(stdout, nil, byLine ? _IOLBF : _IOFBF, 4096)
    }

    /// True if the program's own `print` keeps something that is not written yet.
    static var hasUnwrittenPrints: Bool {
        #if canImport(Glibc)
            stdout.pointee._IO_write_ptr != stdout.pointee._IO_write_base
        #elseif canImport(Darwin)
            stdout.pointee._p != stdout.pointee._bf._base
        #else
            // Nobody knows, so it may.
            true
        #endif
    }

    /// Hands on what the program's own `print` still keeps.
    package static func flushPrints() { fflush(nil) }

    /// Seconds since some time in the past. A signal handler may ask.
    package static var seconds: Double {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    /// Starts a thread, of which nobody waits for the end.
    package static func startThread(_ body: @escaping @Sendable () -> Void) {
        Thread.detachNewThread(body)
    }
}
