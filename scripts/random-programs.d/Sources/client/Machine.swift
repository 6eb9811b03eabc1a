import Descent

/// Executes instructions. An instruction is a name and its operands, separated by spaces. Tensors, modules, optimizers
/// and loaders are identified by numbers. An operand that may be a tensor or a number is "t3", or "f" with the bits of
/// the number. A shape is "2x3", or "-" for a single number. The prefix "ng" means inside withNoGrad.
final class Machine {
    // The kinds of records; `show` defines what follows them.
    static let value: UInt32 = 1
    static let gradient: UInt32 = 2
    static let noGradient: UInt32 = 3
    static let modeDiffers: UInt32 = 8
    static let end: UInt32 = 9

    private(set) var output: [UInt32] = []
    private var tensors: [Int: Tensor] = [:]
    private var modules: [Int: any Module] = [:]
    private var optimizers: [Int: any Optimizer] = [:]
    private var loaders: [Int: DataLoader] = [:]
    /// The words of the current instruction, without its name.
    private var words: [Substring] = []

    init() {
        manualSeed(0)
    }

    func execute(_ line: String, _ number: Int) {
        words = line.split(separator: " ")
        if words[0] == "ng" {
            words.removeFirst()
            withNoGrad { execute(number) }
        } else {
            execute(number)
        }
    }

    private func execute(_ number: Int) {
        let name = String(words.removeFirst())
        switch name {
        case "show": show(Self.value, tensor(0), number, of: tensor(0))
        case "showgrad":
            if let gradient = tensor(0).grad {
                show(Self.gradient, gradient, number, of: tensor(0))
            } else {
                output += [Self.noGradient, UInt32(number)]
            }
        case "drop": tensors[int(0)] = nil
        case "seed": manualSeed(UInt64(words[0])!)
        case "backward": tensor(0).backward()
        case "zerograd": tensor(0).zeroGrad()
        case "setgrad": tensor(0).grad = tensor(1)
        case "reqgrad": tensor(0).requiresGrad = words[1] == "1"
        case "iadd", "isub", "imul", "idiv", "icopy", "ifill": update(name)
        case "module": makeModule()
        case "modzero": modules[int(0)]!.zeroGrad()
        case "sgd", "rmsprop", "adam": makeOptimizer(name)
        case "step": optimizers[int(0)]!.step()
        case "optzero": optimizers[int(0)]!.zeroGrad()
        case "loader": makeLoader()
        case "pass":
            var next = int(1)
            for (inputs, targets) in loaders[int(0)]! {
                (tensors[next], tensors[next + 1]) = (inputs, targets)
                next += 2
            }
        default: tensors[int(0)] = made(name) ?? result(name)
        }
    }

    // MARK: - Words

    private func int(_ place: Int) -> Int { Int(words[place])! }
    private func double(_ place: Int) -> Double { Double(words[place])! }
    private func number(_ word: Substring) -> Float { Float(bitPattern: UInt32(word, radix: 16)!) }
    private func float(_ place: Int) -> Float { number(words[place]) }
    private func flag(_ place: Int) -> Bool { words[place] == "1" }
    private func shape(_ place: Int) -> [Int] {
        words[place] == "-" ? [] : words[place].split(separator: "x").map { Int($0)! }
    }
    private func tensor(_ place: Int) -> Tensor {
        let word = words[place]
        return tensors[Int(word.hasPrefix("t") ? word.dropFirst() : word)!]!
    }
    private func scalar(_ place: Int) -> Float? {
        words[place].hasPrefix("f") ? number(words[place].dropFirst()) : nil
    }

    private func show(_ kind: UInt32, _ shown: Tensor, _ line: Int, of tensor: Tensor) {
        let numbers = shown.scalars
        precondition(shown.count == numbers.count && shown.rank == shown.shape.count)
        if numbers.count == 1 { precondition(shown.item().bitPattern == numbers[0].bitPattern) }
        output += [
            kind, UInt32(line), (tensor.requiresGrad ? 1 : 0) + (tensor.isLeaf ? 2 : 0),
            UInt32(shown.rank),
        ]
        output += shown.shape.map { UInt32($0) }
        output += numbers.map(\.bitPattern)
    }

    // MARK: - Tensors

    private func made(_ name: String) -> Tensor? {
        switch name {
        case "leaf":
            // The numbers, repeated as often as needed.
            let (shape, numbers) = (shape(1), words.dropFirst(3).map(number))
            let count = shape.reduce(1, *)
            let elements = (0..<count).map { numbers[$0 % numbers.count] }
            return Tensor(elements, shape: shape, requiresGrad: flag(2))
        case "full": return .full(shape(1), float(3), requiresGrad: flag(2))
        case "linspace": return .linspace(float(1), float(2), int(3))
        case "rand": return .rand(shape(1), requiresGrad: flag(2))
        case "randn": return .randn(shape(1), requiresGrad: flag(2))
        case "own": return .rand(shape(1), generator: Generator(seed: UInt64(words[2])!))
        case "getgrad": return tensor(1).grad!
        case "parameter": return modules[int(1)]!.parameters[int(2)]
        default: return nil
        }
    }

    private func binary(
        _ a: Int, _ b: Int, _ f: (Tensor, Tensor) -> Tensor,
        _ left: (Float, Tensor) -> Tensor, _ right: (Tensor, Float) -> Tensor
    ) -> Tensor {
        if let number = scalar(a) { return left(number, tensor(b)) }
        if let number = scalar(b) { return right(tensor(a), number) }
        return f(tensor(a), tensor(b))
    }

    private func result(_ name: String) -> Tensor {
        switch name {
        case "add": return binary(1, 2, +, +, +)
        case "sub": return binary(1, 2, -, -, -)
        case "mul": return binary(1, 2, *, *, *)
        case "div": return binary(1, 2, /, /, /)
        case "neg": return -tensor(1)
        case "tanh": return tensor(1).tanh()
        case "exp": return tensor(1).exp()
        case "log": return tensor(1).log()
        case "relu": return tensor(1).relu()
        case "abs": return tensor(1).abs()
        case "pow": return tensor(1).pow(float(2))
        case "powers": return tensor(1).pow(words.dropFirst(2).map(number))
        case "powt": return tensor(1).pow(tensor(2))
        case "sum": return tensor(1).sum()
        case "mean": return tensor(1).mean()
        case "sumaxis": return tensor(1).sum(axis: int(2), keepingAxis: flag(3))
        case "meanaxis": return tensor(1).mean(axis: int(2), keepingAxis: flag(3))
        case "matmul": return tensor(1).matmul(tensor(2))
        case "reshape": return tensor(1).reshaped(shape(2))
        case "infer":
            var lengths = shape(2)
            lengths[int(3)] = -1
            return tensor(1).reshaped(lengths)
        case "transpose": return tensor(1).transposed()
        case "unsqueeze": return tensor(1).unsqueezed(int(2))
        case "flatten": return tensor(1).flattened(startDim: int(2), endDim: int(3))
        case "slice": return tensor(1)[int(2)..<int(3)]
        case "detach": return tensor(1).detached()
        case "mse":
            return MSELoss(reduction: words[3] == "sum" ? .sum : .mean)(tensor(1), tensor(2))
        case "l1": return L1Loss(reduction: words[3] == "sum" ? .sum : .mean)(tensor(1), tensor(2))
        case "cube": return Cube.apply(tensor(1))
        case "product": return Product.apply(tensor(1), tensor(2))
        case "mix": return Mix.apply(tensor(1), tensor(2), tensor(3))
        case "apply": return modules[int(1)]!(tensor(2))
        default: fatalError("There is no instruction \(name).")
        }
    }

    private func update(_ name: String) {
        let (a, number) = (tensor(0), scalar(1))
        switch name {
        case "iadd": if let number { a += number } else { a += tensor(1) }
        case "isub": if let number { a -= number } else { a -= tensor(1) }
        case "imul": if let number { a *= number } else { a *= tensor(1) }
        case "idiv": if let number { a /= number } else { a /= tensor(1) }
        case "ifill": a.fill(number!)
        default: a.copy(from: tensor(1))
        }
    }

    // MARK: - Modules, optimizers, data

    private func makeModule() {
        let layers = words.dropFirst().map { word -> any Module in
            let parts = word.split(separator: ":")
            switch parts[0] {
            case "linear":
                return Linear(
                    inFeatures: Int(parts[1])!, outFeatures: Int(parts[2])!, bias: parts[3] == "1")
            case "tanh": return Tanh()
            case "relu": return ReLU()
            default: return Flatten()
            }
        }
        modules[int(0)] =
            switch layers.count {
            case 1: layers[0]
            case 2: Sequential(layers[0], layers[1])
            case 3: Net(first: layers[0], rest: [layers[1], layers[2]])
            default: Net(first: layers[0], rest: Array(layers.dropFirst()))
            }
    }

    private func makeOptimizer(_ name: String) {
        let key = int(0)
        func parameters(from place: Int) -> [Tensor] { (place..<words.count).map(tensor) }
        optimizers[key] =
            switch name {
            case "sgd":
                SGD(
                    parameters(from: 6), learningRate: float(1), momentum: float(2),
                    dampening: double(3), weightDecay: float(4), nesterov: flag(5))
            case "rmsprop":
                RMSprop(
                    parameters(from: 7), learningRate: float(1), alpha: double(2),
                    epsilon: float(3), weightDecay: float(4), momentum: float(5), centered: flag(6))
            default:
                Adam(
                    parameters(from: 6), learningRate: float(1), betas: (double(2), double(3)),
                    epsilon: float(4), weightDecay: float(5))
            }
    }

    private func makeLoader() {
        let generator = words[6] == "-" ? nil : Generator(seed: UInt64(words[6])!)
        loaders[int(0)] = DataLoader(
            TensorDataset(tensor(1), tensor(2)), batchSize: int(3), shuffle: flag(4),
            dropLast: flag(5), generator: generator)
    }
}
