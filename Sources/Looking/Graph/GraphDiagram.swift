import Words

/// A recorded graph as text for drawing programs: boxes for operations, rounded ones for parameters and constants,
/// and arrows from operands to results.
package struct GraphDiagram {
    package let graph: RecordedGraph
    package let title: String

    package init(graph: RecordedGraph, title: String) {
        self.graph = graph
        self.title = title
    }

    /// The graph for Graphviz: `dot -Tsvg`.
    package var dot: [String] {
        var lines = [
            "digraph tape {", "  label=\"\(title)\";", "  labelloc=t;",
            "  node [shape=box, style=filled, fillcolor=white, fontname=\"Helvetica\"];",
        ]
        for (index, value) in graph.values.enumerated() {
            let label = Self.text(value, width: 30).map(Self.escapedForDot).joined(separator: "\\n")
            let look =
                switch value.kind {
                case .parameter: ", shape=ellipse, fillcolor=lightblue"
                case .constant: ", shape=ellipse, fillcolor=lightgray"
                case .operation where value.uses > 1: ", fillcolor=lightyellow"
                case .operation: ""
                }
            lines.append("  v\(index) [label=\"\(label)\"\(look)];")
        }
        for edge in edges { lines.append("  v\(edge.from) -> v\(edge.to);") }
        return lines + ["}"]
    }

    /// The graph for Mermaid, as a flowchart that Markdown pages can show.
    package var mermaid: [String] {
        var lines = ["---", "title: \"\(title)\"", "---", "flowchart TD"]
        for (index, value) in graph.values.enumerated() {
            let label = Self.text(value, width: 30).map(Self.escapedForMermaid).joined(
                separator: "<br/>")
            let (open, close) = value.kind == .operation ? ("[", "]") : ("([", "])")
            lines.append("  v\(index)\(open)\"\(label)\"\(close)")
        }
        for edge in edges { lines.append("  v\(edge.from) --> v\(edge.to)") }
        let parameters = graph.values.indices.filter { graph.values[$0].kind == .parameter }
        lines.append("  classDef parameter fill:#add8e6,color:#000")
        lines.append("  class \(parameters.map { "v\($0)" }.joined(separator: ",")) parameter")
        return lines
    }

    /// The edges from operands to the operations that use them, one for each use.
    private var edges: [(from: Int, to: Int)] {
        graph.values.enumerated().flatMap { index, value in
            value.operands.map { (from: $0.value, to: index) }
        }
    }

    /// The text in a box.
    package static func text(_ value: RecordedGraph.Value, width: Int) -> [String] {
        var lines = [value.expression.map { "\(value.name) = \($0)" } ?? value.name]
        lines.append("shape [\(value.shape.map(String.init).joined(separator: ", "))]")
        lines.append("value \(Numbers.vector(value.numbers, width: width))")
        if let gradient = value.gradient {
            lines.append("gradient \(Numbers.vector(gradient, width: width))")
        }
        if value.uses > 1 { lines.append("used \(value.uses) times") }
        return lines
    }

    private static func escapedForDot(_ text: String) -> String {
        text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    }

    private static func escapedForMermaid(_ text: String) -> String {
        text.replacing("\"", with: "#quot;").replacing("@", with: "#64;")
    }
}
