import Classroom
import Descent
import Words

/// The graph that autograd recorded for a loss, with names, for explanations and drawings.
package struct RecordedGraph {
    /// A value of the graph. The loss is the last one, and each value comes after its operands.
    package struct Value {
        package enum Kind { case parameter, constant, operation }

        package var kind: Kind
        /// A name such as "w" or "ŷ", or "v₂" for a value without one.
        package var name: String
        /// The formula of the value, such as "w·x"; nil for a parameter or a constant.
        package var expression: String?
        package var shape: [Int]
        package var numbers: [Float]
        /// The gradient that arrived in the backward pass.
        package var gradient: [Float]?
        /// The operands, with the gradients that the backward pass sent to them.
        package var operands: [Operand] = []
        /// The number of operations that use it.
        package var uses = 0
        /// True for an operation such as tanh, and for a power.
        var isNonlinear = false
    }

    package struct Operand {
        /// The index of the operand's value.
        package var value: Int
        /// The derivative of the operation with respect to this operand, such as "x".
        package var derivative: String
        /// The gradient that the backward pass sent there; nil if there was none.
        package var passed: [Float]?
    }

    package private(set) var values: [Value] = []
    private let entries: [Tape.Entry]
    private let constants: [(name: String, values: [Float])]
    private var valueIndices: [Int: Int] = [:]
    private var unnamed = 0

    /// Nil if autograd recorded nothing for the loss.
    package init?(_ update: Update, _ findings: Findings) {
        let own = [("x", update.x), ("y", update.y)]
            .compactMap { name, data in data.map { (name: name, values: $0.values) } }
        self.init(update, (findings.known?.notation.constants() ?? []) + own)
    }

    /// - Parameter constants: numbers that have a name.
    package init?(_ update: Update, _ constants: [(name: String, values: [Float])]) {
        guard let loss = update.names.first(where: { $0.value == "L" })?.key else { return nil }
        entries = update.entries
        self.constants = constants
        // Entries come after those they use, so going backwards finds everything the loss needs.
        var needed: Set = [loss]
        for index in entries.indices.reversed() where needed.contains(index) {
            needed.formUnion(entries[index].operands.compactMap { $0.entry })
        }
        for index in entries.indices where needed.contains(index) {
            add(index, update.names[index])
        }
    }

    /// The operations, from the loss back to the parameters.
    var operationsFromTheLoss: [Value] { values.reversed().filter { $0.kind == .operation } }

    /// The names of parameters that are used but were not handed over.
    package private(set) var unknownLeaves: [String] = []

    /// The operations from the parameters to the prediction, in order.
    var operationsToThePrediction: [Value] { operations { $0 } }

    /// True if the prediction may be that of a problem: it uses each parameter once, and no nonlinear operation.
    var hasPlainPrediction: Bool {
        let operations = operationsToThePrediction
        let used = operations.flatMap { $0.operands.map { $0.value } }
            .filter { values[$0].kind == .parameter }
        return unknownLeaves.isEmpty && Set(used).count == used.count
            && !operations.contains { $0.isNonlinear }
    }

    /// True if the loss depends on a parameter in another way than through the prediction.
    var hasPenalty: Bool {
        operationsFromThePrediction.contains { operation in
            operation.operands.contains { values[$0.value].kind == .parameter }
        }
    }

    /// The operations after the prediction, up to the loss.
    var operationsFromThePrediction: [Value] { operations { !$0 } }

    /// The operations that the prediction needs, or all others.
    private func operations(_ areTaken: (_ isNeeded: Bool) -> Bool) -> [Value] {
        guard let prediction = values.firstIndex(where: { $0.name == "ŷ" }) else {
            return values.filter { $0.kind == .operation && areTaken(false) }
        }
        var needed: Set = [prediction]
        for index in values.indices.reversed() where needed.contains(index) {
            needed.formUnion(values[index].operands.map { $0.value })
        }
        return values.indices.filter {
            values[$0].kind == .operation && areTaken(needed.contains($0))
        }.map { values[$0] }
    }

    // MARK: - Naming

    private mutating func add(_ index: Int, _ name: String?) {
        let entry = entries[index]
        let operands = entry.operands.map { operand in
            operand.entry.map { valueIndices[$0]! } ?? addConstant(operand.value)
        }
        for operand in operands.compactMap({ $0 }) { values[operand].uses += 1 }
        let names = zip(operands, entry.operands).map { position, operand in
            position.map { values[$0].name } ?? Numbers.vector(operand.value.scalars, width: 16)
        }
        let operation = WrittenOperation(entry, names)
        var value = Value(
            kind: entry.operation == .leaf ? .parameter : .operation, name: name ?? "",
            expression: operation.expression, shape: entry.value.shape,
            numbers: entry.value.scalars, gradient: entry.gradient?.scalars)
        let nonlinear: [Operation] = [.power, .tanh, .exp, .log, .relu, .abs]
        value.isNonlinear = nonlinear.contains(entry.operation)
        if value.name.isEmpty { value.name = nextName(value) }
        value.operands = operands.enumerated().compactMap { position, operand in
            guard let operand else { return nil }
            return Operand(
                value: operand, derivative: operation.derivative(position),
                passed: entry.passed[position]?.scalars)
        }
        valueIndices[index] = values.count
        values.append(value)
    }

    private mutating func nextName(_ value: Value) -> String {
        if value.kind == .parameter {
            // Inputs may ask for a gradient, too.
            if let name = constantName(value.numbers) { return name }
            // A parameter that the lesson didn't hand over, but uses.
            let name = "leaf\(Numbers.subscripted(unknownLeaves.count + 1))"
            unknownLeaves.append(name)
            return name
        }
        unnamed += 1
        return "v\(Numbers.subscripted(unnamed))"
    }

    private func constantName(_ numbers: [Float]) -> String? {
        constants.first { $0.values == numbers }?.name
    }

    /// The index of a constant; nil for a single number, which is part of the expression itself.
    private mutating func addConstant(_ tensor: Tensor) -> Int? {
        let numbers = tensor.scalars
        if numbers.count == 1 && tensor.rank == 0 { return nil }
        let name = constantName(numbers) ?? Numbers.vector(numbers, width: 16)
        if let position = values.firstIndex(where: { $0.kind == .constant && $0.name == name }) {
            return position
        }
        values.append(Value(kind: .constant, name: name, shape: tensor.shape, numbers: numbers))
        return values.count - 1
    }
}

/// The formula of a recorded operation, and its derivatives; see ``Tape/Entry``.
private struct WrittenOperation {
    private let entry: Tape.Entry
    private let a: String
    private let b: String

    init(_ entry: Tape.Entry, _ names: [String]) {
        self.entry = entry
        a = names.first ?? ""
        b = names.count > 1 ? names[1] : ""
    }

    var expression: String? {
        switch entry.operation {
        case .leaf: nil
        case .add: "\(a) + \(b)"
        case .subtract: "\(a) − \(b)"
        case .multiply: "\(a)·\(b)"
        case .divide: "\(a)/\(b)"
        case .negate: "−\(a)"
        case .power: Self.power(a, b)
        case .matmul: "\(a) @ \(b)"
        case .transpose: "\(a)ᵀ"
        case .reshape: "\(a) reshaped"
        case .slice: "rows of \(a)"
        case .tanh, .exp, .log, .relu, .abs, .sum, .mean, .custom:
            b.isEmpty ? "\(entry.name)(\(a))" : "\(entry.name)(\(a), \(b))"
        }
    }

    /// The derivative with respect to an operand. A broadcast operand is used for several elements, and their
    /// gradients are summed: Σ.
    func derivative(_ position: Int) -> String {
        let isFirst = position == 0
        let elementwise: [Operation] = [.add, .subtract, .multiply, .divide, .power]
        let sum =
            elementwise.contains(entry.operation)
            && entry.operands[position].value.count < entry.value.count
        let factor =
            switch entry.operation {
            case .add: "1"
            case .subtract: isFirst ? "1" : "−1"
            case .multiply: isFirst ? b : a
            case .divide: isFirst ? "1/\(b)" : "−\(a)/\(b)²"
            case .negate: "−1"
            case .power: isFirst ? slopeOfPower : "\(Self.power(a, b))·ln \(a)"
            case .sum: "1"
            case .mean: "1/\(entry.operands[0].value.count / max(1, entry.value.count))"
            case .tanh: "1 − tanh²(\(a))"
            case .exp: "exp(\(a))"
            case .log: "1/\(a)"
            case .relu: "1 where \(a) > 0"
            case .abs: "the sign of \(a)"
            case .matmul: isFirst ? "\(b)ᵀ" : "\(a)ᵀ"
            case .transpose: "1, transposed"
            case .reshape, .slice: "1, at its position"
            case .leaf, .custom: "its own"
            }
        return sum ? "\(factor), Σ" : factor
    }

    private var slopeOfPower: String {
        switch b {
        case "2": "2·\(a)"
        case "3": "3·\(a)²"
        default: "\(b)·\(a)^(\(b) − 1)"
        }
    }

    private static func power(_ base: String, _ exponent: String) -> String {
        ["2": "\(base)²", "3": "\(base)³"][exponent] ?? "\(base)^\(exponent)"
    }
}
