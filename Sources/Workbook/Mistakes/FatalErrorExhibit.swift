import Foundation

/// Shows how a program would end: the same program runs once more, silently, and does end there.
enum FatalErrorExhibit {
    /// Set in the environment of the second process.
    private static let variable = "DESCENT_EXHIBIT"

    /// Whether this is the second process.
    static var isRunning: Bool { ProcessInfo.processInfo.environment[variable] != nil }

    /// What a second process says where this one stands; nil if it cannot be started or does not end
    /// with a fatal error.
    static func message() -> String? {
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
        guard (try? process.run()) != nil else { return nil }
        let data = error.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        let text = String(decoding: data, as: UTF8.self)
        guard process.terminationReason == .uncaughtSignal,
            let start = text.range(of: "Fatal error: ")
        else { return nil }
        return text[start.upperBound...].split(separator: "\n").first.map(String.init)
    }
}

extension Lesson {
    /// Does what ends the program with a fatal error, and shows the error.
    public func showFatalError(_ body: () -> Void) {
        if FatalErrorExhibit.isRunning {
            body()
            exit(ExitStatus.success.rawValue)
        }
        note {
            let message = FatalErrorExhibit.message()
            return Text.wrap("Fatal error: \(message ?? "none, although one was expected.")")
        }
    }
}
