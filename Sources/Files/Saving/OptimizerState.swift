import Descent
import Looking
import System
import Words

/// An optimizer's state from step to step and its settings, as text, under PyTorch's names.
struct OptimizerState: Equatable, Sendable {
    /// The name of the optimizer's class.
    var name: String
    /// Settings such as "momentum", and the state of a parameter: a count such as "state.weight.step", or a buffer
    /// such as "state.weight.exp_avg", which is Float32 in base64.
    var words: [String: String]

    /// True if there is no state to continue from.
    var isEmpty: Bool { !words.keys.contains { $0.hasPrefix("state.") } }

    /// The buffers that are means of squares.
    private static let squares: Set = ["square_avg", "exp_avg_sq"]
    /// The largest number of steps that is believable.
    private static let maxSteps = 1_000_000_000_000
}

// MARK: - From an optimizer, and back

extension OptimizerState {
    /// - Parameter name: returns the name of a parameter; nil for one without a name, whose state isn't kept.
    /// - Returns: nil for an optimizer that the workbook doesn't know.
    init?(_ optimizer: any Optimizer, _ name: (Tensor) -> String?) {
        func number(_ array: NDArray) -> String { Numbers.shortest(array.first) }
        let kept: [[String: NDArray?]]
        var steps: [Int] = []
        switch optimizer {
        case let sgd as SGD:
            self.name = "SGD"
            words = [
                "lr": number(sgd.learningRate), "momentum": number(sgd.momentum),
                "dampening": Numbers.shortest(1 - sgd.undamped.first),
                "weight_decay": number(sgd.weightDecay), "nesterov": "\(sgd.nesterov)",
            ]
            kept = sgd.velocities.map { ["momentum_buffer": $0] }
        case let rmsprop as RMSprop:
            self.name = "RMSprop"
            words = [
                "lr": number(rmsprop.learningRate), "alpha": number(rmsprop.alpha),
                "eps": number(rmsprop.epsilon), "weight_decay": number(rmsprop.weightDecay),
                "momentum": number(rmsprop.momentum), "centered": "\(rmsprop.centered)",
            ]
            kept = rmsprop.states.map { state in
                [
                    "square_avg": state.meanSquare,
                    "momentum_buffer": rmsprop.momentum.first == 0 ? nil : state.buffer,
                    "grad_avg": rmsprop.centered ? state.mean : nil,
                ]
            }
        case let adam as Adam:
            self.name = "Adam"
            words = [
                "lr": Numbers.shortest(Float(adam.learningRate)), "beta1": "\(adam.beta1)",
                "beta2": "\(adam.beta2)", "eps": number(adam.epsilon),
                "weight_decay": number(adam.weightDecay),
            ]
            kept = adam.states.map { ["exp_avg": $0.mean, "exp_avg_sq": $0.meanSquare] }
            steps = adam.states.map(\.steps)
        default: return nil
        }
        for (index, parameter) in optimizer.parameters.enumerated() {
            guard let parameter = name(parameter) else { continue }
            for case (let buffer, let values?) in kept[index] {
                words["state.\(parameter).\(buffer)"] =
                    Base64.text(LittleEndian.bytes(values.elements))
            }
            if !steps.isEmpty { words["state.\(parameter).step"] = "\(steps[index])" }
        }
    }

    /// Restores an optimizer's state. Throws if no optimizer could continue from it.
    ///
    /// - Returns: whether the optimizer uses it.
    func restore(
        to optimizer: any Optimizer, _ name: (Tensor) -> String?
    ) throws(FileFault) -> Bool {
        var isUsed = false
        for (index, parameter) in optimizer.parameters.enumerated() {
            guard let path = name(parameter) else { continue }
            /// A buffer; nil if none was kept.
            func kept(_ buffer: String) throws(FileFault) -> NDArray? {
                guard let text = words["state.\(path).\(buffer)"] else { return nil }
                let values = LittleEndian.floats((Base64.bytes(text) ?? [])[...])
                let isSquare = Self.squares.contains(buffer)
                guard values.count == parameter.count,
                    values.allSatisfy({ $0.isFinite && ($0 >= 0 || !isSquare) })
                else { throw fault(path) }
                return NDArray(values, shape: Shape(parameter.shape))
            }
            switch optimizer {
            case let sgd as SGD where self.name == "SGD" && sgd.momentum.first != 0:
                guard let velocity = try kept("momentum_buffer") else { continue }
                sgd.velocities[index] = velocity
            case let rmsprop as RMSprop where self.name == "RMSprop":
                guard let squares = try kept("square_avg") else { continue }
                rmsprop.states[index].meanSquare = squares
                if let mean = try kept("grad_avg") { rmsprop.states[index].mean = mean }
                if let buffer = try kept("momentum_buffer") {
                    rmsprop.states[index].buffer = buffer
                }
            case let adam as Adam where self.name == "Adam":
                guard let mean = try kept("exp_avg") else { continue }
                guard let squares = try kept("exp_avg_sq"),
                    let steps = words["state.\(path).step"].flatMap({ Int($0) }),
                    0...Self.maxSteps ~= steps
                else { throw fault(path) }
                adam.states[index].mean = mean
                adam.states[index].meanSquare = squares
                adam.states[index].steps = steps
                adam.states[index].power1 = Self.power(adam.beta1, steps)
                adam.states[index].power2 = Self.power(adam.beta2, steps)
            default: return false
            }
            isUsed = true
        }
        return isUsed
    }

    private func fault(_ path: String) -> FileFault {
        FileFault("its state of \(name) for \(quoted(path)) is invalid")
    }

    /// βᵗ, multiplied step by step as the optimizer does, which rounds each time.
    private static func power(_ beta: Double, _ steps: Int) -> Double {
        var power = 1.0
        for _ in 0..<steps {
            let next = power * beta
            // From here on it doesn't change: it is 0 or the smallest number.
            if next == power { break }
            power = next
        }
        return power
    }
}

// MARK: - In a file

extension OptimizerState {
    /// - Parameter prefix: the key of the name, and the prefix of all other keys.
    func metadata(_ prefix: String) -> [String: String] {
        var all = [prefix: name]
        for (key, value) in words { all["\(prefix).\(key)"] = value }
        return all
    }

    /// Nil if the file has no such optimizer.
    init?(_ metadata: [String: String], _ prefix: String) {
        guard let name = metadata[prefix] else { return nil }
        self.name = name
        words = [:]
        for (key, value) in metadata where key.hasPrefix("\(prefix).") {
            words[String(key.dropFirst(prefix.count + 1))] = value
        }
    }
}
