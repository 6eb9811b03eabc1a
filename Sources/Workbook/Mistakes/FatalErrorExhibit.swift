import Foundation

/// Shows how a program would end: the same program runs once more, silently, and does end there.
///
/// The second process knows what it is by a word that both find in two places: behind the arguments
/// and on its standard input. Neither is inherited from whoever starts a part.
enum FatalErrorExhibit {
    /// What a second process says where this one stands.
    private enum Outcome {
        /// It ended with a fatal error, and this is its message.
        case message(String)
        /// It came to its end without one.
        case noError
        /// It could not be started.
        case notStarted
    }

    /// What stands before the word.
    private static let prefix = "--exhibit="

    /// Whether this is the second process.
    static let isRunning: Bool = {
        guard let last = CommandLine.arguments.last, last.hasPrefix(prefix),
            UUID(uuidString: String(last.dropFirst(prefix.count))) != nil
        else { return false }
        return readLine() == last
    }()

    /// Arguments without the word behind them.
    static func withoutWord(_ arguments: [String]) -> [String] {
        isRunning ? arguments.dropLast() : arguments
    }

    /// What is printed of it.
    static var lines: [String] {
        let text =
            switch run() {
            case .message(let message): "Fatal error: \(message)"
            case .noError: "There was no fatal error, although one was expected here."
            case .notStarted:
                "(Here the program would end with a fatal error. To show it, the program has to be "
                    + "started a second time, and that was not possible.)"
            }
        return Text.wrap(text).map { Terminal.current.style($0, .red) }
    }

    /// Runs this program a second time, with the same arguments.
    private static func run() -> Outcome {
        let process = Process()
        process.executableURL = Bundle.main.executableURL
        let word = prefix + UUID().uuidString
        process.arguments = CommandLine.arguments.dropFirst() + [word]
        process.environment = ProcessInfo.processInfo.environment.merging(
            // Only the message, without the stack.
            ["SWIFT_BACKTRACE": "enable=no"], uniquingKeysWith: { $1 })
        let (input, error) = (Pipe(), Pipe())
        process.standardInput = input
        process.standardOutput = FileHandle.nullDevice
        process.standardError = error
        // Foundation watches the second process with a thread, and would wait for ever for one.
        guard process.executableURL != nil, Platform.startThread({}), (try? process.run()) != nil
        else { return .notStarted }
        try? input.fileHandleForWriting.write(contentsOf: Data("\(word)\n".utf8))
        try? input.fileHandleForWriting.close()
        let data = error.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        let text = String(decoding: data, as: UTF8.self)
        guard process.terminationReason == .uncaughtSignal,
            let start = text.range(of: "Fatal error: "),
            let message = text[start.upperBound...].split(separator: "\n").first
        else { return .noError }
        return .message(String(message))
    }
}

extension Lesson {
    /// Does what ends the program with a fatal error, and shows the error.
    ///
    /// The error is a real one, of a second process that runs the same program up to here; this one
    /// goes on.
    ///
    /// - Parameter sentence: how it goes on.
    public func showFatalError(then sentence: String? = nil, _ body: () -> Void) {
        if FatalErrorExhibit.isRunning {
            body()
            exit(ExitStatus.success.rawValue)
        }
        // Only where somebody reads it is the second process started.
        note(FatalErrorExhibit.lines + (sentence.map { Text.wrap($0) + [""] } ?? []))
    }
}
