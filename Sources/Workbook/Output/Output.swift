import Foundation

/// Standard output, which collects what is printed and hands it on in large pieces, or line by line
/// where somebody watches.
final class Output {
    /// Whether every line is written at once.
    var isLive: Bool

    private let handle: FileHandle
    private var pending = Data()

    init(_ handle: FileHandle = .standardOutput) {
        self.handle = handle
        isLive = isatty(handle.fileDescriptor) == 1
    }

    func print(_ line: String) {
        pending.append(contentsOf: line.utf8)
        pending.append(UInt8(ascii: "\n"))
        if isLive || pending.count >= 1 << 16 { flush() }
    }

    /// Writes a text that is no line, at once.
    func write(_ text: String) {
        pending.append(contentsOf: text.utf8)
        flush()
    }

    func flush() {
        guard !pending.isEmpty else { return }
        do {
            try handle.write(contentsOf: pending)
            pending.removeAll(keepingCapacity: true)
        } catch {
            pending.removeAll()
            fail("the output cannot be written: \(reason(error)).", status: .failure)
        }
    }

    private func reason(_ error: any Error) -> String {
        let underlying = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError
        let code = (underlying ?? error as NSError).code
        return String(cString: strerror(Int32(code)))
    }
}

/// The exit codes of the executables.
enum ExitStatus: Int32 {
    case success = 0
    /// The run failed: it diverged, or its output could not be written.
    case failure = 1
    /// The command line was wrong (EX_USAGE).
    case usage = 64
    /// Somebody pressed control-C: 128 + SIGINT.
    case interrupted = 130
}

/// Prints a line to standard error.
func printError(_ line: String) {
    try? FileHandle.standardError.write(contentsOf: Data("\(line)\n".utf8))
}

/// Prints one `error:` line to standard error and ends the process.
func fail(_ message: String, status: ExitStatus) -> Never {
    printError("error: \(message)")
    exit(status.rawValue)
}
