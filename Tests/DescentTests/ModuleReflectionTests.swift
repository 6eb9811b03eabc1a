import Descent
import Testing

/// Parameters are found wherever a module keeps them, or the module is refused: a part of a model is never
/// left untrained without a word.
@Suite struct ModuleReflectionTests {
    private struct Pair {
        let left = Tensor([1], requiresGrad: true)
        let layer = Linear(inFeatures: 1, outFeatures: 1, bias: false)
    }

    private final class Box {
        let inside = Tensor([2], requiresGrad: true)
        var me: Box?
    }

    private class Base: Module {
        let first = Tensor(1, requiresGrad: true)
        let data = [Float](repeating: 1, count: 1000)
        func callAsFunction(_ input: Tensor) -> Tensor { input }
    }

    private final class Everything: Base {
        let list = [Tensor(1, requiresGrad: true), Tensor(2), Tensor(3, requiresGrad: true)]
        let byName = [
            "b": Linear(inFeatures: 1, outFeatures: 1, bias: false),
            "a": Linear(inFeatures: 1, outFeatures: 1, bias: false),
        ]
        let pair = (Tensor(1, requiresGrad: true), scale: Tensor(2, requiresGrad: true))
        let optional: Linear? = Linear(inFeatures: 1, outFeatures: 1, bias: false)
        let none: Linear? = nil
        let structure = Pair()
        let box = Box()
        let layers: [any Module] = [Flatten(), Linear(inFeatures: 1, outFeatures: 1)]
        lazy var late = Linear(inFeatures: 1, outFeatures: 1, bias: false)
        let notTrained = Tensor([5])

        override init() {
            super.init()
            box.me = box
            _ = late
        }
    }

    @Test func parametersAreFoundEverywhere() {
        let everything = Everything()
        // What holds itself is not freed by itself.
        defer { everything.box.me = nil }
        #expect(
            everything.namedParameters.map(\.name) == [
                "first", "list.0", "list.2", "pair.0", "pair.scale", "structure.left", "box.inside",
                "byName.a.weight", "byName.b.weight", "optional.weight", "structure.layer.weight",
                "layers.1.weight", "layers.1.bias", "late.weight",
            ])
    }

    @Test func descriptionsShowTheParts() {
        let everything = Everything()
        defer { everything.box.me = nil }
        let text = everything.description
        #expect(text.hasPrefix("Everything(\n  (byName.a): Linear("))
        #expect(text.contains("  (late): Linear(inFeatures: 1, outFeatures: 1, bias: false)\n"))
    }

    #if compiler(>=6.2)
        private final class Lazy: Module {
            lazy var lin = Linear(inFeatures: 1, outFeatures: 1)
            lazy var cache: [Float] = []
            func callAsFunction(_ input: Tensor) -> Tensor { lin(input) }
        }

        private final class Ring: Module {
            var next: Ring?
            func callAsFunction(_ input: Tensor) -> Tensor { input }
        }

        @Test func lazyPropertiesAreRefusedUntilTheyAreUsed() async throws {
            let used = Lazy()
            _ = used(Tensor([1]))
            #expect(used.namedParameters.map(\.name) == ["lin.weight", "lin.bias"])
            let result = await #expect(processExitsWith: .failure, observing: standardError) {
                _ = Lazy().parameters
            }
            try expect(result, says: "lazy property 'lin'", "Make it a let")
        }

        @Test func aModuleThatContainsItselfIsRefused() async throws {
            let result = await #expect(processExitsWith: .failure, observing: standardError) {
                let ring = Ring()
                ring.next = Ring()
                ring.next!.next = ring
                _ = ring.parameters
            }
            try expect(result, says: "cannot contain itself, but this Ring does")
        }
    #endif
}
