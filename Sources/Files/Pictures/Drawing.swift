import Foundation

/// Lines, dots and texts in a rectangle, as SVG. Places are in its own units, from the top left; a unit is a
/// pixel where the drawing is shown in its own size.
struct Drawing {
    var width: Double
    var height: Double
    /// What it is, in some words: its name for those who do not see it.
    var title: String
    /// What is to be seen in it, in sentences.
    var description: String
    private var elements: [String] = []

    enum Anchor: String {
        case start, middle, end
    }

    /// About how wide a character is.
    static let characterWidth = 7.7

    init(width: Double, height: Double, title: String, description: String) {
        (self.width, self.height) = (width, height)
        (self.title, self.description) = (title, description)
    }

    // MARK: - What is drawn

    mutating func line(
        _ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, _ style: String
    ) {
        elements.append(
            Markup.empty(
                "line",
                [
                    "class": style, "x1": Self.number(x1), "y1": Self.number(y1),
                    "x2": Self.number(x2), "y2": Self.number(y2),
                ]))
    }

    /// Lines from place to place.
    mutating func path(_ places: [(x: Double, y: Double)], _ style: String) {
        var written: [String] = []
        for place in places {
            let text = "\(Self.number(place.x)) \(Self.number(place.y))"
            if text != written.last { written.append(text) }
        }
        guard let first = written.first else { return }
        // A line to where it begins is a dot, if its ends are round.
        let rest = written.count == 1 ? [first] : Array(written.dropFirst())
        curve("M\(first)L\(rest.joined(separator: " "))", style)
    }

    /// A path in SVG's own words.
    mutating func curve(_ path: String, _ style: String, marker: String? = nil) {
        elements.append(
            marker.map {
                Markup.empty("path", ["class": style, "d": path, "marker-end": "url(#\($0))"])
            } ?? Markup.empty("path", ["class": style, "d": path]))
    }

    mutating func circle(_ x: Double, _ y: Double, radius: Double, _ style: String) {
        elements.append(
            Markup.empty(
                "circle",
                [
                    "class": style, "cx": Self.number(x), "cy": Self.number(y),
                    "r": Self.number(radius),
                ]))
    }

    mutating func rectangle(
        _ x: Double, _ y: Double, _ width: Double, _ height: Double, radius: Double = 0,
        _ style: String
    ) {
        elements.append(
            Markup.empty(
                "rect",
                [
                    "class": style, "x": Self.number(x), "y": Self.number(y),
                    "width": Self.number(width), "height": Self.number(height),
                    "rx": Self.number(radius),
                ]))
    }

    mutating func text(
        _ text: String, _ x: Double, _ y: Double, _ style: String = "", _ anchor: Anchor = .start,
        isUpright: Bool = false
    ) {
        let place = "\(Self.number(x)) \(Self.number(y))"
        elements.append(
            isUpright
                ? Markup.element(
                    "text",
                    [
                        "class": style, "text-anchor": anchor.rawValue,
                        "transform": "translate(\(place)) rotate(-90)",
                    ], text: text)
                : Markup.element(
                    "text",
                    [
                        "class": style, "text-anchor": anchor.rawValue, "x": Self.number(x),
                        "y": Self.number(y),
                    ], text: text))
    }

    /// Names beside places, above them, or below where another one stands already.
    mutating func note(_ notes: [(x: Double, y: Double, text: String)]) {
        var taken: [(x: Double, y: Double)] = []
        for note in notes {
            let isLeft = note.x > width - 80
            let isNear = taken.contains { abs($0.x - note.x) < 60 && abs($0.y - note.y) < 22 }
            taken.append((note.x, note.y))
            text(
                note.text, note.x + (isLeft ? -8 : 8), note.y + (isNear ? 20 : -8), "halo",
                isLeft ? .end : .start)
        }
    }

    /// An arrow head, to be named by what ends with it.
    mutating func arrowHead(_ name: String) {
        elements.append(
            "<defs><marker id=\"\(name)\" viewBox=\"0 0 8 8\" refX=\"7.5\" refY=\"4\" "
                + "markerWidth=\"8\" markerHeight=\"8\" orient=\"auto\">"
                + "<path class=\"head\" d=\"M0 0L8 4L0 8z\"/></marker></defs>")
    }

    /// Puts another drawing into this one.
    mutating func place(_ other: Drawing, _ x: Double, _ y: Double) {
        elements.append(
            Markup.element(
                "g", ["transform": "translate(\(Self.number(x)) \(Self.number(y)))"],
                other.elements.joined(separator: "\n")))
    }

    // MARK: - SVG

    /// As an element of a page, which has the styles.
    ///
    /// - Parameter id: what the names of its parts begin with.
    func element(id: String) -> String { svg(id: id, style: "") }

    /// As a file of its own.
    var file: String {
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
            + svg(id: "picture", style: "<style>\n\(Self.style)\n</style>\n") + "\n"
    }

    private func svg(id: String, style: String) -> String {
        let open = Markup.open(
            "svg",
            [
                "xmlns": "http://www.w3.org/2000/svg", "class": "picture", "role": "img",
                "aria-labelledby": "\(id)-title", "aria-describedby": "\(id)-description",
                "width": Self.number(width), "height": Self.number(height),
                "viewBox": "0 0 \(Self.number(width)) \(Self.number(height))",
            ])
        let parts = [
            Markup.element("title", ["id": "\(id)-title"], text: title),
            Markup.element("desc", ["id": "\(id)-description"], text: description),
            "\(style)<rect class=\"ground\" width=\"100%\" height=\"100%\"/>",
        ]
        return ([open] + parts + elements + ["</svg>"]).joined(separator: "\n")
    }

    /// With at most two decimals.
    static func number(_ value: Double) -> String {
        let hundredths = Int((value * 100).rounded())
        let (whole, rest) = (hundredths.magnitude / 100, hundredths.magnitude % 100)
        let sign = hundredths < 0 ? "-" : ""
        if rest == 0 { return "\(sign)\(whole)" }
        return
            "\(sign)\(whole).\(rest % 10 == 0 ? "\(rest / 10)" : (rest < 10 ? "0" : "") + "\(rest)")"
    }

    // MARK: - Styles

    /// How many series have a look of their own.
    static let looks = 6

    /// The same for files and pages. Lines differ by their dashes as well as by their colours, for printers
    /// and eyes that know no colours. Paper is always white.
    static let style = """
        .picture { font: 14px system-ui, "Segoe UI", "Helvetica Neue", Arial, sans-serif; }
        .picture .ground, .picture .box { fill: #fff; }
        .picture text { fill: #1b1b1b; }
        .picture .title { font-size: 16px; font-weight: 600; }
        .picture .soft { fill: #505050; }
        .picture .small { font-size: 12px; }
        .picture .halo { paint-order: stroke; stroke: #fff; stroke-width: 4px; stroke-linejoin: round; }
        .picture .grid { stroke: #dadad6; fill: none; }
        .picture .axis { stroke: #6a6a6a; fill: none; }
        .picture .box { stroke: #6a6a6a; }
        .picture .parameter { stroke: #0b57a4; stroke-width: 2.5px; }
        .picture .constant { stroke-dasharray: 4 3; }
        .picture .head { fill: #6a6a6a; }
        .picture .s0, .picture .s1, .picture .s2, .picture .s3, .picture .s4, .picture .s5 {
          fill: none; stroke-width: 2.2px; stroke-linejoin: round; stroke-linecap: round; }
        .picture .s0 { stroke: #0b57a4; }
        .picture .s1 { stroke: #b3261e; stroke-dasharray: 8 5; }
        .picture .s2 { stroke: #17692b; stroke-dasharray: 2 4; }
        .picture .s3 { stroke: #6a3fa0; stroke-dasharray: 10 4 2 4; }
        .picture .s4 { stroke: #7a4b00; stroke-dasharray: 14 5; }
        .picture .s5 { stroke: #00606a; stroke-dasharray: 5 3 1 3 1 3; }
        .picture .dot { fill: #b3261e; stroke: #fff; stroke-width: 0.4px; }
        .picture .way { stroke: #b3261e; fill: none; stroke-width: 1.5px; }
        .picture .level { stroke: #0b57a4; fill: none; stroke-width: 1.2px; }
        @media screen and (prefers-color-scheme: dark) {
          .picture .ground, .picture .box { fill: #15171a; }
          .picture text { fill: #ececec; }
          .picture .soft { fill: #bcbcbc; }
          .picture .halo { stroke: #15171a; }
          .picture .grid { stroke: #34383d; }
          .picture .axis, .picture .box { stroke: #9a9a9a; }
          .picture .parameter { stroke: #8ab8f2; }
          .picture .head { fill: #9a9a9a; }
          .picture .s0 { stroke: #8ab8f2; }
          .picture .s1 { stroke: #ff9d92; }
          .picture .s2 { stroke: #85d596; }
          .picture .s3 { stroke: #c9a6ff; }
          .picture .s4 { stroke: #f0c36d; }
          .picture .s5 { stroke: #7fd6df; }
          .picture .dot { fill: #ff9d92; stroke: #15171a; }
          .picture .way { stroke: #ff9d92; }
          .picture .level { stroke: #8ab8f2; }
        }
        """
}
