/// A picture of some numbers, made of characters.
struct Plot {
    /// What belongs together in a plot, and how it is drawn.
    struct Series {
        var name: String
        var points: [(x: Double, y: Double)]
        var mark: Mark

        /// `points` are drawn one by one, those of a `curve` are joined by lines.
        enum Mark {
            case points, curve
        }
    }

    var title: String
    var xLabel: String
    var series: [Series]
    /// Whether the y axis is; then what is not positive is left out.
    var isLogarithmic = false
    /// What the y axis is, where there is space for it.
    var yLabel = ""

    /// The plot in exactly `height` lines of at most `width` columns.
    func lines(
        width: Int, height: Int, _ characters: Characters, _ style: Style
    ) -> [String] {
        var picture = Picture(width: width, height: height, characters)
        let series = series.map {
            Series(name: $0.name, points: drawable($0.points), mark: $0.mark)
        }
        // Besides the inside: the title with the legend, the axis with its labels, and what they are.
        let legend = legend(width: width, height: height)
        let rows = height - legend.count - (xLabel.isEmpty ? 2 : 3)
        let vertical = Axis.vertical(series.flatMap { $0.points }.map { $0.y }, isLogarithmic, rows: rows)
        let labelWidth = vertical.ticks.map { $0.label.count }.max() ?? 0
        let inside = Frame(
            left: labelWidth + 2, top: legend.count, columns: width - labelWidth - 2, rows: rows)
        guard inside.columns > 0 && rows > 0 else {
            drawTitle(legend, in: &picture, from: 0)
            return picture.lines(style)
        }
        drawTitle(legend, in: &picture, from: inside.left - 1)
        drawFrame(inside, vertical, in: &picture)
        let horizontal = Axis.horizontal(
            series.flatMap { $0.points }.map { $0.x }, columns: inside.columns)
        drawLabels(horizontal, inside, in: &picture)
        draw(series, horizontal, vertical, inside, in: &picture)
        return picture.lines(style)
    }

    /// Where the inside of a plot lies, below the title.
    private struct Frame {
        var left: Int
        var top: Int
        var columns: Int
        var rows: Int

        /// Below it.
        var bottom: Int { top + rows }
    }

    /// At most 4096 points, the first and the last among them, without those that have no place.
    func drawable(_ points: [(x: Double, y: Double)]) -> [(x: Double, y: Double)] {
        let step = max(1, (points.count + 4093) / 4095)
        var thinned = stride(from: 0, to: points.count - 1, by: step).map { points[$0] }
        if let last = points.last { thinned.append(last) }
        return thinned.filter { x, y in
            Axis.limits.contains(x) && Axis.limits.contains(y) && (!isLogarithmic || y >= Axis.tiny)
        }
    }

    private var heading: String { title + (isLogarithmic ? ", logarithmic" : "") }

    /// The series that have names, in as many lines as they need; the first line also has the title.
    private func legend(width: Int, height: Int) -> [[Int]] {
        // The labels of the axis have so much space at least.
        let space = width - 8
        var lines: [[Int]] = [[]]
        var used = heading.count
        for (index, entry) in series.enumerated() where !entry.name.isEmpty {
            let needed = entry.name.count + 5
            // A low plot has no space for a second line.
            if used + needed > space && used > 0 && height >= 10 && lines.count < 3 {
                lines.append([])
                used = 0
            }
            lines[lines.count - 1].append(index)
            used += needed
        }
        return lines
    }

    /// The place of a curve among the curves.
    private func look(_ index: Int) -> Int { series[..<index].count { $0.mark == .curve } }

    private func drawTitle(_ legend: [[Int]], in picture: inout Picture, from left: Int) {
        let characters = picture.characters
        for (y, line) in legend.enumerated() {
            var x = y == 0 ? picture.put(heading, left, 0, .bold) : left
            for index in line {
                let entry = series[index]
                x = picture.put(entry.name, x == left ? x : x + 3, y)
                let (mark, colour) =
                    entry.mark == .curve
                    ? Canvas.look(look(index), characters)
                    : (characters("•", "o"), Canvas.pointColour)
                x = picture.put(mark, x + 1, y, colour)
            }
        }
    }

    private func drawFrame(_ inside: Frame, _ axis: Axis, in picture: inout Picture) {
        let characters = picture.characters
        let left = inside.left - 1
        for y in inside.top..<inside.bottom { picture.put(characters("│", "|"), left, y, .dim) }
        for tick in axis.ticks {
            let y = inside.top + axis.row(tick.value, of: inside.rows)
            picture.put(tick.label, left - 1 - tick.label.count, y)
            picture.put(characters("┤", "+"), left, y, .dim)
        }
        let line = String(repeating: characters("─", "-"), count: inside.columns)
        picture.put(characters("└", "+") + line, left, inside.bottom, .dim)
        let start = inside.left + (inside.columns - xLabel.count) / 2
        picture.put(xLabel, max(0, start), inside.bottom + 2)
    }

    /// The labels of the x axis: those at its ends, and of the others what leaves them space.
    private func drawLabels(_ axis: Axis, _ inside: Frame, in picture: inout Picture) {
        let width = inside.left + inside.columns
        var taken: [ClosedRange<Int>] = []
        let ends = Array(Set([0, axis.ticks.count - 1])).sorted()
        for index in ends + Array(axis.ticks.indices.dropFirst().dropLast())
        where axis.ticks.indices.contains(index) {
            let (value, label) = axis.ticks[index]
            let column = inside.left + axis.column(value, of: inside.columns)
            let start = max(0, min(column - label.count / 2, width - label.count))
            let place = start...start + label.count + 1
            guard !taken.contains(where: place.overlaps) else { continue }
            taken.append(place)
            picture.put(label, start, inside.bottom + 1)
            picture.put(picture.characters("┬", "+"), column, inside.bottom, .dim)
        }
    }

    private func draw(
        _ series: [Series], _ horizontal: Axis, _ vertical: Axis, _ inside: Frame,
        in picture: inout Picture
    ) {
        guard series.contains(where: { !$0.points.isEmpty }) else {
            let text = "nothing to show"
            let left = inside.left + max(0, (inside.columns - text.count) / 2)
            picture.put(text, left, inside.top + (inside.rows - 1) / 2)
            return
        }
        var canvas = Canvas(columns: inside.columns, rows: inside.rows, picture.characters)
        for (index, entry) in series.enumerated() {
            let places = entry.points.map {
                (x: horizontal.position($0.x), y: vertical.position($0.y))
            }
            canvas.draw(places, entry.mark, look: look(index))
        }
        canvas.put(into: &picture, left: inside.left, top: inside.top)
    }
}
