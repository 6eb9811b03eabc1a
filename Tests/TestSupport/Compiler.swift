import Foundation

/// The compiler of the toolchain that built these tests.
public enum Compiler {
    private static let url: URL? = {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
        return path.split(separator: ":").map { URL(fileURLWithPath: "\($0)/swiftc") }
            .first { FileManager.default.isExecutableFile(atPath: $0.path) }
    }()

    /// True if there is one.
    public static var exists: Bool { url != nil }

    /// Everything that is compiled while the tests run; the folder goes when they end.
    private static let folder: URL = {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("compiler-\(ProcessInfo.processInfo.processIdentifier)")
        try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        atexit { try? FileManager.default.removeItem(at: Compiler.folder) }
        return folder
    }()

    private static func products() throws -> URL {
        try Program.executable("part1").deletingLastPathComponent()
    }

    /// Checks a program: its status, and what the compiler says.
    ///
    /// - Parameter mode: how far it goes: `-typecheck`, or `-emit-sil` to find data races, too.
    public static func check(
        _ program: String, _ mode: String = "-typecheck"
    ) throws -> (status: Int32, message: String) {
        let output = mode == "-typecheck" ? [] : ["-o", "/dev/null"]
        let result = try check(["Program": program], [mode, "-parse-as-library"] + output)
        return (result.status, result.messages)
    }

    /// Checks the files of one module: the compiler's status, and what it says.
    ///
    /// - Parameters:
    ///   - files: their texts, by names without an ending.
    ///   - arguments: how far it goes, and what else it is told.
    public static func check(
        _ files: [String: String], _ arguments: [String]
    ) throws -> (status: Int32, messages: String) {
        let folder = folder.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let sources = files.keys.sorted().map { "\($0).swift" }
        for (name, text) in files { try write(text, to: "\(name).swift", in: folder) }
        return try run(arguments + sources, in: folder)
    }

    /// Builds a program from sources and the modules of the package, in one call of the compiler.
    static func build(_ sources: [String: String], named name: String) throws -> URL {
        for (file, source) in sources { try write(source, to: file, in: folder) }
        let products = try products()
        var objects: [String] = []
        for module in modules {
            // Not what was built of a file that is gone.
            let files = FileManager.default.enumerator(
                at: Reference.package.appendingPathComponent("Sources/\(module)"),
                includingPropertiesForKeys: nil)
            for case let file as URL in files ?? .init() where file.pathExtension == "swift" {
                objects.append("\(products.path)/\(module).build/\(file.lastPathComponent).o")
            }
        }
        let result = try run(
            ["-Onone", "-wmo", "-suppress-warnings", "-module-name", "edits", "-o", name]
                + sources.keys.sorted() + objects.sorted(), in: folder)
        guard result.status == 0 else { throw DoesNotCompile(messages: result.messages) }
        return folder.appendingPathComponent(name)
    }

    /// The modules that a lesson needs: everything under `Sources` besides the parts.
    private static let modules: [String] = {
        let sources = Reference.package.appendingPathComponent("Sources").path
        let names = (try? FileManager.default.contentsOfDirectory(atPath: sources)) ?? []
        return names.filter { !$0.hasPrefix("part") && !$0.hasPrefix(".") }.sorted()
    }()

    struct DoesNotCompile: Error {
        var messages: String
    }

    private static func write(_ source: String, to name: String, in folder: URL) throws {
        try "\(source)\n".write(
            to: folder.appendingPathComponent(name), atomically: true, encoding: .utf8)
    }

    private static func run(
        _ arguments: [String], in place: URL
    ) throws -> (status: Int32, messages: String) {
        let process = Process()
        process.executableURL = url
        process.currentDirectoryURL = place
        process.arguments =
            arguments + [
                "-swift-version", "6", "-module-cache-path",
                folder.appendingPathComponent("cache").path, "-I",
                try products().appendingPathComponent("Modules").path,
            ]
        let pipe = Pipe()
        process.standardError = pipe
        try process.run()
        let data = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: data, as: UTF8.self))
    }
}
