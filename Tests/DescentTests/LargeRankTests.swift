import Foundation
import Testing

@testable import Arrays
@testable import Descent

/// Operations on more numbers than are computed at once, in shapes of any rank: the same bits as in one row.
@Suite struct LargeRankTests {
    private static let shapes = [
        [32_769], [8, 4096], [33, 10, 100], [32, 32, 32], [5, 11, 6, 100], [2, 3, 5, 11, 100],
    ]

    /// Where numbers can come from.
    enum Origin: Int, CaseIterable {
        case given, constant, view, transposed, computed

        func tensor(_ shape: [Int], _ seed: UInt64) -> Tensor {
            let count = shape.reduce(1, *)
            let numbers = Generator(seed: seed).rand(count + 1)
            return switch self {
            case .given: Tensor(Array(numbers.dropLast()), shape: shape)
            case .constant: .full(shape, numbers[0])
            case .view: Tensor(numbers)[1..<count + 1].reshaped(shape)
            case .transposed:
                Tensor(Array(numbers.dropLast()), shape: [count / shape[0], shape[0]]).transposed()
                    .reshaped(shape)
            case .computed: Tensor(Array(numbers.dropLast()), shape: shape) * 3
            }
        }
    }

    private static let operations: [(String, @Sendable (Tensor, Tensor) -> Tensor)] = [
        ("a + b", { $0 + $1 }), ("a - b", { $0 - $1 }), ("a * b", { $0 * $1 }),
        ("a / b", { $0 / $1 }),
        ("-a", { a, _ in -a }), ("2 - a", { a, _ in 2 - a }), ("a / 3", { a, _ in a / 3 }),
        ("a²", { a, _ in a.pow(2) }), ("a³", { a, _ in a.pow(3) }), ("√a", { a, _ in a.pow(0.5) }),
        ("aᵇ", { $0.pow($1) }), ("a²b - a", { $0.pow(2) * $1 - $0 }),
        ("(a - b)²", { ($0 - $1).pow(2) }), ("mean", { a, b in a * b.mean() }),
    ]

    /// Each operation meets each shape and each origin, and each shape each origin.
    @Test(arguments: shapes.indices)
    func everyOperationAgreesWithOneRow(shapeIndex: Int) throws {
        let shape = Self.shapes[shapeIndex]
        for (index, (name, operation)) in Self.operations.enumerated() {
            let origin = Origin(rawValue: (shapeIndex + index) % Origin.allCases.count)!
            let (a, b) = (origin.tensor(shape, 1), origin.tensor(shape, 2))
            func run(_ shape: [Int]) throws -> [[Float]] {
                let x = Tensor(a.scalars, shape: shape, requiresGrad: true)
                let y = Tensor(b.scalars, shape: shape, requiresGrad: true)
                let result = operation(x, y)
                let loss = result.mean()
                loss.backward()
                let plain = operation(a.reshaped(shape), b.reshaped(shape))
                #expect(plain.shape == result.shape)
                let gradients = [x.grad, y.grad].compactMap { $0 }
                #expect(gradients.allSatisfy { $0.shape == shape })
                let all = [result, plain, loss, plain.sum(), (plain - a.reshaped(shape)).mean()]
                return (all + gradients).map { $0.scalars }
            }
            let (one, many) = (try run([shape.reduce(1, *)]), try run(shape))
            #expect(one.count >= 6 && one.count == many.count)
            #expect(zip(one, many).allSatisfy(sameBits), "\(name), \(origin)")
            #expect(sameBits(one[0], one[1]), "\(name), \(origin), recorded and not")
        }
    }

    @Test func theReportedProgramsRun() {
        #expect(Tensor.ones([33, 10, 100]).pow(2).sum().item() == 33_000)
        let a = Tensor.ones([33, 10, 100])
        let b = Tensor.ones([33, 10, 100], requiresGrad: true)
        (a - b).sum().backward()
        #expect(b.grad!.scalars.allSatisfy { $0 == -1 })
        #expect((2 - a).mean().item() == 1)
        #expect(Functional.mseLoss(.zeros([33, 10, 100]), .ones([33, 10, 100])).item() == 1)
        let optimizer = SGD([b], learningRate: 0.5, weightDecay: 1)
        optimizer.step()
        #expect(b.scalars.allSatisfy { $0 == 1 })
    }

    /// A sum over a column that is the same everywhere, and products of large matrices with few columns.
    @Test(arguments: 1...5) func tallMatrices(columns: Int) throws {
        let rows = 40_000
        let numbers = Generator(seed: 3).rand(rows * columns)
        let x = Tensor(numbers, shape: [rows, columns])
        let w = Tensor(Generator(seed: 4).rand(columns), shape: [columns, 1], requiresGrad: true)
        let product = x.matmul(w)
        product.sum().backward()
        let weights = w.scalars
        for row in [0, 1, rows - 1] {
            let right = sum(columns) { numbers[row * columns + $0] * weights[$0] }
            #expect(product.scalars[row] == right)
        }
        let gradient = try #require(w.grad).scalars
        for column in 0..<columns {
            #expect(gradient[column] == sum(rows) { numbers[$0 * columns + column] })
        }
    }

    // MARK: - What is put off

    private func isPutOff(_ tensor: Tensor) -> Bool {
        switch tensor.array.content {
        case .expression(let expression): expression.computed == nil
        case .sums(let sums): sums.computed == nil
        default: false
        }
    }

    /// What autograd records is put off until the end of backward(). What it does not record stays open only
    /// while that keeps a single array alive, as the results would; and what is used again and again is
    /// computed and kept.
    @Test func whatStaysOpenKeepsNoMoreAlive() throws {
        let x = Tensor([Float](repeating: 1, count: 40_000))
        let y = 2 * x
        #expect(isPutOff(y) && isPutOff(3 - y.pow(2)) && isPutOff(x.pow(3)))
        #expect(!isPutOff(y.sum()) && !isPutOff(y.mean()))
        #expect(!isPutOff(x + y) && !isPutOff(y * x.pow(2)))

        let w = Tensor(1, requiresGrad: true)
        let many = Tensor([Float](repeating: 1, count: 40_000), requiresGrad: true)
        let z = 2 * x
        for epoch in 1...3 {
            let loss = (w * x * many - z).pow(2).mean()
            #expect(isPutOff(loss))
            loss.backward()
            #expect(!isPutOff(loss))
            #expect(try !isPutOff(#require(w.grad)) && !isPutOff(#require(many.grad)))
            withNoGrad { many -= 0.1 * many.grad! }
            w.zeroGrad()
            many.zeroGrad()
            #expect(!isPutOff(many) && isPutOff(z) == (epoch < 3))
        }
        #expect(z.scalars == [Float](repeating: 2, count: 40_000))
        #expect(withNoGrad { isPutOff(w * x) && !isPutOff(w * x * many) })
        #expect(!isPutOff((w * x).detached()))
    }

    /// The limit on threads belongs to the work, wherever it is asked for.
    @Test func workThatIsPutOffKeepsItsThreads() {
        let x = Tensor([Float](repeating: 1, count: 200_000))
        let w = Tensor(1, requiresGrad: true)
        let product = withThreads(1) { w * x }
        let more = withThreads(3) { product + x }
        for (tensor, threads) in [(product, 1), (more, 1), (withThreads(.max) { w * x }, Int.max)] {
            guard case .expression(let expression) = tensor.array.content else {
                Issue.record("It is not put off.")
                continue
            }
            #expect(expression.threads == threads)
        }
        #expect(more.sum().item() == 400_000)
        #expect(withThreads(.max) { (w * x).sum().item() } == 200_000)
    }

    /// A chain of operations is computed in parts: what follows one is recursive.
    @Test func longChainsFitOnASmallStack() {
        nonisolated(unsafe) var result: Float?
        let finished = DispatchSemaphore(value: 0)
        let thread = Thread {
            var value = Tensor([Float](repeating: 1, count: 32_769))
            for _ in 0..<1500 { value = value + 1 }
            result = value.scalars.last
            finished.signal()
        }
        thread.stackSize = 256 << 10
        thread.start()
        finished.wait()
        #expect(result == 1501)
    }

    /// Graphs of large arrays, as wide as they may be, on the small stack of a thread.
    @Test func wideGraphsFitOnASmallStack() {
        let x = Tensor([Float](repeating: 1, count: 33_000))
        let w = Tensor(1, requiresGrad: true)
        nonisolated(unsafe) var gradient: Float?
        nonisolated(unsafe) let (input, weight) = (x, w)
        let finished = DispatchSemaphore(value: 0)
        let thread = Thread {
            var terms = (0..<1000).map { weight * input * Float($0 % 7) }
            while terms.count > 1 {
                terms = stride(from: 0, to: terms.count, by: 2).map { i in
                    i + 1 < terms.count ? terms[i] + terms[i + 1] : terms[i]
                }
            }
            let loss = terms[0].mean()
            terms = []
            loss.backward()
            gradient = weight.grad?.item()
            finished.signal()
        }
        thread.stackSize = 512 << 10
        thread.start()
        finished.wait()
        #expect(abs((gradient ?? 0) - Float((0..<1000).reduce(0) { $0 + $1 % 7 })) < 0.01)
    }
}
