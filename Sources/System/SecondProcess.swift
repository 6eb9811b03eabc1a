import Foundation

/// A second run of this program, for work that would end the current one.
///
/// The second process recognizes itself by a word that it receives twice: as its last argument and on standard input.
/// Neither can be inherited by accident from the process that starts a part.
package enum SecondProcess {
    /// The prefix of the word.
    private static let prefix = "--exhibit="

    /// True in the second process.
    package static let isRunning: Bool = {
        guard let last = CommandLine.arguments.last, last.hasPrefix(prefix),
            UUID(uuidString: String(last.dropFirst(prefix.count))) != nil
        else { return false }
        return readLine() == last
    }()

    /// The line after the word on standard input, known only to the first process.
    package static let secret: String? = isRunning ? readLine() : nil

    /// The arguments without the word at the end.
    package static func withoutWord(_ arguments: [String]) -> [String] {
        isRunning ? arguments.dropLast() : arguments
    }

    /// The outcome of a second process.
    package struct Result {
        package var output: String
        package var error: String
        /// The signal that ended it, for example after a fatal error; nil if none did.
        package var signal: Int32?
        /// True if it was ended because it printed far too much.
        package var isFlood: Bool

        /// Swift's message about the crash, such as "Fatal error: Index out of range", preceded by the file and line
        /// if they are known.
        package var crash: String? {
            let pattern =
                /(?:(\S+\.swift):(\d+): )?((?:Fatal error|Precondition failed|Assertion failed|Could not cast)\b.*)/
            guard signal != nil, let match = error.firstMatch(of: pattern) else { return nil }
            // Addresses mean nothing to the reader.
            let text = String(match.3).replacing(/\s\(0x[0-9a-f]+\)/, with: "")
            guard let file = match.1, let line = match.2, !file.hasPrefix("Swift/") else {
                return text
            }
            return "\(file.split(separator: "/").last ?? file), line \(line): \(text)"
        }
    }

    /// The number of bytes of output after which a second process is ended.
    private static let maxOutput = 16 << 20

    /// Runs this program a second time.
    ///
    /// - Parameters:
    ///   - arguments: the arguments after the program's name.
    ///   - program: another program to run; nil for this one.
    ///   - secret: the value of ``secret`` in the second process.
    ///   - collectsOutput: whether to keep its standard output.
    ///   - seconds: the time limit; nil for none.
    /// - Returns: the outcome; nil if the process could not be started.
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
        // Both pipes are read at the same time. Otherwise a process that fills one of them would wait forever.
        let errorText = LimitedReader(error.fileHandleForReading)
        let child = process.processIdentifier
        let outputText =
            collectsOutput
            ? LimitedReader(output.fileHandleForReading, limit: maxOutput) { Platform.kill(child) }
            : nil
        _ = process.waitForAll(within: seconds)
        return Result(
            output: outputText?.text() ?? "", error: errorText.text(),
            signal: process.terminationReason == .uncaughtSignal ? process.terminationStatus : nil,
            isFlood: outputText.map { $0.count > maxOutput } ?? false)
    }
}

/// Reads a pipe to its end on a separate thread, and keeps the beginning and the end of the data.
package final class LimitedReader: @unchecked Sendable {
    private let finished = DispatchSemaphore(value: 0)
    private let lock = NSLock()
    private var data = Data()
    private var read = 0
    private static let limit = 1 << 20

    /// - Parameters:
    ///   - limit: the number of bytes that is enough.
    ///   - end: called when there are more.
    package init(_ handle: FileHandle, limit: Int = .max, end: @escaping @Sendable () -> Void = {})
    {
        // A separate thread, because those of the queues may all be waiting.
        Platform.startThread { [self] in
            while true {
                let piece = handle.availableData
                if piece.isEmpty { break }
                if count <= limit && count + piece.count > limit { end() }
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

    /// The number of bytes read so far.
    package var count: Int { lock.withLock { read } }

    /// The text read by the end of the pipe, or by now if something keeps the pipe open for too long.
    package func text() -> String {
        _ = finished.wait(timeout: .now() + 10)
        return String(decoding: lock.withLock { data }, as: UTF8.self)
    }
}
