import Foundation

/// The same program, run once more, for what would end this one.
///
/// The second process knows what it is by a word that both find in two places: behind the arguments
/// and on its standard input. Neither is inherited from whoever starts a part.
package enum SecondProcess {
    /// What stands before the word.
    private static let prefix = "--exhibit="

    /// Whether this is the second process.
    package static let isRunning: Bool = {
        guard let last = CommandLine.arguments.last, last.hasPrefix(prefix),
            UUID(uuidString: String(last.dropFirst(prefix.count))) != nil
        else { return false }
        return readLine() == last
    }()

    /// What stands on standard input behind the word: known to nobody but the first process.
    package static let secret: String? = isRunning ? readLine() : nil

    /// Arguments without the word behind them.
    package static func withoutWord(_ arguments: [String]) -> [String] {
        isRunning ? arguments.dropLast() : arguments
    }

    /// How a second process ended.
    package struct Result {
        package var output: String
        package var error: String
        /// The signal that ended it, as one does after a fatal error; nil if none did.
        package var signal: Int32?
        /// Whether it was ended because it printed more than anybody reads.
        package var isFlood: Bool

        /// The message of a fatal error; nil if there was none.
        package var fatalError: String? {
            crash.flatMap { text in
                let start = text.range(of: "Fatal error: ")
                return start.map { String(text[$0.upperBound...]) }
            }
        }

        /// What Swift says of the end, such as "Fatal error: Index out of range", behind the line of the
        /// file from which it comes, if that is known.
        package var crash: String? {
            let pattern =
                /(?:(\S+\.swift):(\d+): )?((?:Fatal error|Precondition failed|Assertion failed|Could not cast)\b.*)/
            guard signal != nil, let match = error.firstMatch(of: pattern) else { return nil }
            // Addresses say nothing.
            let text = String(match.3).replacing(/\s\(0x[0-9a-f]+\)/, with: "")
            guard let file = match.1, let line = match.2, !file.hasPrefix("Swift/") else {
                return text
            }
            return "\(file.split(separator: "/").last ?? file), line \(line): \(text)"
        }
    }

    /// How many bytes of a second process's output are read, before it is ended.
    private static let mostOutput = 16 << 20

    /// Runs this program a second time.
    ///
    /// - Parameters:
    ///   - arguments: what follows the name of the program.
    ///   - program: another program; nil for this one.
    ///   - secret: what the second process finds in ``secret``.
    ///   - collectsOutput: whether its standard output is kept.
    ///   - seconds: when it is ended, should it not end by itself.
    /// - Returns: nil if it could not be started.
    package static func run(
        _ arguments: [String], of program: URL? = nil, secret: String = "",
        collectsOutput: Bool = false,
        within seconds: Double? = nil
    ) -> Result? {
        let process = Process()
        process.executableURL = program ?? Bundle.main.executableURL
        let word = prefix + UUID().uuidString
        process.arguments = arguments + [word]
        process.environment = ProcessInfo.processInfo.environment.merging(
            // Only the message, without the stack.
            ["SWIFT_BACKTRACE": "enable=no"], uniquingKeysWith: { $1 })
        let (input, output, error) = (Pipe(), Pipe(), Pipe())
        process.standardInput = input
        process.standardOutput = collectsOutput ? output : FileHandle.nullDevice
        process.standardError = error
        guard process.executableURL != nil, (try? process.run()) != nil else { return nil }
        try? input.fileHandleForWriting.write(contentsOf: Data("\(word)\n\(secret)\n".utf8))
        try? input.fileHandleForWriting.close()
        // Both pipes are read at once: a process that fills one of them would wait for ever.
        let errorText = LimitedReader(error.fileHandleForReading)
        let child = process.processIdentifier
        let outputText =
            collectsOutput
            ? LimitedReader(output.fileHandleForReading, most: mostOutput) { Platform.kill(child) }
            : nil
        _ = process.waitForAll(within: seconds)
        return Result(
            output: outputText?.text() ?? "", error: errorText.text(),
            signal: process.terminationReason == .uncaughtSignal ? process.terminationStatus : nil,
            isFlood: outputText.map { $0.count > mostOutput } ?? false)
    }
}

/// Reads a pipe to its end on a thread of its own, and keeps the beginning and the end of what comes.
package final class LimitedReader: @unchecked Sendable {
    private let finished = DispatchSemaphore(value: 0)
    private let lock = NSLock()
    private var data = Data()
    private var read = 0
    private static let limit = 1 << 20

    /// - Parameters:
    ///   - most: how many bytes are enough.
    ///   - end: what is done when there are more.
    package init(_ handle: FileHandle, most: Int = .max, end: @escaping @Sendable () -> Void = {}) {
        // A thread of its own: those of the queues may all be waiting.
        Platform.startThread { [self] in
            while true {
                let piece = handle.availableData
                if piece.isEmpty { break }
                if count <= most && count + piece.count > most { end() }
                lock.withLock {
                    read += piece.count
                    data.append(piece)
                    if data.count > 3 * Self.limit {
                        data = data.prefix(Self.limit) + data.suffix(Self.limit)
                    }
                }
            }
            finished.signal()
        }
    }

    /// How many bytes have been read.
    package var count: Int { lock.withLock { read } }

    /// What has been read, at the end of the pipe; or now, if somebody keeps it open for no reason.
    package func text() -> String {
        _ = finished.wait(timeout: .now() + 10)
        return String(decoding: lock.withLock { data }, as: UTF8.self)
    }
}
