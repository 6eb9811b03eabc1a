import Looking
import Words

/// A plot as a drawing, with the same axes as ``Plot/lines(width:height:_:_:)`` on a terminal.
package struct PlotPicture {
    package let plot: Plot
    private let horizontal: Axis
    private let vertical: Axis
    package let left: Double
    private let top: Double

    package static let width = 480.0
    package static let height = 340.0
    private static let right = 18.0
    private static let bottom = 52.0

    package init(_ plot: Plot) {
        self.plot = plot.drawable
        vertical = self.plot.vertical(rows: 21)
        let maxWidth = vertical.ticks.map(\.label.count).max() ?? 1
        left = 34 + Double(maxWidth) * Drawing.characterWidth
        top = 44 + 20 * (Self.legend(plot).map(\.row).max() ?? 0)
        horizontal = self.plot.horizontal(
            columns: Int((Self.width - left - Self.right) / Drawing.characterWidth))
    }

    /// The lower right corner of the frame.
    var corner: (x: Double, y: Double) { (Self.width - Self.right, Self.height - Self.bottom) }

    package func position(_ point: (x: Double, y: Double)) -> (x: Double, y: Double) {
        (
            left + horizontal.position(point.x) * (corner.x - left),
            top + (1 - vertical.position(point.y)) * (corner.y - top)
        )
    }

    package var drawing: Drawing {
        let name = plot.caption.isEmpty ? plot.heading : "\(plot.caption): \(plot.heading)"
        var drawing = Drawing(
            width: Self.width, height: Self.height, title: name, description: description)
        drawing.text(plot.heading, 12, 24, "title")
        drawing.text(plot.caption, Self.width - 12, 24, "soft small", .end)
        if let apology = plot.apology {
            // Lines of 56 characters; SVG drops the leading spaces.
            for (row, line) in Text.wrap(apology, indent: 24, start: 24).enumerated() {
                drawing.text(line, 12, 60 + 20 * Double(row))
            }
            return drawing
        }
        drawFrame(in: &drawing)
        for entry in Self.legend(plot) { draw(entry, in: &drawing) }
        let notes = plot.notes.map { position(($0.x, $0.y)) }
        if let field = plot.field { drawLevels(of: field, besides: notes, in: &drawing) }
        for (index, entry) in plot.series.enumerated() {
            let points = entry.points.map(position)
            let isCurve = entry.mark == .curve && points.count > 1
            if isCurve { drawing.path(points, look(index)) }
            if entry.mark == .steps { drawing.path(points, "way") }
            if !isCurve { for point in points { drawing.dot(point.x, point.y) } }
        }
        for (index, point) in notes.enumerated() {
            // Above the point, or below it if another name is in the way.
            let isNear = notes[..<index].contains {
                abs($0.x - point.x) < 60 && abs($0.y - point.y) < 22
            }
            let isLeft = point.x > Self.width - 80
            drawing.text(
                plot.notes[index].name, point.x + (isLeft ? -8 : 8), point.y + (isNear ? 20 : -8),
                "halo", isLeft ? .end : .start)
        }
        if plot.series.allSatisfy(\.points.isEmpty) {
            drawing.text("nothing to show", (left + corner.x) / 2, 170, "soft", .middle)
        }
        return drawing
    }

    /// The style of a curve; the first one is solid.
    private func look(_ index: Int) -> String { "s\(plot.look(index) % Drawing.looks)" }

    private func drawFrame(in drawing: inout Drawing) {
        for tick in vertical.ticks {
            let y = top + (1 - vertical.position(tick.value)) * (corner.y - top)
            if plot.field == nil { drawing.line(left, y, corner.x, y, "grid") }
            drawing.line(left - 5, y, left, y, "axis")
            drawing.text(tick.label, left - 8, y + 5, "tick-y", .end)
        }
        for tick in horizontal.ticks {
            let x = left + horizontal.position(tick.value) * (corner.x - left)
            if plot.field == nil { drawing.line(x, top, x, corner.y, "grid") }
            drawing.line(x, corner.y, x, corner.y + 5, "axis")
            // A label is centred below its tick, or shifted inwards near the edge of the picture.
            let half = Double(tick.label.count) * Drawing.characterWidth / 2
            drawing.text(
                tick.label, min(x, Self.width - 4 - half), corner.y + 20, "tick-x", .middle)
        }
        drawing.line(left, top, left, corner.y, "axis")
        drawing.line(left, corner.y, corner.x, corner.y, "axis")
        drawing.text(plot.xLabel, (left + corner.x) / 2, corner.y + 42, "soft", .middle)
        drawing.text(plot.yLabel, 18, (top + corner.y) / 2, "soft", .middle, isUpright: true)
    }

    // MARK: - The legend

    /// An entry for a series, or for the lines of equal loss, and its position.
    private typealias Entry = (series: Int?, name: String, x: Double, row: Double)

    /// The entries of the legend, in as many rows as they need.
    private static func legend(_ plot: Plot) -> [Entry] {
        var names: [(series: Int?, name: String)] = plot.field == nil ? [] : [(nil, "equal loss")]
        names += plot.series.enumerated().map { ($0, $1.name) }
        var entries: [Entry] = []
        var (x, row) = (width, 0.0)
        for (series, name) in names where !name.isEmpty {
            let space = 44 + Double(name.count) * Drawing.characterWidth
            if x + space > width { (x, row) = (12, row + 1) }
            entries.append((series, name, x, row))
            x += space + 8
        }
        return entries
    }

    private func draw(_ entry: Entry, in drawing: inout Drawing) {
        let y = 19 + 20 * entry.row
        let mark = entry.series.map { plot.series[$0].mark }
        if mark != .points {
            let style = mark == .steps ? "way" : entry.series.map(look) ?? "level"
            drawing.path([(entry.x, y), (entry.x + 26, y)], style)
        }
        if mark == .points || mark == .steps { drawing.dot(entry.x + 13, y) }
        drawing.text(entry.name, entry.x + 32, y + 5)
    }

    // MARK: - In words

    private var description: String {
        if let apology = plot.apology { return apology }
        func short(_ point: (x: Double, y: Double)) -> String {
            "(\(Numbers.short(point.x)), \(Numbers.short(point.y)))"
        }
        var clauses = [
            "\(plot.yLabel.isEmpty ? plot.title : plot.yLabel) over \(plot.xLabel)"
                + (plot.isLogarithmic ? ", on a logarithmic axis" : "")
        ]
        if let range = plot.field?.range {
            clauses.append(
                "lines of equal loss, from \(Numbers.short(range.lowerBound)) to "
                    + Numbers.short(range.upperBound))
        }
        for entry in plot.series {
            guard let first = entry.points.first, let last = entry.points.last else { continue }
            let name = entry.name.isEmpty ? "" : "\(entry.name): "
            clauses.append(
                "\(name)\(Text.count(entry.points.count, "point"))"
                    + (entry.points.count > 1 ? " from \(short(first)) to " : ", ") + short(last))
        }
        if clauses.count == 1 { clauses.append("there is nothing to show") }
        if !plot.remark.isEmpty { clauses.append(plot.remark) }
        let text = clauses.joined(separator: "; ")
        return text.prefix(1).uppercased() + text.dropFirst() + "."
    }
}
