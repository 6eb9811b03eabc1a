import Descent

/// What a formula computes.
extension Formula {
    func expression(_ level: Int = 0) throws(FormulaError) -> Value {
        depth += 1
        defer { depth -= 1 }
        guard depth < Self.maxDepth else { throw error("The formula is nested too deeply.") }
        var left = try prefix()
        while !token.startsLine || token.isBeforeSpace {
            let (sign, offset) = (token.text, token.offset)
            let own = sign == "+" || sign == "-" ? 0 : sign == "*" || sign == "/" ? 1 : -1
            guard own >= level else { break }
            index += 1
            left = .tensor(
                try apply(sign, tensor(left, offset), tensor(expression(own + 1), offset), offset))
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
                    ? "On the two sides there are \(a.count) and \(b.count) numbers."
                    : "The shapes \(a.shape) and \(b.shape) don't go together.", at: offset)
        }
        switch sign {
        case "+": return a + b
        case "-": return a - b
        case "*": return a * b
        default: return a / b
        }
    }

    /// A value that can be computed with.
    func tensor(_ value: Value, _ offset: Int) throws(FormulaError) -> Tensor {
        switch value {
        case .tensor(let tensor): return tensor
        case .literal(let number): return Tensor(number)
        case .array:
            throw error(
                "This is a whole array. Swift computes with its elements: x[i], or x.map { … $0 … }.",
                at: offset)
        case .int, .index:
            throw error("This is an Int. Write Float(x.count) to compute with it.", at: offset)
        default: throw error("A number is needed here.", at: offset)
        }
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
            var items = [try expression()]
            while takes(",") { items.append(try expression()) }
            try expect(")")
            return items.count == 1 ? items[0] : .list(items)
        }
        guard token.isName else { throw unexpected() }
        var (name, offset) = (try name(), tokens[index - 1].offset)
        if name == "lesson", takes(".") {
            offset = token.offset
            name = "lesson.\(try self.name())"
        }
        if let found = scope.last(where: { $0.name == name }) { return found.value }
        if takes("(") { return try call(name, offset) }
        var known: [String] = []
        for (name, _) in scope where !known.contains(name) { known.append(name) }
        throw error(
            "“\(name)” isn't known here. Known: \(known.joined(separator: ", ")).", at: offset)
    }

    // MARK: - Calls

    /// sum(n) { i in … }, mean(n) { i in … }, Float(n) and abs(x).
    private func call(_ name: String, _ offset: Int) throws(FormulaError) -> Value {
        let argument = try expression()
        try expect(")")
        switch (name, argument) {
        case ("sum", _), ("mean", _):
            let count = try whole(argument, offset)
            let terms = try closure(.index(count), count)
            return .tensor(name == "sum" ? terms.sum() : terms.mean())
        case ("Float", .index(let count)): return .tensor(Tensor((0..<count).map { Float($0) }))
        case ("Float", .int(let count)): return .tensor(Tensor(Float(count)))
        case ("Float", .tensor), ("Float", .literal): return argument
        case ("abs", .tensor(let tensor)): return .tensor(tensor.abs())
        default:
            throw error(
                "“\(name)(…)” isn't known here. Known: sum(x.count) { i in … }, mean(x.count) { i in … }, "
                    + "Float(x.count), abs(x[i]).", at: offset)
        }
    }

    /// An Int from 0 on.
    private func whole(_ value: Value, _ offset: Int) throws(FormulaError) -> Int {
        if case .int(let count) = value { return count }
        guard case .literal(let number) = value, let count = Int(exactly: number),
            0...100_000 ~= count
        else { throw error("An Int such as x.count is needed.", at: offset) }
        return count
    }

    /// The results of a closure: one for each turn.
    private func closure(_ element: Value, _ count: Int) throws(FormulaError) -> Tensor {
        guard !isInClosure else {
            throw beyond("A closure within a closure is a loop within a loop.")
        }
        isInClosure = true
        defer { isInClosure = false }
        try expect("{")
        var parameter = "$0"
        if token.isName, tokens[index + 1].text == "in" {
            parameter = token.text
            index += 2
        }
        let (names, offset) = (scope.count, token.offset)
        scope.append((parameter, element))
        let result = try tensor(result(), offset)
        scope.removeLast(scope.count - names)
        try expect("}")
        return result.count == count ? result : result + Tensor.zeros([count])
    }

    private func element(_ array: Value) throws(FormulaError) -> Value {
        let offset = token.offset
        let place = try expression()
        try expect("]")
        guard case .array(let tensor) = array else {
            throw error("Only an array has elements.", at: offset)
        }
        var (start, end) = (0, 0)
        if case .index(let count) = place {
            end = count
        } else {
            start = try whole(place, offset)
            end = start + 1
        }
        guard end <= tensor.count else {
            throw error("The array has the indices 0 to \(tensor.count - 1) only.", at: offset)
        }
        return .tensor(end - start == tensor.count ? tensor : tensor[start..<end])
    }

    private func member(_ base: Value) throws(FormulaError) -> Value {
        let (name, offset) = (try name(), tokens[index - 1].offset)
        switch (name, base) {
        case ("count", .array(let tensor)),
            ("count", .tensor(let tensor)) where !isByHand:
            return .int(tensor.count)
        case ("indices", .array(let tensor)): return .indices(tensor.count)
        case ("map", .array(let tensor)): return .array(try closure(.tensor(tensor), tensor.count))
        case ("map", .indices(let count)): return .array(try closure(.index(count), count))
        case ("grad", .tensor(let tensor)) where !isByHand:
            guard tensor.isLeaf, let grad = tensor.grad else {
                throw error("Only a parameter that the loss depends on has a grad.", at: offset)
            }
            try expect("!")
            return .tensor(grad)
        case (_, .tensor(let tensor)):
            try expect("(")
            var argument: Value?
            if !takes(")") {
                if takes("axis") { try expect(":") }
                argument = try expression()
                try expect(")")
            }
            return .tensor(try method(tensor, name, argument, offset))
        default: throw error("This has no “\(name)”.", at: offset)
        }
    }

    private func method(
        _ tensor: Tensor, _ name: String, _ argument: Value?, _ offset: Int
    ) throws(FormulaError) -> Tensor {
        if isByHand {
            if name == "squareRoot", case nil = argument { return tensor.pow(0.5) }
            throw error(
                "A Float has no “\(name)” here. It has squareRoot(); a square is e * e.",
                at: offset)
        }
        switch (name, argument) {
        case ("sum", nil): return tensor.sum()
        case ("mean", nil): return tensor.mean()
        case ("tanh", nil): return tensor.tanh()
        case ("exp", nil): return tensor.exp()
        case ("log", nil): return tensor.log()
        case ("relu", nil): return tensor.relu()
        case ("abs", nil): return tensor.abs()
        case ("transposed", nil) where tensor.rank <= 2: return tensor.transposed()
        case ("pow", .literal(let exponent)): return tensor.pow(exponent)
        case ("sum", let axis?), ("mean", let axis?):
            let axis = try whole(axis, offset)
            guard axis < tensor.rank else {
                throw error("The shape \(tensor.shape) has no axis \(axis).", at: offset)
            }
            return name == "sum" ? tensor.sum(axis: axis) : tensor.mean(axis: axis)
        case ("matmul", .tensor(let other)):
            guard 1...2 ~= tensor.rank, 1...2 ~= other.rank, tensor.shape.last == other.shape[0]
            else {
                let shapes = "\(tensor.shape) and \(other.shape)"
                throw error("There is no matrix product of the shapes \(shapes).", at: offset)
            }
            return tensor.matmul(other)
        default:
            throw error(
                "A tensor has no “\(name)” like this. It has pow(2), sum(), mean(), matmul(w), "
                    + "transposed(), tanh(), exp(), log(), relu() and abs().",
                at: offset)
        }
    }
}
