import Words

extension RecordedGraph {
    /// The graph as a tree for the terminal, at most 80 columns wide: the loss is at the top, and below each value are
    /// its operands.
    package var tree: [String] {
        var rows = [["", "shape", "value", "gradient"]]
        var shown: Set<Int> = []
        // The values still to draw, the next one last. A loop, because a long graph would make recursion too deep.
        var open = [(value: values.count - 1, branch: "", below: "")]
        while let (index, branch, below) = open.popLast() {
            let value = values[index]
            let isRepeated = !shown.insert(index).inserted
            rows.append(row(value, branch, isRepeated: isRepeated))
            // A value's operands are shown only once, where the value first appears.
            if isRepeated { continue }
            for (position, operand) in value.operands.enumerated().reversed() {
                let (corner, line) =
                    position == value.operands.count - 1 ? ("└ ", "  ") : ("├ ", "│ ")
                open.append((operand.value, below + corner, below + line))
            }
        }
        return Self.table(rows)
    }

    /// The branches and the operation, followed by three columns.
    private func row(_ value: Value, _ branch: String, isRepeated: Bool) -> [String] {
        let mark = value.uses > 1 && value.kind != .constant ? " ×\(value.uses)" : ""
        if isRepeated && value.kind == .operation {
            return ["\(branch)\(value.name)\(mark), see above", "", "", ""]
        }
        let formula = value.expression.map { " = \($0)" } ?? ""
        return [
            "\(branch)\(value.name)\(formula)\(mark)",
            "[\(value.shape.map(String.init).joined(separator: ","))]",
            Numbers.summary(value.numbers, width: 18),
            value.gradient.map { Numbers.summary($0, width: 18) }
                ?? (value.kind == .constant ? "constant" : "–"),
        ]
    }

    private static func table(_ rows: [[String]]) -> [String] {
        var widths = (0..<4).map { column in rows.map { $0[column].count }.max()! }
        widths[0] = min(widths[0], Text.width - widths[1...].reduce(0) { $0 + $1 + 2 })
        return rows.map { row in
            let isLong = row[0].count > widths[0]
            let tree = isLong ? row[0].prefix(widths[0] - 1) + "…" : row[0]
            let cells = zip([tree] + row[1...], widths).map { Text.padded($0, $1) }
            return Text.trimmed(cells.joined(separator: "  "))
        }
    }
}
