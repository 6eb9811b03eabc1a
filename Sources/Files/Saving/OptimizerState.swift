import Descent
import Looking
import Words

/// What an optimizer keeps from step to step, and its settings, under PyTorch's names.
struct OptimizerState: Equatable, Sendable {
    /// The name of its class.
    package var name: String
    /// Such as "momentum", as they are written.
    package var settings: [String: String] = [:]
    /// For each parameter, by its name, how many steps it has taken, where that counts.
    package var steps: [String: Int] = [:]
    /// For each parameter its buffers, such as "momentum_buffer".
    var buffers: [String: [String: [Float]]] = [:]

    /// Whether there is nothing to go on with.
    package var isEmpty: Bool { buffers.isEmpty && steps.isEmpty }

    /// What each optimizer keeps for a parameter, and what it may keep besides.
    private static let known: [String: (needed: Set<String>, others: Set<String>)] = [
        "SGD": (["momentum_buffer"], []),
        "RMSprop": (["square_avg"], ["momentum_buffer", "grad_avg"]),
        "Adam": (["exp_avg", "exp_avg_sq", "step"], []),
    ]

    /// Those that are means of squares.
    private static let squares: Set = ["square_avg", "exp_avg_sq"]

    /// More steps than this nobody waits for.
    private static let mostSteps = 1_000_000_000_000
}

// MARK: - From an optimizer, and back

extension OptimizerState {
    /// - Parameter name: the name of a parameter; nil for one without, of which nothing is kept.
    /// - Returns: nil for an optimizer of one's own, which only its author knows.
    package init?(_ optimizer: any Optimizer, _ name: (Tensor) -> String?) {
        func number(_ array: NDArray) -> String { Numbers.shortest(array.first) }
        let names = optimizer.parameters.map(name)
        switch optimizer {
        case let sgd as SGD:
            self.init(name: "SGD")
            settings = [
                "lr": number(sgd.learningRate), "momentum": number(sgd.momentum),
                "dampening": Numbers.shortest(1 - sgd.undamped.first),
                "weight_decay": number(sgd.weightDecay), "nesterov": "\(sgd.nesterov)",
            ]
            for case (let name?, let velocity?) in zip(names, sgd.velocities) {
                buffers[name] = ["momentum_buffer": velocity.elements]
            }
        case let rmsprop as RMSprop:
            self.init(name: "RMSprop")
            settings = [
                "lr": number(rmsprop.learningRate), "alpha": number(rmsprop.alpha),
                "eps": number(rmsprop.epsilon), "weight_decay": number(rmsprop.weightDecay),
                "momentum": number(rmsprop.momentum), "centered": "\(rmsprop.centered)",
            ]
            for case (let name?, let state) in zip(names, rmsprop.states) {
                var own = ["square_avg": state.meanSquare.elements]
                if rmsprop.momentum.first != 0 { own["momentum_buffer"] = state.buffer.elements }
                if rmsprop.centered { own["grad_avg"] = state.mean.elements }
                buffers[name] = own
            }
        case let adam as Adam:
            self.init(name: "Adam")
            settings = [
                "lr": Numbers.shortest(Float(adam.learningRate)), "beta1": "\(adam.beta1)",
                "beta2": "\(adam.beta2)", "eps": number(adam.epsilon),
                "weight_decay": number(adam.weightDecay),
            ]
            for case (let name?, let state) in zip(names, adam.states) {
                steps[name] = state.steps
                buffers[name] = [
                    "exp_avg": state.mean.elements, "exp_avg_sq": state.meanSquare.elements,
                ]
            }
        default: return nil
        }
    }

    /// Puts what was kept into an optimizer.
    ///
    /// - Returns: whether it is one that goes on with it.
    package func restore(to optimizer: any Optimizer, _ name: (Tensor) -> String?) -> Bool {
        var isUsed = false
        for (index, parameter) in optimizer.parameters.enumerated() {
            guard let name = name(parameter), let own = buffers[name],
                own.values.allSatisfy({ $0.count == parameter.count })
            else { continue }
            let arrays = own.mapValues { NDArray($0, shape: Shape(parameter.shape)) }
            switch optimizer {
            case let sgd as SGD where self.name == "SGD" && sgd.momentum.first != 0:
                sgd.velocities[index] = arrays["momentum_buffer"]
            case let rmsprop as RMSprop where self.name == "RMSprop":
                rmsprop.states[index].meanSquare = arrays["square_avg"]!
                if let mean = arrays["grad_avg"] { rmsprop.states[index].mean = mean }
                if let buffer = arrays["momentum_buffer"] { rmsprop.states[index].buffer = buffer }
            case let adam as Adam where self.name == "Adam":
                let steps = steps[name]!
                adam.states[index].mean = arrays["exp_avg"]!
                adam.states[index].meanSquare = arrays["exp_avg_sq"]!
                adam.states[index].steps = steps
                adam.states[index].power1 = Self.power(adam.beta1, steps)
                adam.states[index].power2 = Self.power(adam.beta2, steps)
            default: return false
            }
            isUsed = true
        }
        return isUsed
    }

    /// βᵗ as the steps multiply it, one by one, which rounds each time.
    private static func power(_ beta: Double, _ steps: Int) -> Double {
        var power = 1.0
        for _ in 0..<steps {
            let next = power * beta
            // It stays where it is, at 0 or at the smallest number.
            if next == power { break }
            power = next
        }
        return power
    }
}

// MARK: - As words in a file

extension OptimizerState {
    /// What a file says of it.
    ///
    /// - Parameter prefix: with what all keys but its own begin, and what its own is.
    func metadata(_ prefix: String) -> [String: String] {
        var words = [prefix: name]
        for (setting, value) in settings { words["\(prefix).\(setting)"] = value }
        for (parameter, count) in steps { words["\(prefix).state.\(parameter).step"] = "\(count)" }
        for (parameter, own) in buffers {
            for (buffer, values) in own {
                words["\(prefix).state.\(parameter).\(buffer)"] =
                    Base64.text(LittleEndian.bytes(values))
            }
        }
        return words
    }

    /// Reads what a file says of it, and refuses what no optimizer can go on with.
    ///
    /// - Parameter counts: how many numbers each parameter has.
    /// - Returns: nil if the file says nothing of it.
    package init?(
        _ metadata: [String: String], _ prefix: String, counts: [String: Int]
    ) throws(FileFault) {
        guard let name = metadata[prefix] else { return nil }
        guard let known = Self.known[name] else {
            throw FileFault("its optimizer \(quoted(name)) is not one that the workbook has")
        }
        self.init(name: name)
        let start = "\(prefix).state."
        var kept: [String: Set<String>] = [:]
        for (key, text) in metadata where key.hasPrefix(prefix + ".") {
            guard key.hasPrefix(start) else {
                settings[String(key.dropFirst(prefix.count + 1))] = text
                continue
            }
            let path = key.dropFirst(start.count)
            let dot = path.lastIndex(of: ".") ?? path.startIndex
            let (parameter, word) = (String(path[..<dot]), String(path[dot...].dropFirst()))
            guard let count = counts[parameter], known.needed.union(known.others).contains(word),
                read(text, of: parameter, word, count: count)
            else {
                throw FileFault("its \(quoted(key)) is not what \(name) keeps for a parameter")
            }
            kept[parameter, default: []].insert(word)
        }
        for (parameter, words) in kept {
            if let missing = known.needed.subtracting(words).min() {
                throw FileFault(
                    "of what \(name) keeps for \(quoted(parameter)) it lacks \(missing)")
            }
        }
    }

    /// Reads the steps or a buffer of a parameter.
    ///
    /// - Returns: false if an optimizer could not go on with it.
    private mutating func read(
        _ text: String, of parameter: String, _ word: String, count: Int
    ) -> Bool {
        if word == "step" {
            steps[parameter] = Int(text).flatMap { 0...Self.mostSteps ~= $0 ? $0 : nil }
            return steps[parameter] != nil
        }
        guard let bytes = Base64.bytes(text), bytes.count == 4 * count else { return false }
        let values = LittleEndian.floats(bytes[...])
        buffers[parameter, default: [:]][word] = values
        return values.allSatisfy { $0.isFinite && ($0 >= 0 || !Self.squares.contains(word)) }
    }
}
