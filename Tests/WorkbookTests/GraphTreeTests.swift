import Descent
import Testing

@testable import Classroom
@testable import Exercises
@testable import Files
@testable import Looking
@testable import System
@testable import Words
@testable import Workbook

/// Graphs that no lesson has: with values that are used several times, and very long ones.
@Suite struct GraphTreeTests {
    private func graph(
        _ constants: [(name: String, values: [Float])] = [], _ loss: (Tensor) -> Tensor
    ) throws -> RecordedGraph {
        let w = Tensor([1, 2], requiresGrad: true)
        let recorder = Recorder(.init(recorded: [1]), lastEpoch: 1)
        withTape(recorder.tape) {
            recorder.begin(1)
            let loss = loss(w)
            loss.backward()
            recorder.look(
                Update(epoch: 1, loss: loss, parameters: [Parameter("w", w)]))
        }
        recorder.finish(EpochRecord(epoch: 1, loss: 0, parameters: []))
        return try #require(RecordedGraph(recorder.run[1][0], constants))
    }

    @Test func valuesThatAreUsedTwiceAreMarked() throws {
        let graph = try graph { w in
            let square = w * w
            return (square + square).sum()
        }
        #expect(
            graph.tree == [
                "                      shape  value  gradient",
                "L = sum(v₂)           []     10     1",
                "└ v₂ = v₁ + v₁        [2]    [2 8]  [1 1]",
                "  ├ v₁ = w·w ×2       [2]    [1 4]  [2 2]",
                "  │ ├ w ×2            [2]    [1 2]  [4 8]",
                "  │ └ w ×2            [2]    [1 2]  [4 8]",
                "  └ v₁ ×2, see above",
            ])
        #expect(graph.values.map(\.uses) == [2, 2, 1, 0])
        // An operation that uses a value twice has two arrows from it.
        let layout = GraphLayout(graph, widths: [50, 50, 50, 50])
        #expect(layout.arrows == [[0, 1], [0, 1], [1, 2], [1, 2], [2, 3]])
        #expect(layout.rows == [[0], [1], [2], [3]])
    }

    @Test func everyOperationIsWritten() throws {
        let x = Tensor([3, 5])
        let graph = try graph([("x", [3, 5])]) { w in
            let a = (-(w / x) - 0.5).pow(3) + (x / w).pow(2.5)
            let b = a.reshaped([1, 2]).matmul(w) * x.pow(w).matmul(x.reshaped([2, 1]))
            return b.transposed().mean() + w[0..<1].sum() + Tensor(2) * w.pow([2, 1]).sum()
        }
        let expressions = graph.values.compactMap(\.expression)
        #expect(
            expressions == [
                "w/x", "−v₁", "v₂ − 0.500", "v₃³", "x/w", "v₅^2.500", "v₄ + v₆", "v₇ reshaped",
                "v₈ @ w", "x^w", "v₁₀ @ x", "v₉·v₁₁", "v₁₂ᵀ", "mean(v₁₃)", "rows of w",
                "sum(v₁₅)", "v₁₄ + v₁₆", "w^[2 1]", "sum(v₁₈)", "2·v₁₉", "v₁₇ + v₂₀",
            ])
        let derivatives = graph.values.flatMap { $0.operands.map(\.derivative) }
        #expect(
            derivatives == [
                "1/x", "−w/x²", "−1", "1", "3·v₃²", "1/w", "−x/w²", "2.500·v₅^(2.500 − 1)",
                "1", "1", "1, at its position", "wᵀ", "v₈ᵀ", "w·x^(w − 1)", "x^w·ln x", "xᵀ",
                "v₁₀ᵀ", "v₁₁", "v₉", "1, transposed", "1/1", "1, at its position", "1", "1", "1",
                "[2 1]·w^([2 1] − 1)", "w^[2 1]·ln w", "1", "2", "1", "1",
            ])
    }

    @Test func longGraphsFitTheScreen() throws {
        let graph = try graph { w in
            var value = w
            for _ in 0..<3000 { value = value + 1 }
            return value.sum()
        }
        let lines = graph.tree
        #expect(lines.count == 3003)
        #expect(lines.allSatisfy { $0.count <= 80 })
    }

    @Test func operationsThatTheLossDoesNotNeedAreLeftOut() throws {
        let graph = try graph { w in
            _ = (w + 5).sum()
            return w.sum()
        }
        #expect(graph.values.map(\.name) == ["w", "L"])
    }
}
