/// A recorded graph as a drawing: boxes for what is computed, rounded ones for what is given, arrows from
/// what is used to what is computed from it, down to the loss.
struct GraphPicture {
    let graph: RecordedGraph
    let title: String

    /// Larger graphs would be no picture.
    static let most = 80
    private static let margin = 14.0
    private static let top = 40.0
    private static let lineHeight = 17.0
    private static let space = 36.0
    private static let padding = 9.0

    var drawing: Drawing {
        let texts = graph.values.map { GraphDiagram.text($0, width: 18) }
        let widths = texts.map { lines in
            Double(lines.map(\.count).max() ?? 1) * Drawing.characterWidth + 2 * Self.padding + 6
        }
        let layout = GraphLayout(graph, widths: widths)
        var top = Self.top
        let rows = layout.rows.map { row -> (y: Double, height: Double) in
            let lines = row.compactMap { layout.nodes[$0].value }.map { texts[$0].count }.max() ?? 1
            let height = Double(lines) * Self.lineHeight + 2 * Self.padding
            defer { top += height + Self.space }
            return (top, height)
        }
        var drawing = Drawing(
            width: max(layout.width, Double(title.count) * 8.6) + 2 * Self.margin,
            height: top - Self.space + Self.margin, title: title, description: description)
        let left = (drawing.width - layout.width) / 2
        drawing.text(title, Self.margin, 24, "title")
        drawing.arrowHead("arrow")
        func height(_ node: Int) -> Double {
            layout.nodes[node].value.map {
                Double(texts[$0].count) * Self.lineHeight + 2 * Self.padding
            } ?? rows[layout.nodes[node].row].height
        }
        for way in layout.arrows {
            drawing.curve(
                Self.arrow(
                    way.map { node in
                        let row = rows[layout.nodes[node].row]
                        return (left + layout.nodes[node].x, row.y, row.y + height(node))
                    }), "axis", marker: "arrow")
        }
        for node in layout.nodes {
            guard let index = node.value else { continue }
            let value = graph.values[index]
            let (x, y) = (left + node.x - node.width / 2, rows[node.row].y)
            let height = Double(texts[index].count) * Self.lineHeight + 2 * Self.padding
            let style =
                switch value.kind {
                case .operation: "box"
                case .parameter: "box parameter"
                case .constant: "box constant"
                }
            drawing.rectangle(
                x, y, node.width, height, radius: value.kind == .operation ? 3 : 14, style)
            for (line, text) in texts[index].enumerated() {
                drawing.text(
                    text, left + node.x, y + Self.padding + 13 + Double(line) * Self.lineHeight,
                    line == 0 ? "" : "soft", .middle)
            }
        }
        return drawing
    }

    /// From the lower side of a box, through the rows between, to the upper side of another one.
    private static func arrow(_ places: [(x: Double, top: Double, bottom: Double)]) -> String {
        func write(_ x: Double, _ y: Double) -> String {
            "\(Drawing.number(x)) \(Drawing.number(y))"
        }
        var path = "M\(write(places[0].x, places[0].bottom))"
        for (from, to) in zip(places, places.dropFirst()) {
            let middle = (from.bottom + to.top) / 2
            path += "C\(write(from.x, middle)) \(write(to.x, middle)) \(write(to.x, to.top))"
            if to.x != places[places.count - 1].x || to.top != places[places.count - 1].top {
                path += "L\(write(to.x, to.bottom))"
            }
        }
        return path
    }

    private var description: String {
        let formulas = graph.values.filter { $0.kind == .operation }.map { value in
            "\(value.name) = \(value.expression ?? "")"
        }
        let parameters = graph.values.filter { $0.kind == .parameter }.map(\.name)
        return "From the parameters \(list(parameters, "and")) down to the loss: "
            + formulas.joined(separator: "; ") + "."
    }
}
