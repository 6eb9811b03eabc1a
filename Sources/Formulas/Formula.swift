import Descent

/// What an expression gives.
enum Value {
    /// A tensor. In a lesson by hand, a Float: within a closure, one for each turn.
    case tensor(Tensor)
    /// A number without a type yet: an Int or a Float.
    case literal(Float)
    /// An array of Floats.
    case array(Tensor)
    case int(Int)
    /// The parameter of a closure that counts from 0 to one less than this.
    case index(Int)
    case indices(Int)
    case list([Value])
}

/// What the names of a formula mean; the last of a name counts.
typealias Scope = [(name: String, value: Value)]

/// A formula, which is computed while it is read.
///
/// A closure isn't called again and again: its body is computed once, for all turns, with tensors that have
/// a number for each. Every number has the bits that a loop would have computed.
struct Formula {
    let field: FormulaField
    private let tokens: [Token]
    private var index = 0
    private var depth = 0
    private var isInClosure = false
    private let isByHand: Bool
    /// What the names mean.
    private(set) var scope: Scope = []

    /// Deeper expressions than this are no formulas.
    private static let maxDepth = 50

    init(_ text: String, _ field: FormulaField, isByHand: Bool) throws(FormulaError) {
        var lexer = Lexer(text, field)
        (self.field, self.isByHand) = (field, isByHand)
        tokens = try lexer.tokens()
    }

    // MARK: - Statements

    /// Begins anew, with these names.
    mutating func begin(_ scope: Scope) {
        (index, depth, isInClosure, self.scope) = (0, 0, false, scope)
    }

    /// What the formula gives with these names.
    mutating func value(_ scope: Scope) throws(FormulaError) -> Value {
        begin(scope)
        let value = try result()
        guard isAtEnd else { throw unexpected() }
        return value
    }

    /// Gives a name another value.
    mutating func set(_ name: String, _ value: Value) {
        scope[scope.lastIndex { $0.name == name }!].value = value
    }

    var isAtEnd: Bool { token.text == "" }

    /// Reads `let` lines, which give names to values.
    mutating func constants() throws(FormulaError) {
        while takes("let") {
            let name = try name()
            try expect("=")
            scope.append((name, try expression()))
            guard token.startsLine || isAtEnd else { throw unexpected() }
        }
    }

    /// Reads `let` lines and a result.
    private mutating func result() throws(FormulaError) -> Value {
        let start = index
        try constants()
        let isFirst = index == start
        guard takes("return") || isFirst else {
            throw error("After other lines, Swift needs `return` before the result.")
        }
        return try expression()
    }

    /// Reads a line that changes a variable: `w -= step`. The sign is the operator, or empty.
    mutating func assignment() throws(FormulaError) -> (
        name: String, sign: String, value: Value, offset: Int
    ) {
        let offset = token.offset
        guard token.isName, !Self.words.contains(token.text) else { throw unexpected() }
        let name = try name()
        for sign in ["=", "-=", "+=", "*=", "/="] where takes(sign) {
            let value = try expression()
            guard token.startsLine || isAtEnd else { throw unexpected() }
            return (name, String(sign.dropLast()), value, offset)
        }
        throw isAtEnd || token.isName ? error("“=” or “-=” is missing here.") : unexpected()
    }

    // MARK: - Tokens

    private var token: Token { tokens[index] }

    private mutating func takes(_ text: String) -> Bool {
        guard token.text == text, !isAtEnd else { return false }
        index += 1
        return true
    }

    private mutating func expect(_ text: String) throws(FormulaError) {
        guard !takes(text) else { return }
        throw isAtEnd || token.isName || token.text == "}"
            ? error("“\(text)” is missing here.") : unexpected()
    }

    private mutating func name() throws(FormulaError) -> String {
        guard token.isName else { throw error("A name is missing here.") }
        index += 1
        return tokens[index - 1].text
    }

    func error(_ message: String, at offset: Int? = nil) -> FormulaError {
        FormulaError(field: field, offset: offset ?? token.offset, message: message)
    }

    private func beyond(_ message: String) -> FormulaError {
        var error = error(message)
        error.needsCompiler = true
        return error
    }

    private static let words = [
        "if", "guard", "switch", "true", "false", "for", "while", "repeat", "let", "var", "func",
        "return", "import", "in",
    ]

    /// What can't stand here: something wrong, or more Swift than a formula can have.
    private func unexpected() -> FormulaError {
        switch token.text {
        case "": error("The formula ends too early.")
        case "if", "guard", "switch", "?", ":", "==", "!=", "<", ">", "<=", ">=", "&&", "||",
            "true",
            "false":
            beyond("“\(token.text)” belongs to a condition, and a formula can't have one here.")
        case "for", "while", "repeat", "..<", "...":
            beyond("“\(token.text)” belongs to a loop, and a formula can't have one here.")
        case "var", "func", "import", "\"", "%":
            beyond("“\(token.text)” is more Swift than a formula can have here.")
        default: error("“\(token.text)” can't stand here.")
        }
    }

    // MARK: - Expressions

    private mutating func expression(_ level: Int = 0) throws(FormulaError) -> Value {
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

    private mutating func prefix() throws(FormulaError) -> Value {
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
            throw error(
                "This is an Int, and a formula computes with Floats: write Float(x.count).",
                at: offset)
        default: throw error("A number is needed here.", at: offset)
        }
    }

    private mutating func postfix() throws(FormulaError) -> Value {
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

    private mutating func primary() throws(FormulaError) -> Value {
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
        guard token.isName, !Self.words.contains(token.text) else { throw unexpected() }
        let (name, offset) = (try name(), tokens[index - 1].offset)
        if let found = scope.last(where: { $0.name == name }) { return found.value }
        if takes("(") { return try call(name, offset) }
        if name == "lesson" {
            if takes("."), takes("learningRate") {
                return try self.value("lesson.learningRate", offset)
            }
            throw error("Of lesson, a formula can use lesson.learningRate.")
        }
        return try self.value(name, offset)
    }

    private func value(_ name: String, _ offset: Int) throws(FormulaError) -> Value {
        if let found = scope.last(where: { $0.name == name }) { return found.value }
        var names: [String] = []
        for (name, _) in scope where !names.contains(name) { names.append(name) }
        throw error(
            "“\(name)” isn't known here. Known: \(names.joined(separator: ", ")).", at: offset)
    }

    // MARK: - Calls

    /// sum(n) { i in … }, mean(n) { i in … }, Float(n) and abs(x).
    private mutating func call(_ name: String, _ offset: Int) throws(FormulaError) -> Value {
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
        guard case .literal(let number) = value, let count = Int(exactly: number), count >= 0
        else { throw error("An Int such as x.count is needed.", at: offset) }
        return count
    }

    /// The results of a closure: one for each turn.
    private mutating func closure(_ element: Value, _ count: Int) throws(FormulaError) -> Tensor {
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

    private mutating func element(_ array: Value) throws(FormulaError) -> Value {
        let offset = token.offset
        let place = try expression()
        try expect("]")
        guard case .array(let tensor) = array else {
            throw error("Only an array has elements.", at: offset)
        }
        if case .index(let count) = place {
            guard count <= tensor.count else {
                throw error("The array has only \(tensor.count) elements.", at: offset)
            }
            return .tensor(count == tensor.count ? tensor : tensor[0..<count])
        }
        let index = try whole(place, offset)
        guard index < tensor.count else {
            throw error("The array has only the indices 0 to \(tensor.count - 1).", at: offset)
        }
        return .tensor(tensor[index..<index + 1].reshaped([]))
    }

    private mutating func member(_ base: Value) throws(FormulaError) -> Value {
        let (name, offset) = (try name(), tokens[index - 1].offset)
        switch (name, base) {
        case ("count", .array(let tensor)),
            ("count", .tensor(let tensor)) where !isByHand:
            return .int(tensor.count)
        case ("indices", .array(let tensor)): return .indices(tensor.count)
        case ("map", .array(let tensor)): return .array(try closure(.tensor(tensor), tensor.count))
        case ("map", .indices(let count)): return .array(try closure(.index(count), count))
        case ("magnitude", .tensor(let tensor)) where isByHand: return .tensor(tensor.abs())
        case ("grad", .tensor(let tensor)) where !isByHand:
            guard tensor.isLeaf, let grad = tensor.grad else {
                throw error("Only a parameter has a grad, after backward().", at: offset)
            }
            try expect("!")
            return .tensor(grad)
        case (_, .tensor(let tensor)):
            var arguments: [(value: Value, offset: Int)] = []
            try expect("(")
            while token.text != ")", !isAtEnd {
                if takes("axis") { try expect(":") }
                arguments.append((try expression(), tokens[index - 1].offset))
                guard takes(",") else { break }
            }
            try expect(")")
            return .tensor(try method(tensor, name, arguments, offset))
        default: throw error("This has no “\(name)”.", at: offset)
        }
    }

    private func method(
        _ tensor: Tensor, _ name: String, _ arguments: [(value: Value, offset: Int)], _ offset: Int
    ) throws(FormulaError) -> Tensor {
        switch (isByHand, name, arguments.count) {
        case (true, "squareRoot", 0): return tensor.pow(0.5)
        case (false, "sum", 0): return tensor.sum()
        case (false, "mean", 0): return tensor.mean()
        case (false, "tanh", 0): return tensor.tanh()
        case (false, "exp", 0): return tensor.exp()
        case (false, "log", 0): return tensor.log()
        case (false, "relu", 0): return tensor.relu()
        case (false, "abs", 0): return tensor.abs()
        case (false, "detached", 0): return tensor.detached()
        case (false, "transposed", 0) where tensor.rank <= 2: return tensor.transposed()
        case (false, "pow", 1):
            guard case .literal(let exponent) = arguments[0].value else {
                throw error("The exponent must be a number such as 2.", at: arguments[0].offset)
            }
            return tensor.pow(exponent)
        case (false, "sum", 1), (false, "mean", 1):
            let axis = try whole(arguments[0].value, arguments[0].offset)
            guard axis < tensor.rank else {
                throw error("The shape \(tensor.shape) has no such axis.", at: offset)
            }
            return name == "sum" ? tensor.sum(axis: axis) : tensor.mean(axis: axis)
        case (false, "matmul", 1):
            let other = try self.tensor(arguments[0].value, arguments[0].offset)
            guard 1...2 ~= tensor.rank, 1...2 ~= other.rank, tensor.shape.last == other.shape[0]
            else {
                throw error(
                    "The shapes \(tensor.shape) and \(other.shape) have no matrix product: the last length "
                        + "of the first must be the first of the second.", at: offset)
            }
            return tensor.matmul(other)
        default:
            throw error(
                isByHand
                    ? "A Float has no “\(name)” here. It has squareRoot() and magnitude; a square is e * e."
                    : "A tensor has no “\(name)” like this. It has pow(2), sum(), mean(), matmul(w), "
                        + "transposed(), tanh(), exp(), log(), relu(), abs() and detached().",
                at: offset)
        }
    }
}
