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
final class Formula {
    let field: FormulaField
    let tokens: [Token]
    var index = 0
    var depth = 0
    var isInClosure = false
    let isByHand: Bool
    /// What the names mean.
    var scope: Scope = []

    /// Deeper expressions than this are no formulas.
    static let maxDepth = 50

    init(_ text: String, _ field: FormulaField, isByHand: Bool) throws(FormulaError) {
        tokens = try Token.all(text, field)
        (self.field, self.isByHand) = (field, isByHand)
    }

    // MARK: - Statements

    /// Begins anew, with these names.
    func begin(_ scope: Scope) {
        (index, depth, isInClosure, self.scope) = (0, 0, false, scope)
    }

    /// What the formula gives with these names.
    func value(_ scope: Scope) throws(FormulaError) -> Value {
        begin(scope)
        let value = try result()
        guard isAtEnd else { throw unexpected() }
        return value
    }

    /// Gives a name another value.
    func set(_ name: String, _ value: Value) {
        scope[scope.lastIndex { $0.name == name }!].value = value
    }

    var isAtEnd: Bool { token.text == "" }

    /// Reads `let` lines, which give names to values.
    func constants() throws(FormulaError) {
        while takes("let") {
            let name = try name()
            try expect("=")
            scope.append((name, try expression()))
            guard token.startsLine || isAtEnd else { throw unexpected() }
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

    /// Reads a line that changes a variable: `w -= step`. The sign is the operator, or empty.
    func assignment() throws(FormulaError) -> (
        name: String, sign: String, value: Value, offset: Int
    ) {
        let offset = token.offset
        guard token.isName else { throw unexpected() }
        let name = try name()
        for sign in ["=", "-=", "+=", "*=", "/="] where takes(sign) {
            let value = try expression()
            guard token.startsLine || isAtEnd else { throw unexpected() }
            return (name, String(sign.dropLast()), value, offset)
        }
        throw isAtEnd || token.isName ? error("“=” or “-=” is missing here.") : unexpected()
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

    func beyond(_ message: String) -> FormulaError {
        var error = error(message)
        error.needsCompiler = true
        return error
    }

    /// What can't stand here: something wrong, or more Swift than a formula can have.
    func unexpected() -> FormulaError {
        let text = token.text
        if isAtEnd { return error("The formula ends too early.") }
        if Token.ofConditions.contains(text) {
            return beyond("“\(text)” belongs to a condition, and a formula can't have one here.")
        }
        if Token.ofLoops.contains(text) {
            return beyond("“\(text)” belongs to a loop, and a formula can't have one here.")
        }
        return Token.ofPrograms.contains(text)
            ? beyond("“\(text)” is more Swift than a formula can have here.")
            : error("“\(text)” can't stand here.")
    }
}
