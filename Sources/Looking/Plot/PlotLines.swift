import Words

extension Plot {
    /// The plot in exactly `height` lines of at most `width` columns.
    package func lines(width: Int, height: Int, _ characters: Characters, _ style: Style)
        -> [String]
    {
        PlotLines(drawable, width, height, characters).picture.lines(style)
    }

    /// The plot for the given terminal, after an empty line, or the reason why there is none.
    package func screen(height: Int, _ terminal: Terminal) -> [String] {
        if let apology { return [""] + Text.wrap(apology) }
        let lines = lines(
            width: terminal.width, height: height, terminal.characters, terminal.style)
        return [""] + lines + (remark.isEmpty ? [] : [remark])
    }
}

/// A plot for a terminal: the title and the legend, and below them a frame with labels on its left and below it.
private struct PlotLines {
    private let plot: Plot
    private let characters: Characters
    private(set) var picture: Picture
    private let horizontal: Axis
    private let vertical: Axis
    // The position of the frame's interior.
    private let left: Int
    private let top: Int
    private let columns: Int
    private let rows: Int

    /// The shades of a map, from low to high.
    private static let shades = Array(" .:-=+*#%@")

    init(_ plot: Plot, _ width: Int, _ height: Int, _ characters: Characters) {
        self.plot = plot
        self.characters = characters
        picture = Picture(width: width, height: height, characters)
        let legend = Self.legend(plot, characters, width: width, height: height)
        top = legend.count
        rows = height - top - (plot.xLabel.isEmpty ? 2 : 3)
        vertical = plot.vertical(rows: rows)
        left = (vertical.ticks.map { $0.label.count }.max() ?? 0) + 2
        columns = width - left
        horizontal = plot.horizontal(columns: columns)
        let hasSpace = columns > 0 && rows > 0
        let start = hasSpace ? left - 1 : 0
        for (y, line) in legend.enumerated() {
            var x = y == 0 ? picture.put(plot.heading, start, 0, .bold) : start
            for entry in line {
                x = picture.put(entry.name, x == start ? x : x + 3, y)
                x = picture.put(entry.mark, x + 1, y, entry.colour)
            }
        }
        if hasSpace {
            drawFrame()
            drawInside()
        }
    }

    // MARK: - The legend

    private typealias Entry = (name: String, mark: String, colour: Style.Colour?)

    /// The entries of the legend, in as many lines as they need. The first line also has the title.
    private static func legend(
        _ plot: Plot, _ characters: Characters, width: Int, height: Int
    ) -> [[Entry]] {
        var entries: [Entry] = plot.series.enumerated().map { index, entry in
            let look = Picture.look(plot.look(index), characters)
            return entry.mark == .curve
                ? (entry.name, look.mark, look.colour)
                : (entry.name, characters("•", "o"), Picture.pointColour)
        }
        if plot.field != nil { entries.append(("loss, low to high", String(shades), nil)) }
        entries += plot.notes.map { ($0.name, letter($0.name), Picture.pointColour) }
        // The labels of the axis take at least this much space.
        let space = width - 8
        var lines: [[Entry]] = [[]]
        var used = plot.heading.count
        for entry in entries where !entry.name.isEmpty {
            let needed = entry.name.count + entry.mark.count + 4
            // A low plot has no room for a second line.
            if used + needed > space && used > 0 && height >= 10 && lines.count < 3 {
                lines.append([])
                used = 0
            }
            lines[lines.count - 1].append(entry)
            used += needed
        }
        return lines
    }

    /// The letter drawn at a named point.
    private static func letter(_ name: String) -> String { name.prefix(1).uppercased() }

    // MARK: - The frame

    private mutating func drawFrame() {
        let bottom = top + rows
        for y in top..<bottom { picture.put(characters("│", "|"), left - 1, y, .dim) }
        for tick in vertical.ticks {
            let y = top + vertical.row(tick.value, of: rows)
            picture.put(tick.label, left - 2 - tick.label.count, y)
            picture.put(characters("┤", "+"), left - 1, y, .dim)
        }
        let line = String(repeating: characters("─", "-"), count: columns)
        picture.put(characters("└", "+") + line, left - 1, bottom, .dim)
        for tick in horizontal.ticks {
            let column = left + horizontal.column(tick.value, of: columns)
            let last = left + columns - tick.label.count
            picture.put(tick.label, max(0, min(column - tick.label.count / 2, last)), bottom + 1)
            picture.put(characters("┬", "+"), column, bottom, .dim)
        }
        put(plot.xLabel, bottom + 2)
    }

    /// Writes text in the middle of the frame's width.
    private mutating func put(_ text: String, _ y: Int) {
        picture.put(text, max(0, left + (columns - text.count) / 2), y)
    }

    // MARK: - The inside

    private mutating func drawInside() {
        if plot.field == nil && plot.series.allSatisfy({ $0.points.isEmpty }) {
            return put("nothing to show", top + (rows - 1) / 2)
        }
        if let field = plot.field { drawShades(of: field) }
        // A single dot of a curve is easily overlooked.
        let isCurve = plot.series.map { $0.mark == .curve && $0.points.count > 1 }
        for (index, entry) in plot.series.enumerated() where isCurve[index] {
            picture.drawCurve(
                entry.points.map { (horizontal.position($0.x), vertical.position($0.y)) },
                plot.look(index), left: left, top: top, columns: columns, rows: rows)
        }
        let points = zip(plot.series, isCurve).flatMap { $1 ? [] : $0.points }
        for point in points { put(characters("•", "o"), at: point) }
        for note in plot.notes { put(Self.letter(note.name), at: (note.x, note.y)) }
    }

    private mutating func put(_ mark: String, at point: (x: Double, y: Double)) {
        picture.put(
            mark, left + horizontal.column(point.x, of: columns),
            top + vertical.row(point.y, of: rows), Picture.pointColour)
    }

    private mutating func drawShades(of field: Plot.Field) {
        let range = field.range
        for y in 0..<rows {
            for x in 0..<columns {
                let column = x * (field.columns - 1) / max(1, columns - 1)
                let row = (rows - 1 - y) * (field.rows - 1) / max(1, rows - 1)
                var shade: Character = "?"
                if let value = field.values[row * field.columns + column], value.isFinite {
                    // The square root makes the levels near the minimum easier to tell apart.
                    let share = (value - range.lowerBound) / max(range.length, Axis.tiny)
                    let index = Int(share.squareRoot() * Double(Self.shades.count))
                    shade = Self.shades[min(Self.shades.count - 1, index)]
                }
                picture.put(String(shade), left + x, top + y, .dim)
            }
        }
    }
}
