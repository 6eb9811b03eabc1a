/// Lines, dots and texts in a rectangle, as SVG. Coordinates are in units from the top left; at the drawing's
/// original size, a unit is a pixel.
package struct Drawing {
    package var width: Double
    package var height: Double
    /// A short title, used as its name by screen readers.
    package var title: String
    /// A description of its content, in sentences.
    package var description: String
    package private(set) var elements: [String] = []

    enum Anchor: String {
        case start, middle, end
    }

    /// The approximate width of a character.
    static let characterWidth = 7.7

    /// Several drawings of the same size, in two columns.
    package static func sheet(_ title: String, _ drawings: [Drawing]) -> Drawing {
        if drawings.count == 1 { return drawings[0] }
        let size = (width: drawings[0].width, height: drawings[0].height)
        var sheet = Drawing(
            width: 2 * size.width, height: Double((drawings.count + 1) / 2) * size.height,
            title: title, description: drawings.map(\.description).joined(separator: " "))
        for (index, drawing) in drawings.enumerated() {
            let (x, y) = (Double(index % 2) * size.width, Double(index / 2) * size.height)
            sheet.elements.append(
                Markup.element(
                    "g", [("transform", "translate(\(number(x)) \(number(y)))")],
                    drawing.elements.joined(separator: "\n")))
        }
        return sheet
    }

    // MARK: - Elements

    /// Adds an element that is described by numbers.
    package mutating func add(
        _ name: String, _ style: String, _ numbers: KeyValuePairs<String, Double>
    ) {
        let written = numbers.map { (name: $0, value: Self.number($1)) }
        elements.append(Markup.element(name, [("class", style)] + written, nil))
    }

    package mutating func line(
        _ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, _ style: String
    ) {
        add("line", style, ["x1": x1, "y1": y1, "x2": x2, "y2": y2])
    }

    package mutating func dot(_ x: Double, _ y: Double) {
        add("circle", "dot", ["cx": x, "cy": y, "r": 3.8])
    }

    /// Adds lines from point to point.
    package mutating func path(_ points: [(x: Double, y: Double)], _ style: String) {
        var written: [String] = []
        for point in points {
            let text = Self.coordinates(point.x, point.y)
            if text != written.last { written.append(text) }
        }
        guard let first = written.first else { return }
        // A line to its own start is a dot if its ends are round.
        let rest = written.count == 1 ? [first] : Array(written.dropFirst())
        curve("M\(first)L\(rest.joined(separator: " "))", style)
    }

    /// Adds a path in SVG's own notation.
    package mutating func curve(_ path: String, _ style: String, marker: String? = nil) {
        let end = marker.map { [(name: "marker-end", value: "url(#\($0))")] } ?? []
        elements.append(Markup.element("path", [("class", style), ("d", path)] + end, nil))
    }

    mutating func text(
        _ text: String, _ x: Double, _ y: Double, _ style: String = "", _ anchor: Anchor = .start,
        isUpright: Bool = false
    ) {
        let attributes: Markup.Attributes =
            isUpright
            ? [("transform", "translate(\(Self.coordinates(x, y))) rotate(-90)")]
            : [("x", Self.number(x)), ("y", Self.number(y))]
        elements.append(
            Markup.element(
                "text", [("class", style), ("text-anchor", anchor.rawValue)] + attributes,
                text: text))
    }

    /// Adds an arrowhead that paths can refer to by name.
    mutating func arrowHead(_ name: String) {
        elements.append(
            "<defs><marker id=\"\(name)\" viewBox=\"0 0 8 8\" refX=\"7.5\" refY=\"4\" "
                + "markerWidth=\"8\" markerHeight=\"8\" orient=\"auto\">"
                + "<path class=\"head\" d=\"M0 0L8 4L0 8z\"/></marker></defs>")
    }

    // MARK: - SVG

    /// The drawing as a complete file.
    package var file: String {
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
            + element(id: "picture", style: "<style>\n\(Self.style)\n</style>\n") + "\n"
    }

    /// The drawing as an element for a page.
    ///
    /// - Parameters:
    ///   - id: the prefix of the names of its parts.
    ///   - style: the styles, if the page doesn't include them.
    package func element(id: String, style: String = "") -> String {
        let parts = [
            Markup.element("title", [("id", "\(id)-title")], text: title),
            Markup.element("desc", [("id", "\(id)-description")], text: description),
            "\(style)<rect class=\"ground\" width=\"100%\" height=\"100%\"/>",
        ]
        return Markup.element(
            "svg",
            [
                ("xmlns", "http://www.w3.org/2000/svg"), ("class", "picture"), ("role", "img"),
                ("aria-labelledby", "\(id)-title"), ("aria-describedby", "\(id)-description"),
                ("width", Self.number(width)), ("height", Self.number(height)),
                ("viewBox", "0 0 \(Self.coordinates(width, height))"),
            ], "\n" + (parts + elements).joined(separator: "\n") + "\n")
    }

    /// A number with at most two decimals.
    package static func number(_ value: Double) -> String {
        let text = "\((value * 100).rounded() / 100 + 0)"
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }

    package static func coordinates(_ x: Double, _ y: Double) -> String {
        "\(number(x)) \(number(y))"
    }

    // MARK: - Styles

    /// The number of series with a distinct look.
    package static let looks = 6

    /// The styles for files and pages. Lines differ in their dashes as well as their colours, for printers and
    /// readers that can't distinguish colours. Paper is always white.
    package static let style = """
        .picture { font: 14px system-ui, "Segoe UI", "Helvetica Neue", Arial, sans-serif; }
        .picture .ground, .picture .box { fill: #fff; }
        .picture text { fill: #1b1b1b; }
        .picture .title { font-size: 16px; font-weight: 600; }
        .picture .soft { fill: #505050; }
        .picture .small { font-size: 12px; }
        .picture .halo { paint-order: stroke; stroke: #fff; stroke-width: 6px; stroke-linejoin: round; }
        .picture .grid { stroke: #dadad6; fill: none; }
        .picture .axis { stroke: #6a6a6a; fill: none; }
        .picture .box { stroke: #6a6a6a; }
        .picture .constant { stroke-dasharray: 4 3; }
        .picture .head { fill: #6a6a6a; }
        .picture .s0, .picture .s1, .picture .s2, .picture .s3, .picture .s4, .picture .s5 {
          fill: none; stroke-width: 2.2px; stroke-linejoin: round; stroke-linecap: round; }
        .picture .s0, .picture .level, .picture .parameter { stroke: #0b57a4; }
        .picture .s1, .picture .way { stroke: #b3261e; }
        .picture .s1 { stroke-dasharray: 8 5; }
        .picture .s2 { stroke: #17692b; stroke-dasharray: 2 4; }
        .picture .s3 { stroke: #6a3fa0; stroke-dasharray: 10 4 2 4; }
        .picture .s4 { stroke: #7a4b00; stroke-dasharray: 14 5; }
        .picture .s5 { stroke: #00606a; stroke-dasharray: 5 3 1 3 1 3; }
        .picture .dot { fill: #b3261e; stroke: #fff; stroke-width: 0.4px; }
        .picture .way, .picture .level { fill: none; stroke-width: 1.4px; }
        .picture .parameter { stroke-width: 2.5px; }
        @media screen and (prefers-color-scheme: dark) {
          .picture .ground, .picture .box { fill: #15171a; }
          .picture text { fill: #ececec; }
          .picture .soft { fill: #bcbcbc; }
          .picture .halo { stroke: #15171a; }
          .picture .grid { stroke: #34383d; }
          .picture .axis, .picture .box { stroke: #9a9a9a; }
          .picture .head { fill: #9a9a9a; }
          .picture .s0, .picture .level, .picture .parameter { stroke: #8ab8f2; }
          .picture .s1, .picture .way { stroke: #ff9d92; }
          .picture .s2 { stroke: #85d596; }
          .picture .s3 { stroke: #c9a6ff; }
          .picture .s4 { stroke: #f0c36d; }
          .picture .s5 { stroke: #7fd6df; }
          .picture .dot { fill: #ff9d92; stroke: #15171a; }
        }
        """
}
