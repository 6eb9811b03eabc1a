import Words

/// The way back from the loss through the operations that autograd has recorded: for each, its
/// derivative, and what it passes on.
struct BackwardTable {
    package let graph: RecordedGraph

    private struct Row {
        var operation: String
        var derivative: String
        /// What is passed on, and to which value.
        var target: String
        var passed: [Float]
    }

    package func lines(indent: Int) -> [String] {
        let rows = graph.operationsFromTheLoss.flatMap(rows)
        let operationWidth = (rows.map { $0.operation.count }.max() ?? 0) + 2
        let derivativeWidth = (rows.map { $0.derivative.count }.max() ?? 0) + 2
        let table = rows.map { row in
            let left =
                Text.spaces(indent) + Text.padded(row.operation, operationWidth)
                + Text.padded(row.derivative, derivativeWidth) + "→ \(row.target): "
            let room = Text.width - left.count
            let numbers = Numbers.vector(row.passed, width: min(26, room))
            return left
                + (numbers.count > room ? Numbers.summary(row.passed, width: room) : numbers)
        }
        let introduction =
            "Autograd goes back from L, where 1 arrives. Each operation multiplies what arrives by "
            + "its derivative and passes it on:"
        return Text.wrapped(introduction, indent: indent) + table
            + sums.flatMap { Text.wrapped($0, indent: indent) }
    }

    private func rows(_ value: RecordedGraph.Value) -> [Row] {
        let operands = value.operands.filter { $0.passed != nil }
        return operands.enumerated().map { place, operand in
            Row(
                operation: place == 0 ? "\(value.name) = \(value.expression ?? "")" : "",
                derivative: "·\(operand.derivative)",
                target: graph.values[operand.value].name, passed: operand.passed!)
        }
    }

    /// Where gradients meet.
    private var sums: [String] {
        graph.values.filter { $0.uses > 1 && $0.gradient != nil }.map { value in
            "\(value.name) is used \(value.uses) times and gets the sum: "
                + "\(Numbers.vector(value.gradient!))."
        }
    }
}
