import Descent

/// Expressions: operators and names.
extension Formula {
    func expression(_ level: Int = 0) throws(FormulaError) -> Value {
        depth += 1
        defer { depth -= 1 }
        guard depth < Self.maxDepth else { throw error("The formula is nested too deeply.") }
        var left = try prefix()
        while !token.startsLine || token.isBeforeSpace {
            let (sign, offset) = (token.text, token.offset)
            let own = ["+", "-"].contains(sign) ? 0 : ["*", "/", "%"].contains(sign) ? 1 : -1
            guard own >= level else { break }
            index += 1
            let right = try expression(own + 1)
            if let whole = try whole(sign, left, right, offset) {
                left = whole
            } else {
                left = .tensor(
                    try apply(sign, tensor(left, offset), tensor(right, offset), offset))
            }
        }
        return left
    }

    private func prefix() throws(FormulaError) -> Value {
        let offset = token.offset
        guard takes("-") else { return try postfix() }
        let operand = try postfix()
        if case .literal(let number) = operand { return .literal(-number) }
        return .tensor(-(try tensor(operand, offset)))
    }

    /// Two Ints with an operator between; nil if they aren't Ints.
    private func whole(
        _ sign: String, _ a: Value, _ b: Value, _ offset: Int
    ) throws(FormulaError) -> Value? {
        func int(_ value: Value) -> Int64? {
            switch value {
            case .int(let int): Int64(int)
            case .literal(let number) where abs(number) <= 1e9: Int64(exactly: number)
            default: nil
            }
        }
        if case .literal = a, case .literal = b { return nil }
        guard let a = int(a), let b = int(b) else { return nil }
        let result: Int64? =
            switch sign {
            case "+": a + b
            case "-": a - b
            case "*": a * b
            default: b == 0 ? nil : sign == "/" ? a / b : a % b
            }
        guard let result else { throw error("This divides by 0.", at: offset) }
        guard abs(result) <= 1_000_000_000 else {
            throw error("This Int is too large.", at: offset)
        }
        return .int(Int(result))
    }

    /// Two numbers or tensors with an operator between; shapes that don't fit are refused.
    func apply(
        _ sign: String, _ a: Tensor, _ b: Tensor, _ offset: Int
    ) throws(FormulaError) -> Tensor {
        let fits = zip(a.shape.reversed(), b.shape.reversed()).allSatisfy {
            $0 == $1 || $0 == 1 || $1 == 1
        }
        guard fits else {
            throw error(
                isByHand
                    ? "The two sides have \(a.count) and \(b.count) numbers."
                    : "The shapes \(a.shape) and \(b.shape) don't go together.", at: offset)
        }
        switch sign {
        case "+": return a + b
        case "-": return a - b
        case "*": return a * b
        case "/": return a / b
        default: throw error("“%” is for Ints, such as i % 2.", at: offset)
        }
    }

    /// A value that can be computed with.
    func tensor(_ value: Value, _ offset: Int) throws(FormulaError) -> Tensor {
        switch value {
        case .tensor(let tensor): return tensor
        case .literal(let number): return Tensor(number)
        case .array, .list:
            throw error(
                "This is a whole array. Swift computes with its elements: x[i], or x.map { … $0 … }.",
                at: offset)
        case .int:
            throw error("This is an Int. Write Float(x.count) to compute with it.", at: offset)
        case .index:
            throw beyond(
                "This is an index, an Int. A formula can use it as x[i] or Float(i), but can't compute "
                    + "another index from it.", at: offset)
        case .model:
            throw error("A number is needed here. The model needs its input: model(x).", at: offset)
        default: throw error("A number is needed here.", at: offset)
        }
    }

    /// The numbers of a value: a tensor, or an array's, in order.
    func numbers(_ value: Value) throws(FormulaError) -> Tensor {
        switch value {
        case .array(let tensor): return tensor
        case .list(let items):
            var result: [Float] = []
            for item in items { result += try numbers(item).scalars }
            return Tensor(result)
        default: return try tensor(value, 0)
        }
    }

    /// A tensor as the formula has it. By hand it is a Float, an array of them, or an array of arrays.
    func variable(_ tensor: Tensor) -> Value {
        guard isByHand, let count = tensor.shape.first else {
            return .tensor(isByHand && !tensor.requiresGrad ? tensor.detached() : tensor)
        }
        guard hasTurns else { return .array(tensor) }
        let shape = Array(tensor.shape.dropFirst())
        return .list((0..<count).map { variable(tensor[$0..<$0 + 1].reshaped(shape)) })
    }

    private func postfix() throws(FormulaError) -> Value {
        var value = try primary()
        while true {
            if takes(".") {
                value = try member(value)
            } else if !token.startsLine, takes("[") {
                value = try element(value)
            } else {
                return value
            }
        }
    }

    private func primary() throws(FormulaError) -> Value {
        if let number = token.number {
            index += 1
            return .literal(number)
        }
        if takes("(") {
            let items = try arguments()
            return items.count == 1 ? items[0] : .list(items)
        }
        guard token.isName else { throw unexpected() }
        var (name, offset) = (try name(), tokens[index - 1].offset)
        if name == "lesson", takes(".") {
            name = "lesson.\(try self.name())"
        }
        if let found = scope.last(where: { $0.name == name }) {
            return !token.startsLine && takes("(")
                ? try called(found.value, arguments(), offset) : found.value
        }
        if takes("(") { return try call(name, offset) }
        if field == .start {
            throw error(
                "“\(name)” isn't known here. A start is a number, such as b = 0.5.", at: offset)
        }
        let capitals = scope.first { Self.isAlike($0.name, name) }
        if let capitals {
            throw error("“\(name)” isn't known here. Write \(capitals.name).", at: offset)
        }
        throw error("“\(name)” isn't known here. \(known)", at: offset)
    }

    /// True for names that differ in capitals at most.
    private static func isAlike(_ a: String, _ b: String) -> Bool {
        a.utf8.count == b.utf8.count && zip(a.utf8, b.utf8).allSatisfy { $0 | 32 == $1 | 32 }
    }

    /// A sentence with everything that the formula can use.
    var known: String {
        var names: [String] = []
        for (name, value) in scope where !names.contains(name) {
            switch value {
            case .model: names.append("model(x)")
            case .loss: names.append("\(name)(yPredicted, y)")
            default: names.append(name)
            }
        }
        if isByHand {
            names += [
                "sum(x.count) { i in … }", "mean(x.count) { i in … }", "abs(x[i])",
                "Float(x.count)",
            ]
        }
        let list = names.joined(separator: ", ")
        return "Known: \(list)." + (isByHand ? "" : " A tensor has \(Self.methods).")
    }

    /// What a tensor can do.
    static let methods =
        "pow(2), sum(), mean(), matmul(w), transposed(), tanh(), exp(), log(), relu() and abs()"
}
