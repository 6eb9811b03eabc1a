import Words

/// A recorded graph as a tree for the terminal: the loss at the top, below each value what it was
/// computed from.
package struct GraphTree {
    package let graph: RecordedGraph

    package init(graph: RecordedGraph) {
        self.graph = graph
    }

    /// A line: the branches and the operation, and then columns.
    private struct Row {
        var tree: String
        var columns: [String]
    }

    /// At most 80 columns wide.
    package var lines: [String] {
        var rows = [Row(tree: "", columns: ["shape", "value", "gradient"])]
        var shown: Set<Int> = []
        // What is still to be drawn, the next one last; a long graph is no deep recursion.
        var open = [(value: graph.values.count - 1, branch: "", below: "")]
        while let (index, branch, below) = open.popLast() {
            let value = graph.values[index]
            let isRepeated = !shown.insert(index).inserted
            rows.append(row(value, branch, isRepeated: isRepeated))
            // What a value was computed from stands where it is shown first.
            if isRepeated { continue }
            for (place, operand) in value.operands.enumerated().reversed() {
                let isLast = place == value.operands.count - 1
                open.append(
                    (
                        operand.value, below + (isLast ? "└ " : "├ "),
                        below + (isLast ? "  " : "│ ")
                    ))
            }
        }
        return Self.table(rows)
    }

    private func row(_ value: RecordedGraph.Value, _ branch: String, isRepeated: Bool) -> Row {
        let isShared = value.uses > 1 && value.kind != .constant
        let formula = value.expression.map { " = \($0)" } ?? ""
        let mark = isShared ? " ×\(value.uses)" : ""
        if isRepeated && value.kind == .operation {
            return Row(tree: "\(branch)\(value.name)\(mark), see above", columns: ["", "", ""])
        }
        let shape = value.shape.map(String.init).joined(separator: ",")
        return Row(
            tree: "\(branch)\(value.name)\(formula)\(mark)",
            columns: [
                "[\(shape)]", Self.summary(value.numbers),
                value.gradient.map(Self.summary) ?? (value.kind == .constant ? "constant" : "–"),
            ])
    }

    private static func summary(_ numbers: [Float]) -> String {
        Numbers.summary(numbers, width: 18)
    }

    private static func table(_ rows: [Row]) -> [String] {
        let columns = (0..<3).map { column in rows.map { $0.columns[column].count }.max()! }
        let room = Text.width - columns.reduce(0) { $0 + $1 + 2 }
        let width = min(rows.map { $0.tree.count }.max()!, room)
        return rows.map { row in
            let cells = row.columns.indices.map { "  " + Text.padded(row.columns[$0], columns[$0]) }
            let tree =
                row.tree.count > width
                ? row.tree.prefix(width - 1) + "…" : Text.padded(row.tree, width)[...]
            return Text.trimmed(tree + cells.joined())
        }
    }
}
