import Descent

/// Elements, and members such as `x.count`.
extension Formula {
    func element(_ array: Value) throws(FormulaError) -> Value {
        let offset = token.offset
        let position = try expression()
        try expect("]")
        if hasTurns {
            let (items, index) = (try items(array, offset), try whole(position, offset))
            guard index < items.count else { throw beyondEnd(items.count, offset) }
            return items[index]
        }
        guard case .array(let tensor) = array else {
            throw error("Only an array has elements.", at: offset)
        }
        var (start, end) = (0, 0)
        if case .index(let count) = position {
            end = count
        } else {
            start = try whole(position, offset)
            end = start + 1
        }
        guard end <= tensor.count else { throw beyondEnd(tensor.count, offset) }
        return .tensor(end - start == tensor.count ? tensor : tensor[start..<end])
    }

    func beyondEnd(_ count: Int, _ offset: Int) -> FormulaError {
        error("The array has the indices 0 to \(count - 1) only.", at: offset)
    }

    /// The elements of an array that is computed turn by turn.
    func items(_ value: Value, _ offset: Int) throws(FormulaError) -> [Value] {
        guard case .list(let items) = value else {
            throw error("Only an array has elements.", at: offset)
        }
        return items
    }

    func member(_ base: Value) throws(FormulaError) -> Value {
        let (name, offset) = (try name(), tokens[index - 1].offset)
        switch (name, base) {
        case ("count", .array(let tensor)),
            ("count", .tensor(let tensor)) where !isByHand:
            return .int(tensor.count)
        case ("count", .list(let items)): return .int(items.count)
        case ("indices", .array(let tensor)): return .indices(tensor.count)
        case ("indices", .list(let items)): return .indices(items.count)
        case ("map", .list(let items)): return .list(try closure(items.count) { items[$0] })
        case ("map", .indices(let count)) where hasTurns:
            return .list(try closure(count) { .int($0) })
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
                let hasAxis = ["sum", "mean"].contains(name)
                if !isByHand, hasAxis, token.text != "axis" {
                    throw error("Name the axis: \(name)(axis: 0).")
                }
                if hasAxis, takes("axis") { try expect(":") }
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
                "A tensor has no “\(name)” like this. It has \(Self.methods).", at: offset)
        }
    }
}
