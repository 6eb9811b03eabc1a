import Foundation
import TestSupport
import Testing

/// What tasks must not share, the compiler refuses.
@Suite struct SharingTests {
    /// The compiler of the toolchain that built these tests.
    private static let compiler: URL? = {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
        return path.split(separator: ":").map { URL(fileURLWithPath: "\($0)/swiftc") }
            .first { FileManager.default.isExecutableFile(atPath: $0.path) }
    }()

    /// What the compiler says of a program.
    private func compile(_ body: String) throws -> (status: Int32, message: String) {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("sharing-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appendingPathComponent("Program.swift")
        try "import Descent\n\(body)\n".write(to: file, atomically: true, encoding: .utf8)
        let process = Process()
        process.executableURL = Self.compiler
        let modules = try Program.executable("part1").deletingLastPathComponent()
            .appendingPathComponent("Modules")
        process.arguments = [
            "-emit-sil", "-o", "/dev/null", "-swift-version", "6", "-module-cache-path",
            folder.path, "-I",
            modules.path, file.path,
        ]
        let pipe = Pipe()
        process.standardError = pipe
        try process.run()
        let data = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: data, as: UTF8.self))
    }

    @Test(.enabled(if: compiler != nil)) func whatLeadsToATensorIsRefused() throws {
        let uses = [
            ("Tape", "_ = value.entries.count"), ("Tape.Entry", "_ = value.value.item()"),
            ("Tensor", "value.fill(1)"), ("SGD", "value.step()"),
            ("Linear", "_ = value(.ones([1]))"),
            ("FunctionContext", "_ = value.saved"), ("TensorDataset", "_ = value[0..<1]"),
            ("DataLoader", "_ = value.count"), ("Sequential", "value.zeroGrad()"),
        ]
        let functions = uses.enumerated().map { index, use in
            """
            func share\(index)(_ value: \(use.0)) async {
                await withTaskGroup(of: Void.self) { group in
                    for _ in 0..<4 { group.addTask { \(use.1) } }
                }
            }
            """
        }
        let result = try compile(functions.joined(separator: "\n"))
        #expect(result.status != 0)
        let races = result.message.split(separator: "\n").filter {
            $0.contains("error: ") && $0.contains("Program.swift") && $0.contains("data race")
        }
        #expect(races.count == uses.count, "\(result.message)")
    }

    @Test(.enabled(if: compiler != nil)) func ownTensorsAreAllowed() throws {
        let result = try compile(
            """
            func train() async -> Float {
                await withTaskGroup(of: Float.self) { group in
                    for seed in 0..<4 {
                        group.addTask {
                            withGenerator(Generator(seed: UInt64(seed))) {
                                let w = Tensor.randn([1], requiresGrad: true)
                                (w * w).sum().backward()
                                return w.grad!.item()
                            }
                        }
                    }
                    return await group.reduce(0, +)
                }
            }
            """)
        #expect(result.status == 0, "\(result.message)")
    }
}
