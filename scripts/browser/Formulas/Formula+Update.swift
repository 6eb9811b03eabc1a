import Descent

/// The lines of an update.
extension Formula {
    /// A line that changes a variable, or an element of it: `w -= step`.
    struct Assignment {
        var name: String
        var path: [Int] = []
        /// The operator; empty for none.
        var sign = ""
        var value = Value.list([])
        var offset: Int
    }

    func assignment() throws(FormulaError) -> Assignment {
        var result = Assignment(name: "", offset: token.offset)
        guard token.isName else { throw unexpected() }
        result.name = try name()
        while hasTurns, takes("[") {
            result.path.append(try whole(expression(), result.offset))
            try expect("]")
        }
        for sign in ["=", "-=", "+=", "*=", "/="] where takes(sign) {
            (result.sign, result.value) = (String(sign.dropLast()), try expression())
            guard token.startsLine || isAtEnd || token.text == "}" else { throw unexpected() }
            return result
        }
        throw isAtEnd || token.isName ? error("“=” or “-=” is missing here.") : unexpected()
    }

    /// The lines of an update: assignments, and loops over indices.
    func update(
        _ assign: (Assignment) throws(FormulaError) -> Void
    ) throws(FormulaError) {
        while true {
            try constants()
            if isAtEnd || token.text == "}" && isInClosure { return }
            if hasTurns, takes("for") {
                let name = try name()
                try expect("in")
                let offset = token.offset
                guard case .indices(let count) = try expression() else {
                    throw error("A loop goes through indices here: for j in w.indices.", at: offset)
                }
                try expect("{")
                try turns(count, name, { .int($0) }) { () throws(FormulaError) in
                    try update(assign)
                }
            } else {
                try assign(try assignment())
            }
        }
    }

    /// A variable's value after an assignment to it, or to one of its elements.
    func changed(
        _ value: Value, _ path: ArraySlice<Int>, _ change: Assignment
    ) throws(FormulaError) -> Value {
        if let index = path.first {
            var items = try items(value, change.offset)
            guard items.indices.contains(index) else {
                throw beyondEnd(items.count, change.offset)
            }
            items[index] = try changed(items[index], path.dropFirst(), change)
            return .list(items)
        }
        let right = try tensor(change.value, change.offset)
        let old = try tensor(value, change.offset)
        let new = change.sign == "" ? right : try apply(change.sign, old, right, change.offset)
        guard new.count == old.count else {
            throw error(
                "\(change.name) has \(Self.numbers(old.count)), and the right side has \(new.count).",
                at: change.offset)
        }
        return .tensor(new)
    }
}
