/// A plot as a drawing: what ``Plot/lines(width:height:_:_:)`` is for a terminal, from the same axes.
struct PlotPicture {
    private let plot: Plot
    private let series: [Plot.Series]
    private let horizontal: Axis
    private let vertical: Axis
    private let left: Double
    private let top: Double

    static let width = 480.0
    static let height = 340.0
    private static let right = 18.0
    private static let bottom = 52.0

    /// Places that have a name, such as where a run starts.
    var notes: [(x: Double, y: Double, text: String)] = []

    init(_ plot: Plot) {
        self.plot = plot
        series = plot.series.map {
            Plot.Series(name: $0.name, points: plot.drawable($0.points), mark: $0.mark)
        }
        let points = series.flatMap(\.points)
        vertical = Axis.vertical(points.map(\.y), plot.isLogarithmic, rows: 21)
        let longest = vertical.ticks.map(\.label.count).max() ?? 1
        left = 34 + Double(longest) * Drawing.characterWidth
        top = 44 + 20 * Double(Self.legend(series).count)
        horizontal = Axis.horizontal(
            points.map(\.x),
            columns: max(20, Int((Self.width - left - Self.right) / Drawing.characterWidth)))
    }

    private var inside: (width: Double, height: Double) {
        (Self.width - left - Self.right, Self.height - top - Self.bottom)
    }

    func place(_ point: (x: Double, y: Double)) -> (x: Double, y: Double) {
        (
            left + horizontal.position(point.x) * inside.width,
            top + (1 - vertical.position(point.y)) * inside.height
        )
    }

    var drawing: Drawing {
        var drawing = Drawing(
            width: Self.width, height: Self.height, title: title, description: description)
        drawing.text(title, 12, 24, "title")
        drawFrame(in: &drawing)
        drawLegend(in: &drawing)
        for (index, entry) in series.enumerated() {
            let places = entry.points.map(place)
            if entry.mark == .curve && places.count > 1 {
                drawing.path(places, look(index))
            } else {
                for place in places { drawing.circle(place.x, place.y, radius: 3.8, "dot") }
            }
        }
        drawing.note(
            notes.map { note in
                let place = place((note.x, note.y))
                return (place.x, place.y, note.text)
            })
        if series.allSatisfy(\.points.isEmpty) {
            drawing.text("nothing to show", left + inside.width / 2, 170, "soft", .middle)
        }
        return drawing
    }

    /// How a curve looks: the first one is solid.
    private func look(_ index: Int) -> String {
        let before = series[..<index].count { $0.mark == .curve }
        return "s\(before % Drawing.looks)"
    }

    private var title: String { plot.title + (plot.isLogarithmic ? ", logarithmic" : "") }

    private func drawFrame(in drawing: inout Drawing) {
        let (right, bottom) = (left + inside.width, top + inside.height)
        for tick in vertical.ticks {
            let y = top + (1 - vertical.position(tick.value)) * inside.height
            drawing.line(left, y, right, y, "grid")
            drawing.line(left - 5, y, left, y, "axis")
            drawing.text(tick.label, left - 8, y + 5, "tick-y", .end)
        }
        for label in Self.labels(horizontal, left: left, width: inside.width) {
            drawing.line(label.x, top, label.x, bottom, "grid")
            drawing.line(label.x, bottom, label.x, bottom + 5, "axis")
            drawing.text(label.text, label.middle, bottom + 20, "tick-x", .middle)
        }
        drawing.line(left, top, left, bottom, "axis")
        drawing.line(left, bottom, right, bottom, "axis")
        drawing.text(plot.xLabel, left + inside.width / 2, bottom + 42, "soft", .middle)
        drawing.text(
            plot.yLabel, 18, top + inside.height / 2, "soft", .middle, isUpright: true)
    }

    /// The labels of an x axis: those at its ends, and of the others what leaves them space. A label stands
    /// below its place, or near it where the picture ends.
    static func labels(
        _ axis: Axis, left: Double, width inside: Double
    ) -> [(x: Double, middle: Double, text: String)] {
        var taken: [ClosedRange<Double>] = []
        var labels: [(x: Double, middle: Double, text: String)] = []
        let count = axis.ticks.count
        let order = Array(Set([0, count - 1])).sorted() + Array(1..<max(1, count - 1))
        for index in order where axis.ticks.indices.contains(index) {
            let tick = axis.ticks[index]
            let x = left + axis.position(tick.value) * inside
            let half = Double(tick.label.count) * Drawing.characterWidth / 2
            let middle = max(half, min(x, width - 4 - half))
            let space = middle - half - 6...middle + half + 6
            guard !taken.contains(where: space.overlaps) else { continue }
            taken.append(space)
            labels.append((x, middle, tick.label))
        }
        return labels
    }

    // MARK: - The legend

    /// The series that have names, in as many rows as they need.
    private static func legend(_ series: [Plot.Series]) -> [[(index: Int, x: Double)]] {
        var rows: [[(index: Int, x: Double)]] = []
        var x = Double.infinity
        for (index, entry) in series.enumerated() where !entry.name.isEmpty {
            let space = 44 + Double(entry.name.count) * Drawing.characterWidth
            if x + space > width {
                rows.append([])
                x = 12
            }
            rows[rows.count - 1].append((index, x))
            x += space + 8
        }
        return rows
    }

    private func drawLegend(in drawing: inout Drawing) {
        for (row, entries) in Self.legend(series).enumerated() {
            let y = 44 + 20 * Double(row)
            for (index, x) in entries {
                if series[index].mark == .curve {
                    drawing.path([(x, y - 5), (x + 26, y - 5)], look(index))
                } else {
                    drawing.circle(x + 13, y - 5, radius: 3.8, "dot")
                }
                drawing.text(series[index].name, x + 32, y)
            }
        }
    }

    // MARK: - In words

    private var description: String {
        let sentences = series.compactMap { entry -> String? in
            let (x, y) = (entry.points.map(\.x), entry.points.map(\.y))
            guard let first = entry.points.first, let last = entry.points.last,
                let least = x.min(), let most = x.max(), let lowest = y.min(),
                let highest = y.max(), !entry.name.isEmpty || series.count == 1
            else { return nil }
            func short(_ value: Double) -> String { Numbers.short(value) }
            let name = entry.name.isEmpty ? plot.title : entry.name
            if entry.points.count == 1 {
                return "\(name): one point at \(short(first.x)), \(short(first.y))."
            }
            let ends =
                entry.mark == .curve ? ", first \(short(first.y)), last \(short(last.y))" : ""
            return "\(name): \(entry.points.count) points, \(plot.xLabel) from \(short(least)) to "
                + "\(short(most)), from \(short(lowest)) up to \(short(highest))\(ends)."
        }
        if sentences.isEmpty { return "There is nothing to show." }
        let left = plot.series.flatMap(\.points).count {
            !($0.y.isFinite && (!plot.isLogarithmic || $0.y > 0))
        }
        let missing =
            left > 0
            ? " \(Text.count(left, "point")) without a place on the axis \(left == 1 ? "is" : "are") left out."
            : ""
        return (plot.isLogarithmic ? "The vertical axis is logarithmic. " : "")
            + sentences.joined(separator: " ") + missing
    }
}
