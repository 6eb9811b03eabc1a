import Descent
import Testing

/// Random expressions: their values and gradients against a model that computes in Float64 and
/// knows nothing of derivatives.
@Suite struct RandomGraphTests {
    private struct Counts {
        var gradients = 0
        var values = 0
        var skipped = 0
        var depths = [Int](repeating: 0, count: 7)
        var usedTwice = 0
        var operations: [String: Int] = [:]
        var largestError = 0.0
    }

    @Test func gradientsAreTheSlopesOfTheModel() throws {
        let random = Generator(seed: 2026)
        var counts = Counts()
        let graphs = 1000
        for number in 0..<graphs {
            try check(Graph(random), random, &counts, "graph \(number)")
        }
        print(
            "random graphs: \(counts.gradients) gradients and \(counts.values) values compared, "
                + "\(counts.skipped) graphs skipped; depths \(counts.depths); largest error "
                + "\(counts.largestError); \(counts.operations)")
        // Some graphs have fewer elements than the six that are looked at.
        #expect(counts.gradients > 4000)
        #expect(counts.values > 20_000)
        #expect(counts.skipped < graphs / 50)
        #expect(counts.depths[4...6].allSatisfy { $0 > 40 })
        #expect(counts.usedTwice > graphs / 2)
        #expect(counts.operations.count == 14)
        for (name, count) in counts.operations { #expect(count > 100, "\(name)") }
    }

    /// In parts of the largest gradient, or of 1. Measured is at most 1.3e-4: that is what Float32
    /// rounds away where large terms cancel.
    private static let tolerance = 1e-3

    private func check(
        _ graph: Graph, _ random: Generator, _ counts: inout Counts, _ name: String
    ) throws {
        let leaves = graph.leaves.map(Tensor.init)
        for leaf in leaves { leaf.requiresGrad = true }
        let results = graph.run(leaves)
        let model = graph.run(graph.leaves)
        // Where such numbers cancel, the seven digits of a Float32 are not enough to tell.
        let largest = model.flatMap(\.numbers).reduce(0) { max($0, abs($1)) }
        if largest > 1e3 {
            counts.skipped += 1
            return
        }
        graph.loss(results, graph.weights.map(Tensor.init)).backward()
        for (result, expected) in zip(results, model) {
            try #require(result.shape == expected.shape, "\(name)")
            for (a, b) in zip(result.scalars, expected.numbers) {
                #expect(abs(Double(a) - b) <= 1e-5 * (largest + 1), "\(name)")
                counts.values += 1
            }
        }

        let places = graph.leaves.indices.flatMap { leaf in
            graph.leaves[leaf].numbers.indices.map { (leaf: leaf, index: $0) }
        }
        let chosen = random.randperm(places.count).prefix(6).map { places[$0] }
        let slopes = chosen.map { graph.slope($0.leaf, $0.index) }
        let scale = slopes.reduce(1) { max($0, abs($1)) }
        for ((leaf, index), slope) in zip(chosen, slopes) {
            let gradient = try #require(leaves[leaf].grad, "\(name), leaf \(leaf)")
            try #require(gradient.shape == graph.leaves[leaf].shape, "\(name)")
            let error = abs(Double(gradient.scalars[index]) - slope) / scale
            counts.largestError = max(counts.largestError, error)
            #expect(error <= Self.tolerance, "\(name), leaf \(leaf)[\(index)]: \(slope), \(graph)")
            counts.gradients += 1
        }
        counts.depths[graph.depths.max()!] += 1
        if graph.uses.contains(where: { $0 > 1 }) { counts.usedTwice += 1 }
        for step in graph.steps { counts.operations[step.name, default: 0] += 1 }
    }
}

// MARK: - Graphs

private enum Step {
    case add(Int, Int), subtract(Int, Int), multiply(Int, Int), divide(Int, Int)
    case matmul(Int, Int)
    case negate(Int), square(Int), cube(Int), sum(Int), mean(Int), transpose(Int)
    case sumAxis(Int, axis: Int, keeping: Bool)
    case reshape(Int, [Int])
    case rows(Int, Range<Int>)

    var name: String { String("\(self)".prefix { $0 != "(" }) }

    var operands: [Int] {
        switch self {
        case .add(let a, let b), .subtract(let a, let b), .multiply(let a, let b),
            .divide(let a, let b), .matmul(let a, let b):
            [a, b]
        case .negate(let a), .square(let a), .cube(let a), .sum(let a), .mean(let a),
            .transpose(let a), .sumAxis(let a, _, _), .reshape(let a, _), .rows(let a, _):
            [a]
        }
    }

    func result<T: Computing>(_ x: [T]) -> T where T.Result == T {
        switch self {
        case .add(let a, let b): x[a] + x[b]
        case .subtract(let a, let b): x[a] - x[b]
        case .multiply(let a, let b): x[a] * x[b]
        case .divide(let a, let b): x[a] / x[b]
        case .matmul(let a, let b): x[a].matmul(x[b])
        case .negate(let a): -x[a]
        case .square(let a): x[a].power(2)
        case .cube(let a): x[a].power(3)
        case .sum(let a): x[a].sum()
        case .mean(let a): x[a].mean()
        case .transpose(let a): x[a].transposed()
        case .sumAxis(let a, let axis, let keeping): x[a].sum(axis: axis, keepingAxis: keeping)
        case .reshape(let a, let shape): x[a].reshaped(shape)
        case .rows(let a, let range): x[a].rows(range)
        }
    }
}

/// A list of steps, each of which uses leaves and results of earlier steps.
private struct Graph {
    var leaves: [ArrayModel] = []
    var steps: [Step] = []
    var depths: [Int] = []
    var uses: [Int] = []
    /// For each result that no step uses what it is multiplied with before everything is added.
    var weights: [ArrayModel] = []

    /// A random graph whose numbers can be computed well: divisors are at least 1/4 in size, and only
    /// numbers below 4 are raised to powers.
    init(_ random: Generator) {
        func below(_ bound: Int) -> Int { Int(random.rand(1)[0] * Float(bound)) }
        let shapes: [[Int]] = [
            [], [1], [3], [4], [1, 1], [2, 3], [3, 2], [3, 1], [1, 4], [3, 4], [2, 2], [2, 1, 3],
        ]
        for _ in 0...below(3) {
            let shape = shapes[below(shapes.count)]
            // Both signs, and not too near to 0.
            let numbers = random.uniform(shape.reduce(1, *), in: -1...1).map {
                $0 + ($0 < 0 ? -0.5 : 0.5)
            }
            leaves.append(ArrayModel(shape: shape, numbers: numbers.map(Double.init)))
        }
        var values = leaves
        depths = leaves.map { _ in 0 }
        uses = depths
        func append(_ step: Step) {
            values.append(step.result(values))
            steps.append(step)
            depths.append(1 + step.operands.map { depths[$0] }.max()!)
            uses.append(0)
            for operand in step.operands { uses[operand] += 1 }
        }
        for _ in 0..<4 + below(8) {
            let free = values.indices.filter { depths[$0] < 6 }
            // Half of the time a late one, so that some graphs are deep.
            let a = below(2) == 0 ? free.last! : free[below(free.count)]
            let steps = Self.steps(a, free[below(free.count)], values)
            append(steps[below(steps.count)])
        }
        weights = values.indices.filter { uses[$0] == 0 }.map { end in
            let numbers = random.uniform(values[end].numbers.count, in: 0.5...1.5)
            return ArrayModel(shape: values[end].shape, numbers: numbers.map(Double.init))
        }
    }

    /// The steps that are possible with two values.
    private static func steps(_ a: Int, _ b: Int, _ values: [ArrayModel]) -> [Step] {
        let (x, y) = (values[a], values[b])
        let rank = x.shape.count
        var steps: [Step] = [.negate(a), .mean(a), .sum(a)]
        let largest = x.numbers.reduce(0) { max($0, abs($1)) }
        if largest < 4 { steps += [.square(a), .cube(a)] }
        if ArrayModel.broadcast(x.shape, y.shape) != nil {
            steps += [.add(a, b), .subtract(a, b), .add(a, a), .multiply(a, b), .multiply(b, a)]
            let smallest = y.numbers.reduce(.infinity) { min($0, abs($1)) }
            if smallest > 0.25 { steps += [.divide(a, b), .divide(a, b)] }
        }
        if 1...2 ~= rank, 1...2 ~= y.shape.count, x.shape[rank - 1] == y.shape[0] {
            steps += [Step](repeating: .matmul(a, b), count: 6)
        }
        if rank <= 2 { steps.append(.transpose(a)) }
        if rank >= 1 {
            let (first, last) = (x.shape[0], rank - 1)
            steps += [
                .reshape(a, [x.numbers.count]), .reshape(a, x.shape.reversed()),
                .rows(a, first / 2..<first), .rows(a, 0..<(first + 1) / 2),
                .sumAxis(a, axis: 0, keeping: false), .sumAxis(a, axis: last, keeping: true),
            ]
        }
        return steps
    }

    /// All values: the leaves, and the result of each step.
    func run<T: Computing>(_ leaves: [T]) -> [T] where T.Result == T {
        steps.reduce(into: leaves) { $0.append($1.result($0)) }
    }

    func loss<T: Computing>(_ values: [T], _ weights: [T]) -> T where T.Result == T {
        let ends = values.indices.filter { uses[$0] == 0 }
        let terms = zip(ends, weights).map { (values[$0] * $1).sum() }
        return terms.dropFirst().reduce(terms[0], +)
    }

    /// The slope of the loss with respect to an element of a leaf, measured in Float64.
    func slope(_ leaf: Int, _ index: Int) -> Double {
        let step = 1e-5
        let losses = [step, -step].map { distance in
            var moved = leaves
            moved[leaf].numbers[index] += distance
            return loss(run(moved), weights).numbers[0]
        }
        return (losses[0] - losses[1]) / (2 * step)
    }
}
