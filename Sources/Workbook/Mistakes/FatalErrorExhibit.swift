import Foundation

/// Shows how a program would end: the same program runs once more, silently, and does end there.
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

    /// Set in the environment of the second process.
    private static let variable = "DESCENT_EXHIBIT"

    /// Whether this is the second process.
    static var isRunning: Bool { ProcessInfo.processInfo.environment[variable] != nil }

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
        process.arguments = Array(CommandLine.arguments.dropFirst())
        process.environment = ProcessInfo.processInfo.environment.merging(
            // Only the message, without the stack.
            [variable: "1", "SWIFT_BACKTRACE": "enable=no"], uniquingKeysWith: { $1 })
        let error = Pipe()
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = error
        guard process.executableURL != nil, (try? process.run()) != nil else { return .notStarted }
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
