import Looking
import Words

/// A recorded graph as a drawing: boxes for computed values, rounded ones for parameters and constants, and arrows
/// from operands to results, down to the loss.
package enum GraphPicture {
    /// The largest number of values to draw. A larger graph would be unreadable.
    package static let maxValues = 80
    private static let margin = 14.0
    private static let top = 40.0
    private static let lineHeight = 17.0
    private static let space = 36.0
    private static let padding = 9.0

    /// The text in a box.
    private static func text(_ value: RecordedGraph.Value) -> [String] {
        var lines = [
            value.expression.map { "\(value.name) = \($0)" } ?? value.name,
            "shape [\(value.shape.map(String.init).joined(separator: ", "))]",
            "value \(Numbers.vector(value.numbers, width: 18))",
        ]
        if let gradient = value.gradient {
            lines.append("gradient \(Numbers.vector(gradient, width: 18))")
        }
        if value.uses > 1 { lines.append("used \(value.uses) times") }
        return lines
    }

    package static func drawing(_ graph: RecordedGraph, title: String) -> Drawing {
        let texts = graph.values.map(text)
        let heights = texts.map { Double($0.count) * lineHeight + 2 * padding }
        let layout = GraphLayout(
            graph,
            widths: texts.map { lines in
                Double(lines.map(\.count).max() ?? 1) * Drawing.characterWidth + 2 * padding + 6
            })
        var top = top
        let rows = layout.rows.map { row -> (y: Double, height: Double) in
            let height = row.compactMap { layout.nodes[$0].value }.map { heights[$0] }.max() ?? 0
            defer { top += height + space }
            return (top, height)
        }
        var drawing = Drawing(
            width: max(layout.width, Double(title.count) * 8.6) + 2 * margin,
            height: top - space + margin, title: title, description: description(graph))
        let left = (drawing.width - layout.width) / 2
        drawing.text(title, margin, 24, "title")
        drawing.arrowHead("arrow")
        for way in layout.arrows {
            let stops = way.map { index -> (x: Double, top: Double, bottom: Double) in
                let node = layout.nodes[index]
                let row = rows[node.row]
                let height = node.value.map { heights[$0] } ?? row.height
                return (left + node.x, row.y, row.y + height)
            }
            drawing.curve(arrow(stops), "axis", marker: "arrow")
        }
        for node in layout.nodes {
            guard let index = node.value else { continue }
            let (y, kind) = (rows[node.row].y, graph.values[index].kind)
            let style = [.parameter: " parameter", .constant: " constant"][kind] ?? ""
            drawing.add(
                "rect", "box\(style)",
                [
                    "x": left + node.x - node.width / 2, "y": y, "width": node.width,
                    "height": heights[index], "rx": kind == .operation ? 3 : 14,
                ])
            for (line, text) in texts[index].enumerated() {
                drawing.text(
                    text, left + node.x, y + padding + 13 + Double(line) * lineHeight,
                    line == 0 ? "" : "soft", .middle)
            }
        }
        return drawing
    }

    /// An arrow from the lower side of a box, through the rows in between, to the upper side of another box.
    private static func arrow(_ stops: [(x: Double, top: Double, bottom: Double)]) -> String {
        var path = "M\(Drawing.coordinates(stops[0].x, stops[0].bottom))"
        for (index, (from, to)) in zip(stops, stops.dropFirst()).enumerated() {
            let middle = (from.bottom + to.top) / 2
            path += "C\(Drawing.coordinates(from.x, middle)) \(Drawing.coordinates(to.x, middle)) "
            path += Drawing.coordinates(to.x, to.top)
            if index < stops.count - 2 { path += "L\(Drawing.coordinates(to.x, to.bottom))" }
        }
        return path
    }

    private static func description(_ graph: RecordedGraph) -> String {
        let formulas = graph.values.compactMap { value in
            value.expression.map { "\(value.name) = \($0)" }
        }
        let parameters = graph.values.filter { $0.kind == .parameter }.map(\.name)
        return "From the parameters \(list(parameters, "and")) down to the loss: "
            + formulas.joined(separator: "; ") + "."
    }
}
