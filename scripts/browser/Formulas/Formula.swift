import Descent

/// The value of an expression.
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
    /// Several values: in parentheses, or an array that is computed turn by turn.
    case list([Value])
    case function(Function)
    /// The parameters of a model of linear layers, with tanh between them. Flat if it predicts a plain row.
    case model([Tensor], isFlat: Bool)
    /// The squared error.
    case loss(Reduction)
}

/// A function within a formula: `func slope(_ i: Int) -> Float { … }`.
struct Function {
    var parameters: [String]
    /// The first token of its body.
    var start: Int
    /// The number of names that it knows besides its parameters.
    var names: Int
}

/// The values of names; if a name occurs twice, the later one counts.
typealias Scope = [(name: String, value: Value)]

/// A formula, which is computed while it is read.
///
/// With arrays of numbers, a closure isn't called again and again: its body is computed once, for all turns,
/// with tensors that have a number for each. Every number has the bits that a loop would have computed. With
/// arrays of arrays, closures are called turn by turn.
final class Formula {
    let field: FormulaField
    let tokens: [Token]
    var index = 0
    var depth = 0
    var isInClosure = false
    var turns = 0
    let isByHand: Bool
    /// True if closures are called turn by turn.
    let hasTurns: Bool
    /// The names that the formula knows.
    var scope: Scope = []

    /// The maximum nesting of an expression.
    static let maxDepth = 50
    /// More turns than this take too long.
    static let maxTurns = 10_000

    init(
        _ text: String, _ field: FormulaField, isByHand: Bool, hasTurns: Bool = false
    ) throws(FormulaError) {
        tokens = try Token.all(text, field)
        (self.field, self.isByHand, self.hasTurns) = (field, isByHand, hasTurns)
    }

    // MARK: - Statements

    /// Starts over, with these names.
    func begin(_ scope: Scope) {
        (index, depth, turns, isInClosure, self.scope) = (0, 0, 0, false, scope)
    }

    /// The formula's value with these names.
    func value(_ scope: Scope) throws(FormulaError) -> Value {
        begin(scope)
        let value = try result()
        guard isAtEnd else { throw unexpected() }
        return value
    }

    var isAtEnd: Bool { token.text == "" }

    /// Reads `let` lines and functions, which give names to values.
    func constants() throws(FormulaError) {
        while true {
            if takes("let") {
                let name = try name()
                try expect("=")
                let (first, value) = (index, try expression())
                scope.append((name, try typed(value, tokens[first])))
            } else if takes("func") {
                scope.append((try name(), .function(try function())))
            } else {
                return
            }
            guard token.startsLine || isAtEnd else { throw unexpected() }
        }
    }

    /// The value of a constant: without a type, Swift makes a number an Int or a Double.
    private func typed(_ value: Value, _ first: Token) throws(FormulaError) -> Value {
        guard case .literal(let number) = value else { return value }
        guard let int = Int(exactly: number), !first.text.contains(".") else {
            throw error(
                "Swift makes this constant a Double, which doesn't go together with Floats. "
                    + "Write it as Float(…), or where it is used.", at: first.offset)
        }
        return .int(int)
    }

    /// Reads a function behind its name.
    private func function() throws(FormulaError) -> Function {
        var parameters: [String] = []
        try expect("(")
        while !takes(")") {
            if !parameters.isEmpty { try expect(",") }
            try expect("_")
            parameters.append(try name())
            try expect(":")
            _ = try name()
        }
        try expect("->")
        _ = try name()
        try expect("{")
        let start = index
        try skipBody()
        return Function(parameters: parameters, start: start, names: scope.count)
    }

    /// Skips to after the brace that ends a body.
    func skipBody() throws(FormulaError) {
        var open = 1
        while open > 0 {
            if isAtEnd { try expect("}") }
            open += token.text == "{" ? 1 : token.text == "}" ? -1 : 0
            index += 1
        }
    }

    /// Reads `let` lines and a result.
    func result() throws(FormulaError) -> Value {
        let start = index
        try constants()
        let isFirst = index == start
        guard takes("return") || isFirst else {
            throw error("After other lines, Swift needs `return` before the result.")
        }
        return try expression()
    }

    // MARK: - Tokens

    var token: Token { tokens[index] }

    func takes(_ text: String) -> Bool {
        guard token.text == text, !isAtEnd else { return false }
        index += 1
        return true
    }

    func expect(_ text: String) throws(FormulaError) {
        guard !takes(text) else { return }
        if [")", "}", "]"].contains(text), lacksOperator { throw unexpected() }
        throw isAtEnd || token.isName || token.text == "}"
            ? error("“\(text)” is missing here.") : unexpected()
    }

    func name() throws(FormulaError) -> String {
        guard token.isName else { throw error("A name is missing here.") }
        index += 1
        return tokens[index - 1].text
    }

    func error(_ message: String, at offset: Int? = nil) -> FormulaError {
        FormulaError(field: field, offset: offset ?? token.offset, message: message)
    }

    /// "1 number", "2 numbers".
    static func numbers(_ count: Int) -> String { count == 1 ? "1 number" : "\(count) numbers" }

    func beyond(_ message: String, at offset: Int? = nil) -> FormulaError {
        var error = error(message, at: offset)
        error.needsCompiler = true
        return error
    }

    /// True between two values of a line, such as `w x`.
    private var lacksOperator: Bool {
        guard index > 0, !token.startsLine else { return false }
        let before = tokens[index - 1]
        let isValue = before.isName || before.number != nil || [")", "]"].contains(before.text)
        return isValue && (token.isName || token.number != nil || token.text == "(")
    }

    /// The error for a token that can't stand here: something wrong, or more Swift than a formula can have.
    func unexpected() -> FormulaError {
        let text = token.text
        if isAtEnd { return error("The formula ends too early.") }
        let before = index > 0 ? tokens[index - 1] : nil
        let square = isByHand ? "w * w" : "w * w or w.pow(2)"
        if text == "^" {
            return error("Swift has no power operator “^”. Write \(square) for a square.")
        }
        if let before, text == "*", before.text == "*", before.offset + 1 == token.offset {
            return error(
                "Swift has no power operator “**”. Write \(square) for a square.", at: before.offset
            )
        }
        if let before, text == ",", before.number != nil, tokens[index + 1].number != nil {
            return error(
                "A number has a decimal point in Swift: \(before.text).\(tokens[index + 1].text)")
        }
        if lacksOperator {
            return error("An operator is missing before “\(text)”. Write * for times.")
        }
        if Token.ofConditions.contains(text) {
            return beyond("“\(text)” belongs to a condition, and a formula can't have one here.")
        }
        if Token.ofLoops.contains(text) {
            return beyond("“\(text)” belongs to a loop, and a formula can't have one here.")
        }
        return Token.ofPrograms.contains(text)
            ? beyond("“\(text)” is more Swift than a formula can have here.")
            : error("Unexpected “\(text)”.")
    }
}
