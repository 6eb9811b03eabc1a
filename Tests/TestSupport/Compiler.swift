import Foundation

/// The compiler of the toolchain that built these tests.
public enum Compiler {
    private static let url: URL? = {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
        return path.split(separator: ":").map { URL(fileURLWithPath: "\($0)/swiftc") }
            .first { FileManager.default.isExecutableFile(atPath: $0.path) }
    }()

    /// Modules are compiled once, for all programs of a run.
    private static let cache = FileManager.default.temporaryDirectory
        .appendingPathComponent("modules-\(ProcessInfo.processInfo.processIdentifier)")

    /// Whether there is one.
    public static var exists: Bool { url != nil }

    /// What the compiler says of a program.
    ///
    /// - Parameter mode: how far it goes: `-typecheck`, or `-emit-sil` to find data races, too.
    public static func check(
        _ program: String, _ mode: String = "-typecheck"
    ) throws -> (status: Int32, message: String) {
        let result = try check(
            ["Program": program],
            [mode, "-parse-as-library"] + (mode == "-typecheck" ? [] : ["-o", "/dev/null"]))
        return (result.status, result.messages)
    }

    /// What the compiler says of the files of one module.
    ///
    /// - Parameters:
    ///   - files: their texts, by names without an ending.
    ///   - arguments: how far it goes, and what else it is told.
    public static func check(
        _ files: [String: String], _ arguments: [String]
    ) throws -> (status: Int32, messages: String) {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("compiler-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        for (name, text) in files {
            try "\(text)\n".write(
                to: folder.appendingPathComponent("\(name).swift"), atomically: true,
                encoding: .utf8)
        }
        let process = Process()
        process.executableURL = url
        process.currentDirectoryURL = folder
        let modules = try Program.executable("part1").deletingLastPathComponent()
            .appendingPathComponent("Modules")
        process.arguments =
            arguments + [
                "-swift-version", "6", "-module-cache-path", cache.path, "-I", modules.path,
            ] + files.keys.sorted().map { "\($0).swift" }
        let pipe = Pipe()
        process.standardError = pipe
        try process.run()
        let data = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: data, as: UTF8.self))
    }
}
