import Foundation
import System
import Words

/// A command that is run for somebody else's files, with limits on time, memory and the size of files.
struct LimitedCommand {
    /// How it ended; the signal and 128 if one ended it.
    package let status: Int32
    package let output: String
    package let error: String
    /// Whether it was ended because it took too long.
    package let isSlow: Bool

    /// Runs a command in a folder. What it starts inherits its limits.
    package init(_ arguments: [String], in folder: URL, seconds: Double) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        // Seconds of a processor, blocks of 512 bytes in a file, kilobytes of memory. Not every system
        // knows the last one; there the tasks' own limit holds.
        let limits =
            "ulimit -t 60; ulimit -f 400000; ulimit -v 8000000 2>/dev/null; ulimit -c 0; exec \"$@\""
        process.arguments = ["-c", limits, "sh"] + arguments
        process.currentDirectoryURL = folder
        // The answers see nothing of the environment of the person who marks them.
        var environment = ["HOME": folder.path, "TMPDIR": folder.path, "LC_ALL": "C.UTF-8"]
        for name in ["PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "SDKROOT", "DEVELOPER_DIR"] {
            environment[name] = ProcessInfo.processInfo.environment[name]
        }
        process.environment = environment
        let (outputPipe, errorPipe) = (Pipe(), Pipe())
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = outputPipe
        process.standardError = errorPipe
        guard (try? process.run()) != nil else {
            (status, output, error, isSlow) = (1, "", "it could not be started", false)
            return
        }
        let errorText = LimitedReader(errorPipe.fileHandleForReading)
        let outputText = LimitedReader(outputPipe.fileHandleForReading)
        isSlow = process.waitForAll(within: seconds)
        (output, error) = (outputText.text(), errorText.text())
        status = (process.terminationReason == .exit ? 0 : 128) + process.terminationStatus
    }
}

/// What a task's file must not have.
enum HandInRules {
    /// What reaches the inside of a module, or the C library without an import. There is only one way to
    /// write these.
    private static let words = ["@testable", "@_silgen_name", "@_extern"]

    /// Why files are not marked, by their names; those that may be are not among them.
    ///
    /// Which modules they import is the compiler's own view of them.
    ///
    /// - Parameter folder: where the files are.
    static func refusals(_ files: [String: String], in folder: URL) -> [String: String] {
        // Most files import nothing else, which one look at all of them tells.
        let areAllRight = foreignImports(files.keys.sorted(), in: folder) == []
        var refusals: [String: String] = [:]
        for (name, text) in files {
            let imports = areAllRight ? [] : foreignImports([name], in: folder)
            if imports == nil {
                refusals[name] = "the compiler cannot read it"
            } else if let module = imports?.first {
                refusals[name] = "it imports \(module), and a task needs nothing but Descent"
            } else if let word = words.first(where: text.contains) {
                refusals[name] = "it uses \(word), which no task needs"
            }
        }
        return refusals
    }

    /// The modules besides Descent that files import; nil if the compiler cannot say.
    private static func foreignImports(_ names: [String], in folder: URL) -> [String]? {
        let command = LimitedCommand(
            ["swiftc", "-frontend", "-emit-imported-modules", "-swift-version", "6", "-o", "-"]
                + names, in: folder, seconds: 60)
        // A file with errors has imports, too; one at which the compiler ends has not.
        if command.status > 1 { return nil }
        return command.output.split(separator: "\n").map(String.init).filter { $0 != "Descent" }
    }
}
