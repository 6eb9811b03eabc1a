import Foundation
import System
import Words

/// A command that runs on someone else's files, with limits on time, memory and file sizes.
struct LimitedCommand {
    /// The exit code; 128 plus the signal if one ended the command.
    package let status: Int32
    package let output: String
    package let error: String
    /// True if the command was ended because it took too long.
    package let isSlow: Bool

    /// Runs a command in a folder. Processes that it starts inherit its limits.
    package init(_ arguments: [String], in folder: URL, seconds: Double) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        // Seconds of processor time, blocks of 512 bytes per file, kilobytes of memory. Some systems don't support the
        // last one; there, the limit of each task still applies.
        let limits =
            "ulimit -t 60; ulimit -f 400000; ulimit -v 8000000 2>/dev/null; ulimit -c 0; exec \"$@\""
        process.arguments = ["-c", limits, "sh"] + arguments
        process.currentDirectoryURL = folder
        // The answers don't see the teacher's environment.
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

/// The rules for files to be marked.
enum HandInRules {
    /// Attributes that give access to the internals of a module, or to the C library without an import. Each can be
    /// written in only one way.
    private static let words = ["@testable", "@_silgen_name", "@_extern"]

    /// The reasons why files aren't marked, by file name; files that may be marked are left out.
    ///
    /// The compiler itself reports which modules they import.
    ///
    /// - Parameter folder: the folder with the files.
    static func refusals(_ files: [String: String], in folder: URL) -> [String: String] {
        // Usually no file imports anything else, which a single run of the compiler shows.
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

    /// The modules besides Descent that files import; nil if the compiler can't tell.
    private static func foreignImports(_ names: [String], in folder: URL) -> [String]? {
        let command = LimitedCommand(
            ["swiftc", "-frontend", "-emit-imported-modules", "-swift-version", "6", "-o", "-"]
                + names, in: folder, seconds: 60)
        // The compiler reports the imports of files with errors, too, but not if it crashes.
        if command.status > 1 { return nil }
        return command.output.split(separator: "\n").map(String.init).filter { $0 != "Descent" }
    }
}
