import Foundation

/// A program that runs as if somebody sat before it.
public enum PseudoTerminal {
    /// The files that every process starts with.
    public enum Stream: Sendable {
        case input, output, error
    }

    /// What a run showed and how it ended.
    public struct Result: Sendable, Equatable {
        /// Everything that the terminal received, what it echoes of the input included.
        public var received: String
        /// What went to standard output and standard error, where those are not the terminal.
        public var output: String
        public var error: String
        /// The exit code, or 128 and the number of the signal that ended the process.
        public var status: Int32
        /// Whether it took so long that it was killed.
        public var hasTimedOut: Bool

        /// The lines that the terminal received.
        public var lines: [String] {
            received.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
                .map(String.init)
        }
    }

    /// Runs one of the four executables.
    ///
    /// - Parameters:
    ///   - environment: what to change in an environment that does not depend on who runs the
    ///     tests; nil takes a variable away.
    ///   - terminal: which of the three files are the terminal. Otherwise the input is empty, and
    ///     the others are collected.
    ///   - script: what somebody types, each time when the terminal shows a text that it did not
    ///     show before the last time.
    ///   - signals: what is sent to the program, each so many seconds after the one before.
    ///   - normalizesLineEnds: whether "\r\n", to which a terminal turns "\n", is turned back.
    ///   - timeout: after how many seconds the process is killed.
    public static func run(
        _ name: String, _ arguments: [String] = [], environment: [String: String?] = [:],
        terminal: Set<Stream> = [.input, .output, .error], columns: Int = 80, rows: Int = 24,
        script: [(waitFor: String, send: String)] = [],
        signals: [(after: Double, number: Int32)] = [], normalizesLineEnds: Bool = true,
        timeout: Double = 120
    ) throws -> Result {
        try RecordedLessons.require(name, arguments)
        return try run(
            Program.executable(name), arguments, environment: environment, terminal: terminal,
            columns: columns, rows: rows, script: script, signals: signals,
            normalizesLineEnds: normalizesLineEnds, timeout: timeout)
    }

    /// Runs any program.
    public static func run(
        _ executable: URL, _ arguments: [String] = [], environment: [String: String?] = [:],
        terminal: Set<Stream> = [.input, .output, .error], columns: Int = 80, rows: Int = 24,
        script: [(waitFor: String, send: String)] = [],
        signals: [(after: Double, number: Int32)] = [], normalizesLineEnds: Bool = true,
        timeout: Double = 120
    ) throws -> Result {
        let pair = try TerminalPair(columns: columns, rows: rows)
        let process = Process()
        process.executableURL = executable
        process.arguments = arguments
        process.environment = Self.environment.merging(environment) { $1 }.compactMapValues { $0 }
        let output = Pipe()
        let error = Pipe()
        process.standardInput =
            terminal.contains(.input) ? pair.programEnd : FileHandle.nullDevice
        process.standardOutput = terminal.contains(.output) ? pair.programEnd : output
        process.standardError = terminal.contains(.error) ? pair.programEnd : error
        try process.run()
        // Once the program has ended, nobody has its end open, and reading ends, too.
        try pair.programEnd.close()
        let watchdog = Watchdog(process.processIdentifier, timeout)
        let child = process.processIdentifier
        if !signals.isEmpty {
            Thread.detachNewThread {
                for (seconds, number) in signals {
                    Thread.sleep(forTimeInterval: seconds)
                    kill(child, number)
                }
            }
        }
        let outputText = terminal.contains(.output) ? nil : Reader(output)
        let errorText = terminal.contains(.error) ? nil : Reader(error)
        let received = pair.converse(script)
        let piped = (output: outputText?.text() ?? "", error: errorText?.text() ?? "")
        process.waitUntilExit()
        let text = String(decoding: received, as: UTF8.self)
        return Result(
            received: normalizesLineEnds ? TerminalPair.normalized(text) : text,
            output: piped.output, error: piped.error,
            status: process.terminationReason == .exit
                ? process.terminationStatus : 128 + process.terminationStatus,
            hasTimedOut: watchdog.stop())
    }

    private static let environment: [String: String?] = {
        var result = ["TERM": "xterm-256color", "LC_ALL": "C.UTF-8"]
        // macOS looks here for the libraries of a toolchain that is not the system's.
        for name in ["PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "DYLD_FRAMEWORK_PATH"] {
            result[name] = ProcessInfo.processInfo.environment[name]
        }
        return result
    }()
}

/// The two ends of a pseudo-terminal.
private struct TerminalPair {
    /// The end that is a terminal for the program.
    let programEnd: FileHandle
    /// The end at which somebody sits.
    private let userEnd: FileHandle

    // The name of a terminal passes through memory that all threads share.
    private static let lock = NSLock()

    init(columns: Int, rows: Int) throws {
        var size = winsize()
        size.ws_col = UInt16(columns)
        size.ws_row = UInt16(rows)
        var (user, program): (Int32, Int32) = (-1, -1)
        let status = Self.lock.withLock { openpty(&user, &program, nil, nil, &size) }
        guard status == 0 else { throw Failed(reason: String(cString: strerror(errno))) }
        // Other programs that start meanwhile are not to keep the terminal open.
        for descriptor in [user, program] { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
        userEnd = FileHandle(fileDescriptor: user, closeOnDealloc: true)
        programEnd = FileHandle(fileDescriptor: program, closeOnDealloc: true)
    }

    struct Failed: Error {
        var reason: String
    }

    /// Types what the script says and returns everything that arrives, until the program has ended.
    func converse(_ script: [(waitFor: String, send: String)]) -> Data {
        let descriptor = userEnd.fileDescriptor
        var script = script[...]
        var received = Data()
        // Where that begins which has arrived since the last text was sent.
        var start = 0
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = read(descriptor, &buffer, buffer.count)
            if count < 0 && errno == EINTR { continue }
            // Linux says EIO where macOS says that this is the end.
            guard count > 0 else { return received }
            received.append(contentsOf: buffer[..<count])
            guard let (waitFor, send) = script.first else { continue }
            let news = Self.normalized(String(decoding: received[start...], as: UTF8.self))
            if news.contains(waitFor) {
                script.removeFirst()
                start = received.count
                try? userEnd.write(contentsOf: Data(send.utf8))
            }
        }
    }

    static func normalized(_ text: String) -> String {
        text.replacingOccurrences(of: "\r\n", with: "\n")
    }
}

/// Kills a process that takes too long. A thread of its own waits, because tests that block can
/// occupy all those of the queues.
private final class Watchdog: @unchecked Sendable {
    private let finished = DispatchSemaphore(value: 0)
    private let lock = NSLock()
    private var hasStopped = false
    private var hasKilled = false

    init(_ process: Int32, _ timeout: Double) {
        Thread.detachNewThread { [self] in
            guard finished.wait(timeout: .now() + timeout) == .timedOut else { return }
            lock.withLock {
                guard !hasStopped else { return }
                hasKilled = true
                // What it has started itself would keep the terminal open.
                kill(getpgid(process) == process ? -process : process, SIGKILL)
            }
        }
    }

    /// Ends the watch, and says whether the process was killed.
    func stop() -> Bool {
        finished.signal()
        return lock.withLock {
            hasStopped = true
            return hasKilled
        }
    }
}
