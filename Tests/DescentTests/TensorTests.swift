import Descent
import TestSupport
import Testing

/// Making tensors, changing their shapes and their numbers.
@Suite struct TensorTests {
    // MARK: - Creation

    @Test func creation() {
        check(Tensor(3), [], [3])
        check(Tensor([1, 2, 3]), [3], [1, 2, 3])
        check(Tensor([[1, 2], [3, 4], [5, 6]]), [3, 2], [1, 2, 3, 4, 5, 6])
        check(Tensor([1, 2, 3, 4, 5, 6], shape: [1, 3, 2]), [1, 3, 2], [1, 2, 3, 4, 5, 6])
        check(Tensor([7], shape: []), [], [7])
        check(Tensor([], shape: [0, 3]), [0, 3], [])
        check(Tensor([[], []]), [2, 0], [])
        check(.full([2, 2], 7), [2, 2], [7, 7, 7, 7])
        check(.zeros([3]), [3], [0, 0, 0])
        check(.ones([]), [], [1])
        check(.ones([2, 0]), [2, 0], [])
    }

    @Test func creationWithGradient() {
        let tensors = [
            Tensor(1, requiresGrad: true), Tensor([1], requiresGrad: true),
            Tensor([[1]], requiresGrad: true), Tensor([1], shape: [1], requiresGrad: true),
            .full([1], 1, requiresGrad: true), .zeros([1], requiresGrad: true),
            .ones([1], requiresGrad: true), .randn([1], requiresGrad: true),
            .rand([1], requiresGrad: true),
        ]
        #expect(tensors.count == 9)
        #expect(tensors.allSatisfy { $0.requiresGrad && $0.isLeaf && $0.grad == nil })
        #expect(!Tensor(1).requiresGrad && !Tensor.zeros([1]).requiresGrad)
    }

    @Test func shapes() {
        let tensor = Tensor.zeros([2, 3, 4])
        #expect(tensor.shape == [2, 3, 4])
        #expect(tensor.rank == 3)
        #expect(tensor.count == 24)
        #expect(Tensor(1).rank == 0)
        #expect(Tensor(1).count == 1)
        #expect(Tensor.zeros([0, 3]).count == 0)
    }

    @Test func items() {
        #expect(Tensor(0.1).item() == 0.1)
        #expect(Tensor([2]).item() == 2)
        #expect(Tensor([[3]], requiresGrad: true).item() == 3)
    }

    @Test func randomTensors() {
        let generator = Generator(seed: 5)
        let normal = Tensor.randn([2, 3], generator: generator)
        let uniform = Tensor.rand([4], generator: generator)
        let other = Generator(seed: 5)
        check(normal, [2, 3], other.randn(6))
        check(uniform, [4], other.rand(4))
        let current = withGenerator(Generator(seed: 5)) { Tensor.randn([2, 3]) }
        check(current, [2, 3], normal.scalars)
    }

    struct Sine: Decodable {
        let data: [Data]

        struct Data: Decodable {
            let points: Int
            let x_bits: Bits
        }
    }

    /// PyTorch's π is a Float64; rounded to Float32 it is a little larger than `Float.pi`.
    @Test func linspaceAsInPyTorch() {
        let data = Reference.load("sine.json", as: Sine.self).data
        #expect(data.map(\.points) == [2000, 500, 17])
        let pi = Float(Double.pi)
        for recorded in data {
            let x = Tensor.linspace(-pi, pi, recorded.points)
            #expect(x.shape == [recorded.points])
            #expect(Bits(x.scalars) == recorded.x_bits, "\(recorded.points) points")
        }
    }

    @Test func linspace() {
        check(.linspace(0, 1, 5), [5], [0, 0.25, 0.5, 0.75, 1])
        check(.linspace(1, -1, 3), [3], [1, 0, -1])
        check(.linspace(2, 3, 2), [2], [2, 3])
        check(.linspace(2, 3, 1), [1], [2])
        check(.linspace(2, 3, 0), [0], [])
        check(.linspace(4, 4, 3), [3], [4, 4, 4])
    }

    @Test func descriptions() {
        #expect("\(Tensor(0.1))" == "Tensor(0.1)")
        #expect("\(Tensor([1, -2.5]))" == "Tensor([1.0, -2.5])")
        #expect(
            "\(Tensor([[1, 2], [3, 4]], requiresGrad: true))"
                == "Tensor([[1.0, 2.0], [3.0, 4.0]], requiresGrad: true)")
        #expect("\(Tensor([1, 2], shape: [2, 1, 1]))" == "Tensor([[[1.0]], [[2.0]]])")
        #expect("\(Tensor.zeros([0, 3]))" == "Tensor([], shape: [0, 3])")
        #expect("\(Tensor.zeros([2, 0]))" == "Tensor([[], []])")
        #expect("\(Tensor([.infinity, .nan]))" == "Tensor([inf, nan])")
    }

    // MARK: - Shapes

    @Test func reshaped() {
        let x = Tensor([1, 2, 3, 4, 5, 6])
        check(x.reshaped([2, 3]), [2, 3], x.scalars)
        check(x.reshaped([3, -1]), [3, 2], x.scalars)
        check(x.reshaped([-1, 1]), [6, 1], x.scalars)
        check(x.reshaped([2, 3]).reshaped([-1]), [6], x.scalars)
        check(Tensor([5]).reshaped([]), [], [5])
        check(Tensor(5).reshaped([-1]), [1], [5])
        check(Tensor(5).reshaped([1, 1]), [1, 1], [5])
        check(Tensor.zeros([0, 3]).reshaped([-1, 3]), [0, 3], [])
    }

    @Test func unsqueezed() {
        let x = Tensor([[1, 2, 3], [4, 5, 6]])
        let shapes = (-3...2).map { x.unsqueezed($0).shape }
        #expect(
            shapes == [[1, 2, 3], [2, 1, 3], [2, 3, 1], [1, 2, 3], [2, 1, 3], [2, 3, 1]])
        check(Tensor([1, 2]).unsqueezed(-1), [2, 1], [1, 2])
        check(Tensor(1).unsqueezed(0), [1], [1])
    }

    @Test func flattened() {
        let x = Tensor((0..<24).map { Float($0) }, shape: [2, 3, 4])
        check(x.flattened(), [24], x.scalars)
        check(x.flattened(startDim: 1), [2, 12], x.scalars)
        check(x.flattened(endDim: 1), [6, 4], x.scalars)
        check(x.flattened(startDim: -2, endDim: -2), [2, 3, 4], x.scalars)
        check(Tensor(1).flattened(), [1], [1])
        check(Tensor.zeros([0, 3]).flattened(), [0], [])
    }

    @Test func transposed() {
        check(Tensor([[1, 2, 3], [4, 5, 6]]).transposed(), [3, 2], [1, 4, 2, 5, 3, 6])
        check(Tensor([[1, 2, 3]]).transposed(), [3, 1], [1, 2, 3])
        check(Tensor([[1], [2]]).transposed(), [1, 2], [1, 2])
        check(Tensor([1, 2]).transposed(), [2], [1, 2])
        check(Tensor(1).transposed(), [], [1])
        check(Tensor.zeros([0, 3]).transposed(), [3, 0], [])
    }

    @Test func matrixProducts() {
        let m = Tensor([[1, 2, 3], [4, 5, 6]])
        let v = Tensor([1, 10, 100])
        check(v.matmul(v), [], [10_101])
        check(m.matmul(v), [2], [321, 654])
        check(Tensor([1, 10]).matmul(m), [3], [41, 52, 63])
        check(m.matmul(m.transposed()), [2, 2], [14, 32, 32, 77])
        check(Tensor([[1], [2]]).matmul(Tensor([[3, 4]])), [2, 2], [3, 4, 6, 8])
        check(Tensor.zeros([2, 0]).matmul(.zeros([0, 3])), [2, 3], [0, 0, 0, 0, 0, 0])
        check(Tensor.zeros([0, 2]).matmul(.zeros([2, 3])), [0, 3], [])
    }

    @Test func sumsAlongAxes() {
        let x = Tensor((1...12).map { Float($0) }, shape: [2, 3, 2])
        check(x.sum(), [], [78])
        check(x.sum(axis: 0), [3, 2], [8, 10, 12, 14, 16, 18])
        check(x.sum(axis: 1), [2, 2], [9, 12, 27, 30])
        check(x.sum(axis: -1), [2, 3], [3, 7, 11, 15, 19, 23])
        check(x.sum(axis: -2, keepingAxis: true), [2, 1, 2], [9, 12, 27, 30])
        check(x.mean(), [], [6.5])
    }

    // MARK: - Arithmetic

    @Test func broadcasting() {
        let row = Tensor([1, 2, 3])
        let column = Tensor([[10], [20]])
        check(row + column, [2, 3], [11, 12, 13, 21, 22, 23])
        check(column - row, [2, 3], [9, 8, 7, 19, 18, 17])
        check(row * Tensor(2), [3], [2, 4, 6])
        check(Tensor([[6]]) / row, [1, 3], [6, 3, 2])
        check(Tensor([1, 2], shape: [2, 1, 1]) * column, [2, 2, 1], [10, 20, 20, 40])
        check(Tensor([1]) + Tensor.zeros([0]), [0], [])
        check(Tensor.zeros([0, 1]) * row, [0, 3], [])
    }

    @Test func plainNumbers() {
        let x = Tensor([1, 2, 4])
        check(x + 1, [3], [2, 3, 5])
        check(1 + x, [3], [2, 3, 5])
        check(x - 1, [3], [0, 1, 3])
        check(1 - x, [3], [0, -1, -3])
        check(x * 3, [3], [3, 6, 12])
        check(3 * x, [3], [3, 6, 12])
        check(x / 2, [3], [0.5, 1, 2])
        check(2 / x, [3], [2, 1, 0.5])
        check(-x, [3], [-1, -2, -4])
    }

    @Test func powers() {
        let x = Tensor.randn([3], generator: Generator(seed: 1))
        let many = Tensor.randn([100], generator: Generator(seed: 2))
        #expect(Bits(many.pow(2).scalars) == Bits(many.scalars.map { $0 * $0 }))
        // Two roundings, and not one as for the powers that are no products.
        let cubes = many.scalars.map { ($0 * $0) * $0 }
        #expect(Bits(many.pow(3).scalars) == Bits(cubes))
        #expect(cubes != many.scalars.map { Float(Double($0) * Double($0) * Double($0)) })
        #expect(Bits(x.pow(1).scalars) == Bits(x.scalars))
        check(x.pow(0), [3], [1, 1, 1])
        check(Tensor([4, 2, 0]).pow(-1), [3], [0.25, 0.5, .infinity])
        check(Tensor([4, 9]).pow(0.5), [2], [2, 3])
        #expect(Tensor(-1).pow(0.5).item().isNaN)
    }

    @Test func divisionByZero() {
        let quotient = Tensor([1, -1, 0]) / Tensor(0)
        #expect(quotient.scalars[0] == .infinity)
        #expect(quotient.scalars[1] == -.infinity)
        #expect(quotient.scalars[2].isNaN)
    }

    // MARK: - Updates in place

    @Test func updatesInPlace() {
        let x = Tensor([[1, 2], [3, 4]])
        let sameTensor = x
        x += Tensor([10, 20])
        check(sameTensor, [2, 2], [11, 22, 13, 24])
        x -= 1
        check(sameTensor, [2, 2], [10, 21, 12, 23])
        x *= Tensor([[1], [2]])
        check(sameTensor, [2, 2], [10, 21, 24, 46])
        x /= 2
        check(sameTensor, [2, 2], [5, 10.5, 12, 23])
        x -= x
        check(sameTensor, [2, 2], [0, 0, 0, 0])
        x += 1
        x *= 3
        x /= Tensor(2)
        x -= Tensor([0.5])
        check(sameTensor, [2, 2], [1, 1, 1, 1])
    }

    @Test func fillAndCopy() {
        let x = Tensor.zeros([2, 2])
        x.fill(3)
        check(x, [2, 2], [3, 3, 3, 3])
        x.copy(from: Tensor([1, 2]))
        check(x, [2, 2], [1, 2, 1, 2])
        let source = Tensor([[5], [6]])
        x.copy(from: source)
        source.fill(0)
        check(x, [2, 2], [5, 5, 6, 6])
    }

    @Test func resultsShareNothingWithTheirOperands() {
        let x = Tensor([1, 2])
        let others = [x.pow(1), x + 0, x * 1, x.sum(axis: 0, keepingAxis: true) - Tensor([2, 1])]
        x.fill(9)
        #expect(others.count == 4)
        for other in others { #expect(other.scalars == [1, 2]) }
    }

    private func check(
        _ tensor: Tensor, _ shape: [Int], _ scalars: [Float],
        at location: SourceLocation = #_sourceLocation
    ) {
        #expect(tensor.shape == shape, sourceLocation: location)
        #expect(tensor.scalars == scalars, sourceLocation: location)
    }
}
