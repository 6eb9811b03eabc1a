import Foundation

/// One of the four executables, or `edited-lesson NAME`, run as a child process.
public struct Program: Sendable {
    /// What a run printed and how it ended.
    public struct Result: Sendable, Equatable {
        public var output: String
        public var error: String
        public var status: Int32

        public init(output: String, error: String, status: Int32) {
            self.output = output
            self.error = error
            self.status = status
        }

        /// The lines of standard output.
        public var lines: [String] {
            output.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
                .map(String.init)
        }
    }

    /// Runs `name` with `arguments`, in an environment that does not depend on who runs the tests.
    ///
    /// - Parameters:
    ///   - output: where standard output goes; it is collected unless this is given.
    ///   - interruptAfter: after how many seconds to send SIGINT, as control-C does.
    ///   - signals: other signals to send, each so many seconds after the one before.
    public static func run(
        _ name: String, _ arguments: [String], output file: FileHandle? = nil,
        interruptAfter seconds: Double? = nil, signals: [(after: Double, number: Int32)] = []
    ) throws -> Result {
        try RecordedLessons.require(name, arguments)
        let signals = (seconds.map { [($0, SIGINT)] } ?? []) + signals
        guard file == nil, signals.isEmpty, isRepeatable(arguments) else {
            return try run(executable(name), arguments, output: file, signals: signals)
        }
        return try repeated.result([name] + arguments) { try run(executable(name), arguments) }
    }

    /// Runs that many tests ask for run once.
    private static let repeated = RepeatedRuns()

    /// True if a run depends on its command line alone: it reads and writes no files but those of the
    /// package, asks nothing and measures nothing.
    private static func isRepeatable(_ arguments: [String]) -> Bool {
        let others = [
            "exercises", "mark", "own-task", "--answer", "--timing", "--threads", "--save",
            "--load",
        ]
        return !arguments.contains { argument in
            others.contains(argument)
                || [".svg", ".html", "/tmp"].contains(where: argument.contains)
        }
    }

    /// Runs a script of the shell, which finds the four executables by their names.
    public static func shell(_ script: String) throws -> Result {
        try RecordedLessons.require(script: script)
        let folder = try executable("part1").deletingLastPathComponent().path
        return try run(
            URL(fileURLWithPath: "/bin/bash"), ["-c", "PATH=\(folder):$PATH; \(script)"])
    }

    private static func run(
        _ executable: URL, _ arguments: [String], output file: FileHandle? = nil,
        signals: [(after: Double, number: Int32)] = []
    ) throws -> Result {
        // Whoever runs tests in the background may have them ignore what children are to be sent.
        _ = receivesInterrupts
        let process = Process()
        process.executableURL = executable
        process.arguments = arguments
        // Command lines name files of the package.
        process.currentDirectoryURL = Reference.package
        process.environment = [
            "COLUMNS": "80", "NO_COLOR": "1", "TERM": "dumb", "LC_ALL": "C.UTF-8",
        ]
        // macOS looks here for the libraries of a toolchain that is not the system's.
        for name in ["PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "DYLD_FRAMEWORK_PATH"] {
            process.environment?[name] = ProcessInfo.processInfo.environment[name]
        }
        let output = Pipe()
        let error = Pipe()
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = file ?? output
        process.standardError = error
        try process.run()
        // A child that hangs is to fail a test, not to hang it. One on a busy computer is no such child.
        let child = process.processIdentifier
        let watchdog = DispatchWorkItem { kill(child, SIGKILL) }
        DispatchQueue.global().asyncAfter(deadline: .now() + 1200, execute: watchdog)
        defer { watchdog.cancel() }
        // Both pipes are read at once: a child that fills one of them would wait for ever.
        let errorText = Reader(error)
        let outputText = file == nil ? Reader(output) : nil
        for (seconds, number) in signals {
            Thread.sleep(forTimeInterval: seconds)
            kill(child, number)
        }
        let result = (output: outputText?.text() ?? "", error: errorText.text())
        process.waitUntilExit()
        return Result(
            output: result.output, error: result.error,
            status: process.terminationReason == .exit
                ? process.terminationStatus : 128 + process.terminationStatus)
    }

    /// Runs a command line such as "part1 --epochs 3"; words are separated by single spaces, and ''
    /// stands for an empty one.
    public static func run(_ commandLine: String) throws -> Result {
        let words = commandLine.split(separator: " ").map { $0 == "''" ? "" : String($0) }
        return try run(words[0], Array(words.dropFirst()))
    }

    private static let receivesInterrupts: Void = {
        for number in [SIGINT, SIGQUIT] { signal(number, SIG_DFL) }
    }()

    public static func executable(_ name: String) throws -> URL {
        if name == "edited-lesson" { return try LessonEdit.program.get() }
        for folder in productFolders {
            let url = folder.appendingPathComponent(name)
            if FileManager.default.isExecutableFile(atPath: url.path) { return url }
        }
        throw Missing(name: name, folders: productFolders.map(\.path))
    }

    struct Missing: Error {
        var name: String
        var folders: [String]
    }

    /// Where the build puts executables: beside the test bundle, whatever runs it.
    private static let productFolders: [URL] = {
        let bundles =
            Bundle.allBundles.map(\.bundleURL)
            + CommandLine.arguments.map {
                URL(fileURLWithPath: $0)
            }
        var folders: [URL] = []
        for url in bundles {
            // On macOS an argument can point into the bundle, on Linux the bundle is a file.
            var folder = url
            while folder.path.contains(".xctest") { folder.deleteLastPathComponent() }
            if url.path.contains(".xctest") { folders.append(folder) }
        }
        return folders + [Bundle.main.bundleURL]
    }()
}

/// The results of runs, by command line.
private final class RepeatedRuns: @unchecked Sendable {
    private let lock = NSLock()
    private var runs: [[String]: Run] = [:]

    private final class Run {
        let lock = NSLock()
        var result: Program.Result?
    }

    /// The result of an earlier run; or of this one, for which another test may be waiting.
    func result(
        _ command: [String], _ run: () throws -> Program.Result
    ) throws -> Program.Result {
        let known = lock.withLock {
            let known = runs[command] ?? Run()
            runs[command] = known
            return known
        }
        return try known.lock.withLock {
            let result = try known.result ?? run()
            known.result = result
            return result
        }
    }
}

/// Reads a pipe to its end, but begins late.
public final class SlowReader: Sendable {
    private let reader: Reader

    /// - Parameter delay: how many seconds it waits.
    public init(_ handle: FileHandle, delay: Double) {
        reader = Reader(handle, delay: delay)
    }

    /// What has been read, at the end.
    public func text() -> String { reader.text() }
}

/// Reads a pipe to its end on a thread of its own.
final class Reader: @unchecked Sendable {
    private let finished = DispatchSemaphore(value: 0)
    private var data = Data()

    convenience init(_ pipe: Pipe) {
        self.init(pipe.fileHandleForReading)
    }

    init(_ handle: FileHandle, delay: Double = 0) {
        Thread.detachNewThread { [self] in
            Thread.sleep(forTimeInterval: delay)
            data = handle.readDataToEndOfFile()
            finished.signal()
        }
    }

    func text() -> String {
        finished.wait()
        return String(decoding: data, as: UTF8.self)
    }
}
