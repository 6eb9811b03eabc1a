/// Where the values of a recorded graph stand in a drawing: in rows, each below what it is computed from.
struct GraphLayout {
    /// A value in its row, or a place where an arrow goes through a row.
    struct Node {
        /// Nil where only an arrow passes.
        var value: Int?
        var row: Int
        var width: Double
        /// Its middle.
        var x = 0.0
    }

    private(set) var nodes: [Node] = []
    /// The nodes of each row, from left to right.
    private(set) var rows: [[Int]] = []
    /// For each arrow the nodes that it goes through, from the operand to what uses it.
    private(set) var arrows: [[Int]] = []
    private(set) var width = 0.0

    private static let gap = 22.0
    /// What an arrow needs that passes between boxes.
    private static let passage = 14.0

    /// - Parameter widths: those of the values' boxes.
    init(_ graph: RecordedGraph, widths: [Double]) {
        let values = graph.values
        // A value stands below all that it is computed from …
        var row = [Int](repeating: 0, count: values.count)
        for (index, value) in values.enumerated() {
            row[index] = value.operands.map { row[$0.value] + 1 }.max() ?? 0
        }
        // … and what is given, directly above what first uses it.
        var first = [Int](repeating: Int.max, count: values.count)
        for (index, value) in values.enumerated() {
            for operand in value.operands {
                first[operand.value] = min(first[operand.value], row[index])
            }
        }
        for (index, value) in values.enumerated() where value.kind != .operation {
            if first[index] < Int.max { row[index] = first[index] - 1 }
        }
        nodes = values.indices.map { Node(value: $0, row: row[$0], width: widths[$0]) }
        rows = Array(repeating: [], count: (row.max() ?? 0) + 1)
        for index in values.indices { rows[row[index]].append(index) }
        for (index, value) in values.enumerated() {
            for operand in value.operands { connect(operand.value, index) }
        }
        order()
        place()
    }

    private mutating func connect(_ from: Int, _ to: Int) {
        var way = [from]
        for row in nodes[from].row + 1..<max(nodes[from].row + 1, nodes[to].row) {
            rows[row].append(nodes.count)
            way.append(nodes.count)
            nodes.append(Node(value: nil, row: row, width: Self.passage))
        }
        arrows.append(way + [to])
    }

    /// What each node is joined with in the row above, or below.
    private var neighbours: (above: [[Int]], below: [[Int]]) {
        var above = [[Int]](repeating: [], count: nodes.count)
        var below = above
        for way in arrows {
            for (from, to) in zip(way, way.dropFirst()) {
                above[to].append(from)
                below[from].append(to)
            }
        }
        return (above, below)
    }

    /// Puts each node near the middle of its neighbours, row by row, downwards and upwards: then few arrows
    /// cross.
    private mutating func order() {
        let (above, below) = neighbours
        for round in 0..<8 {
            let isDownwards = round % 2 == 0
            var position = [Double](repeating: 0, count: nodes.count)
            for row in rows {
                for (place, node) in row.enumerated() {
                    position[node] = (Double(place) + 0.5) / Double(row.count)
                }
            }
            for row in isDownwards ? Array(rows.indices) : rows.indices.reversed() {
                let middles = rows[row].map { node -> Double in
                    let others = isDownwards ? above[node] : below[node]
                    if others.isEmpty { return position[node] }
                    return others.reduce(0) { $0 + position[$1] } / Double(others.count)
                }
                let order = rows[row].indices.sorted { (middles[$0], $0) < (middles[$1], $1) }
                rows[row] = order.map { rows[row][$0] }
                for (place, node) in rows[row].enumerated() {
                    position[node] = (Double(place) + 0.5) / Double(rows[row].count)
                }
            }
        }
    }

    /// The rows in the middle of the widest one, and then every node as near to its neighbours as its row
    /// lets it.
    private mutating func place() {
        let widths = rows.map { row in
            row.reduce(0) { $0 + nodes[$1].width } + Self.gap * Double(max(0, row.count - 1))
        }
        width = widths.max() ?? 0
        for (row, own) in zip(rows, widths) {
            var x = (width - own) / 2
            for node in row {
                nodes[node].x = x + nodes[node].width / 2
                x += nodes[node].width + Self.gap
            }
        }
        let (above, below) = neighbours
        for round in 0..<6 {
            for row in round % 2 == 0 ? Array(rows.indices) : rows.indices.reversed() {
                for (place, node) in rows[row].enumerated() {
                    let others = above[node] + below[node]
                    if others.isEmpty { continue }
                    let wanted = others.reduce(0) { $0 + nodes[$1].x } / Double(others.count)
                    let half = nodes[node].width / 2
                    let lower =
                        place == 0
                        ? half : end(rows[row][place - 1]) + Self.gap + half
                    let upper =
                        place == rows[row].count - 1
                        ? width - half : begin(rows[row][place + 1]) - Self.gap - half
                    nodes[node].x = max(lower, min(upper, wanted))
                }
            }
        }
    }

    private func begin(_ node: Int) -> Double { nodes[node].x - nodes[node].width / 2 }
    private func end(_ node: Int) -> Double { nodes[node].x + nodes[node].width / 2 }
}
