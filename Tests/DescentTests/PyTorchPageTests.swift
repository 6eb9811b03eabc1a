import Descent
import Foundation
import TestSupport
import Testing

/// `docs/pytorch.md` says what the library says.
@Suite struct PyTorchPageTests {
    private static let page: [String] = {
        let file = Reference.package.appendingPathComponent("docs/pytorch.md")
        let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
        return text.components(separatedBy: "\n")
    }()

    /// The cells of the tables, without their heads, with the number of the line.
    private static func rows(under heading: (String) -> Bool) -> [(line: Int, cells: [String])] {
        var rows: [(Int, [String])] = []
        var isInside = false
        for (index, line) in page.enumerated() {
            if line.hasPrefix("## ") { isInside = heading(String(line.dropFirst(3))) }
            guard isInside, line.hasPrefix("| `") || line.hasPrefix("| (") else { continue }
            let cells = line.dropFirst(2).components(separatedBy: " | ")
            rows.append((index + 1, cells))
        }
        return rows
    }

    private static func code(_ cell: String) -> [String] {
        cell.matches(of: /`([^`]+)`/).map { String($0.1) }
    }

    /// What the Swift columns have is part of the code at the end of this file, which compiles.
    @Test func whatThePageWritesCompiles() throws {
        let file = try String(contentsOfFile: #filePath, encoding: .utf8)
        let code = try #require(file.components(separatedBy: "// MARK: - The page's code").last)
        let rows = Self.rows { $0 != "Defaults" }
        #expect(rows.count >= 50)
        for row in rows {
            let snippets = Self.code(row.cells[1])
            #expect(!snippets.isEmpty, "docs/pytorch.md:\(row.line): no Swift")
            for snippet in snippets {
                #expect(code.contains(snippet), "docs/pytorch.md:\(row.line): \(snippet)")
            }
        }
    }

    @Test func defaultsAreThoseOfTheLibrary() throws {
        let files = try Self.sources("Descent")
        let rows = Self.rows { $0 == "Defaults" }
        #expect(rows.count >= 15)
        for row in rows {
            let name = try #require(Self.code(row.cells[0]).first)
            let argument = try #require(Self.code(row.cells[1]).first)
            let value = row.cells[2].replacing(" |", with: "")
            // From the type's own line on: a file may have several.
            let file = files.values.first { $0.contains(" \(name): ") }
            let parts = try #require(file, "docs/pytorch.md:\(row.line)")
                .components(separatedBy: " \(name): ")
            let source = parts.dropFirst().joined(separator: " \(name): ")
            let pattern = try Regex("\\b\(argument): \\w+ = ([^,)\\s]+)")
            let found = source.firstMatch(of: pattern)?.output[1].substring
            #expect(found.map(String.init) == value, "docs/pytorch.md:\(row.line): \(argument)")
        }
    }

    /// Functions and properties that a reader may call are on the page.
    @Test func noPublicNameIsMissing() throws {
        let text = Self.page.joined(separator: "\n")
        let inside: Set<String> = [
            // What a layer says of itself, and what a tape has.
            "settings", "parts", "subscript", "clear", "isRecording", "entries", "operation",
            "name",
            "operands", "value", "gradient", "passed", "entry", "isValue", "makeIterator", "next",
            "description", "weight", "bias", "inputs", "targets", "callAsFunction", "parameters",
        ]
        for (file, source) in try Self.sources("Descent") {
            for match in source.matches(
                of: /public (?:static |private\(set\) |fileprivate\(set\) )*(?:func|var|let) (\w+)/
            ) {
                let name = String(match.1)
                #expect(
                    inside.contains(name) || text.contains(name),
                    "docs/pytorch.md has no \(name) of \(file)")
            }
        }
    }

    /// The files of a module by their names.
    private static func sources(_ module: String) throws -> [String: String] {
        let folder = Reference.package.appendingPathComponent("Sources/\(module)")
        let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
        var sources: [String: String] = [:]
        while let file = files?.nextObject() as? URL {
            guard file.pathExtension == "swift" else { continue }
            sources[file.lastPathComponent] = try String(contentsOf: file, encoding: .utf8)
        }
        return sources
    }

    @Test func whatThePageWritesRuns() { runPage() }
}

// MARK: - The page's code

private enum Square: CustomFunction {
    static func forward(context: FunctionContext, _ inputs: [Tensor]) -> Tensor {
        context.save(inputs[0])
        return inputs[0].pow(2)
    }

    static func backward(context: FunctionContext, _ gradient: Tensor) -> [Tensor?] {
        [gradient * 2 * context.saved[0]]
    }
}

private final class Net: Module {
    let layer = Linear(inFeatures: 2, outFeatures: 1)

    func callAsFunction(_ x: Tensor) -> Tensor { layer(x) }
}

private func runPage() {
    let x = Tensor([1, 2])
    let y = Tensor([3, 4])
    let m = Tensor([[1, 2], [3, 4]])
    #expect(x.shape == [2] && x.rank == 1 && x.count == 2 && x.scalars == [1, 2])
    #expect(Tensor(2).item() == 2 && Tensor([1, 2], shape: [2, 1]).shape == [2, 1])
    #expect(Tensor.zeros([2, 3]).count == Tensor.ones([2, 3]).count)
    #expect(Tensor.full([2, 3], 7).sum().item() == 42)
    #expect(Tensor.linspace(0, 1, 5).scalars == [0, 0.25, 0.5, 0.75, 1])
    manualSeed(0)
    #expect(Tensor.randn([2, 3]).count == Tensor.rand([2, 3]).count)
    #expect(!x.description.isEmpty)
    print(x)

    for result in [x + y, x - y, x * y, x / y, -x, 2 * x, x.pow(2)] {
        #expect(result.shape == [2])
    }
    #expect(x.unsqueezed(-1).pow([1, 2, 3]).shape == [2, 3])
    #expect(x.sum().item() == 3 && x.mean().item() == 1.5)
    #expect(m.sum(axis: 0, keepingAxis: true).shape == [1, 2])
    #expect(m.mean(axis: 0, keepingAxis: true).scalars == [2, 3])
    for result in [x.abs(), x.exp(), x.log(), x.tanh(), x.relu()] { #expect(result.shape == [2]) }
    #expect(m.matmul(m.transposed()).scalars == [5, 11, 11, 25])
    #expect(x.unsqueezed(-1).shape == [2, 1] && m.reshaped([4]).scalars == m.flattened().scalars)
    #expect(m[0..<1].shape == [1, 2] && x.detached().isLeaf)

    let w = Tensor(0, requiresGrad: true)
    let loss = (w * x - y).pow(2).mean()
    loss.backward()
    let g = w.grad!
    #expect(g.item() == -11 && w.requiresGrad && w.isLeaf)
    withNoGrad { w -= 0.01 * g }
    #expect(w.item() == 0.11)
    w.zeroGrad()
    #expect(w.grad == nil)
    withNoGrad {
        w.fill(3)
        w.copy(from: g)
    }
    #expect(w.item() == -11)
    #expect(Square.apply(x).scalars == [1, 4])
    let measured = finiteDifferences(x) { x.pow(2).sum() }
    #expect(abs(measured.scalars[1] - 4) < 0.1)
    let tape = Tape()
    _ = withTape(tape) { x.sum() }

    let linear = Linear(inFeatures: 3, outFeatures: 2)
    let model = Sequential(linear, Flatten())
    let input = Tensor.ones([4, 3])
    #expect(model(input).shape == [4, 2] && model.parameters.count == model.namedParameters.count)
    model.zeroGrad()
    #expect(Linear(inFeatures: 1, outFeatures: 1, bias: false).bias == nil)
    #expect(Net()(m).shape == [2, 1] && Net().parameters.count == 2)
    #expect(MSELoss()(x, y).item() == 4 && MSELoss(reduction: .sum)(x, y).item() == 8)
    #expect(L1Loss()(x, y).item() == 2 && Functional.l1Loss(x, y).item() == 2)
    #expect(Tanh()(x).shape == ReLU()(x).shape)
    #expect(Functional.mseLoss(x, y).item() == 4)
    let optimizer = SGD([w], learningRate: 0.01)
    optimizer.step()
    optimizer.zeroGrad()
    #expect(Adam([w], learningRate: 0.01).parameters.count == 1)
    #expect(RMSprop([w], learningRate: 0.01).parameters.count == 1)

    let data = TensorDataset(m, m)
    let loader = DataLoader(data, batchSize: 5, shuffle: true)
    #expect(data.count == 2 && loader.count == 1)
    for (x, y) in loader { #expect(x.scalars == y.scalars) }
    #expect(Generator(seed: 0).rand(2).count == 2)
    #expect(withThreads(1) { x.sum() }.item() == 3)
}
