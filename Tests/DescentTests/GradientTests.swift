import Descent
import Testing

/// Every differentiable operation against central differences.
@Suite struct GradientTests {
    @Test func theTableIsComplete() {
        #expect(Self.binary.count == 4 * Self.broadcasts.count)
        #expect(Self.broadcasts.count == 20)
        #expect(Self.unary.count == 75)
        #expect(Self.shapeChanges.count == 23)
        #expect(Self.products.count == 16)
        #expect(Self.compositions.count == 14)
    }

    @Test(arguments: binary) func twoOperands(operation: Operation) throws {
        try checkGradient(operation)
    }

    @Test(arguments: unary) func oneOperand(operation: Operation) throws {
        try checkGradient(operation)
    }

    @Test(arguments: shapeChanges) func changesOfShape(operation: Operation) throws {
        try checkGradient(operation)
    }

    @Test(arguments: products) func matrixProducts(operation: Operation) throws {
        try checkGradient(operation)
    }

    @Test(arguments: compositions) func severalOperations(operation: Operation) throws {
        try checkGradient(operation)
    }

    // MARK: - The table

    struct Operation: Sendable, CustomTestStringConvertible {
        let name: String
        let shapes: [[Int]]
        let apply: @Sendable ([Tensor]) -> Tensor

        init(
            _ name: String, _ shapes: [[Int]], _ apply: @escaping @Sendable ([Tensor]) -> Tensor
        ) {
            self.name = name
            self.shapes = shapes
            self.apply = apply
        }

        var testDescription: String {
            "\(name) \(shapes.map { "\($0)" }.joined(separator: " "))"
        }
    }

    static let broadcasts: [[[Int]]] = [
        [[], []], [[], [3]], [[3], []], [[3], [3]], [[1], [4]], [[4], [1]], [[1], []],
        [[], [1, 1]],
        [[2, 3], [2, 3]], [[2, 3], [3]], [[3], [2, 3]], [[2, 3], [2, 1]], [[3, 1], [1, 4]],
        [[1, 1], [2, 2]], [[2, 1, 3], [4, 1]], [[3], [2, 1, 1]], [[2, 3, 2], []], [[0, 3], [3]],
        [[1], [0]], [[0], []],
    ]

    static let binary: [Operation] = broadcasts.flatMap { shapes in
        [
            Operation("a + b", shapes) { $0[0] + $0[1] },
            Operation("a - b", shapes) { $0[0] - $0[1] },
            Operation("a * b", shapes) { $0[0] * $0[1] },
            Operation("a / b", shapes) { $0[0] / $0[1] },
        ]
    }

    static let unary: [Operation] = [[], [1], [4], [2, 3], [0, 2]].flatMap { (shape: [Int]) in
        [
            Operation("-a", [shape]) { -$0[0] },
            Operation("a + a", [shape]) { $0[0] + $0[0] },
            Operation("a - a", [shape]) { $0[0] - $0[0] },
            Operation("a * a", [shape]) { $0[0] * $0[0] },
            Operation("a / a", [shape]) { $0[0] / $0[0] },
            Operation("a + 2", [shape]) { $0[0] + 2 },
            Operation("2 - a", [shape]) { 2 - $0[0] },
            Operation("2 * a", [shape]) { 2 * $0[0] },
            Operation("2 / a", [shape]) { 2 / $0[0] },
            Operation("a.pow(2)", [shape]) { $0[0].pow(2) },
            Operation("a.pow(3)", [shape]) { $0[0].pow(3) },
            Operation("a.pow(-1)", [shape]) { $0[0].pow(-1) },
            Operation("a.pow(0)", [shape]) { $0[0].pow(0) },
            Operation("a.sum()", [shape]) { $0[0].sum() },
            Operation("a.mean()", [shape]) { $0[0].mean() },
        ]
    }

    static let shapeChanges: [Operation] = [
        Operation("reshaped([3, 2])", [[2, 3]]) { $0[0].reshaped([3, 2]) },
        Operation("reshaped([-1])", [[2, 3]]) { $0[0].reshaped([-1]) },
        Operation("reshaped([])", [[1, 1]]) { $0[0].reshaped([]) },
        Operation("reshaped([2, 0])", [[0, 3]]) { $0[0].reshaped([2, 0]) },
        Operation("unsqueezed(0)", [[]]) { $0[0].unsqueezed(0) },
        Operation("unsqueezed(1)", [[2, 3]]) { $0[0].unsqueezed(1) },
        Operation("flattened()", [[2, 1, 3]]) { $0[0].flattened() },
        Operation("flattened(startDim: 1)", [[2, 3, 2]]) { $0[0].flattened(startDim: 1) },
        Operation("transposed()", [[]]) { $0[0].transposed() },
        Operation("transposed()", [[3]]) { $0[0].transposed() },
        Operation("transposed()", [[2, 3]]) { $0[0].transposed() },
        Operation("transposed()", [[1, 4]]) { $0[0].transposed() },
        Operation("transposed()", [[0, 3]]) { $0[0].transposed() },
        Operation("sum(axis: 0)", [[2, 3]]) { $0[0].sum(axis: 0) },
        Operation("sum(axis: -1)", [[2, 3]]) { $0[0].sum(axis: -1) },
        Operation("sum(axis: 1, keepingAxis: true)", [[2, 3, 2]]) {
            $0[0].sum(axis: 1, keepingAxis: true)
        },
        Operation("sum(axis: 0)", [[0, 3]]) { $0[0].sum(axis: 0) },
        Operation("sum(axis: 1)", [[3, 1]]) { $0[0].sum(axis: 1) },
        Operation("a[1..<3]", [[4]]) { $0[0][1..<3] },
        Operation("a[1..<3]", [[4, 2]]) { $0[0][1..<3] },
        Operation("a[2..<2]", [[4, 2]]) { $0[0][2..<2] },
        Operation("a[0..<2]", [[2, 0]]) { $0[0][0..<2] },
        Operation("a[0..<2] + a[1..<3]", [[3, 2]]) { $0[0][0..<2] + $0[0][1..<3] },
    ]

    static let products: [Operation] =
        [
            [[3], [3]], [[2, 3], [3]], [[3], [3, 2]], [[2, 3], [3, 4]], [[1, 1], [1, 1]],
            [[4, 1], [1, 3]], [[1, 4], [4, 1]], [[2, 11], [11, 2]], [[0, 3], [3, 2]],
            [[2, 0], [0, 3]], [[2, 3], [3, 0]],
        ].map { (shapes: [[Int]]) in
            Operation("matmul", shapes) { $0[0].matmul($0[1]) }
        } + [
            Operation("a.matmul(a)", [[3]]) { $0[0].matmul($0[0]) },
            Operation("a.matmul(a)", [[2, 2]]) { $0[0].matmul($0[0]) },
            Operation("a.matmul(aᵀ)", [[2, 3]]) { $0[0].matmul($0[0].transposed()) },
            Operation("mseLoss, mean", [[2, 3], [2, 3]]) {
                Functional.mseLoss($0[0], $0[1])
            },
            Operation("mseLoss, sum", [[4], [4]]) {
                Functional.mseLoss($0[0], $0[1], reduction: .sum)
            },
        ]

    static let compositions: [Operation] = [
        Operation("(a * a + 1).pow(b)", [[3, 1], [2]]) { ($0[0] * $0[0] + 1).pow($0[1]) },
        Operation("(a * a + 1).pow(b)", [[], [0]]) { ($0[0] * $0[0] + 1).pow($0[1]) },
        Operation("a.unsqueezed(-1).pow([1, 2, 3])", [[4]]) {
            $0[0].unsqueezed(-1).pow([1, 2, 3])
        },
        Operation("a.pow(0.5)", [[4]]) { ($0[0] * $0[0]).pow(0.5) },
        Operation("a.pow(1)", [[2, 3]]) { $0[0].pow(1) },
        Operation("a * a + a", [[3]]) { $0[0] * $0[0] + $0[0] },
        Operation("(a + a) * (a - 1)", [[2, 2]]) { ($0[0] + $0[0]) * ($0[0] - 1) },
        Operation("a * b + a / b", [[3, 1], [2]]) { $0[0] * $0[1] + $0[0] / $0[1] },
        Operation("a * aᵀ", [[3, 1]]) { $0[0] * $0[0].transposed() },
        Operation("a * a.sum()", [[4]]) { $0[0] * $0[0].sum() },
        Operation("a - a.mean()", [[2, 3]]) { $0[0] - $0[0].mean() },
        Operation("(a * b - c)²", [[], [4], [4]]) { ($0[0] * $0[1] - $0[2]).pow(2).mean() },
        Operation("a·bᵀ + c", [[4, 3], [2, 3], [2]]) {
            $0[0].matmul($0[1].transposed()) + $0[2]
        },
        Operation("c + b·x + a·x²", [[], [], [], [5]]) {
            $0[0] + $0[1] * $0[3] + $0[2] * $0[3].pow(2)
        },
    ]
}

/// Compares the gradients of Σ weight · result, with a different weight for each element of the
/// result, with (f(x + h) − f(x − h)) / 2h.
///
/// The inputs lie between 0.5 and 1.5 in size, with both signs, and h = 1/128. Then the difference
/// is off by f‴·h²/6, at most 2e-3 where the gradient of 2/x is 8, and by rounding, about 1e-7/h or
/// 1e-5. Measured is at most 2e-4 of the gradient's size plus 1.
private func checkGradient(
    _ operation: GradientTests.Operation, at location: SourceLocation = #_sourceLocation
) throws {
    let generator = Generator(seed: 7)
    let values = operation.shapes.map { shape in
        generator.uniform(shape.reduce(1, *), in: -0.5...0.5).map { $0 < 0 ? $0 - 0.5 : $0 + 0.5 }
    }
    func inputs(_ values: [[Float]], requiresGrad: Bool) -> [Tensor] {
        values.indices.map {
            Tensor(values[$0], shape: operation.shapes[$0], requiresGrad: requiresGrad)
        }
    }

    let leaves = inputs(values, requiresGrad: true)
    let result = operation.apply(leaves)
    let weights = generator.uniform(result.count, in: 0.5...1.5)
    (result * Tensor(weights, shape: result.shape)).sum().backward()

    func weighted(_ values: [[Float]]) -> Double {
        let result = operation.apply(inputs(values, requiresGrad: false)).scalars
        return weights.indices.reduce(0) { $0 + Double(weights[$1]) * Double(result[$1]) }
    }

    for (number, leaf) in leaves.enumerated() {
        let gradient = try #require(leaf.grad, sourceLocation: location)
        try #require(gradient.shape == leaf.shape, sourceLocation: location)
        let scalars = gradient.scalars
        try #require(scalars.count == values[number].count, sourceLocation: location)
        for index in values[number].indices {
            var (above, below) = (values, values)
            above[number][index] += 1 / 128
            below[number][index] -= 1 / 128
            let step = Double(above[number][index]) - Double(below[number][index])
            let expected = (weighted(above) - weighted(below)) / step
            #expect(
                abs(Double(scalars[index]) - expected) <= 5e-4 * (1 + abs(expected)),
                """
                \(operation.testDescription), operand \(number), element \(index): the gradient is \
                \(scalars[index]), and central differences give \(expected).
                """, sourceLocation: location)
        }
    }
}
