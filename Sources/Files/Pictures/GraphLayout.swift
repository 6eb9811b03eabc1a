import Looking

/// Where the values of a recorded graph stand in a drawing: in rows, each below what it is computed from.
struct GraphLayout {
    /// A value in its row, or a place where an arrow goes through a row.
    struct Node {
        /// Nil where only an arrow passes.
        package var value: Int?
        package var row: Int
        package var width: Double
        /// Its middle.
        package var x = 0.0
        /// What it is joined with in the row above, and below.
        package var above: [Int] = []
        package var below: [Int] = []
    }

    private(set) var nodes: [Node] = []
    /// The nodes of each row, from left to right.
    package private(set) var rows: [[Int]] = []
    /// For each arrow the nodes that it goes through, from the operand to what uses it.
    private(set) var arrows: [[Int]] = []
    package private(set) var width = 0.0

    private static let gap = 22.0
    /// What an arrow needs that passes between boxes.
    private static let passage = 14.0

    /// - Parameter widths: those of the values' boxes.
    package init(_ graph: RecordedGraph, widths: [Double]) {
        let values = graph.values
        // A value stands below all that it is computed from …
        var row = [Int](repeating: 0, count: values.count)
        for (index, value) in values.enumerated() {
            row[index] = value.operands.map { row[$0.value] + 1 }.max() ?? 0
        }
        // … and what is given, directly above what first uses it.
        for (index, value) in values.enumerated() where value.kind != .operation {
            let users = values.indices.filter { user in
                values[user].operands.contains { $0.value == index }
            }
            if let first = users.map({ row[$0] }).min() { row[index] = first - 1 }
        }
        rows = Array(repeating: [], count: (row.max() ?? 0) + 1)
        for index in values.indices { add(index, row[index], widths[index]) }
        for (index, value) in values.enumerated() {
            for operand in value.operands { connect(operand.value, index) }
        }
        arrange()
    }

    private mutating func add(_ value: Int?, _ row: Int, _ width: Double) {
        rows[row].append(nodes.count)
        nodes.append(Node(value: value, row: row, width: width))
    }

    private mutating func connect(_ from: Int, _ to: Int) {
        var way = [from]
        for row in nodes[from].row + 1..<nodes[to].row {
            way.append(nodes.count)
            add(nil, row, Self.passage)
        }
        way.append(to)
        for (upper, lower) in zip(way, way.dropFirst()) {
            nodes[upper].below.append(lower)
            nodes[lower].above.append(upper)
        }
        arrows.append(way)
    }

    /// Puts each node as near to the middle of its neighbours as its row lets it, row by row, downwards and
    /// upwards: then few arrows cross.
    private mutating func arrange() {
        for row in rows { placeSideBySide(row, row.indices.map { Double($0) }) }
        for round in 0..<15 {
            let isDownwards = round % 2 == 0
            for row in isDownwards ? Array(rows.indices) : rows.indices.reversed() {
                let wanted = rows[row].map { node -> Double in
                    let others = isDownwards ? nodes[node].above : nodes[node].below
                    if others.isEmpty { return nodes[node].x }
                    return others.reduce(0) { $0 + nodes[$1].x } / Double(others.count)
                }
                let order = wanted.indices.sorted { (wanted[$0], $0) < (wanted[$1], $1) }
                rows[row] = order.map { rows[row][$0] }
                placeSideBySide(rows[row], order.map { wanted[$0] })
            }
        }
        let left = nodes.map { $0.x - $0.width / 2 }.min() ?? 0
        for index in nodes.indices { nodes[index].x -= left }
        width = nodes.map { $0.x + $0.width / 2 }.max() ?? 0
    }

    /// Puts the nodes of a row where they are wanted, side by side; on average they move to neither side.
    private mutating func placeSideBySide(_ row: [Int], _ wanted: [Double]) {
        var end = -Double.infinity
        var moved = 0.0
        for (node, wanted) in zip(row, wanted) {
            let half = nodes[node].width / 2
            nodes[node].x = max(wanted, end + Self.gap + half)
            end = nodes[node].x + half
            moved += nodes[node].x - wanted
        }
        for node in row { nodes[node].x -= moved / Double(row.count) }
    }
}
