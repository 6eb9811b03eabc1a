import Descent

/// Functions and closures.
extension Formula {
    /// Values with commas between, up to the parenthesis.
    func arguments() throws(FormulaError) -> [Value] {
        var items = [try expression()]
        while takes(",") { items.append(try expression()) }
        try expect(")")
        return items
    }

    /// A function of the formula's own, or what the lesson has built in.
    func called(
        _ function: Value, _ arguments: [Value], _ offset: Int
    ) throws(FormulaError) -> Value {
        switch function {
        case .function(let function) where function.parameters.count == arguments.count:
            let (end, names) = (index, scope)
            scope.removeLast(scope.count - function.names)
            for (name, value) in zip(function.parameters, arguments) { scope.append((name, value)) }
            index = function.start
            try countTurn()
            let result = try result()
            try expect("}")
            (index, scope) = (end, names)
            return result
        case .loss(let reduction) where arguments.count == 2:
            let (prediction, target) = (
                try tensor(arguments[0], offset), try tensor(arguments[1], offset)
            )
            guard prediction.shape == target.shape else {
                throw error(
                    "The loss compares two tensors of the same shape, and these have "
                        + "\(prediction.shape) and \(target.shape).", at: offset)
            }
            return .tensor(Functional.mseLoss(prediction, target, reduction: reduction))
        case .model(let parameters, let isFlat) where arguments.count == 1:
            let result = try predict(parameters, tensor(arguments[0], offset), offset)
            return .tensor(isFlat ? result.flattened() : result)
        case .function, .loss, .model:
            throw error("This function takes a different number of arguments.", at: offset)
        default: throw error("This is no function. Write * for times.", at: offset)
        }
    }

    /// The result of a model's linear layers, with tanh between them.
    private func predict(
        _ parameters: [Tensor], _ x: Tensor, _ offset: Int
    ) throws(FormulaError) -> Tensor {
        let weights = parameters.filter { $0.rank == 2 }
        let biases = parameters.filter { $0.rank == 1 }
        guard x.rank == 2, x.shape[1] == weights[0].shape[1] else {
            throw error(
                "The model takes a matrix with "
                    + (weights[0].shape[1] == 1 ? "1 column" : "\(weights[0].shape[1]) columns")
                    + ", and this has the shape \(x.shape).", at: offset)
        }
        var result = x
        for (layer, weight) in weights.enumerated() {
            if layer > 0 { result = result.tanh() }
            result = result.matmul(weight.transposed())
            if layer < biases.count { result = result + biases[layer] }
        }
        return result
    }

    /// sum(n) { i in … }, mean(n) { i in … }, Float(n) and abs(x).
    func call(_ name: String, _ offset: Int) throws(FormulaError) -> Value {
        let arguments = try arguments()
        let argument = arguments[0]
        // These compute with Floats; tensors have methods.
        if !isByHand, ["sum", "mean", "abs"].contains(name) {
            throw error(
                "“\(name)(…)” is for the arrays of part 1. A tensor has a method: (yPredicted - y).\(name)().",
                at: offset)
        }
        switch (arguments.count == 1 ? name : "", argument) {
        case ("sum", _), ("mean", _):
            let count = try whole(argument, offset)
            guard hasTurns else {
                let terms = try closure(.index(count), count)
                return .tensor(name == "sum" ? terms.sum() : terms.mean())
            }
            let sum = try sum(count)
            return .tensor(name == "sum" ? sum : sum / Float(count))
        case ("Float", .index(let count)): return .tensor(Tensor((0..<count).map { Float($0) }))
        case ("Float", .int(let count)): return .tensor(Tensor(Float(count)))
        case ("Float", .tensor) where isByHand: return argument
        case ("Float", .literal(let number)): return .tensor(Tensor(number))
        case ("abs", .tensor(let tensor)): return .tensor(tensor.abs())
        default:
            throw error(
                "“\(name)(…)” isn't known here. \(known)", at: offset)
        }
    }

    /// An Int from 0 on.
    func whole(_ value: Value, _ offset: Int) throws(FormulaError) -> Int {
        if case .int(let count) = value, 0...100_000 ~= count { return count }
        if case .int = value {
            throw error("An Int from 0 to 100000 is needed here.", at: offset)
        }
        if case .literal(let number) = value, number > 100_000 {
            throw error("This Int is too large: a formula counts to at most 100000.", at: offset)
        }
        guard case .literal(let number) = value, let count = Int(exactly: number),
            0...100_000 ~= count
        else { throw error("An Int such as x.count is needed.", at: offset) }
        return count
    }

    // MARK: - Closures

    /// The results of a closure, one for each turn, computed together.
    func closure(_ element: Value, _ count: Int) throws(FormulaError) -> Tensor {
        guard !isInClosure else {
            throw beyond("A closure within a closure is a loop within a loop.")
        }
        isInClosure = true
        defer { isInClosure = false }
        try expect("{")
        let (parameter, names, offset) = (closureParameter(), scope.count, token.offset)
        scope.append((parameter, element))
        let result = try tensor(result(), offset)
        scope.removeLast(scope.count - names)
        try expect("}")
        return result.count == count ? result : result + Tensor.zeros([count])
    }

    /// The results of a closure, computed turn by turn.
    func closure(
        _ count: Int, _ element: (Int) -> Value
    ) throws(FormulaError) -> [Value] {
        try expect("{")
        var results: [Value] = []
        try turns(count, closureParameter(), element) { () throws(FormulaError) in
            results.append(try result())
        }
        return results
    }

    func closureParameter() -> String {
        guard token.isName, tokens[index + 1].text == "in" else { return "$0" }
        index += 2
        return tokens[index - 2].text
    }

    /// Counts an iteration, and refuses too many.
    private func countTurn() throws(FormulaError) {
        turns += 1
        guard turns <= Self.maxTurns else { throw beyond("This has too many iterations.") }
    }

    /// Reads a body once per iteration, with the next value for its parameter.
    func turns(
        _ count: Int, _ parameter: String, _ element: (Int) -> Value,
        _ body: () throws(FormulaError) -> Void
    ) throws(FormulaError) {
        let (start, names, outer) = (index, scope.count, isInClosure)
        isInClosure = true
        for turn in 0..<count {
            index = start
            try countTurn()
            scope.append((parameter, element(turn)))
            try body()
            scope.removeLast(scope.count - names)
            try expect("}")
        }
        if count == 0 { try skipBody() }
        isInClosure = outer
    }

    /// A closure's sum, with the bits of Swift's `sum`. Where autograd needs it, it is added up one by one, as
    /// gradients are compared within rounding.
    private func sum(_ count: Int) throws(FormulaError) -> Tensor {
        var terms: [Tensor] = []
        try expect("{")
        try turns(count, closureParameter(), { .int($0) }) { () throws(FormulaError) in
            let offset = token.offset
            terms.append(try tensor(result(), offset))
        }
        return terms.contains { $0.requiresGrad }
            ? terms.dropFirst().reduce(terms[0]) { $0 + $1 }
            : Tensor(terms.map { $0.item() }).sum()
    }
}
