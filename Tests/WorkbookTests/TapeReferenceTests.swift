import Descent
import TestSupport
import Testing

/// What the tape keeps, beside the values and gradients that PyTorch keeps of the same graphs.
@Suite struct TapeReferenceTests {
    struct Recording: Decodable, Sendable {
        var graphs: [Graph]
    }

    struct Graph: Decodable, Sendable {
        var name: String
        var inputs: [String: Entry]
        var operations: [Entry]

        func tensor(_ name: String, _ shape: [Int]) -> Tensor {
            let entry = inputs[name]!
            return Tensor(
                entry.value_bits.floats, shape: shape, requiresGrad: entry.gradient_bits != nil)
        }
    }

    struct Entry: Decodable, Sendable {
        var name: String?
        var value_bits: Bits
        var gradient_bits: Bits?
    }

    private static let recording: Recording = Reference.load("looking.json")

    private func graph(_ name: String) throws -> Graph {
        try #require(Self.recording.graphs.first { $0.name == name })
    }

    /// Compares every operation in turn, and the gradients of the leaves.
    ///
    /// PyTorch adds up the products of a matrix in an order of its own, so behind one the last place
    /// can differ.
    private func compare(
        _ graph: Graph, leaves: [String: [Int]], tolerance: Double = 0,
        _ loss: ([String: Tensor]) -> Tensor
    ) throws {
        var tensors: [String: Tensor] = [:]
        for (name, shape) in leaves { tensors[name] = graph.tensor(name, shape) }
        let tape = Tape()
        withTape(tape) { loss(tensors).backward() }
        let operations = tape.entries.filter { $0.name != "leaf" }
        try #require(operations.count == graph.operations.count)
        for (ours, theirs) in zip(operations, graph.operations) {
            // PyTorch's has a number where an operation occurs several times.
            #expect(theirs.name?.prefix { !$0.isNumber } == ours.name[...])
            #expect(Bits(ours.value.scalars) == theirs.value_bits, "\(ours.name)")
            try compare(ours.gradient, theirs.gradient_bits, tolerance, ours.name)
        }
        var compared = 0
        for (name, tensor) in tensors {
            guard let gradient = graph.inputs[name]?.gradient_bits else { continue }
            let entry = try #require(tape.entries.first { $0.isValue(of: tensor) })
            try compare(entry.gradient, gradient, tolerance, name)
            #expect(tensor.grad?.scalars == entry.gradient?.scalars)
            compared += 1
        }
        #expect(compared == graph.inputs.values.filter { $0.gradient_bits != nil }.count)
    }

    private func compare(
        _ ours: Tensor?, _ theirs: Bits?, _ tolerance: Double, _ name: String
    ) throws {
        let (ours, theirs) = try (#require(ours).scalars, #require(theirs))
        if tolerance == 0 {
            #expect(Bits(ours) == theirs, "\(name)")
        } else {
            let difference = try #require(relativeDifference(ours, theirs.floats))
            #expect(difference < tolerance, "\(name)")
        }
    }

    @Test func line() throws {
        try compare(graph("line"), leaves: ["w": [], "x": [4], "y": [4]]) { v in
            (v["w"]! * v["x"]! - v["y"]!).pow(2).mean()
        }
    }

    @Test func crops() throws {
        try compare(
            graph("crops"), leaves: ["w": [2, 3], "b": [2], "x": [5, 3], "y": [5, 2]],
            tolerance: 3e-7
        ) { v in
            (v["x"]!.matmul(v["w"]!.transposed()) + v["b"]! - v["y"]!).pow(2).mean()
        }
    }

    @Test func sine() throws {
        let shapes = ["a": [], "b": [], "c": [], "d": [], "x": [16], "y": [16]]
        try compare(graph("sine"), leaves: shapes) { v in
            let x = v["x"]!
            let cubic = v["a"]! + v["b"]! * x + v["c"]! * x.pow(2) + v["d"]! * x.pow(3)
            return (cubic - v["y"]!).pow(2).sum()
        }
    }

    @Test func valuesThatAreUsedTwice() throws {
        try compare(graph("twice"), leaves: ["a": [3], "x": [3]]) { v in
            let product = v["a"]! * v["x"]!
            return (product * v["a"]! + product).sum()
        }
    }
}
