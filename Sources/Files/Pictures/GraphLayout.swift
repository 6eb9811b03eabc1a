import Looking

/// The positions of a recorded graph's values in a drawing: in rows, each value below its operands.
struct GraphLayout {
    /// A value in its row, or a place where an arrow passes through a row.
    struct Node {
        /// The index of the value; nil if only an arrow passes.
        var value: Int?
        var row: Int
        var width: Double
        /// The horizontal position of its middle.
        var x = 0.0
        /// The nodes it is connected to in the row above and in the row below.
        var above: [Int] = []
        var below: [Int] = []
    }

    private(set) var nodes: [Node] = []
    /// The nodes of each row, from left to right.
    private(set) var rows: [[Int]] = []
    /// The nodes along each arrow, from the operand to the value that uses it.
    private(set) var arrows: [[Int]] = []
    private(set) var width = 0.0

    private static let gap = 22.0
    /// The space for an arrow that passes between boxes.
    private static let passage = 14.0

    /// - Parameter widths: the widths of the values' boxes.
    init(_ graph: RecordedGraph, widths: [Double]) {
        let values = graph.values
        // A computed value is below all of its operands …
        var row = [Int](repeating: 0, count: values.count)
        for (index, value) in values.enumerated() {
            row[index] = value.operands.map { row[$0.value] + 1 }.max() ?? 0
        }
        // … and any other value is directly above its first use.
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

    /// Moves each node as close to the middle of its neighbours as its row allows, row by row, downwards and upwards,
    /// so that few arrows cross.
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

    /// Places the nodes of a row side by side, as close to the wanted positions as possible. On average, they are
    /// shifted neither left nor right.
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
