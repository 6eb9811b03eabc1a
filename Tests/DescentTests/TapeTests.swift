import Descent
import Testing

@Suite struct TapeTests {
    private let x = Tensor([1, 2, 3, 4])
    private let y = Tensor([2, 4, 6, 8])

    @Test func tapeKeepsOperationsValuesAndGradients() {
        let w = Tensor(0, requiresGrad: true)
        let tape = Tape()
        let loss = withTape(tape) {
            let loss = (w * x - y).pow(2).mean()
            loss.backward()
            return loss
        }
        let entries = tape.entries
        #expect(entries.map(\.name) == ["leaf", "mul", "sub", "pow", "mean"])
        #expect(
            entries.map { $0.operands.map(\.entry) } == [[], [0, nil], [1, nil], [2, nil], [3]])
        #expect(entries[1].operands.map(\.value.scalars) == [[0], [1, 2, 3, 4]])
        #expect(
            entries.map(\.value.scalars) == [
                [0], [0, 0, 0, 0], [-2, -4, -6, -8], [4, 16, 36, 64], [30],
            ])
        #expect(
            entries.map { $0.gradient?.scalars }
                == [[-30], [-1, -2, -3, -4], [-1, -2, -3, -4], [0.25, 0.25, 0.25, 0.25], [1]])
        #expect(entries[1].passed.map { $0?.scalars } == [[-30], nil])
        #expect(w.grad?.scalars == [-30])
        #expect(entries.map { $0.isValue(of: w) } == [true, false, false, false, false])
        #expect(entries.map { $0.isValue(of: loss) } == [false, false, false, false, true])
        #expect(!entries.contains { $0.isValue(of: x) })
    }

    @Test func gradientsOfSeveralUsesAreKeptApart() {
        let a = Tensor([1, 2], requiresGrad: true)
        let tape = Tape()
        withTape(tape) { (a * Tensor([3, 4]) + a * a).sum().backward() }
        let entries = tape.entries
        #expect(entries.map(\.name) == ["leaf", "mul", "mul", "add", "sum"])
        #expect(entries[0].gradient?.scalars == [5, 8])
        #expect(entries[1].passed.map { $0?.scalars } == [[3, 4], nil])
        #expect(entries[2].passed.map { $0?.scalars } == [[1, 2], [1, 2]])
        #expect(a.grad?.scalars == [5, 8])
    }

    @Test func onlyWhatIsRecordedIsKept() {
        let a = Tensor(2, requiresGrad: true)
        let tape = Tape()
        withTape(tape) {
            withNoGrad { _ = a * a }
            #expect(tape.entries.isEmpty)
            _ = x * y
            #expect(tape.entries.isEmpty)
            tape.isRecording = false
            (a * a).backward()
            #expect(tape.entries.isEmpty)
            tape.isRecording = true
            _ = a + 1
            #expect(tape.entries.map(\.name) == ["leaf", "add"])
            tape.clear()
            #expect(tape.entries.isEmpty)
        }
        _ = a * a
        #expect(tape.entries.isEmpty)
        #expect(a.grad?.item() == 4)
    }

    @Test func tapeChangesNoBit() {
        func gradients() -> [[UInt32]] {
            withGenerator(Generator(seed: 3)) {
                let a = Tensor.randn([5, 3], requiresGrad: true)
                let b = Tensor.randn([3], requiresGrad: true)
                let c = a * b + b
                ((c - a).pow(3) / (b * b + 1) + c.matmul(a.transposed()).sum()).mean().backward()
                return [a.grad!, b.grad!].map { $0.scalars.map(\.bitPattern) }
            }
        }
        let watched = withTape(Tape()) { gradients() }
        #expect(watched == gradients())
        #expect(watched.map(\.count) == [15, 3])
    }

    @Test func customFunctionsAreOneEntry() {
        let a = Tensor([1, 2, 3], requiresGrad: true)
        let tape = Tape()
        withTape(tape) { Doubled.apply(a).sum().backward() }
        #expect(tape.entries.map(\.name) == ["leaf", "Doubled", "sum"])
        #expect(tape.entries[1].passed.map { $0?.scalars } == [[2, 2, 2]])
    }

    private enum Doubled: CustomFunction {
        static func forward(context: FunctionContext, _ inputs: [Tensor]) -> Tensor {
            inputs[0] * 2
        }
        static func backward(context: FunctionContext, _ gradient: Tensor) -> [Tensor?] {
            [gradient * 2]
        }
    }
}
