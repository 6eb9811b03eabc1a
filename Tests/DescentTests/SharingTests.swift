import Foundation
import TestSupport
import Testing

/// What tasks must not share, the compiler refuses.
@Suite struct SharingTests {
    private func compile(_ body: String) throws -> (status: Int32, message: String) {
        try Compiler.check("import Descent\n\(body)", "-emit-sil")
    }

    @Test(.enabled(if: Compiler.exists)) func whatLeadsToATensorIsRefused() throws {
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
            $0.contains(".swift:") && $0.contains("error: ") && $0.contains("data race")
        }
        #expect(races.count == uses.count, "\(result.message)")
    }

    @Test(.enabled(if: Compiler.exists)) func ownTensorsAreAllowed() throws {
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
